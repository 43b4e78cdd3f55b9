-- claim --
-- Takes a step for one worker and counts the attempt before the work starts. No row: somebody else has it, it is final
-- or held still.
WITH taken AS (
    UPDATE step
    SET state = 'running', attempt = attempt + 1, tries = tries + 1, started_at = clock_timestamp(),
        lease_owner = %(owner)s, lease_until = clock_timestamp() + make_interval(secs => %(lease)s)
    WHERE id = %(step)s AND state IN ('sent', 'waiting')
          AND NOT EXISTS (SELECT FROM hold WHERE part IN (step.kind, step.centre_code))
    RETURNING id, kind, file_id, part, attempt, tries, waits
)
SELECT taken.id, taken.kind, taken.part, taken.attempt, taken.tries, taken.waits, file.id::text AS file, file.dossier_id::text AS dossier,
       file.sha256, file.media_type, file.name, coalesce(file.opened_attempt, 0) AS opened_attempt,
       coalesce(file.page_count, 0) AS page_count, coalesce(file.trace, '') AS trace
FROM taken JOIN file ON file.id = taken.file_id

-- renew --
-- A worker's sign of life: the steps that it has in hand stay its own.
UPDATE step SET lease_until = clock_timestamp() + make_interval(secs => %(lease)s)
WHERE lease_owner = %(owner)s AND state = 'running' AND id = ANY(%(held)s)

-- let go --
-- Steps in a worker's name that it knows nothing of: the database broke off when it answered the claim, or when it was
-- told how the attempt ended. They wait again at once, and it is not held against them. Half a lease is time enough for
-- an answer to arrive.
UPDATE step SET state = 'waiting', tries = tries - 1, lease_owner = NULL, lease_until = NULL
WHERE lease_owner = %(owner)s AND state = 'running' AND NOT id = ANY(%(held)s)
      AND lease_until < clock_timestamp() + make_interval(secs => %(lease)s / 2)

-- alive --
-- Notes that a worker process lives, with the number of its threads; a sweep has none.
INSERT INTO worker (id, threads) VALUES (%(owner)s, %(threads)s)
ON CONFLICT (id) DO UPDATE SET seen_at = clock_timestamp(), threads = excluded.threads

-- hand back --
-- What a worker that ends did not finish waits again; the attempt is not held against it, and can no longer be kept.
UPDATE step SET state = 'waiting', tries = tries - 1, lease_owner = NULL, lease_until = NULL
WHERE lease_owner = %(owner)s AND state = 'running'

-- gone --
-- A worker process ended in good order; those that did not are forgotten after a day.
DELETE FROM worker WHERE id = %(owner)s OR seen_at < clock_timestamp() - interval '1 day'

-- won --
-- Ends a step for the attempt that holds it; no row touched means that the lease was lost and nothing may be kept.
UPDATE step
SET state = 'done', finished_at = clock_timestamp(), lease_owner = NULL, lease_until = NULL, reason = NULL, details = NULL
WHERE id = %(step)s AND attempt = %(attempt)s AND state = 'running'

-- opened --
-- Keeps what opening found and makes a page and a step of each page; a page that opening refused is settled at once.
WITH won AS (
    UPDATE step
    SET state = 'done', finished_at = clock_timestamp(), lease_owner = NULL, lease_until = NULL, reason = NULL, details = NULL
    WHERE id = %(step)s AND attempt = %(attempt)s AND state = 'running'
    RETURNING file_id, centre_code, priority, attempt
), kept AS (
    UPDATE file
    SET state = 'opened', page_count = %(pages)s, opened_attempt = won.attempt, details = %(details)s, reason = NULL
    FROM won WHERE file.id = won.file_id
), refusals AS (
    SELECT * FROM unnest(%(refused)s::int[], %(reasons)s::text[], %(particulars)s::jsonb[]) AS r (number, reason, details)
), pages AS (
    INSERT INTO page (file_id, number, state, reason, settled_at)
    SELECT won.file_id, n, CASE WHEN r.number IS NULL THEN 'waiting' ELSE 'given_up' END, r.reason,
           CASE WHEN r.number IS NULL THEN NULL ELSE clock_timestamp() END
    FROM won CROSS JOIN generate_series(1, %(pages)s) AS n LEFT JOIN refusals r ON r.number = n
    ON CONFLICT (file_id, number) DO UPDATE
        SET state = excluded.state, reason = excluded.reason, settled_at = excluded.settled_at, attempt = NULL
)
INSERT INTO step (kind, file_id, part, centre_code, priority, state, reason, details, finished_at, attempt)
SELECT 'read_page', won.file_id, n, won.centre_code, won.priority,
       CASE WHEN r.number IS NULL THEN 'waiting' ELSE 'refused' END, r.reason, r.details,
       CASE WHEN r.number IS NULL THEN NULL ELSE clock_timestamp() END, coalesce(before.attempt, 0)
