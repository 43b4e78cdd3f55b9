-- Scorecards as they stood when somebody closed them, never changed again.

CREATE TABLE scorecard (
    sha256          text NOT NULL,
    closed_at       timestamptz NOT NULL DEFAULT clock_timestamp(),
    closed_by       text NOT NULL CHECK (closed_by <> ''),
    first           date NOT NULL,
    last            date NOT NULL,
    level           text NOT NULL CHECK (level IN ('province', 'ministry')),
    card            text NOT NULL,
    PRIMARY KEY (sha256, closed_at),
    CHECK (last >= first)
);
CREATE INDEX scorecard_by_period ON scorecard (first, last, level, closed_at);
COMMENT ON TABLE scorecard IS 'A scorecard that was closed: by whom, when, and all of it as one text with its hash.';
COMMENT ON COLUMN scorecard.card IS 'JSON: every unit with its points, sums and place, and who was ranked; text, as the hash is of its bytes.';

CREATE TRIGGER scorecard_frozen BEFORE UPDATE OR DELETE ON scorecard FOR EACH ROW EXECUTE FUNCTION frozen();
