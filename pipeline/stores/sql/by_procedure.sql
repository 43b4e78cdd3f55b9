-- take months --
-- Months of centres whose counts by procedure have to be made anew.
WITH taken AS (
    DELETE FROM count_stale_month WHERE id IN (SELECT id FROM count_stale_month ORDER BY id LIMIT %(limit)s)
    RETURNING centre_code, month)
SELECT DISTINCT centre_code, month FROM taken

-- forget months --
-- The old counts by procedure of these months.
DELETE FROM count_procedure c USING unnest(%(centres)s::text[], %(months)s::date[]) AS stale (centre_code, month)
WHERE c.centre_code = stale.centre_code AND c.month = stale.month

-- count months --
-- And the new ones.
INSERT INTO count_procedure (centre_code, month, basis, agency_code, procedure_code, dossiers, scanned, in_progress,
    with_component, result_due, with_result, digitized, components_due, components_digitized, reused, from_store,
    population_linked, on_time)
SELECT stale.centre_code, stale.month, basis.name, d.agency_code, coalesce(d.procedure_code, ''), count(*),
       count(*) FILTER (WHERE d.scanned), count(*) FILTER (WHERE d.scanned AND NOT d.digitized),
       count(*) FILTER (WHERE d.has_component), count(*) FILTER (WHERE d.result_due),
       count(*) FILTER (WHERE d.result_due AND d.has_result), count(*) FILTER (WHERE d.digitized),
       sum(d.components_due), sum(d.components_digitized), count(*) FILTER (WHERE d.reused),
       count(*) FILTER (WHERE d.from_store), count(*) FILTER (WHERE d.population_linked),
       count(*) FILTER (WHERE basis.name = 'resolution' AND d.on_time)
FROM unnest(%(centres)s::text[], %(months)s::date[]) AS stale (centre_code, month)
CROSS JOIN (VALUES ('receipt'), ('resolution'), ('overdue')) AS basis (name)
CROSS JOIN LATERAL (
    SELECT * FROM dossier_standing r
    WHERE basis.name = 'receipt' AND r.centre_code = stale.centre_code
      AND r.received_on >= stale.month AND r.received_on < (stale.month + interval '1 month')::date
    UNION ALL
    SELECT * FROM dossier_standing r
    WHERE basis.name = 'resolution' AND r.centre_code = stale.centre_code
      AND r.resolved_on >= stale.month AND r.resolved_on < (stale.month + interval '1 month')::date
    UNION ALL
    SELECT * FROM dossier_standing r
    WHERE basis.name = 'overdue' AND r.centre_code = stale.centre_code
      AND r.overdue_on >= stale.month AND r.overdue_on < (stale.month + interval '1 month')::date) d
WHERE d.counts
GROUP BY stale.centre_code, stale.month, basis.name, d.agency_code, coalesce(d.procedure_code, '')

-- take days --
-- Days and parts of the country whose counts by procedure have to be made anew, of the days that are asked for.
WITH taken AS (
    DELETE FROM count_stale_procedure
    WHERE id IN (SELECT id FROM count_stale_procedure WHERE day BETWEEN %(first)s AND %(last)s
                 ORDER BY day, top LIMIT %(limit)s)
    RETURNING day, top)
SELECT day, top, count(*) AS marks FROM taken GROUP BY day, top

-- count days --
-- Their dossiers by procedure; the counts of each day, read once, tell which centres have any. Only rows that differ are
-- written; of which days there were any.
WITH stale AS MATERIALIZED (SELECT * FROM unnest(%(days)s::date[], %(tops)s::text[]) AS stale (day, top)),
centres AS MATERIALIZED (
    SELECT DISTINCT c.day, c.basis, c.centre_code, split_part(c.centre_code, '.', 1) AS top
    FROM (SELECT DISTINCT day FROM stale) one JOIN count_day c ON c.day = one.day
    WHERE c.basis IN ('receipt', 'resolution', 'overdue')),
