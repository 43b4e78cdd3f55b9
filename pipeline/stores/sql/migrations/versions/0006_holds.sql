-- What an ops team holds still.

CREATE TABLE hold (
    part            text PRIMARY KEY,
    by              text NOT NULL,
    reason          text NOT NULL,
    at              timestamptz NOT NULL DEFAULT clock_timestamp()
);
COMMENT ON TABLE hold IS 'Stages and centres whose work is held still: it waits, and nothing of it is begun.';
COMMENT ON COLUMN hold.part IS 'A kind of step or the code of a centre.';
