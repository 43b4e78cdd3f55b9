-- keep component --
-- What a dossier of a procedure has to contain; loading a list again corrects it.
INSERT INTO procedure_component (procedure_code, component, valid_from, valid_to, name, requirement, exempt_reason, source)
VALUES (%(procedure)s, %(component)s, %(valid_from)s, %(valid_to)s, %(name)s, %(requirement)s, %(reason)s, %(source)s)
ON CONFLICT (procedure_code, component, valid_from) DO UPDATE SET
    valid_to = excluded.valid_to, name = excluded.name, requirement = excluded.requirement,
    exempt_reason = excluded.exempt_reason, source = excluded.source

-- keep procedure --
-- A procedure, whether it ends in a document, and whether it is for persons; what the list does not tell stays.
INSERT INTO procedure (code, name, field_code, result_required, for_persons, for_persons_source, source)
VALUES (%(procedure)s, %(name)s, %(field)s, %(result)s, %(persons)s,
        CASE WHEN %(persons)s::boolean IS NOT NULL THEN %(source)s END, %(source)s)
ON CONFLICT (code) DO UPDATE SET
    name = coalesce(excluded.name, procedure.name), field_code = coalesce(excluded.field_code, procedure.field_code),
    result_required = coalesce(excluded.result_required, procedure.result_required),
    for_persons = coalesce(excluded.for_persons, procedure.for_persons),
    for_persons_source = coalesce(excluded.for_persons_source, procedure.for_persons_source), source = excluded.source,
    changed_at = clock_timestamp()

-- have counted anew --
-- Every day on which a dossier of these procedures was received, settled, late or scanned.
INSERT INTO count_stale (centre_code, day, basis)
SELECT centre_code, day, 'all' FROM (
    SELECT r.centre_code, v.day FROM register_dossier r
    CROSS JOIN LATERAL (VALUES (r.received_on), (r.resolved_on), (r.overdue_on)) v (day)
    WHERE r.procedure_code = ANY (%(procedures)s) AND v.day IS NOT NULL
    UNION
    SELECT d.centre_code, scan_day(d.code, d.created_at) FROM dossier d
    WHERE d.procedure_code = ANY (%(procedures)s) AND d.code IS NOT NULL) days

-- proposals --
-- Names in the component lists of verified receipts, by procedure, where no list knows its components.
SELECT procedure_code, 'TP' || lpad(row_number() OVER (PARTITION BY procedure_code ORDER BY count(*) DESC, name)::text, 2, '0')
           AS component,
       name, 'required' AS requirement, '' AS exempt_reason, count(*) AS receipts
FROM (SELECT coalesce(r.procedure_code, d.procedure_code) AS procedure_code,
             trim(CASE jsonb_typeof(item -> 'name') WHEN 'object' THEN item -> 'name' ->> 'value'
                                                    ELSE item ->> 'name' END) AS name
      FROM paper p
      JOIN field v ON v.paper_id = p.id AND v.name = 'components' AND jsonb_typeof(v.value) = 'array'
      JOIN file f ON f.id = p.file_id AND f.withdrawn_at IS NULL AND f.replaced_at IS NULL
      JOIN dossier d ON d.id = f.dossier_id
      LEFT JOIN register_dossier r ON r.code = d.code
      CROSS JOIN LATERAL jsonb_array_elements(v.value) item
      WHERE p.kind = 'receipt' AND p.state <> 'read' AND p.replaced_at IS NULL) told
WHERE procedure_code IS NOT NULL AND name <> ''
  AND NOT EXISTS (SELECT FROM procedure_component c WHERE c.procedure_code = told.procedure_code)
GROUP BY procedure_code, name HAVING count(*) >= %(often)s
ORDER BY procedure_code, component
