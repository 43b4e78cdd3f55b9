-- files --
-- Files enough for all pages, of centres that are as busy as luck will have it.
WITH made AS (
    INSERT INTO dossier (code, centre_code)
    SELECT 'B' || n %% %(centres)s || '.01-231005-' || n, 'B' || n %% %(centres)s || '.01' FROM generate_series(1, %(files)s) AS n
    RETURNING id
)
INSERT INTO file (id, dossier_id, name, sha256, media_type, bytes, accepted_by, state, page_count, opened_attempt)
SELECT gen_random_uuid(), id, 'x', repeat('0', 64), 'image/png', 1, 'bench', 'finished', 100, 1 FROM made

-- done --
-- A day's steps that are done, as even as a day without nights, and in the order in which they came.
INSERT INTO step (kind, file_id, part, centre_code, state, attempt, started_at, finished_at)
SELECT (ARRAY['read_page', 'read_page', 'open', 'understand', 'finish'])[1 + n %% 5], f.id, n, f.centre_code, 'done', 1,
       clock_timestamp(), clock_timestamp() - interval '24 hours' * (1 - n * %(files)s / %(done)s::numeric) - random() * interval '10 minutes'
FROM generate_series(1, (%(done)s - %(recent)s) / %(files)s) AS n
CROSS JOIN (SELECT file.id, centre_code FROM file JOIN dossier ON dossier.id = file.dossier_id) AS f
ORDER BY n

-- busy --
-- What the busiest hour does in ten minutes.
INSERT INTO step (kind, file_id, part, centre_code, state, attempt, started_at, finished_at)
SELECT (ARRAY['read_page', 'read_page', 'open', 'understand', 'finish'])[1 + n %% 5], f.id, 1000 + n, f.centre_code, 'done', 1,
       clock_timestamp(), clock_timestamp() - random() * interval '10 minutes'
FROM generate_series(1, %(recent)s / %(files)s) AS n
CROSS JOIN (SELECT file.id, centre_code FROM file JOIN dossier ON dossier.id = file.dossier_id) AS f
ORDER BY n

-- waiting --
-- What waits, in no order.
INSERT INTO step (kind, file_id, part, centre_code)
SELECT 'read_page', f.id, 100000 + n, f.centre_code
FROM (SELECT file.id, centre_code FROM file JOIN dossier ON dossier.id = file.dossier_id) AS f,
     generate_series(1, %(waiting)s / %(files)s) AS n

-- stopped --
-- What nobody settled yet.
INSERT INTO step (kind, file_id, part, centre_code, state, reason, finished_at)
SELECT 'read_page', f.id, 200000 + n, f.centre_code, 'given_up', 'page_too_large', clock_timestamp()
FROM (SELECT file.id, centre_code FROM file JOIN dossier ON dossier.id = file.dossier_id) AS f,
     generate_series(1, %(stopped)s / %(files)s) AS n
