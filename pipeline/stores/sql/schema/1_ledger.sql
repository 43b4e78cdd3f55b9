-- The ledger: what was received, where every file, page and paper stands, and what is to be done next.
-- Times are the database's clock. Columns that hold personal data are named in a comment on the column.

CREATE TABLE dossier (
    id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    code            text UNIQUE,
    centre_code     text NOT NULL,
    agency_code     text,
    procedure_code  text,
    revision        integer NOT NULL DEFAULT 0,
    created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    changed_at      timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX dossier_by_centre ON dossier (centre_code, id);
COMMENT ON TABLE dossier IS 'One dossier (hồ sơ) of which at least one file was sent.';
COMMENT ON COLUMN dossier.code IS 'Null while unassigned: listed, never counted. Such a dossier holds one file.';
COMMENT ON COLUMN dossier.centre_code IS 'The centre that received it.';
COMMENT ON COLUMN dossier.agency_code IS 'The competent agency, where known; it may differ from the receiving centre.';
COMMENT ON COLUMN dossier.revision IS 'Number of the newest manifest revision; its row is locked by every change of the dossier.';

CREATE TABLE file (
    id              uuid PRIMARY KEY,
    dossier_id      uuid NOT NULL REFERENCES dossier,
    component       text NOT NULL DEFAULT '',
    role            text NOT NULL DEFAULT 'component' CHECK (role IN ('component', 'result')),
    name            text NOT NULL,
    sha256          text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    media_type      text NOT NULL,
    bytes           bigint NOT NULL CHECK (bytes > 0),
    state           text NOT NULL DEFAULT 'received'
                    CHECK (state IN ('received', 'opened', 'read', 'finished', 'refused', 'given_up')),
    reason          text,
    details         jsonb NOT NULL DEFAULT '{}',
    page_count      integer,
    opened_attempt  integer,
    finished_attempt integer,
    accepted_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
    accepted_by     text NOT NULL,
    replaces        uuid REFERENCES file,
    replaced_at     timestamptz,
    withdrawn_at    timestamptz,
    withdrawn_by    text,
    withdrawn_for   text,
    seconds         real,
    trace           text
);
CREATE UNIQUE INDEX file_once ON file (dossier_id, component, sha256) WHERE withdrawn_at IS NULL;
CREATE INDEX file_by_sha256 ON file (sha256);
CREATE INDEX file_by_replaces ON file (replaces) WHERE replaces IS NOT NULL;
CREATE INDEX file_unsettled ON file (accepted_at) WHERE state IN ('received', 'opened', 'read');
COMMENT ON TABLE file IS 'Bytes as somebody sent them. In force while neither withdrawn nor replaced.';
COMMENT ON COLUMN file.name IS 'As sent; may hold personal data, never logged.';
COMMENT ON COLUMN file.component IS 'The dossier component that it belongs to; empty where the sender did not say.';
COMMENT ON COLUMN file.opened_attempt IS 'The attempt whose page objects count.';
COMMENT ON COLUMN file.trace IS 'Under which it is followed (W3C traceparent); null if it is not.';
COMMENT ON COLUMN file.replaces IS 'The earlier scan of the same thing, which leaves force when this one is read.';

CREATE TABLE page (
    file_id         uuid NOT NULL REFERENCES file,
    number          integer NOT NULL CHECK (number > 0),
    state           text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'read', 'given_up', 'accepted')),
    reason          text,
    attempt         integer,
    width           integer,
    height          integer,
    dpi             integer,
    rotation        smallint,
    skew            real,
    blank           boolean,
    source          text,
    confidence      real,
    words           integer,
    unread_lines    integer,
    engine          jsonb,
    settled_at      timestamptz,
    accepted_by     text,
    PRIMARY KEY (file_id, number)
);
CREATE INDEX page_unsettled ON page (file_id) WHERE state = 'waiting';
COMMENT ON COLUMN page.accepted_by IS 'Who accepted it without text (state accepted) after it had been given up; reason stays.';
COMMENT ON COLUMN page.attempt IS 'The attempt of read_page whose objects count.';

