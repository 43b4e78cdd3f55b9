-- What reports list beside their counts is found without walking through everything.

CREATE INDEX count_day_unregistered ON count_day (day, centre_code) WHERE unregistered > 0;
CREATE INDEX dossier_unassigned ON dossier (centre_code) WHERE code IS NULL;
CREATE INDEX register_dossier_undated ON register_dossier (centre_code) WHERE received_on IS NULL;
