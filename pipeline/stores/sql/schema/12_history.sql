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
