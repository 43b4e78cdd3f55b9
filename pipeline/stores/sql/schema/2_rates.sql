-- Rates: units and centres, the register of received dossiers, the rule of "digitized", and counts per day and month.
-- A day is a local one, of Asia/Ho_Chi_Minh. Counts are always computed anew from what stands here, never added up.

CREATE TABLE unit (
    code            text NOT NULL,
    valid_from      date NOT NULL,
    valid_to        date,
    name            text NOT NULL,
    kind            text NOT NULL CHECK (kind IN ('unit', 'agency', 'centre')),
    level           text NOT NULL CHECK (level IN ('ministry', 'province', 'district', 'commune')),
    parent_code     text,
    nso_code        text,
    source          text NOT NULL,
    loaded_at       timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (code, valid_from),
    CHECK (valid_to IS NULL OR valid_to >= valid_from)
);
CREATE INDEX unit_by_nso_code ON unit (nso_code, valid_from) WHERE nso_code IS NOT NULL;
COMMENT ON TABLE unit IS 'Dated versions of ministries, provinces, districts, communes, agencies and centres; never overwritten.';
COMMENT ON COLUMN unit.code IS 'Electronic identification code, short form: H18.01.';
COMMENT ON COLUMN unit.nso_code IS 'Statistical code: used again with another meaning on 1 July 2025, so never a key.';

CREATE TABLE unit_lineage (
    predecessor     text NOT NULL,
    successor       text,
    kind            text NOT NULL CHECK (kind IN ('rename', 'merge_full', 'merge_part', 'split', 'abolish')),
    happened_on     date NOT NULL,
    share           numeric CHECK (share > 0 AND share <= 1),
    source          text NOT NULL,
    UNIQUE NULLS NOT DISTINCT (predecessor, successor, happened_on)
);
CREATE INDEX unit_lineage_by_successor ON unit_lineage (successor);
COMMENT ON TABLE unit_lineage IS 'What a unit became on a day; several rows for one predecessor: it was divided.';

CREATE TABLE unit_status (
    code            text NOT NULL,
    status          text NOT NULL CHECK (status IN ('deployed')),
    valid_from      date NOT NULL,
    valid_to        date,
    evidence        text NOT NULL,
    source          text NOT NULL,
    PRIMARY KEY (code, status, valid_from)
);
COMMENT ON TABLE unit_status IS 'Dated statuses of centres with their evidence: digitization deployed.';

CREATE TABLE place (
    code            text NOT NULL,
    valid_from      date NOT NULL,
    valid_to        date NOT NULL,
    listed          boolean NOT NULL,
    name            text NOT NULL,
    kind            text NOT NULL,
    level           text NOT NULL,
    commune         text,
    district        text,
    province        text,
    ministry        text,
    PRIMARY KEY (code, valid_from)
);
COMMENT ON TABLE place IS 'Derived from unit: where a code stood in the tree on which days. Codes that no list knows are in it, not listed.';

CREATE TABLE procedure (
    code            text PRIMARY KEY,
    name            text,
    field_code      text,
    result_required boolean,
    source          text NOT NULL,
    changed_at      timestamptz NOT NULL DEFAULT clock_timestamp()
);
COMMENT ON COLUMN procedure.result_required IS 'Whether it ends in a document; null where nobody has said.';

CREATE TABLE procedure_component (
    procedure_code  text NOT NULL,
    component       text NOT NULL,
    valid_from      date NOT NULL DEFAULT '1900-01-01',
    valid_to        date,
    name            text NOT NULL,
    requirement     text NOT NULL CHECK (requirement IN ('required', 'optional', 'exempt')),
    exempt_reason   text,
    source          text NOT NULL,
    PRIMARY KEY (procedure_code, component, valid_from),
    CHECK (requirement <> 'exempt' OR exempt_reason IS NOT NULL)
);
COMMENT ON TABLE procedure_component IS 'What a dossier of a procedure has to contain, and whether that has to be digitized.';

CREATE TABLE register_import (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    source          text NOT NULL,
    sha256          text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    bytes           bigint NOT NULL,
    kept_as         text,
    imported_by     text NOT NULL,
    imported_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
    lines           bigint NOT NULL DEFAULT 0,
    added           bigint NOT NULL DEFAULT 0,
    changed         bigint NOT NULL DEFAULT 0,
    unchanged       bigint NOT NULL DEFAULT 0,
    refused         bigint NOT NULL DEFAULT 0,
    remarks         jsonb NOT NULL DEFAULT '{}'
);
COMMENT ON COLUMN register_import.kept_as IS 'The key of the imported file in object storage.';
COMMENT ON COLUMN register_import.remarks IS 'How many rows each remark was made on, by its code.';

