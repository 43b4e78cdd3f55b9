-- What the screens ask: read only, always within the centres that the account sees (centre null: all).

-- recent_files --
-- The newest files, each with how far it has come.
SELECT f.id, f.name, f.bytes, f.state, f.reason, f.page_count, f.accepted_at, f.withdrawn_at IS NOT NULL AS withdrawn,
       d.id AS dossier_id, d.code AS dossier_code, d.centre_code,
       (SELECT count(*) FROM page p WHERE p.file_id = f.id AND p.state = 'read') AS pages_read,
       (SELECT count(*) FROM page p WHERE p.file_id = f.id AND p.state = 'given_up') AS pages_given_up,
       coalesce((SELECT array_agg(r.kind ORDER BY r.ordinal) FROM paper r WHERE r.file_id = f.id), '{}') AS kinds,
       (SELECT count(*) FROM field v JOIN paper r ON r.id = v.paper_id
        WHERE r.file_id = f.id AND v.review AND v.corrected_at IS NULL AND r.state = 'read') AS unsure
FROM file f JOIN dossier d ON d.id = f.dossier_id
WHERE (%(centre)s::text IS NULL OR d.centre_code = %(centre)s)
  AND (%(files)s::uuid[] IS NULL OR f.id = ANY (%(files)s::uuid[]))
ORDER BY f.accepted_at DESC, f.id LIMIT %(most)s

-- dossiers --
-- A screenful of dossiers, newest change first, and what each still needs.
SELECT d.id, d.code, d.centre_code, d.procedure_code, d.changed_at,
       count(DISTINCT f.id) AS files,
       count(DISTINCT f.id) FILTER (WHERE f.state IN ('received', 'opened', 'read')) AS files_under_way,
       count(DISTINCT f.id) FILTER (WHERE f.state IN ('refused', 'given_up')) AS files_failed,
       count(r.id) AS papers,
       count(r.id) FILTER (WHERE r.state = 'read') AS papers_to_verify,
       count(r.id) FILTER (WHERE r.state = 'stored') AS papers_stored
FROM (
    SELECT d.* FROM dossier d
    WHERE (%(centre)s::text IS NULL OR d.centre_code = %(centre)s)
      AND (%(search)s::text IS NULL OR strpos(lower(d.code), lower(%(search)s)) > 0)
      AND (%(before)s::timestamptz IS NULL OR (d.changed_at, d.id) < (%(before)s::timestamptz, %(before_id)s::uuid))
      AND (%(show)s <> 'unassigned' OR d.code IS NULL)
      AND (%(show)s <> 'to_verify' OR EXISTS (
            SELECT 1 FROM file g JOIN paper q ON q.file_id = g.id
            WHERE g.dossier_id = d.id AND q.state = 'read' AND q.replaced_at IS NULL
              AND g.withdrawn_at IS NULL AND g.replaced_at IS NULL))
    ORDER BY d.changed_at DESC, d.id DESC LIMIT %(most)s
) d
LEFT JOIN file f ON f.dossier_id = d.id AND f.withdrawn_at IS NULL AND f.replaced_at IS NULL
LEFT JOIN paper r ON r.file_id = f.id AND r.replaced_at IS NULL
GROUP BY d.id, d.code, d.centre_code, d.procedure_code, d.changed_at
ORDER BY d.changed_at DESC, d.id DESC

-- dossier --
-- One dossier.
SELECT d.id, d.code, d.centre_code, d.agency_code, d.procedure_code, d.revision, d.created_at, d.changed_at
FROM dossier d WHERE d.id = %(dossier)s AND (%(centre)s::text IS NULL OR d.centre_code = %(centre)s)

-- dossier_files --
-- Its files in the order in which they came, withdrawn and replaced ones included.
SELECT f.id, f.name, f.component, f.role, f.state, f.reason, f.bytes, f.media_type, f.sha256, f.page_count, f.accepted_at,
       f.accepted_by, f.withdrawn_at, f.withdrawn_by, f.withdrawn_for, f.replaced_at
FROM file f WHERE f.dossier_id = %(dossier)s ORDER BY f.accepted_at, f.id

-- dossier_pages --
-- The pages of its files.
SELECT p.file_id, p.number, p.state, p.reason, p.accepted_by, p.width, p.height, p.rotation, p.skew, p.blank, p.source, p.confidence,
       p.unread_lines
FROM page p JOIN file f ON f.id = p.file_id WHERE f.dossier_id = %(dossier)s ORDER BY p.file_id, p.number

-- dossier_papers --
-- The papers of its files.
SELECT r.id, r.file_id, r.ordinal, r.kind, r.confidence, r.pages, r.state, r.findings, r.read_at, r.verified_at,
       r.verified_by, r.stored_at, r.replaced_at
FROM paper r JOIN file f ON f.id = r.file_id WHERE f.dossier_id = %(dossier)s ORDER BY f.accepted_at, f.id, r.ordinal

-- dossier_fields --
-- The fields of its papers.
SELECT v.paper_id, v.name, v.value, v.text, v.confidence, v.page, v.box, v.source, v.review, v.sensitive,
       v.corrected_at, v.corrected_by
FROM field v JOIN paper r ON r.id = v.paper_id JOIN file f ON f.id = r.file_id
WHERE f.dossier_id = %(dossier)s

-- page_place --
-- What names the objects of a page.
SELECT p.file_id, p.number, p.attempt, f.opened_attempt
FROM page p JOIN file f ON f.id = p.file_id JOIN dossier d ON d.id = f.dossier_id
WHERE p.file_id = %(file)s AND p.number = %(page)s AND (%(centre)s::text IS NULL OR d.centre_code = %(centre)s)

-- file_place --
-- Where a file in force stands.
SELECT d.id, d.centre_code FROM file f JOIN dossier d ON d.id = f.dossier_id
WHERE f.id = %(file)s AND f.withdrawn_at IS NULL AND (%(centre)s::text IS NULL OR d.centre_code = %(centre)s)

-- next_to_verify --
-- The dossier that waits longest for a person, other than this one.
SELECT d.id FROM dossier d
JOIN file f ON f.dossier_id = d.id AND f.withdrawn_at IS NULL AND f.replaced_at IS NULL
JOIN paper r ON r.file_id = f.id AND r.state = 'read' AND r.replaced_at IS NULL
WHERE (%(centre)s::text IS NULL OR d.centre_code = %(centre)s) AND d.id <> %(dossier)s AND d.code IS NOT NULL
ORDER BY r.read_at LIMIT 1

-- paper_owner --
-- The dossier of a paper.
SELECT d.id FROM paper r JOIN file f ON f.id = r.file_id JOIN dossier d ON d.id = f.dossier_id
WHERE r.id = %(paper)s AND (%(centre)s::text IS NULL OR d.centre_code = %(centre)s)

-- centres_seen --
-- Centres that sent something, for the list beside the upload.
SELECT DISTINCT centre_code FROM dossier WHERE %(centre)s::text IS NULL OR centre_code = %(centre)s ORDER BY centre_code
LIMIT 500
