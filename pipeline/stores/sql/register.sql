-- begin_import --
-- One run of an import; its figures follow at its end.
INSERT INTO register_import (source, sha256, bytes, kept_as, imported_by, imported_at)
VALUES (%(source)s, %(sha256)s, %(bytes)s, %(kept_as)s, %(by)s, coalesce(%(at)s::timestamptz, clock_timestamp()))
RETURNING id, imported_at AS at

-- stage --
-- Where the rows of a file stand until all of them have been read.
CREATE TEMP TABLE staged (
    line bigint, code text, procedure_code text, procedure_name text, field_code text, centre_code text,
    agency_code text, received_at timestamptz, due_at timestamptz, resolved_at timestamptz, status text,
    result_required boolean, reused boolean, from_store boolean, population_linked boolean, channel smallint,
    waited_seconds integer, supplements smallint
) ON COMMIT DROP

-- copy_staged --
-- The rows of a file, streamed.
COPY staged FROM STDIN

-- find_changes --
-- What the file says anew: the last row of each dossier, where it differs from the register.
CREATE TEMP TABLE changes ON COMMIT DROP AS
SELECT s.*, r.code IS NOT NULL AS known
FROM (SELECT DISTINCT ON (code COLLATE "C") * FROM staged ORDER BY code COLLATE "C", line DESC) s
LEFT JOIN register_dossier r ON r.code = s.code
WHERE r.code IS NULL
   OR (r.centre_code, r.agency_code, r.procedure_code, r.received_at, r.due_at, r.resolved_at, r.status,
       r.result_required, r.reused, r.from_store, r.population_linked, r.channel, r.waited_seconds, r.supplements)
      IS DISTINCT FROM
      (s.centre_code, s.agency_code, s.procedure_code, s.received_at, s.due_at, s.resolved_at, s.status,
       s.result_required, s.reused, s.from_store, s.population_linked, s.channel, s.waited_seconds, s.supplements)

-- analyse_changes --
-- A temporary table has no statistics of its own, and the plans below depend on its size.
ANALYZE changes

-- leave_positions --
-- The days that changed dossiers leave.
INSERT INTO count_stale (centre_code, day, basis)
SELECT DISTINCT r.centre_code, v.day, v.basis FROM changes c JOIN register_dossier r ON r.code = c.code
CROSS JOIN LATERAL (VALUES (r.received_on, 'receipt'), (r.resolved_on, 'resolution'), (r.overdue_on, 'overdue'))
    v (day, basis)
WHERE c.known AND v.day IS NOT NULL

-- mark_kinds --
-- Days whose papers count by kind: of dossiers that were scanned, before they change and after.
INSERT INTO count_stale_kind (centre_code, day)
SELECT DISTINCT r.centre_code, r.received_on FROM changes c
JOIN dossier d ON d.code = c.code JOIN register_dossier r ON r.code = c.code
WHERE r.received_on IS NOT NULL

-- add_new --
-- Dossiers that the register did not know.
INSERT INTO register_dossier (code, centre_code, agency_code, procedure_code, received_at, due_at, resolved_at,
    status, result_required, reused, from_store, population_linked, channel, waited_seconds,
    supplements, source, import_id, first_import_id)
SELECT code, centre_code, agency_code, procedure_code, received_at, due_at, resolved_at, status, result_required,
       reused, from_store, population_linked, channel, waited_seconds, supplements, %(source)s, %(import_id)s,
       %(import_id)s
FROM changes WHERE NOT known

-- keep_former --
-- What the register said of them until now.
INSERT INTO register_change (code, import_id, centre_code, agency_code, received_on, resolved_on, overdue_on, status)
SELECT r.code, %(import_id)s, r.centre_code, r.agency_code, r.received_on, r.resolved_on, r.overdue_on, r.status
FROM changes c JOIN register_dossier r ON r.code = c.code WHERE c.known

-- change_known --
-- And those of which the file says something else.
UPDATE register_dossier r SET
    centre_code = c.centre_code, agency_code = c.agency_code, procedure_code = c.procedure_code,
    received_at = c.received_at, due_at = c.due_at, resolved_at = c.resolved_at, status = c.status,
    result_required = c.result_required, reused = c.reused, from_store = c.from_store,
    population_linked = c.population_linked, channel = c.channel, waited_seconds = c.waited_seconds,
    supplements = c.supplements, source = %(source)s, import_id = %(import_id)s
FROM changes c WHERE c.known AND r.code = c.code

-- enter_positions --
-- The days that they come to, and those of the scans that the register now knows.
INSERT INTO count_stale (centre_code, day, basis)
SELECT c.centre_code, v.day, v.basis FROM changes c
CROSS JOIN LATERAL (VALUES ((c.received_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date, 'receipt'),
                           ((c.resolved_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date, 'resolution'),
                           (overdue_day(c.status, c.due_at, c.resolved_at, c.waited_seconds), 'overdue')) v (day, basis)
WHERE v.day IS NOT NULL
UNION
SELECT d.centre_code, scan_day(d.code, d.created_at), 'scan'
FROM changes c JOIN dossier d ON d.code = c.code

-- keep_procedures --
-- Names and fields of procedures, as far as the file tells them.
INSERT INTO procedure (code, name, field_code, source)
SELECT procedure_code, max(procedure_name), max(field_code), %(source)s
FROM changes WHERE procedure_code IS NOT NULL GROUP BY procedure_code
ON CONFLICT (code) DO UPDATE SET
    name = coalesce(excluded.name, procedure.name), field_code = coalesce(excluded.field_code, procedure.field_code),
    changed_at = clock_timestamp()
WHERE (excluded.name, excluded.field_code) IS DISTINCT FROM (procedure.name, procedure.field_code)

-- tally --
-- How many rows the file had, and how many dossiers were new or different.
SELECT (SELECT count(*) FROM staged) AS rows,
       count(*) FILTER (WHERE NOT known) AS added, count(*) FILTER (WHERE known) AS changed
FROM changes

-- repeated --
-- Rows that a later row of the same file overrules.
SELECT line FROM (SELECT line, line < max(line) OVER (PARTITION BY code COLLATE "C") AS over FROM staged) s
WHERE over ORDER BY line

-- end_import --
-- The figures of an import.
UPDATE register_import SET lines = %(lines)s, added = %(added)s, changed = %(changed)s, unchanged = %(unchanged)s,
    refused = %(refused)s, remarks = %(remarks)s WHERE id = %(import_id)s

-- codes --
-- Codes of centres and agencies that an import brought and that have no place yet.
SELECT code FROM (SELECT centre_code AS code FROM changes UNION SELECT agency_code FROM changes) seen
WHERE NOT EXISTS (SELECT FROM place p WHERE p.code = seen.code)
