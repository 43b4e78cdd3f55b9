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
