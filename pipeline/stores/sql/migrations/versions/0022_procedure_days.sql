-- Counts by procedure and day, so that a range need not be of whole months: per part of the country, and their sums.

CREATE TABLE count_procedure_top (
    day             date NOT NULL,
    top             text NOT NULL,
    basis           text NOT NULL CHECK (basis IN ('receipt', 'resolution', 'overdue')),
    procedure_code  text NOT NULL,
    dossiers        integer NOT NULL,
    scanned         integer NOT NULL,
    in_progress     integer NOT NULL,
    with_component  integer NOT NULL,
    result_due      integer NOT NULL,
    with_result     integer NOT NULL,
    digitized       integer NOT NULL,
    components_due  integer NOT NULL,
    components_digitized integer NOT NULL,
    reused          integer NOT NULL,
    from_store      integer NOT NULL,
    population_linked integer NOT NULL,
    on_time         integer NOT NULL,
    PRIMARY KEY (day, top, basis, procedure_code)
);
COMMENT ON TABLE count_procedure_top IS 'Counts per procedure, local day and first part of the centre''s code: a changed day is counted anew for one part of the country. Derived.';
COMMENT ON COLUMN count_procedure_top.top IS 'The first part of the code of the centre that received the dossiers.';

CREATE TABLE count_procedure_day (
    basis           text NOT NULL CHECK (basis IN ('receipt', 'resolution', 'overdue')),
    day             date NOT NULL,
    procedure_code  text NOT NULL,
    dossiers        integer NOT NULL,
    scanned         integer NOT NULL,
    in_progress     integer NOT NULL,
    with_component  integer NOT NULL,
    result_due      integer NOT NULL,
    with_result     integer NOT NULL,
    digitized       integer NOT NULL,
    components_due  integer NOT NULL,
    components_digitized integer NOT NULL,
    reused          integer NOT NULL,
    from_store      integer NOT NULL,
    population_linked integer NOT NULL,
    on_time         integer NOT NULL,
    PRIMARY KEY (basis, day, procedure_code)
);
COMMENT ON TABLE count_procedure_day IS 'count_procedure_top summed over the country: what reports by procedure and field read.';

CREATE TABLE count_stale_procedure (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    day             date NOT NULL,
    top             text NOT NULL
);
CREATE INDEX count_stale_procedure_in_order ON count_stale_procedure (day, top);
COMMENT ON TABLE count_stale_procedure IS 'Days and parts of the country whose counts by procedure are to be made anew.';

ALTER TABLE count_stale_month ADD COLUMN days_marked boolean;
COMMENT ON COLUMN count_stale_month.days_marked IS 'Null: by the version before, which does not know that days are counted by procedure.';

CREATE FUNCTION procedure_days_stale() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO count_stale_procedure (day, top)
    SELECT day::date, split_part(NEW.centre_code, '.', 1)
    FROM generate_series(NEW.month, NEW.month + interval '1 month' - interval '1 day', interval '1 day') day;
    RETURN NULL;
END
$$;
CREATE TRIGGER procedure_days_stale AFTER INSERT ON count_stale_month FOR EACH ROW WHEN (NEW.days_marked IS NULL)
    EXECUTE FUNCTION procedure_days_stale();
COMMENT ON FUNCTION procedure_days_stale IS 'What a process of the version before marks for its month is due on all its days.';

COMMENT ON VIEW reporting.counts_by_procedure IS 'Counts per month, centre, agency and procedure; made anew in the background.';

INSERT INTO count_stale_procedure (day, top) SELECT DISTINCT day, split_part(centre_code, '.', 1) FROM count_day;
