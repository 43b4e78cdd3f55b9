-- The traces that follow files through the processes.

ALTER TABLE file ADD COLUMN trace text;
COMMENT ON COLUMN file.trace IS 'Under which it is followed (W3C traceparent); null if it is not.';

CREATE TABLE uncounted_trace (
    trace           text NOT NULL
);
COMMENT ON TABLE uncounted_trace IS 'Traces of files whose facts changed, until the next counting notes itself in them.';
