-- What keeps the count of one changed day and the list behind a number of the country quick at 20 million dossiers.

DROP INDEX count_day_by_agency;
CREATE INDEX count_day_by_agency ON count_day (agency_code, day) INCLUDE (basis, dossiers, scanned, in_progress,
    with_component, result_due, with_result, digitized, components_due, components_digitized, reused, from_store,
    population_linked, on_time, unregistered);
COMMENT ON INDEX count_day_by_agency IS 'Holds the counts too: a ministry''s day is thousands of rows all over the table.';

DROP INDEX count_day_by_day;
CREATE INDEX count_day_by_day ON count_day (basis, day, centre_code, agency_code);

-- Indexes answer alone only where the table has been swept since it changed.
ALTER TABLE count_day SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.02);
