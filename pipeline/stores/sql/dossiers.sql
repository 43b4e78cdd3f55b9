-- file --
-- One file with its dossier, locked.
SELECT file.id::text AS id, file.state, file.component, file.sha256, file.withdrawn_at, dossier.id::text AS dossier,
       dossier.code, dossier.centre_code AS centre, dossier.procedure_code AS procedure
FROM file JOIN dossier ON dossier.id = file.dossier_id
WHERE file.id = %(file)s::uuid FOR NO KEY UPDATE OF file

-- withdraw --
-- The file leaves force for good; its bytes and its history stay.
UPDATE file SET withdrawn_at = clock_timestamp(), withdrawn_by = %(by)s, withdrawn_for = %(reason)s WHERE id = %(file)s

-- stop steps --
-- What has not begun on a withdrawn file never will.
UPDATE step SET state = 'given_up', reason = 'withdrawn', finished_at = clock_timestamp(), not_before = NULL
WHERE file_id = %(file)s AND state IN ('waiting', 'sent', 'failed')

-- back in force --
-- The scan that the withdrawn file had replaced counts again.
UPDATE file SET replaced_at = NULL FROM file AS withdrawn
WHERE withdrawn.id = %(file)s AND file.id = withdrawn.replaces AND file.withdrawn_at IS NULL

-- papers back in force --
-- Likewise the papers that papers of the withdrawn file had replaced.
UPDATE paper AS old SET replaced_at = NULL FROM paper AS new
WHERE new.file_id = %(file)s AND new.replaces = old.id

-- move file --
-- The file stands in another dossier from now on, and its waiting work in the turn of that centre.
UPDATE file SET dossier_id = %(dossier)s WHERE id = %(file)s

-- move steps --
-- Waiting work of a file takes its turn with the file's centre.
UPDATE step SET centre_code = %(centre)s WHERE file_id = %(file)s AND state IN ('waiting', 'sent', 'failed')

-- move dossier --
-- The dossier was received by another centre.
UPDATE dossier SET centre_code = %(centre)s WHERE id = %(dossier)s

-- move steps of dossier --
-- And its waiting work takes that centre's turn.
UPDATE step SET centre_code = %(centre)s FROM file
WHERE file.dossier_id = %(dossier)s AND step.file_id = file.id AND step.state IN ('waiting', 'sent', 'failed')

-- rereadable --
-- Settled files in force with a paper of one of the kinds, or a page read by an engine configuration other than this.
SELECT file.id::text AS file FROM file
WHERE file.state IN ('finished', 'given_up') AND file.withdrawn_at IS NULL AND file.replaced_at IS NULL
      AND file.opened_attempt IS NOT NULL
      AND (%(file)s = '' OR file.id::text = %(file)s)
      AND (%(kinds)s::text[] = '{}' OR EXISTS (SELECT FROM paper WHERE paper.file_id = file.id AND paper.kind = ANY(%(kinds)s)))
      AND (%(before)s = '' OR EXISTS (SELECT FROM page WHERE page.file_id = file.id
           AND page.engine->>'configuration' < %(before)s))
ORDER BY file.accepted_at, file.id

-- reread pages --
-- All pages of a file that an earlier attempt of opening could show wait to be read again. Steps of long ago are not here
-- any more: they come back, and attempts go on counting.
WITH again AS (
    INSERT INTO step (kind, file_id, part, centre_code, attempt)
    SELECT 'read_page', page.file_id, page.number, dossier.centre_code, coalesce(page.attempt, 0)
    FROM page JOIN file ON file.id = page.file_id JOIN dossier ON dossier.id = file.dossier_id
    WHERE page.file_id = %(file)s AND page.state IN ('read', 'given_up')
    ORDER BY page.number
    ON CONFLICT (file_id, kind, part) DO UPDATE
        SET state = 'waiting', tries = 0, reason = NULL, not_before = NULL, priority = 'bulk'
        WHERE step.state IN ('done', 'given_up')
    RETURNING part
), opened AS (
    UPDATE file SET state = 'opened', reason = NULL WHERE id = %(file)s
)
UPDATE page SET state = 'waiting', settled_at = NULL FROM again WHERE file_id = %(file)s AND number = again.part

-- accept page --
-- A page that was given up is settled by a person: it has no text.
UPDATE page SET state = 'accepted', accepted_by = %(by)s, settled_at = clock_timestamp()
WHERE file_id = %(file)s AND number = %(page)s AND state = 'given_up'

-- accepted step --
-- Its step is no failure any more.
UPDATE step SET state = 'done', reason = NULL, details = NULL
WHERE file_id = %(file)s AND kind = 'read_page' AND part = %(page)s AND state IN ('refused', 'given_up')
RETURNING id

-- understand again --
-- A file that was through is not, until the page has its place in a paper.
UPDATE file SET state = 'opened' WHERE id = %(file)s AND state IN ('read', 'finished')

-- retry --
-- Sends what gave up again: tries begin at one, attempts go on counting.
WITH again AS (
    UPDATE step SET state = 'waiting', tries = 0, reason = NULL, details = NULL, not_before = NULL
    FROM file
    WHERE file.id = step.file_id AND file.withdrawn_at IS NULL AND file.replaced_at IS NULL AND step.state IN ('refused', 'given_up', 'failed')
          AND (%(code)s = '' OR step.reason = %(code)s) AND (%(centre)s = '' OR step.centre_code = %(centre)s)
          AND (%(file)s = '' OR step.file_id::text = %(file)s)
          AND (%(page)s = 0 OR step.kind = 'read_page' AND step.part = %(page)s)
    RETURNING step.file_id, step.kind, step.part
), pages AS (
    UPDATE page SET state = 'waiting', reason = NULL, settled_at = NULL FROM again
    WHERE again.kind = 'read_page' AND page.file_id = again.file_id AND page.number = again.part
), files AS (
    UPDATE file SET reason = NULL, state = CASE again.kind WHEN 'open' THEN 'received' WHEN 'finish' THEN 'read' ELSE 'opened' END
    FROM again WHERE again.kind <> 'store' AND file.id = again.file_id
)
SELECT kind, count(*) AS steps FROM again GROUP BY kind
