-- Secrets of the programs that read rates over HTTP.

CREATE TABLE token (
    name            text PRIMARY KEY CHECK (name ~ '^[a-z0-9][a-z0-9._-]{1,63}$'),
    sha256          text NOT NULL UNIQUE CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    centre_code     text,
    created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    created_by      text NOT NULL,
    last_used_at    timestamptz,
    revoked_at      timestamptz
);
COMMENT ON TABLE token IS 'Programs that read rates over HTTP: each has a secret of its own and no right but that one.';
COMMENT ON COLUMN token.sha256 IS 'Of the secret, which is long, random, shown once and kept nowhere.';
COMMENT ON COLUMN token.centre_code IS 'The centre whose dossiers it sees; null for all of them.';
COMMENT ON COLUMN token.last_used_at IS 'To the minute.';