FROM won CROSS JOIN generate_series(1, %(pages)s) AS n LEFT JOIN refusals r ON r.number = n
-- Steps of long ago are not here any more: attempts go on counting from the one that counts.
LEFT JOIN page AS before ON before.file_id = won.file_id AND before.number = n
ORDER BY n
ON CONFLICT (file_id, kind, part) DO UPDATE
    SET state = excluded.state, reason = excluded.reason, details = excluded.details, finished_at = excluded.finished_at, tries = 0

-- page read --
-- Keeps the reading of one page, if the attempt still holds its lease, and sends the file on when it was the last one.
SELECT keep_page(%(step)s, %(attempt)s, %(width)s, %(height)s, %(dpi)s, %(rotation)s, %(skew)s, %(blank)s, %(source)s,
                 %(confidence)s, %(words)s, %(unread_lines)s, %(engine)s) AS kept

-- lock file of step --
-- Lets the last two pages of a file come one after the other, so that one of them sees all settled.
SELECT file.id FROM file JOIN step ON step.file_id = file.id WHERE step.id = %(step)s FOR NO KEY UPDATE OF file

-- understand when settled --
-- Asks whether all pages of the file of an ended step are settled, and if so sends it on. Safe to ask at any time.
SELECT understand_when_settled(file_id, centre_code, priority) FROM step
WHERE id = %(step)s AND state IN ('done', 'refused', 'given_up')

-- next --
-- What follows on the same file.
INSERT INTO step (kind, file_id, part, centre_code, priority, attempt)
SELECT %(kind)s, step.file_id, %(part)s, step.centre_code, step.priority,
       -- The step of a file that was done long ago is not here any more: attempts go on counting.
       CASE %(kind)s WHEN 'finish' THEN coalesce(file.finished_attempt, 0) ELSE 0 END
FROM step JOIN file ON file.id = step.file_id WHERE step.id = %(step)s
ON CONFLICT (file_id, kind, part) DO UPDATE
    SET state = 'waiting', tries = 0, reason = NULL, not_before = NULL, priority = excluded.priority
    WHERE step.state IN ('done', 'refused', 'given_up')

-- fail --
-- Ends an attempt that did not succeed: again later, or never.
UPDATE step
SET state = %(state)s, reason = %(reason)s, details = %(details)s, lease_owner = NULL, lease_until = NULL,
    finished_at = clock_timestamp(), not_before = clock_timestamp() + make_interval(secs => %(delay)s),
    tries = tries - CASE WHEN %(counts)s THEN 0 ELSE 1 END, waits = CASE WHEN %(counts)s THEN 0 ELSE waits + 1 END
WHERE id = %(step)s AND attempt = %(attempt)s AND state = 'running'

-- page given up --
-- A page that will not be read; the rest of its file goes on.
UPDATE page SET state = 'given_up', reason = step.reason, settled_at = clock_timestamp()
FROM step WHERE step.id = %(step)s AND step.state IN ('refused', 'given_up')
          AND page.file_id = step.file_id AND page.number = step.part

-- file stopped --
-- A file that cannot be opened, understood or finished stays where a person sees it.
UPDATE file SET state = CASE step.state WHEN 'refused' THEN 'refused' ELSE 'given_up' END, reason = step.reason
FROM step WHERE step.id = %(step)s AND step.state IN ('refused', 'given_up') AND file.id = step.file_id
RETURNING file.id::text AS file, file.dossier_id::text AS dossier, file.state

-- count of sent --
-- How much of the window is filled, and what a window should hold: the threads that live workers have.
SELECT (SELECT count(*) FROM step WHERE state = 'sent') AS sent,
       (SELECT coalesce(sum(threads), 0) FROM worker WHERE seen_at > clock_timestamp() - interval '1 minute') AS threads

