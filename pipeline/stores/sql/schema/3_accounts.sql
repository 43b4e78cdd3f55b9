-- Who may sign in to the web. Passwords are argon2 hashes.

CREATE TABLE account (
    name            text PRIMARY KEY CHECK (name ~ '^[a-z0-9][a-z0-9._-]{1,63}$'),
    role            text NOT NULL CHECK (role IN ('clerk', 'ops', 'report', 'admin')),
    centre_code     text,
    password_hash   text NOT NULL,
    epoch           integer NOT NULL DEFAULT 1,
    failures        integer NOT NULL DEFAULT 0,
    blocked_until   timestamptz,
    created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    disabled_at     timestamptz
);
COMMENT ON COLUMN account.centre_code IS 'The centre whose dossiers it sees; null for all of them.';
COMMENT ON COLUMN account.epoch IS 'Sessions of an earlier epoch are over: raised with every new password.';
COMMENT ON COLUMN account.failures IS 'Wrong passwords since the last right one.';

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
