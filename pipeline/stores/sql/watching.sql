-- stages --
-- What is to be done and what was done in the last day, for each centre and kind of step. Reads the indexes of live work,
-- what is rolled up, and what was done since. Moments are those of the statement: no index serves a clock that goes on.
WITH piles AS (
    -- From the index alone; ids grow with the time of creation.
    SELECT centre_code, turn, count(*) AS waiting, min(id) AS first FROM step WHERE state = 'waiting' GROUP BY centre_code, turn
), live AS (
    SELECT centre_code, kind, sum(waiting) AS waiting, sum(held) AS held, sum(running) AS running, sum(failed) AS failed,
           min(oldest) AS oldest
    FROM (
        SELECT piles.centre_code, step.kind, waiting, step.created_at AS oldest, 0 AS running, 0 AS failed,
               CASE WHEN piles.centre_code IN (SELECT part FROM hold) OR step.kind IN (SELECT part FROM hold) THEN waiting ELSE 0 END AS held
        FROM piles JOIN step ON step.id = piles.first
        UNION ALL
        SELECT centre_code, kind, 1, created_at, 0, 0, 0 FROM step WHERE state = 'sent'
        UNION ALL
        SELECT centre_code, kind, 0, NULL, 1, 0, 0 FROM step WHERE state = 'running'
        UNION ALL
        SELECT centre_code, kind, 0, NULL, 0, 1, 0 FROM step WHERE state = 'failed'
    ) AS parts GROUP BY centre_code, kind
), done AS (
    SELECT centre_code, kind, sum(steps) AS done, sum(minute) AS minute, sum(ten_minutes) AS ten_minutes
    FROM (
        SELECT centre_code, kind, steps, 0 AS minute, 0 AS ten_minutes FROM done_last_day
        UNION ALL
        SELECT centre_code, kind, count(*),
               count(*) FILTER (WHERE finished_at > statement_timestamp() - interval '1 minute'),
               count(*) FILTER (WHERE finished_at > statement_timestamp() - interval '10 minutes')
        FROM step
        WHERE state = 'done' AND finished_at >= coalesce((SELECT until FROM rolled_up), '-infinity') AND finished_at > statement_timestamp() - interval '1 day'
        GROUP BY centre_code, kind
    ) AS parts GROUP BY centre_code, kind
), stopped AS (
    SELECT step.centre_code, step.kind, count(*) AS stopped FROM step JOIN file ON file.id = step.file_id
    WHERE step.state IN ('refused', 'given_up') AND file.withdrawn_at IS NULL AND file.replaced_at IS NULL
    GROUP BY step.centre_code, step.kind
)
SELECT centre_code AS centre, kind AS stage, coalesce(waiting, 0)::int AS waiting, coalesce(held, 0)::int AS held,
       coalesce(running, 0)::int AS running, coalesce(done, 0)::int AS done, coalesce(failed, 0)::int AS failed,
       coalesce(stopped, 0) AS given_up, extract(epoch FROM clock_timestamp() - oldest)::float AS oldest,
       coalesce(minute, 0)::int AS minute, coalesce(ten_minutes, 0)::int AS ten_minutes
FROM live FULL JOIN done USING (centre_code, kind) FULL JOIN stopped USING (centre_code, kind)
WHERE coalesce(waiting, running, failed, stopped, nullif(done, 0)) IS NOT NULL
ORDER BY centre_code, array_position(ARRAY['open', 'read_page', 'understand', 'finish', 'store'], kind)

-- summary --
-- The house at a glance.
WITH to_verify AS (
    SELECT count(*) AS papers, extract(epoch FROM clock_timestamp() - min(paper.read_at))::float AS oldest
    FROM paper JOIN file ON file.id = paper.file_id
    WHERE paper.state = 'read' AND paper.replaced_at IS NULL AND file.withdrawn_at IS NULL AND file.replaced_at IS NULL
)
SELECT (SELECT count(*) FROM worker WHERE threads > 0 AND seen_at > clock_timestamp() - interval '1 minute') AS workers,
       (SELECT count(*) FROM worker WHERE threads = 0 AND seen_at > clock_timestamp() - interval '1 minute') AS sweeps,
       (SELECT count(*) FROM revision WHERE delivered_at IS NULL) AS revisions_due,
       (SELECT papers FROM to_verify) AS to_verify, (SELECT oldest FROM to_verify) AS oldest_to_verify,
       (SELECT count(*) FROM dossier WHERE code IS NULL AND EXISTS
            (SELECT FROM file WHERE dossier_id = dossier.id AND withdrawn_at IS NULL)) AS unassigned

-- met --
-- What was away or wrong when steps were tried lately, and how many of them wait for another attempt.
SELECT reason AS code, (array_agg(coalesce(details, '{}') ORDER BY finished_at DESC))[1] AS details, count(*) AS steps
FROM step
WHERE state IN ('failed', 'sent', 'running') AND waits > 0 AND reason IS NOT NULL
      AND finished_at > clock_timestamp() - interval '2 minutes'
GROUP BY reason ORDER BY count(*) DESC

-- hands --
-- Whether anything waits that is not held still, and who is there to do it.
SELECT EXISTS (SELECT FROM step WHERE state IN ('waiting', 'sent') AND centre_code NOT IN (SELECT part FROM hold)
               AND kind NOT IN (SELECT part FROM hold)) AS waiting,
       EXISTS (SELECT FROM worker WHERE threads > 0 AND seen_at > clock_timestamp() - interval '1 minute') AS workers,
       EXISTS (SELECT FROM worker WHERE threads = 0 AND seen_at > clock_timestamp() - interval '1 minute') AS sweeps

