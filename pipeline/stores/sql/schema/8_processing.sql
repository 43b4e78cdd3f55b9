-- On time by the processing dates: time spent waiting for the citizen does not count, and what nobody has settled is
-- late from the day after it was due. And where to look for the dossiers behind a number of a procedure.

CREATE FUNCTION overdue_day(status text, due_at timestamptz, resolved_at timestamptz, waited_seconds integer)
RETURNS date LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN resolved_at IS NULL AND status NOT IN ('resolved', 'returned', 'stopped', 'supplement', 'payment')
           THEN (due_at AT TIME ZONE 'Asia/Ho_Chi_Minh' + waited_seconds * interval '1 second')::date + 1 END
$$;
COMMENT ON FUNCTION overdue_day IS 'The first local day on which an unsettled dossier is late; null while it waits for the citizen.';

ALTER TABLE register_dossier
    ADD COLUMN waited_seconds integer NOT NULL DEFAULT 0,
    ADD COLUMN supplements smallint NOT NULL DEFAULT 0,
    ADD COLUMN overdue_on date GENERATED ALWAYS AS (overdue_day(status, due_at, resolved_at, waited_seconds)) STORED;
COMMENT ON COLUMN register_dossier.waited_seconds IS 'How long it waited for the citizen: taken off before it is compared with what was promised.';
COMMENT ON COLUMN register_dossier.supplements IS 'How often the citizen was asked for more papers; more than once is late.';
COMMENT ON COLUMN register_dossier.overdue_on IS 'The day from which it is late without being settled.';
CREATE INDEX register_dossier_overdue ON register_dossier (centre_code, overdue_on) WHERE overdue_on IS NOT NULL;

ALTER TABLE count_day DROP CONSTRAINT count_day_basis_check,
    ADD CONSTRAINT count_day_basis_check CHECK (basis IN ('receipt', 'resolution', 'overdue', 'scan'));
ALTER TABLE count_month DROP CONSTRAINT count_day_basis_check,
    ADD CONSTRAINT count_day_basis_check CHECK (basis IN ('receipt', 'resolution', 'overdue', 'scan'));
ALTER TABLE count_top DROP CONSTRAINT count_day_basis_check,
    ADD CONSTRAINT count_day_basis_check CHECK (basis IN ('receipt', 'resolution', 'overdue', 'scan'));
ALTER TABLE closing_count DROP CONSTRAINT count_day_basis_check,
    ADD CONSTRAINT count_day_basis_check CHECK (basis IN ('receipt', 'resolution', 'overdue', 'scan'));
ALTER TABLE count_procedure DROP CONSTRAINT count_procedure_basis_check,
    ADD CONSTRAINT count_procedure_basis_check CHECK (basis IN ('receipt', 'resolution', 'overdue'));
CREATE INDEX count_procedure_by_procedure ON count_procedure (procedure_code, month);

CREATE OR REPLACE VIEW dossier_standing AS
SELECT r.code, r.centre_code, r.agency_code, r.procedure_code, r.received_on, r.resolved_on, r.status, r.due_at,
       r.resolved_at, r.reused, r.from_store, r.population_linked, rule.id AS rule,
       NOT r.status = ANY (rule.not_received) AS counts,
       due.result AS result_due,
       had.scanned, had.component AS has_component, had.result AS has_result,
       had.component AND (had.result OR NOT due.result) AS digitized,
       needed.components AS components_due, needed.digitized AS components_digitized,
       r.overdue_on,
       coalesce(r.supplements <= 1 AND r.resolved_at - r.waited_seconds * interval '1 second' <= r.due_at, false) AS on_time
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

CREATE OR REPLACE FUNCTION stale(codes text[]) RETURNS void LANGUAGE sql AS $$
    INSERT INTO count_stale (centre_code, day)
    SELECT r.centre_code, day FROM register_dossier r
        CROSS JOIN LATERAL (VALUES (r.received_on), (r.resolved_on), (r.overdue_on)) v (day)
        WHERE r.code = ANY (codes) AND day IS NOT NULL
    UNION
    SELECT d.centre_code, scan_day(d.code, d.created_at) FROM dossier d WHERE d.code = ANY (codes)
$$;

INSERT INTO count_stale (centre_code, day)
SELECT DISTINCT centre_code, overdue_on FROM register_dossier WHERE overdue_on IS NOT NULL
UNION SELECT centre_code, resolved_on FROM register_dossier WHERE supplements > 1;
