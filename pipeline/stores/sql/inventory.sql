-- originals --
-- Originals by hash with the files that share each; withdrawn ones are kept too.
SELECT sha256, max(bytes) AS bytes, min(accepted_at) AS at,
       array_agg(id::text ORDER BY id) AS files, array_agg(accepted_at ORDER BY id) AS accepted
FROM file WHERE sha256 BETWEEN %(low)s AND %(high)s
GROUP BY sha256 ORDER BY sha256 LIMIT %(limit)s

-- derived --
-- What was made from files: the attempts that count. A page that was given up may have an image, or none.
SELECT file.id::text AS file, file.accepted_at AS at, file.opened_attempt, file.finished_attempt,
       page.numbers, page.attempts
FROM file LEFT JOIN LATERAL (
    SELECT array_agg(number ORDER BY number) AS numbers, array_agg(attempt ORDER BY number) AS attempts
    FROM page WHERE page.file_id = file.id) AS page ON true
WHERE file.id BETWEEN %(low)s::uuid AND %(high)s::uuid
ORDER BY file.id LIMIT %(limit)s

-- manifests --
-- Manifest revisions of dossiers, delivered or on their way.
SELECT dossier.id::text AS dossier, dossier.revision AS newest, array_agg(number ORDER BY number) AS numbers,
       array_agg(sha256 ORDER BY number) AS hashes, array_agg(delivered_at ORDER BY number) AS delivered
FROM dossier JOIN revision ON revision.dossier_id = dossier.id
WHERE dossier.id BETWEEN %(low)s::uuid AND %(high)s::uuid
GROUP BY dossier.id ORDER BY dossier.id LIMIT %(limit)s

-- registers --
-- Registers that were imported and kept.
SELECT sha256, max(bytes) AS bytes, min(imported_at) AS at, array_agg(imported_at ORDER BY imported_at) AS imported
FROM register_import
WHERE kept_as IS NOT NULL AND sha256 BETWEEN %(low)s AND %(high)s
GROUP BY sha256 ORDER BY sha256 LIMIT %(limit)s

-- closings --
-- Periods and scorecards that somebody closed.
SELECT sha256, is_scorecard, array_agg(closed_at ORDER BY closed_at) AS closed
FROM (SELECT sha256, closed_at, false AS is_scorecard FROM closing
      UNION ALL SELECT sha256, closed_at, true FROM scorecard) closed
WHERE sha256 BETWEEN %(low)s AND %(high)s GROUP BY sha256, is_scorecard ORDER BY sha256 LIMIT %(limit)s

-- imported --
-- The imports of one register.
SELECT source, imported_by AS by, imported_at AS at, sha256, bytes FROM register_import
WHERE kept_as IS NOT NULL AND sha256 = %(sha256)s

-- accepted --
-- What an acceptance record says of a file.
SELECT file.id::text AS file, dossier.centre_code AS centre, coalesce(dossier.code, '') AS dossier, file.component,
       coalesce(dossier.procedure_code, '') AS procedure, file.role, file.name, coalesce(file.replaces::text, '') AS replaces,
       file.accepted_by AS by, file.sha256, file.media_type, file.bytes, file.accepted_at AS at
FROM file JOIN dossier ON dossier.id = file.dossier_id WHERE file.id = %(file)s::uuid

-- deliver again --
-- The newest revision of a dossier goes into the outbox once more, as the dossier stands.
UPDATE revision SET manifest = manifest_of(dossier_id), delivered_at = NULL
FROM dossier WHERE dossier.id = %(dossier)s::uuid AND revision.dossier_id = dossier.id AND revision.number = dossier.revision
      AND revision.number = %(number)s AND revision.delivered_at IS NOT NULL

-- make again --
-- A finished file is opened and read once more; values that a person set or verified stay. No row: it is not on its way.
WITH again AS (
    INSERT INTO step (kind, file_id, centre_code, attempt)
    SELECT 'open', file.id, dossier.centre_code, coalesce(file.opened_attempt, 0)
    FROM file JOIN dossier ON dossier.id = file.dossier_id
    WHERE file.id = %(file)s::uuid AND file.withdrawn_at IS NULL AND file.state = 'finished'
    -- It is not here any more where that was long ago.
    ON CONFLICT (file_id, kind, part) DO UPDATE
        SET state = 'waiting', tries = 0, reason = NULL, details = NULL, not_before = NULL, priority = 'bulk'
        WHERE step.state = 'done'
    RETURNING step.file_id
), sent AS (
    UPDATE file SET state = 'received' FROM again WHERE file.id = again.file_id RETURNING file.id
)
SELECT id FROM sent UNION ALL
SELECT id FROM file WHERE id = %(file)s::uuid AND withdrawn_at IS NULL AND state IN ('received', 'opened', 'read')