CREATE TABLE register_dossier (
    code            text PRIMARY KEY,
    centre_code     text NOT NULL,
    agency_code     text NOT NULL,
    procedure_code  text,
    received_at     timestamptz,
    due_at          timestamptz,
    resolved_at     timestamptz,
    received_on     date GENERATED ALWAYS AS ((received_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date) STORED,
    resolved_on     date GENERATED ALWAYS AS ((resolved_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date) STORED,
    status          text NOT NULL,
    result_required boolean,
    reused          boolean NOT NULL,
    from_store      boolean NOT NULL,
    population_linked boolean NOT NULL,
    channel         smallint NOT NULL,
    source          text NOT NULL,
    import_id       bigint NOT NULL REFERENCES register_import
);
CREATE INDEX register_dossier_received ON register_dossier (centre_code, received_on);
CREATE INDEX register_dossier_resolved ON register_dossier (centre_code, resolved_on) WHERE resolved_on IS NOT NULL;
COMMENT ON TABLE register_dossier IS 'The dossiers that centres received: the denominators.';
COMMENT ON COLUMN register_dossier.received_on IS 'The local day of receipt; null: in no period, listed.';

CREATE TABLE digitized_rule (
    id              text NOT NULL,
    valid_from      date PRIMARY KEY,
    valid_to        date NOT NULL,
    component_state text NOT NULL,
    component_facts text[] NOT NULL,
    result_state    text NOT NULL,
    result_facts    text[] NOT NULL,
    not_received    text[] NOT NULL,
    result_when_unknown boolean NOT NULL
);
COMMENT ON TABLE digitized_rule IS 'A copy of config/digitized.toml for the counts; every change of it counts everything anew.';

CREATE VIEW paper_standing AS
SELECT f.dossier_id, f.id AS file_id, p.id AS paper_id, f.component, f.role, p.kind, p.pages, p.state,
       f.sha256, f.accepted_at, f.accepted_by, p.verified_at, p.verified_by, p.stored_at,
       array_position(ARRAY['read', 'verified', 'stored'], p.state) AS step,
       array_remove(ARRAY[
           CASE WHEN p.verified_by <> '' AND p.verified_at IS NOT NULL THEN 'verified_by_person' END,
           CASE WHEN p.stored_at IS NOT NULL THEN 'bytes_stored' END,
           CASE WHEN p.stored_sha256 = f.sha256 THEN 'bytes_hashed' END], NULL)
       || ARRAY(SELECT t.name FROM fact t WHERE t.paper_id = p.id AND t.present) AS facts
FROM file f
JOIN paper p ON p.file_id = f.id AND p.replaced_at IS NULL
WHERE f.withdrawn_at IS NULL AND f.replaced_at IS NULL;
COMMENT ON VIEW paper_standing IS 'Every paper in force with the facts that stand for it: what a numerator may be made of.';

CREATE FUNCTION meets(step integer, facts text[], wanted_state text, wanted_facts text[]) RETURNS boolean
LANGUAGE sql IMMUTABLE AS $$
    SELECT step >= array_position(ARRAY['read', 'verified', 'stored'], wanted_state) AND wanted_facts <@ facts
$$;
COMMENT ON FUNCTION meets IS 'Whether a paper at this step, with these facts, is digitized by a rule.';

CREATE VIEW dossier_standing AS
SELECT r.code, r.centre_code, r.agency_code, r.procedure_code, r.received_on, r.resolved_on, r.status, r.due_at,
       r.resolved_at, r.reused, r.from_store, r.population_linked, rule.id AS rule,
       NOT r.status = ANY (rule.not_received) AS counts,
       due.result AS result_due,
       had.scanned, had.component AS has_component, had.result AS has_result,
       had.component AND (had.result OR NOT due.result) AS digitized,
       needed.components AS components_due, needed.digitized AS components_digitized
FROM register_dossier r
JOIN digitized_rule rule ON coalesce(r.received_on, r.resolved_on) BETWEEN rule.valid_from AND rule.valid_to
LEFT JOIN procedure o ON o.code = r.procedure_code
LEFT JOIN dossier d ON d.code = r.code
CROSS JOIN LATERAL (SELECT coalesce(r.result_required, o.result_required, rule.result_when_unknown) AS result) due
CROSS JOIN LATERAL (
    SELECT coalesce(bool_or(true), false) AS scanned,
           coalesce(bool_or(s.role = 'component'
                            AND meets(s.step, s.facts, rule.component_state, rule.component_facts)), false) AS component,
           coalesce(bool_or(s.role = 'result'
                            AND meets(s.step, s.facts, rule.result_state, rule.result_facts)), false) AS result
    FROM paper_standing s WHERE s.dossier_id = d.id) had
CROSS JOIN LATERAL (
    SELECT count(*)::integer AS components,
           (count(*) FILTER (WHERE EXISTS (
               SELECT FROM paper_standing s
               WHERE s.dossier_id = d.id AND s.component = c.component AND s.role = 'component'
                 AND meets(s.step, s.facts, rule.component_state, rule.component_facts))))::integer AS digitized
    FROM procedure_component c
    WHERE c.procedure_code = r.procedure_code AND c.requirement = 'required'
      AND r.received_on BETWEEN c.valid_from AND coalesce(c.valid_to, 'infinity')) needed;
COMMENT ON VIEW dossier_standing IS 'Every dossier of the register with what it has by the rule of its day of receipt.';

CREATE FUNCTION scan_day(code text, at timestamptz) RETURNS date LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    told text[] := regexp_match(code, '-(\d\d)(\d\d)(\d\d)-\d{4,6}$');
    first date;
BEGIN
    IF told IS NOT NULL AND told[2]::integer BETWEEN 1 AND 12 AND told[3]::integer > 0 THEN
        first := make_date(2000 + told[1]::integer, told[2]::integer, 1);
        IF told[3]::integer <= extract(day FROM first + interval '1 month' - interval '1 day') THEN
            RETURN first + told[3]::integer - 1;
        END IF;
    END IF;
    RETURN (at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date;
END
$$;
COMMENT ON FUNCTION scan_day IS 'The day of a dossier that no register knows: its code tells the day of receipt, else its first scan.';

CREATE VIEW scan_standing AS
SELECT d.id AS dossier_id, d.code, d.centre_code, d.procedure_code,
       scan_day(d.code, d.created_at) AS scanned_on,
       r.code IS NOT NULL AS registered, had.scanned, had.component AS has_component, had.result AS has_result,
       had.component AND (had.result OR NOT coalesce(r.result_required, o.result_required, false)) AS digitized
FROM dossier d
JOIN digitized_rule rule
    ON scan_day(d.code, d.created_at) BETWEEN rule.valid_from AND rule.valid_to
LEFT JOIN register_dossier r ON r.code = d.code
LEFT JOIN procedure o ON o.code = coalesce(r.procedure_code, d.procedure_code)
CROSS JOIN LATERAL (
    SELECT EXISTS (SELECT FROM file f
                   WHERE f.dossier_id = d.id AND f.withdrawn_at IS NULL AND f.replaced_at IS NULL) AS scanned,
           coalesce(bool_or(s.role = 'component'
                            AND meets(s.step, s.facts, rule.component_state, rule.component_facts)), false) AS component,
           coalesce(bool_or(s.role = 'result'
                            AND meets(s.step, s.facts, rule.result_state, rule.result_facts)), false) AS result
    FROM paper_standing s WHERE s.dossier_id = d.id) had
WHERE d.code IS NOT NULL;
COMMENT ON VIEW scan_standing IS 'Every dossier of the scans by itself, dated by its code: what can be said without a register.';

CREATE INDEX dossier_by_scan ON dossier (centre_code, scan_day(code, created_at));

CREATE TABLE count_day (
    centre_code     text NOT NULL,
    day             date NOT NULL,
    basis           text NOT NULL CHECK (basis IN ('receipt', 'resolution', 'scan')),
    agency_code     text NOT NULL,
    dossiers        integer NOT NULL,
    scanned         integer NOT NULL,
    in_progress     integer NOT NULL,
    with_component  integer NOT NULL,
    result_due      integer NOT NULL,
    with_result     integer NOT NULL,
    digitized       integer NOT NULL,
    components_due  integer NOT NULL,
    components_digitized integer NOT NULL,
    reused          integer NOT NULL,
    from_store      integer NOT NULL,
    population_linked integer NOT NULL,
    on_time         integer NOT NULL,
    unregistered    integer NOT NULL,
    PRIMARY KEY (centre_code, day, basis, agency_code)
);
CREATE INDEX count_day_by_day ON count_day (basis, day, centre_code, agency_code);
-- Indexes answer alone only where the table has been swept since it changed.
ALTER TABLE count_day SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.02);
COMMENT ON TABLE count_day IS 'Counts per receiving centre, competent agency, date basis and local day; derived, made anew for what changed.';
COMMENT ON COLUMN count_day.basis IS 'What dates a dossier: receipt, resolution, or (without a register) its code.';
COMMENT ON COLUMN count_day.in_progress IS 'Scanned, but not digitized in the sense of the rule: work under way.';
COMMENT ON COLUMN count_day.with_result IS 'Of those of which a document is due: it is there electronically.';
COMMENT ON COLUMN count_day.unregistered IS 'Scanned dossiers that the register does not know; basis scan only.';

CREATE TABLE count_month (LIKE count_day INCLUDING CONSTRAINTS);
ALTER TABLE count_month RENAME COLUMN day TO month;
ALTER TABLE count_month ADD PRIMARY KEY (month, basis, centre_code, agency_code);
CREATE INDEX count_month_by_centre ON count_month (centre_code, month);
COMMENT ON TABLE count_month IS 'count_day summed over calendar months; month is the first of it.';

CREATE TABLE count_procedure (
    centre_code     text NOT NULL,
    month           date NOT NULL,
    basis           text NOT NULL CHECK (basis IN ('receipt', 'resolution')),
    agency_code     text NOT NULL,
    procedure_code  text NOT NULL,
    dossiers        integer NOT NULL,
    scanned         integer NOT NULL,
    in_progress     integer NOT NULL,
    with_component  integer NOT NULL,
    result_due      integer NOT NULL,
    with_result     integer NOT NULL,
    digitized       integer NOT NULL,
    components_due  integer NOT NULL,
    components_digitized integer NOT NULL,
    reused          integer NOT NULL,
    from_store      integer NOT NULL,
    population_linked integer NOT NULL,
    on_time         integer NOT NULL,
    PRIMARY KEY (centre_code, month, basis, agency_code, procedure_code)
);
CREATE INDEX count_procedure_by_month ON count_procedure (basis, month);
COMMENT ON TABLE count_procedure IS 'Counts per procedure and month.';

CREATE TABLE count_stale (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    centre_code     text NOT NULL,
    day             date NOT NULL
);
CREATE INDEX count_stale_in_order ON count_stale (centre_code, day);
COMMENT ON TABLE count_stale IS 'Days of centres to be counted anew. Rows are only added and taken, so that no two writers wait for each other.';

CREATE TABLE count_stale_month (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    centre_code     text NOT NULL,
    month           date NOT NULL
);
COMMENT ON TABLE count_stale_month IS 'Months of centres whose counts by procedure are to be made anew.';

CREATE FUNCTION stale(codes text[]) RETURNS void LANGUAGE sql AS $$
    INSERT INTO count_stale (centre_code, day)
    SELECT r.centre_code, day FROM register_dossier r CROSS JOIN LATERAL (VALUES (r.received_on), (r.resolved_on)) v (day)
        WHERE r.code = ANY (codes) AND day IS NOT NULL
    UNION
    SELECT d.centre_code, scan_day(d.code, d.created_at) FROM dossier d WHERE d.code = ANY (codes)
$$;
COMMENT ON FUNCTION stale IS 'Has the counts around these dossiers made anew; call it in the transaction that changed them.';

CREATE FUNCTION dossier_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.code IS NOT NULL AND (OLD.code, OLD.centre_code) IS DISTINCT FROM (NEW.code, NEW.centre_code)
    THEN
        INSERT INTO count_stale (centre_code, day)
            VALUES (OLD.centre_code, scan_day(OLD.code, OLD.created_at));
        PERFORM stale(ARRAY[OLD.code]);
    END IF;
    IF NEW.code IS NOT NULL THEN
        PERFORM stale(ARRAY[NEW.code]);
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER dossier_changed AFTER INSERT OR UPDATE ON dossier FOR EACH ROW EXECUTE FUNCTION dossier_changed();
COMMENT ON FUNCTION dossier_changed IS 'Every change of a dossier raises its revision; so no step of the ledger can forget the counts.';
