-- What was done, rolled up, so that the ledger's own rows of it may go.

CREATE TABLE done_hour (
    hour            timestamptz NOT NULL,
    centre_code     text NOT NULL,
    kind            text NOT NULL,
    steps           integer NOT NULL,
    PRIMARY KEY (hour, centre_code, kind)
) WITH (fillfactor = 80);
COMMENT ON TABLE done_hour IS 'Steps done by the hour they ended in, of the last 24 hours. A step that is done twice counts twice.';

CREATE TABLE done_last_day (
    centre_code     text NOT NULL,
    kind            text NOT NULL,
    steps           integer NOT NULL,
    PRIMARY KEY (centre_code, kind)
) WITH (fillfactor = 50);
COMMENT ON TABLE done_last_day IS 'The sum of done_hour, kept with it.';

CREATE TABLE done_day (
    day             date NOT NULL,
    centre_code     text NOT NULL,
    kind            text NOT NULL,
    steps           integer NOT NULL,
    seconds         double precision NOT NULL,
    PRIMARY KEY (day, centre_code, kind)
) WITH (fillfactor = 80);
COMMENT ON TABLE done_day IS 'The same by the day, for ever; days are those of UTC.';
COMMENT ON COLUMN done_day.seconds IS 'What their last attempts took together, waiting for services included.';

CREATE TABLE rolled_up (
    until           timestamptz NOT NULL
);
COMMENT ON TABLE rolled_up IS 'One row: steps that ended before this moment are in the tables above, the others are counted themselves.';
INSERT INTO rolled_up VALUES (date_trunc('hour', now() - interval '1 day'));

CREATE OR REPLACE FUNCTION understand_when_settled(the_file uuid, the_centre text, the_priority text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    -- A branch and not a condition of the insert: nine pages of ten end here.
    IF EXISTS (SELECT FROM page WHERE file_id = the_file AND state = 'waiting')
       OR NOT EXISTS (SELECT FROM file WHERE id = the_file AND page_count > 0) THEN
        RETURN;
    END IF;
    INSERT INTO step (kind, file_id, centre_code, priority, attempt)
    VALUES ('understand', the_file, the_centre, the_priority,
            -- The step of a file that was done long ago is not here any more: attempts go on counting.
            coalesce((SELECT max(attempt) FROM paper WHERE file_id = the_file), 0))
    ON CONFLICT (file_id, kind, part) DO UPDATE
        SET state = 'waiting', tries = 0, reason = NULL, not_before = NULL, priority = excluded.priority
        WHERE step.state IN ('done', 'refused', 'given_up');
END
$$;