fresh (day, top, basis, procedure_code, dossiers, scanned, in_progress, with_component, result_due, with_result, digitized,
        components_due, components_digitized, reused, from_store, population_linked, on_time) AS MATERIALIZED (
    SELECT at.day, at.top, at.basis, coalesce(d.procedure_code, ''), count(*)::integer,
           (count(*) FILTER (WHERE d.scanned))::integer, (count(*) FILTER (WHERE d.scanned AND NOT d.digitized))::integer,
           (count(*) FILTER (WHERE d.has_component))::integer, (count(*) FILTER (WHERE d.result_due))::integer,
           (count(*) FILTER (WHERE d.result_due AND d.has_result))::integer,
           (count(*) FILTER (WHERE d.digitized))::integer, sum(d.components_due)::integer,
           sum(d.components_digitized)::integer, (count(*) FILTER (WHERE d.reused))::integer,
           (count(*) FILTER (WHERE d.from_store))::integer, (count(*) FILTER (WHERE d.population_linked))::integer,
           (count(*) FILTER (WHERE at.basis = 'resolution' AND d.on_time))::integer
    FROM stale JOIN centres at USING (day, top)
    CROSS JOIN LATERAL (
        SELECT * FROM dossier_standing r
        WHERE at.basis = 'receipt' AND r.centre_code = at.centre_code AND r.received_on = at.day
        UNION ALL
        SELECT * FROM dossier_standing r
        WHERE at.basis = 'resolution' AND r.centre_code = at.centre_code AND r.resolved_on = at.day
        UNION ALL
        SELECT * FROM dossier_standing r
        WHERE at.basis = 'overdue' AND r.centre_code = at.centre_code AND r.overdue_on = at.day) d
    WHERE d.counts
    GROUP BY at.day, at.top, at.basis, coalesce(d.procedure_code, '')),
gone AS (
    DELETE FROM count_procedure_top c USING stale
    WHERE c.day = stale.day AND c.top = stale.top
      AND NOT EXISTS (SELECT FROM fresh f WHERE (f.day, f.top, f.basis, f.procedure_code)
                                              = (c.day, c.top, c.basis, c.procedure_code))
    RETURNING c.day),
written AS (
    INSERT INTO count_procedure_top AS c (day, top, basis, procedure_code, dossiers, scanned, in_progress, with_component,
        result_due, with_result, digitized, components_due, components_digitized, reused, from_store, population_linked,
        on_time)
    SELECT * FROM fresh
    EXCEPT SELECT c.* FROM count_procedure_top c JOIN stale ON c.day = stale.day AND c.top = stale.top
    ON CONFLICT (day, top, basis, procedure_code) DO UPDATE SET
        dossiers = excluded.dossiers, scanned = excluded.scanned, in_progress = excluded.in_progress,
        with_component = excluded.with_component, result_due = excluded.result_due,
        with_result = excluded.with_result, digitized = excluded.digitized,
        components_due = excluded.components_due, components_digitized = excluded.components_digitized,
        reused = excluded.reused, from_store = excluded.from_store, population_linked = excluded.population_linked,
        on_time = excluded.on_time
    RETURNING c.day)
SELECT day FROM gone UNION SELECT day FROM written

-- forget sums --
-- The old sums of these days over the country.
DELETE FROM count_procedure_day
WHERE basis IN ('receipt', 'resolution', 'overdue') AND day = ANY (%(days)s::date[])

-- sum days --
-- And the new ones.
INSERT INTO count_procedure_day (basis, day, procedure_code, dossiers, scanned, in_progress, with_component, result_due,
    with_result, digitized, components_due, components_digitized, reused, from_store, population_linked, on_time)
SELECT basis, day, procedure_code, sum(dossiers), sum(scanned), sum(in_progress), sum(with_component), sum(result_due),
       sum(with_result), sum(digitized), sum(components_due), sum(components_digitized), sum(reused), sum(from_store),
       sum(population_linked), sum(on_time)
FROM count_procedure_top WHERE day = ANY (%(days)s::date[])
GROUP BY basis, day, procedure_code
