-- Closings: counts as they stood when somebody closed a period, never changed again. And points from elsewhere.

ALTER TABLE register_dossier ADD COLUMN first_import_id bigint REFERENCES register_import;
COMMENT ON COLUMN register_dossier.first_import_id IS 'The import that brought it first; import_id is the one that changed it last.';
CREATE INDEX register_dossier_by_import ON register_dossier (import_id);
CREATE INDEX event_by_time ON event (at);

CREATE TABLE closing (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    first           date NOT NULL,
    last            date NOT NULL,
    closed_at       timestamptz NOT NULL DEFAULT clock_timestamp(),
    closed_by       text NOT NULL CHECK (closed_by <> ''),
    sha256          text NOT NULL,
    counts          bigint NOT NULL,
    rules           jsonb NOT NULL,
    CHECK (last >= first)
);
CREATE INDEX closing_by_period ON closing (first, last, closed_at);
COMMENT ON TABLE closing IS 'A period that was closed: by whom, when, by which rule, and the hash of its counts.';

CREATE TABLE closing_count (closing_id bigint NOT NULL REFERENCES closing, LIKE count_month INCLUDING CONSTRAINTS);
ALTER TABLE closing_count ADD PRIMARY KEY (closing_id, month, basis, centre_code, agency_code);
COMMENT ON TABLE closing_count IS 'count_month as it stood at a closing.';

CREATE TABLE closing_place (closing_id bigint NOT NULL REFERENCES closing, LIKE place);
ALTER TABLE closing_place ADD PRIMARY KEY (closing_id, code, valid_from);
COMMENT ON TABLE closing_place IS 'Where the codes of a closing stood in the tree, and what they were called.';

CREATE FUNCTION frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a closed period is never changed';
END
$$;
CREATE TRIGGER closing_frozen BEFORE UPDATE OR DELETE ON closing FOR EACH ROW EXECUTE FUNCTION frozen();
CREATE TRIGGER closing_count_frozen BEFORE UPDATE OR DELETE ON closing_count FOR EACH ROW EXECUTE FUNCTION frozen();
CREATE TRIGGER closing_place_frozen BEFORE UPDATE OR DELETE ON closing_place FOR EACH ROW EXECUTE FUNCTION frozen();

CREATE TABLE score_value (
    first           date NOT NULL,
    last            date NOT NULL,
    unit_code       text NOT NULL,
    sub_indicator   text NOT NULL,
    score           numeric NOT NULL CHECK (score >= 0),
    source          text NOT NULL,
    loaded_at       timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (first, last, unit_code, sub_indicator)
);
COMMENT ON TABLE score_value IS 'Points of Decision 766/QĐ-TTg that this system does not measure itself, with their source.';
