-- What the register said before an import changed it: the difference to a closing is explained by it, dossier by dossier.

CREATE TABLE register_change (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    code            text NOT NULL,
    import_id       bigint NOT NULL,
    changed_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    centre_code     text NOT NULL,
    received_on     date,
    resolved_on     date,
    status          text NOT NULL
);
CREATE INDEX register_change_by_time ON register_change (changed_at);
COMMENT ON TABLE register_change IS 'Rows of the register as they were until an import changed them.';
COMMENT ON COLUMN register_change.centre_code IS 'The centre that it counted for until then.';