CREATE TABLE step (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind            text NOT NULL CHECK (kind IN ('open', 'read_page', 'understand', 'finish', 'store')),
    file_id         uuid NOT NULL REFERENCES file,
    part            integer NOT NULL DEFAULT 0,
    centre_code     text NOT NULL,
    priority        text NOT NULL DEFAULT 'bulk' CHECK (priority IN ('interactive', 'bulk')),
    turn            smallint NOT NULL GENERATED ALWAYS AS (
                        CASE priority WHEN 'interactive' THEN 0 ELSE 10 END
                        + CASE kind WHEN 'store' THEN 0 WHEN 'finish' THEN 1 WHEN 'understand' THEN 2
                                    WHEN 'read_page' THEN 3 ELSE 4 END) STORED,
    state           text NOT NULL DEFAULT 'waiting'
                    CHECK (state IN ('waiting', 'sent', 'running', 'done', 'failed', 'refused', 'given_up')),
    attempt         integer NOT NULL DEFAULT 0,
    tries           integer NOT NULL DEFAULT 0,
    waits           integer NOT NULL DEFAULT 0,
    not_before      timestamptz,
    lease_owner     text,
    lease_until     timestamptz,
    reason          text,
    details         jsonb,
    created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    sent_at         timestamptz,
    started_at      timestamptz,
    finished_at     timestamptz,
    UNIQUE (file_id, kind, part)
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 1000);
CREATE INDEX step_waiting ON step (centre_code, turn, id) WHERE state = 'waiting';
CREATE INDEX step_sent ON step (sent_at) WHERE state = 'sent';
CREATE INDEX step_running ON step (lease_until) WHERE state = 'running';
CREATE INDEX step_failed ON step (not_before) WHERE state = 'failed';
CREATE INDEX step_ended ON step (finished_at) WHERE state = 'done';
CREATE INDEX step_stopped ON step (centre_code, reason) WHERE state IN ('refused', 'given_up');
COMMENT ON TABLE step IS 'One piece of work on one file, page or paper. done, refused and given_up are final.';
COMMENT ON COLUMN step.part IS 'The page number of read_page, the ordinal of the paper of store, else 0.';
COMMENT ON COLUMN step.turn IS 'Order inside a centre: interactive before bulk, and what is nearest to its end first.';
COMMENT ON COLUMN step.attempt IS 'How often it was started, ever; names the objects that an attempt wrote.';
COMMENT ON COLUMN step.waits IS 'How often in a row a service that was away prevented it; sets the delay, gives nothing up.';
COMMENT ON COLUMN step.tries IS 'How often it was started since a person last asked for it; compared with the limit.';

CREATE TABLE paper (
    id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    file_id         uuid NOT NULL REFERENCES file,
    ordinal         integer NOT NULL CHECK (ordinal > 0),
    kind            text NOT NULL,
    confidence      real NOT NULL,
    pages           integer[] NOT NULL,
    state           text NOT NULL DEFAULT 'read' CHECK (state IN ('read', 'verified', 'stored')),
    findings        jsonb NOT NULL DEFAULT '[]',
    number          text,
    attempt         integer NOT NULL,
    read_at         timestamptz NOT NULL DEFAULT clock_timestamp(),
    verified_at     timestamptz,
    verified_by     text,
    stored_at       timestamptz,
    stored_sha256   text,
    replaces        uuid REFERENCES paper,
    replaced_at     timestamptz,
    UNIQUE (file_id, ordinal)
);
CREATE INDEX paper_to_verify ON paper (read_at) WHERE state = 'read' AND replaced_at IS NULL;
CREATE INDEX paper_by_number ON paper (kind, number) WHERE number IS NOT NULL;
CREATE INDEX paper_by_kind ON paper (kind, read_at);
COMMENT ON TABLE paper IS 'One document inside a file. In force while its file is and it is not replaced itself.';
COMMENT ON COLUMN paper.number IS 'What tells it from others of its kind in the dossier; a re-scan is found by it.';
COMMENT ON COLUMN paper.stored_sha256 IS 'Hash of the original whose bytes were checked in object storage when it was stored.';

CREATE TABLE field (
    paper_id        uuid NOT NULL REFERENCES paper ON DELETE CASCADE,
    name            text NOT NULL,
    value           jsonb,
    text            text NOT NULL,
    confidence      real NOT NULL,
    page            integer NOT NULL,
    box             integer[] NOT NULL,
    source          text NOT NULL CHECK (source IN ('ocr', 'text_layer', 'barcode', 'manual')),
    review          boolean NOT NULL,
    sensitive       boolean NOT NULL DEFAULT false,
    engine          jsonb NOT NULL,
    corrected_at    timestamptz,
    corrected_by    text,
    PRIMARY KEY (paper_id, name)
);
CREATE INDEX field_review ON field (paper_id) WHERE review;
COMMENT ON TABLE field IS 'Values of papers: personal data. value and text are never logged.';
COMMENT ON COLUMN field.sensitive IS 'Sensitive personal data: masked in lists, shown only to roles that need it.';
COMMENT ON COLUMN field.corrected_at IS 'Set by a person; a later reading never touches such a value.';

