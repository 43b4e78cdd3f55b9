-- due --
-- Revisions that are not in object storage yet, oldest first; others may deliver the same ones, which does no harm.
SELECT revision.dossier_id::text AS dossier, revision.number, revision.what, revision.by,
       to_char(revision.at AT TIME ZONE 'Asia/Ho_Chi_Minh', 'YYYY-MM-DD"T"HH24:MI:SS.US"+07:00"') AS at, revision.manifest
FROM revision WHERE delivered_at IS NULL AND (%(dossier)s = '' OR dossier_id::text = %(dossier)s)
ORDER BY at LIMIT %(limit)s

-- delivered --
-- The revision is in object storage; the outbox forgets its text and keeps its hash.
UPDATE revision SET delivered_at = clock_timestamp(), sha256 = %(sha256)s, manifest = NULL
WHERE dossier_id = %(dossier)s AND number = %(number)s AND delivered_at IS NULL
