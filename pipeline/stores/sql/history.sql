-- roll up --
-- Adds what was done since the last time to its hours and days, an hour of it at most. Nobody's transaction that has
-- begun before the end of it is still open, so nothing that ended before can appear later. Ten minutes stay as they are.
WITH was AS (
    SELECT until FROM rolled_up FOR UPDATE SKIP LOCKED
), span AS MATERIALIZED (
    SELECT until AS low, least(
        statement_timestamp() - interval '10 minutes',
        (SELECT min(xact_start) FROM pg_stat_activity WHERE backend_xid IS NOT NULL AND pid <> pg_backend_pid()),
        -- Nothing was done for long: go straight to where something was.
        coalesce((SELECT min(finished_at) FROM step WHERE state = 'done' AND finished_at >= until), 'infinity') + interval '1 hour'
    ) AS high FROM was
), ended AS MATERIALIZED (
    SELECT date_trunc('hour', finished_at) AS hour, centre_code, kind, count(*) AS steps,
           coalesce(sum(extract(epoch FROM finished_at - started_at)), 0) AS seconds
    FROM step WHERE state = 'done' AND finished_at >= (SELECT low FROM span) AND finished_at < (SELECT high FROM span)
    GROUP BY 1, 2, 3
), hours AS (
    INSERT INTO done_hour (hour, centre_code, kind, steps)
    SELECT hour, centre_code, kind, steps FROM ended WHERE hour > statement_timestamp() - interval '1 day'
    ON CONFLICT (hour, centre_code, kind) DO UPDATE SET steps = done_hour.steps + excluded.steps
), gone AS (
    DELETE FROM done_hour WHERE hour <= statement_timestamp() - interval '1 day' AND EXISTS (SELECT FROM was)
    RETURNING centre_code, kind, steps
), last_day AS (
    INSERT INTO done_last_day (centre_code, kind, steps)
    SELECT centre_code, kind, sum(steps) FROM (
        SELECT centre_code, kind, steps FROM ended WHERE hour > statement_timestamp() - interval '1 day'
        UNION ALL
        SELECT centre_code, kind, -steps FROM gone
    ) AS changes GROUP BY centre_code, kind
    ON CONFLICT (centre_code, kind) DO UPDATE SET steps = done_last_day.steps + excluded.steps
), days AS (
    INSERT INTO done_day (day, centre_code, kind, steps, seconds)
    SELECT (hour AT TIME ZONE 'UTC')::date, centre_code, kind, sum(steps), sum(seconds) FROM ended GROUP BY 1, 2, 3
    ON CONFLICT (day, centre_code, kind) DO UPDATE
        SET steps = done_day.steps + excluded.steps, seconds = done_day.seconds + excluded.seconds
), reached AS (
    UPDATE rolled_up SET until = span.high FROM span WHERE span.high > span.low
)
SELECT high > low AND high < statement_timestamp() - interval '11 minutes' AS more FROM span

-- drop old steps --
-- Steps of settled files that were done long ago and are rolled up: what counts of them stands with the file, its pages
-- and its papers. Whoever changes such a file holds it meanwhile, and comes first.
WITH settled AS (
    SELECT file.id FROM file
    WHERE file.id IN (
        SELECT step.file_id FROM step JOIN file AS f ON f.id = step.file_id
        WHERE step.state = 'done' AND f.state IN ('finished', 'refused', 'given_up')
              AND step.finished_at < least(statement_timestamp() - make_interval(days => %(days)s), (SELECT until FROM rolled_up))
        ORDER BY step.finished_at LIMIT %(limit)s)
    FOR NO KEY UPDATE SKIP LOCKED
)
DELETE FROM step USING settled
WHERE step.file_id = settled.id AND step.state = 'done'
      AND step.finished_at < least(statement_timestamp() - make_interval(days => %(days)s), (SELECT until FROM rolled_up))