-- fill --
-- Chooses the next steps for the broker: centres in turn, beginning after the one served last; inside a centre
-- interactive before bulk, then what is nearest to its end. Looks at no more centres than there are free places, those
-- that are held still not counted.
WITH RECURSIVE spans AS MATERIALIZED (
    -- The turns whose stage is not held still, as ranges: one where none is, so that the index is read once a centre.
    SELECT min(turn) AS low, max(turn) AS high
    FROM (SELECT turn, turn - row_number() OVER (ORDER BY turn) AS island FROM generate_series(0, 14) AS turn
          WHERE NOT EXISTS (SELECT FROM hold WHERE part = (ARRAY['store', 'finish', 'understand', 'read_page', 'open'])[turn %% 10 + 1])
         ) AS free_turns
    GROUP BY island
), visits (centre, lap, rank, free) AS (
    SELECT %(after)s::text, 1, 0, false
    UNION ALL
    SELECT next.centre, next.lap, visits.rank + next.free::int, next.free
    FROM visits CROSS JOIN LATERAL (
        SELECT found.centre, found.lap,
               NOT EXISTS (SELECT FROM hold WHERE part = found.centre)
               AND (NOT EXISTS (SELECT FROM hold)
                    OR EXISTS (SELECT FROM spans CROSS JOIN LATERAL (
                           SELECT FROM step WHERE state = 'waiting' AND centre_code = found.centre AND turn BETWEEN low AND high LIMIT 1
                       ) AS one)) AS free
        FROM (
            SELECT ahead.centre, visits.lap FROM (
                SELECT centre_code AS centre FROM step WHERE state = 'waiting' AND centre_code > visits.centre ORDER BY centre_code LIMIT 1
            ) AS ahead WHERE visits.lap = 1 OR ahead.centre <= %(after)s
            UNION ALL
            SELECT first.centre, 2 FROM (
                SELECT centre_code AS centre FROM step WHERE state = 'waiting' AND centre_code <= %(after)s ORDER BY centre_code LIMIT 1
            ) AS first WHERE visits.lap = 1
            LIMIT 1
        ) AS found
    ) AS next
    WHERE visits.rank < %(free)s
), turns AS (
    SELECT centre, rank FROM visits WHERE free
), chosen AS MATERIALIZED (
    SELECT picked.id, turns.centre, turns.rank, picked.place
    FROM turns CROSS JOIN LATERAL (
        SELECT id, row_number() OVER () AS place FROM (
            SELECT waiting.id FROM (SELECT low, high FROM spans ORDER BY low) AS span CROSS JOIN LATERAL (
                SELECT id FROM step WHERE state = 'waiting' AND centre_code = turns.centre AND turn BETWEEN span.low AND span.high
                ORDER BY turn, id LIMIT (SELECT ceil(%(free)s::numeric / count(*)) FROM turns)
                FOR UPDATE SKIP LOCKED
            ) AS waiting
            LIMIT (SELECT ceil(%(free)s::numeric / count(*)) FROM turns)
        ) AS in_turn
    ) AS picked
    ORDER BY picked.place, turns.rank LIMIT %(free)s
), sent AS (
    UPDATE step SET state = 'sent', sent_at = clock_timestamp() FROM chosen WHERE step.id = chosen.id
    RETURNING step.id, step.kind, chosen.centre, chosen.rank, chosen.place
)
SELECT id, kind, centre FROM sent ORDER BY place, rank

-- back --
-- Messages that could not be handed to the broker wait again.
UPDATE step SET state = 'waiting', sent_at = NULL WHERE id = ANY(%(steps)s) AND state = 'sent'

-- lost messages --
-- Sent long ago and never begun: the broker forgot, or nobody listens.
UPDATE step SET state = 'waiting', sent_at = NULL
WHERE id IN (SELECT id FROM step WHERE state = 'sent' AND sent_at < clock_timestamp() - make_interval(secs => %(patience)s)
             ORDER BY sent_at LIMIT 1000 FOR UPDATE SKIP LOCKED)

-- expired leases --
-- Begun by a worker that gave no sign of life: again, until the attempts are used up.
UPDATE step
SET state = CASE WHEN tries < %(limit)s THEN 'waiting' ELSE 'given_up' END,
    reason = 'worker_lost', lease_owner = NULL, lease_until = NULL, finished_at = clock_timestamp()
WHERE id IN (SELECT step.id FROM step JOIN file ON file.id = step.file_id
             WHERE step.state = 'running' AND step.lease_until < clock_timestamp()
                   -- While the database was away nobody could give a sign of life.
                   AND pg_postmaster_start_time() < clock_timestamp() - make_interval(secs => %(grace)s)
             ORDER BY step.lease_until LIMIT 1000
             -- Workers lock the file before the step; locking both at once, without waiting, cannot meet them crosswise.
             FOR NO KEY UPDATE OF step, file SKIP LOCKED)
RETURNING id, kind, state

-- due again --
-- Failed steps whose delay is over.
UPDATE step SET state = 'waiting'
WHERE id IN (SELECT id FROM step WHERE state = 'failed' AND not_before <= clock_timestamp()
             ORDER BY not_before LIMIT 1000 FOR UPDATE SKIP LOCKED)

-- waiting --
-- How many steps wait, counted no further than the limit.
SELECT count(*) AS waiting FROM (SELECT FROM step WHERE state = 'waiting' LIMIT %(limit)s) AS counted