-- processes --
-- Workers and sweeps that gave a sign of life within the last hour, and what they run.
SELECT id, threads, started_at, extract(epoch FROM clock_timestamp() - seen_at)::float AS silent,
       (SELECT count(*) FROM step WHERE state = 'running' AND lease_owner = worker.id) AS running
FROM worker WHERE seen_at > clock_timestamp() - interval '1 hour' ORDER BY threads = 0, id

-- failures --
-- What was refused or given up and is in force, newest first.
SELECT step.kind AS stage, step.state, step.reason AS code, coalesce(step.details, '{}') AS details, step.centre_code AS centre,
       dossier.code AS dossier, dossier.id::text AS dossier_id, file.id::text AS file, file.name, CASE step.kind WHEN 'read_page' THEN step.part ELSE 0 END AS page,
       step.attempt AS attempts, step.finished_at AS at, step.kind = 'read_page' AND step.attempt > 0 AS shown,
       EXISTS (SELECT FROM file AS new WHERE new.replaces = file.id AND new.withdrawn_at IS NULL) AS replacing
FROM step JOIN file ON file.id = step.file_id JOIN dossier ON dossier.id = file.dossier_id
WHERE step.state IN ('refused', 'given_up') AND file.withdrawn_at IS NULL AND file.replaced_at IS NULL
      AND (%(code)s = '' OR step.reason = %(code)s) AND (%(centre)s = '' OR step.centre_code = %(centre)s)
      AND (%(file)s = '' OR step.file_id::text = %(file)s)
      AND (%(page)s = 0 OR step.kind = 'read_page' AND step.part = %(page)s)
ORDER BY step.finished_at DESC NULLS LAST, step.id DESC LIMIT %(limit)s

-- failures by code --
-- The same, counted.
SELECT step.reason AS code, count(*) AS steps FROM step JOIN file ON file.id = step.file_id
WHERE step.state IN ('refused', 'given_up') AND file.withdrawn_at IS NULL AND file.replaced_at IS NULL
      AND (%(centre)s = '' OR step.centre_code = %(centre)s)
GROUP BY step.reason ORDER BY steps DESC, code

-- progress --
-- How far a set of files is.
SELECT count(*) AS files,
       count(*) FILTER (WHERE file.state = 'finished') AS finished,
       count(*) FILTER (WHERE file.state IN ('refused', 'given_up')) AS stopped,
       count(*) FILTER (WHERE file.state = 'received') AS unopened,
       coalesce(sum(pages.total), 0)::int AS pages,
       coalesce(sum(pages.settled), 0)::int AS settled,
       coalesce(sum(pages.given_up), 0)::int AS given_up,
       (SELECT count(*) FROM step WHERE file_id = ANY(%(files)s::uuid[]) AND state NOT IN ('done', 'refused', 'given_up')) AS live,
       (SELECT count(*) FROM revision WHERE delivered_at IS NULL AND dossier_id IN
            (SELECT dossier_id FROM file f WHERE f.id = ANY(%(files)s::uuid[]))) AS due
FROM file LEFT JOIN LATERAL (
    SELECT count(*) AS total, count(*) FILTER (WHERE state <> 'waiting') AS settled, count(*) FILTER (WHERE state = 'given_up') AS given_up
    FROM page WHERE page.file_id = file.id
) AS pages ON true
WHERE file.id = ANY(%(files)s::uuid[])

-- verdicts --
-- How each of a set of files ended, or where it stands.
SELECT file.id::text AS file, file.name, file.state, file.reason, coalesce(step.details, '{}') AS details, dossier.code AS dossier,
       file.page_count AS pages, file.seconds,
       (SELECT count(*) FROM page WHERE page.file_id = file.id AND page.state = 'given_up') AS given_up,
       (SELECT jsonb_agg(jsonb_build_object('paper', paper.id, 'kind', paper.kind, 'confidence', paper.confidence, 'state', paper.state,
                'pages', paper.pages, 'fields', (SELECT count(*) FROM field WHERE paper_id = paper.id),
                'review', (SELECT count(*) FROM field WHERE paper_id = paper.id AND review),
                'values', (SELECT jsonb_object_agg(name, CASE WHEN sensitive THEN '"•••"' ELSE value END)
                           FROM field WHERE paper_id = paper.id AND value IS NOT NULL),
                'unsure', (SELECT jsonb_agg(name ORDER BY name) FROM field WHERE paper_id = paper.id AND review))
                ORDER BY paper.pages[1])
        FROM paper WHERE paper.file_id = file.id AND paper.replaced_at IS NULL) AS papers
FROM file JOIN dossier ON dossier.id = file.dossier_id
LEFT JOIN step ON step.file_id = file.id AND step.kind = 'open' AND step.state IN ('refused', 'given_up')
WHERE file.id = ANY(%(files)s::uuid[])

-- files of dossier --
-- All files of a dossier, by its code.
SELECT file.id::text AS file FROM file JOIN dossier ON dossier.id = file.dossier_id
WHERE dossier.code = %(dossier)s AND file.withdrawn_at IS NULL ORDER BY file.accepted_at, file.id

-- unassigned --
-- Files whose dossier nobody knows, oldest first.
SELECT file.id::text AS file, file.name, dossier.centre_code AS centre, file.state, file.accepted_at AS at
FROM file JOIN dossier ON dossier.id = file.dossier_id
WHERE dossier.code IS NULL AND file.withdrawn_at IS NULL ORDER BY file.accepted_at, file.id LIMIT %(limit)s

-- paper --
-- One paper with its fields, those that need a look first.
SELECT paper.id::text AS paper, paper.kind, paper.state, paper.pages, field.name, field.value, field.text, field.confidence,
       field.review, field.sensitive, field.page, field.box, field.source
FROM paper LEFT JOIN field ON field.paper_id = paper.id WHERE paper.id = %(paper)s::uuid
ORDER BY field.review DESC, field.name