CREATE TABLE correction (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    paper_id        uuid NOT NULL REFERENCES paper ON DELETE CASCADE,
    name            text NOT NULL,
    before          jsonb,
    after           jsonb,
    by              text NOT NULL,
    at              timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX correction_by_paper ON correction (paper_id, id);
COMMENT ON TABLE correction IS 'Every value that a person changed, before and after: personal data.';

CREATE TABLE fact (
    paper_id        uuid NOT NULL REFERENCES paper ON DELETE CASCADE,
    name            text NOT NULL CHECK (name IN ('scanner_signature', 'agency_signature', 'issued_code')),
    present         boolean NOT NULL,
    value           text,
    reason          text,
    by              text,
    at              timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (paper_id, name),
    CHECK (present OR reason IS NOT NULL)
);
COMMENT ON TABLE fact IS 'Dated facts beside the states of a paper: present, or absent with a reason; never simulated.';

CREATE TABLE event (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    dossier_id      uuid NOT NULL REFERENCES dossier,
    file_id         uuid REFERENCES file,
    paper_id        uuid,
    what            text NOT NULL,
    by              text NOT NULL,
    details         jsonb NOT NULL DEFAULT '{}',
    at              timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX event_by_dossier ON event (dossier_id, id);
COMMENT ON TABLE event IS 'Who did what to a dossier and when; details hold ids and codes, no values of fields.';

CREATE TABLE revision (
    dossier_id      uuid NOT NULL REFERENCES dossier,
    number          integer NOT NULL CHECK (number > 0),
    what            text NOT NULL,
    by              text NOT NULL,
    at              timestamptz NOT NULL DEFAULT clock_timestamp(),
    manifest        jsonb,
    sha256          text,
    delivered_at    timestamptz,
    PRIMARY KEY (dossier_id, number),
    CHECK (manifest IS NOT NULL OR delivered_at IS NOT NULL)
);
CREATE INDEX revision_due ON revision (at) WHERE delivered_at IS NULL;
COMMENT ON TABLE revision IS 'The outbox of manifest revisions: written with the change, delivered to object storage later.';
COMMENT ON COLUMN revision.manifest IS 'The dossier as it stood after the change; emptied once it is delivered. Personal data.';

CREATE TABLE uncounted_trace (
    trace           text NOT NULL
);
COMMENT ON TABLE uncounted_trace IS 'Traces of files whose facts changed, until the next counting notes itself in them.';

CREATE TABLE worker (
    id              text PRIMARY KEY,
    threads         integer NOT NULL,
    started_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    seen_at         timestamptz NOT NULL DEFAULT clock_timestamp()
);
COMMENT ON TABLE worker IS 'Processes that take steps, with their last sign of life.';

CREATE FUNCTION manifest_of(the_dossier uuid) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object(
        'dossier', jsonb_build_object('id', d.id, 'code', d.code, 'centre', d.centre_code, 'agency', d.agency_code,
                                      'procedure', d.procedure_code, 'created_at', d.created_at),
        'events', (SELECT jsonb_agg(jsonb_build_object('what', e.what, 'by', e.by, 'at', e.at, 'file', e.file_id,
                                    'paper', e.paper_id, 'details', e.details) ORDER BY e.id)
                   FROM event e WHERE e.dossier_id = d.id),
        'revisions', (SELECT jsonb_agg(jsonb_build_object('number', v.number, 'what', v.what, 'by', v.by, 'at', v.at,
                                       'sha256', v.sha256) ORDER BY v.number)
                      FROM revision v WHERE v.dossier_id = d.id),
        'files', coalesce((
            SELECT jsonb_agg(jsonb_build_object(
                'id', f.id, 'component', f.component, 'role', f.role, 'name', f.name, 'sha256', f.sha256,
                'media_type', f.media_type, 'bytes', f.bytes, 'pages', f.page_count, 'state', f.state, 'reason', f.reason,
                'accepted_at', f.accepted_at, 'accepted_by', f.accepted_by,
                'opened_attempt', f.opened_attempt, 'finished_attempt', f.finished_attempt, 'details', f.details,
                'seconds', f.seconds,
                'sheets', (SELECT jsonb_agg(jsonb_strip_nulls(to_jsonb(p) - 'file_id') ORDER BY p.number)
                           FROM page p WHERE p.file_id = f.id),
                'stopped', (SELECT jsonb_agg(jsonb_build_object('kind', s.kind, 'part', s.part, 'state', s.state,
                                             'reason', s.reason, 'details', s.details, 'attempt', s.attempt)
                                             ORDER BY s.kind, s.part)
                            FROM step s WHERE s.file_id = f.id AND s.state IN ('refused', 'given_up')),
                'replaces', f.replaces, 'replaced_at', f.replaced_at,
                'withdrawn_at', f.withdrawn_at, 'withdrawn_by', f.withdrawn_by, 'withdrawn_for', f.withdrawn_for,
                'given_up_pages', (SELECT jsonb_agg(jsonb_build_object('number', p.number, 'reason', p.reason) ORDER BY p.number)
                                   FROM page p WHERE p.file_id = f.id AND p.state = 'given_up'),
                'accepted_pages', (SELECT jsonb_agg(jsonb_build_object('number', p.number, 'reason', p.reason, 'by', p.accepted_by,
                                                    'at', p.settled_at) ORDER BY p.number)
                                   FROM page p WHERE p.file_id = f.id AND p.state = 'accepted'),
                'engines', (SELECT jsonb_agg(DISTINCT p.engine) FROM page p WHERE p.file_id = f.id AND p.engine IS NOT NULL),
                'papers', coalesce((
                    SELECT jsonb_agg(jsonb_build_object(
                        'id', r.id, 'ordinal', r.ordinal, 'kind', r.kind, 'confidence', r.confidence, 'pages', r.pages,
                        'state', r.state, 'findings', r.findings, 'number', r.number, 'read_at', r.read_at,
                        'attempt', r.attempt,
                        'verified_at', r.verified_at, 'verified_by', r.verified_by,
                        'stored_at', r.stored_at, 'stored_sha256', r.stored_sha256,
                        'replaces', r.replaces, 'replaced_at', r.replaced_at,
                        'facts', coalesce((SELECT jsonb_object_agg(t.name, jsonb_build_object('present', t.present,
                                           'value', t.value, 'reason', t.reason, 'by', t.by, 'at', t.at))
                                           FROM fact t WHERE t.paper_id = r.id), '{}'),
                        'fields', coalesce((SELECT jsonb_object_agg(v.name, jsonb_build_object('value', v.value,
                                            'text', v.text, 'confidence', v.confidence, 'page', v.page, 'box', v.box,
                                            'source', v.source, 'review', v.review, 'sensitive', v.sensitive,
                                            'engine', v.engine, 'corrected_at', v.corrected_at,
                                            'corrected_by', v.corrected_by))
                                            FROM field v WHERE v.paper_id = r.id), '{}'),
                        'corrections', coalesce((SELECT jsonb_agg(jsonb_build_object('field', c.name, 'before', c.before,
                                                 'after', c.after, 'by', c.by, 'at', c.at) ORDER BY c.id)
                                                 FROM correction c WHERE c.paper_id = r.id), '[]')
                    ) ORDER BY r.ordinal) FROM paper r WHERE r.file_id = f.id), '[]')
            ) ORDER BY f.accepted_at, f.id) FROM file f WHERE f.dossier_id = d.id), '[]'))
    FROM dossier d WHERE d.id = the_dossier
$$;
COMMENT ON FUNCTION manifest_of IS 'The dossier with all its files, papers and fields, as a manifest revision shows it.';

CREATE FUNCTION revise(the_dossier uuid, the_file uuid, the_paper uuid, what_changed text, who text, with_details jsonb DEFAULT '{}')
RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    next_number integer;
BEGIN
    UPDATE dossier SET revision = revision + 1, changed_at = clock_timestamp() WHERE id = the_dossier
        RETURNING revision INTO STRICT next_number;
    INSERT INTO event (dossier_id, file_id, paper_id, what, by, details)
        VALUES (the_dossier, the_file, the_paper, what_changed, who, with_details);
    INSERT INTO revision (dossier_id, number, what, by, manifest)
        VALUES (the_dossier, next_number, what_changed, who, manifest_of(the_dossier));
    RETURN next_number;
END
$$;
COMMENT ON FUNCTION revise IS 'Notes a change of a dossier and its next manifest revision; call it last in the transaction of the change.';
