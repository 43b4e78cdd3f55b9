-- Counts by kind of paper; marks that say which counts of a day are due, so that a change costs what it touches; and changes
-- of the register by agency.

ALTER TABLE count_stale ADD COLUMN basis text;
COMMENT ON COLUMN count_stale.basis IS 'Which counts of the day; ''all'': every one of them; null: every one, and the kinds.';

CREATE TABLE count_kind (
    top             text NOT NULL GENERATED ALWAYS AS (split_part(centre_code, '.', 1)) STORED,
    day             date NOT NULL,
    centre_code     text NOT NULL,
    kind            text NOT NULL,
    papers          integer NOT NULL,
    digitized       integer NOT NULL,
    PRIMARY KEY (top, day, centre_code, kind)
);
COMMENT ON TABLE count_kind IS 'Papers in force by kind, of the dossiers that a centre received on a local day; derived, made anew for what changed.';
COMMENT ON COLUMN count_kind.top IS 'The first part of the centre''s code: the sums below are of manageable parts of the country.';
COMMENT ON COLUMN count_kind.digitized IS 'Those of them that are digitized by the rule of the day.';

CREATE TABLE count_kind_top (
    day             date NOT NULL,
    top             text NOT NULL,
    kind            text NOT NULL,
    papers          integer NOT NULL,
    digitized       integer NOT NULL,
    PRIMARY KEY (day, top, kind)
);
COMMENT ON TABLE count_kind_top IS 'count_kind summed over the centres below a top: a year of the country is some 200,000 rows, whatever the dossiers.';

CREATE TABLE count_stale_kind (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    centre_code     text NOT NULL,
    day             date NOT NULL
);
CREATE INDEX count_stale_kind_in_order ON count_stale_kind (centre_code, day);
COMMENT ON TABLE count_stale_kind IS 'Days of receipt whose counts by kind are to be made anew.';

CREATE FUNCTION kinds_stale() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO count_stale_kind (centre_code, day) VALUES (NEW.centre_code, NEW.day);
    RETURN NULL;
END
$$;
CREATE TRIGGER kinds_stale AFTER INSERT ON count_stale FOR EACH ROW WHEN (NEW.basis IS NULL)
    EXECUTE FUNCTION kinds_stale();
COMMENT ON FUNCTION kinds_stale IS 'A process of the version before knows neither bases nor kinds: what it marks is due in all of them.';

CREATE OR REPLACE FUNCTION stale(codes text[]) RETURNS void LANGUAGE sql AS $$
    INSERT INTO count_stale (centre_code, day, basis)
    SELECT r.centre_code, v.day, v.basis FROM register_dossier r
        CROSS JOIN LATERAL (VALUES (r.received_on, 'receipt'), (r.resolved_on, 'resolution'),
                                   (r.overdue_on, 'overdue')) v (day, basis)
        WHERE r.code = ANY (codes) AND v.day IS NOT NULL
    UNION
    SELECT d.centre_code, scan_day(d.code, d.created_at), 'scan' FROM dossier d WHERE d.code = ANY (codes);
    INSERT INTO count_stale_kind (centre_code, day)
    SELECT centre_code, received_on FROM register_dossier WHERE code = ANY (codes) AND received_on IS NOT NULL
$$;

INSERT INTO count_stale_kind (centre_code, day)
SELECT DISTINCT r.centre_code, r.received_on FROM dossier d JOIN register_dossier r ON r.code = d.code
WHERE r.received_on IS NOT NULL;

-- What a dossier's agency and last day were, too: a difference to a closing stands by centre and agency.
ALTER TABLE register_change ADD COLUMN agency_code text, ADD COLUMN overdue_on date;
COMMENT ON COLUMN register_change.agency_code IS 'The agency that it counted for until then; null in changes of the version before.';
COMMENT ON COLUMN count_top.listed IS 'Of the version before; a report asks place whether a code is listed.';

CREATE VIEW reporting.counts_by_kind AS
SELECT day, centre_code AS receiving_centre, kind, papers, digitized FROM count_kind;
COMMENT ON VIEW reporting.counts_by_kind IS 'Papers in force per day of receipt, receiving centre and kind; of dossiers that count.';
COMMENT ON COLUMN reporting.counts_by_kind.day IS 'Local day on which the dossier was received.';
COMMENT ON COLUMN reporting.counts_by_kind.receiving_centre IS 'Code of the centre that received it.';
COMMENT ON COLUMN reporting.counts_by_kind.kind IS 'Kind of paper.';
COMMENT ON COLUMN reporting.counts_by_kind.papers IS 'Papers in force.';
COMMENT ON COLUMN reporting.counts_by_kind.digitized IS 'Those of them that are digitized by the rule of the day.';
