-- What keeps reports of the whole country, drill-downs and large imports quick.

-- Two look-ups a row for what the import itself wrote a moment before; import ids are never deleted.
ALTER TABLE register_dossier DROP CONSTRAINT register_dossier_import_id_fkey;
ALTER TABLE register_dossier DROP CONSTRAINT register_dossier_first_import_id_fkey;

CREATE TABLE count_top (LIKE count_day INCLUDING CONSTRAINTS);
ALTER TABLE count_top DROP COLUMN centre_code;
ALTER TABLE count_top RENAME COLUMN agency_code TO top;
ALTER TABLE count_top ADD COLUMN level text NOT NULL, ADD COLUMN listed boolean NOT NULL;
ALTER TABLE count_top ADD PRIMARY KEY (basis, day, top, level);
COMMENT ON TABLE count_top IS 'count_day summed over the agencies of each province or ministry and level, where they stood on the day; derived.';
COMMENT ON COLUMN count_top.top IS 'Code of the province or ministry; empty for what belongs to none.';

CREATE TABLE count_stale_top (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    day             date NOT NULL,
    top             text
);
COMMENT ON TABLE count_stale_top IS 'Days of provinces and ministries to be summed anew; without a top, the whole day.';

CREATE INDEX place_by_top ON place ((coalesce(province, ministry, '')));
CREATE INDEX count_day_by_agency ON count_day (agency_code, day) INCLUDE (basis, dossiers, scanned, in_progress,
    with_component, result_due, with_result, digitized, components_due, components_digitized, reused, from_store,
    population_linked, on_time, unregistered);
COMMENT ON INDEX count_day_by_agency IS 'Holds the counts too: a ministry''s day is thousands of rows all over the table.';

INSERT INTO count_stale_top (day) SELECT DISTINCT day FROM count_day;
