-- take_stale --
-- Days of centres that have to be counted anew, neighbours together, so that a month is summed once; what others have
-- not committed yet stays for the next time.
WITH taken AS (
    DELETE FROM count_stale WHERE id IN (SELECT id FROM count_stale ORDER BY centre_code, day LIMIT %(limit)s)
    RETURNING centre_code, day, basis)
SELECT centre_code, day, array_agg(DISTINCT basis) AS bases, count(*) AS marks FROM taken GROUP BY centre_code, day

-- count_days --
-- The counts of these days and bases, from the dossiers themselves: only rows that differ are written, and what they are
-- part of is due to be summed anew.
WITH fresh (centre_code, day, basis, agency_code,
        dossiers, scanned, in_progress, with_component, result_due, with_result, digitized, components_due,
        components_digitized, reused, from_store, population_linked, on_time, unregistered) AS MATERIALIZED (
    SELECT stale.centre_code, stale.day, stale.basis, d.agency_code, count(*), count(*) FILTER (WHERE d.scanned),
           count(*) FILTER (WHERE d.scanned AND NOT d.digitized), count(*) FILTER (WHERE d.has_component),
           count(*) FILTER (WHERE d.result_due), count(*) FILTER (WHERE d.result_due AND d.has_result),
           count(*) FILTER (WHERE d.digitized), sum(d.components_due), sum(d.components_digitized),
           count(*) FILTER (WHERE d.reused), count(*) FILTER (WHERE d.from_store),
           count(*) FILTER (WHERE d.population_linked),
           count(*) FILTER (WHERE stale.basis = 'resolution' AND d.on_time), 0
    FROM unnest(%(centres)s::text[], %(days)s::date[], %(bases)s::text[]) AS stale (centre_code, day, basis)
    CROSS JOIN LATERAL (
        SELECT * FROM dossier_standing r
        WHERE stale.basis = 'receipt' AND r.centre_code = stale.centre_code AND r.received_on = stale.day
        UNION ALL
        SELECT * FROM dossier_standing r
        WHERE stale.basis = 'resolution' AND r.centre_code = stale.centre_code AND r.resolved_on = stale.day
        UNION ALL
        SELECT * FROM dossier_standing r
        WHERE stale.basis = 'overdue' AND r.centre_code = stale.centre_code AND r.overdue_on = stale.day) d
    WHERE d.counts
    GROUP BY stale.centre_code, stale.day, stale.basis, d.agency_code
    UNION ALL
    SELECT stale.centre_code, stale.day, 'scan', stale.centre_code, count(*), count(*),
           count(*) FILTER (WHERE NOT d.digitized), count(*) FILTER (WHERE d.has_component), 0,
           count(*) FILTER (WHERE d.has_result), count(*) FILTER (WHERE d.digitized), 0, 0, 0, 0, 0, 0,
           count(*) FILTER (WHERE NOT d.registered)
    FROM unnest(%(centres)s::text[], %(days)s::date[], %(bases)s::text[]) AS stale (centre_code, day, basis)
    JOIN scan_standing d ON d.centre_code = stale.centre_code AND d.scanned_on = stale.day
    WHERE stale.basis = 'scan' AND d.scanned
    GROUP BY stale.centre_code, stale.day),
gone AS (
    DELETE FROM count_day c USING unnest(%(centres)s::text[], %(days)s::date[], %(bases)s::text[]) AS stale (centre_code, day, basis)
    WHERE c.centre_code = stale.centre_code AND c.day = stale.day AND c.basis = stale.basis
      AND NOT EXISTS (SELECT FROM fresh f WHERE (f.centre_code, f.day, f.basis, f.agency_code)
                                              = (c.centre_code, c.day, c.basis, c.agency_code))
    RETURNING c.day, c.agency_code),
written AS (
    INSERT INTO count_day AS c (centre_code, day, basis, agency_code,
        dossiers, scanned, in_progress, with_component, result_due, with_result, digitized, components_due,
        components_digitized, reused, from_store, population_linked, on_time, unregistered)
    SELECT * FROM fresh
    EXCEPT SELECT c.* FROM count_day c
           JOIN unnest(%(centres)s::text[], %(days)s::date[], %(bases)s::text[]) AS stale (centre_code, day, basis)
               ON c.centre_code = stale.centre_code AND c.day = stale.day AND c.basis = stale.basis
    ON CONFLICT (centre_code, day, basis, agency_code) DO UPDATE SET
        dossiers = excluded.dossiers, scanned = excluded.scanned, in_progress = excluded.in_progress,
        with_component = excluded.with_component, result_due = excluded.result_due,
        with_result = excluded.with_result, digitized = excluded.digitized,
        components_due = excluded.components_due, components_digitized = excluded.components_digitized,
        reused = excluded.reused, from_store = excluded.from_store, population_linked = excluded.population_linked,
        on_time = excluded.on_time, unregistered = excluded.unregistered
    RETURNING c.day, c.agency_code)
INSERT INTO count_stale_top (day, top)
SELECT DISTINCT changed.day, coalesce(p.province, p.ministry, '')
FROM (SELECT * FROM gone UNION SELECT * FROM written) changed
JOIN place p ON p.code = changed.agency_code AND changed.day BETWEEN p.valid_from AND p.valid_to

-- sum_months --
-- The months that these days belong to, from the days; again only what differs is written.
WITH stale AS (
    SELECT DISTINCT centre_code, date_trunc('month', day)::date AS month, basis
    FROM unnest(%(centres)s::text[], %(days)s::date[], %(bases)s::text[]) AS stale (centre_code, day, basis)),
fresh AS MATERIALIZED (
    SELECT c.centre_code, stale.month, c.basis, c.agency_code,
           sum(dossiers)::integer AS dossiers, sum(scanned)::integer AS scanned,
           sum(in_progress)::integer AS in_progress, sum(with_component)::integer AS with_component,
           sum(result_due)::integer AS result_due, sum(with_result)::integer AS with_result,
           sum(digitized)::integer AS digitized, sum(components_due)::integer AS components_due,
           sum(components_digitized)::integer AS components_digitized, sum(reused)::integer AS reused,
           sum(from_store)::integer AS from_store, sum(population_linked)::integer AS population_linked,
           sum(on_time)::integer AS on_time, sum(unregistered)::integer AS unregistered
    FROM stale
    JOIN count_day c ON c.centre_code = stale.centre_code AND c.basis = stale.basis
                    AND c.day >= stale.month AND c.day < (stale.month + interval '1 month')::date
    GROUP BY c.centre_code, stale.month, c.basis, c.agency_code),
gone AS (
    DELETE FROM count_month c USING stale
    WHERE c.centre_code = stale.centre_code AND c.month = stale.month AND c.basis = stale.basis
      AND NOT EXISTS (SELECT FROM fresh f WHERE (f.centre_code, f.month, f.basis, f.agency_code)
                                              = (c.centre_code, c.month, c.basis, c.agency_code)))
INSERT INTO count_month AS c (centre_code, month, basis, agency_code,
    dossiers, scanned, in_progress, with_component, result_due, with_result, digitized, components_due,
    components_digitized, reused, from_store, population_linked, on_time, unregistered)
SELECT * FROM fresh
EXCEPT SELECT c.* FROM count_month c
       JOIN stale ON c.centre_code = stale.centre_code AND c.month = stale.month AND c.basis = stale.basis
ON CONFLICT (month, basis, centre_code, agency_code) DO UPDATE SET
    dossiers = excluded.dossiers, scanned = excluded.scanned, in_progress = excluded.in_progress,
    with_component = excluded.with_component, result_due = excluded.result_due,
    with_result = excluded.with_result, digitized = excluded.digitized,
    components_due = excluded.components_due, components_digitized = excluded.components_digitized,
    reused = excluded.reused, from_store = excluded.from_store, population_linked = excluded.population_linked,
    on_time = excluded.on_time, unregistered = excluded.unregistered

-- mark_months --
-- Their counts by procedure are due too, of the month and of the day.
WITH stale AS (SELECT * FROM unnest(%(centres)s::text[], %(days)s::date[]) AS stale (centre_code, day)),
months AS (
    INSERT INTO count_stale_month (centre_code, month, days_marked)
    SELECT DISTINCT centre_code, date_trunc('month', day)::date, true FROM stale)
INSERT INTO count_stale_procedure (day, top) SELECT DISTINCT day, split_part(centre_code, '.', 1) FROM stale

-- take_stale_kinds --
-- Days of receipt whose counts by kind have to be made anew.
WITH taken AS (
    DELETE FROM count_stale_kind
    WHERE id IN (SELECT id FROM count_stale_kind ORDER BY centre_code, day LIMIT %(limit)s)
    RETURNING centre_code, day)
SELECT centre_code, day, count(*) AS marks FROM taken GROUP BY centre_code, day

-- count_kinds --
-- Papers in force of the dossiers received on these days, by kind, and those of them that are digitized by the rule of the
-- dossier. Only rows that differ are written; of which days and tops there were any.
WITH stale AS (SELECT * FROM unnest(%(centres)s::text[], %(days)s::date[]) AS stale (centre_code, day)),
fresh (centre_code, day, kind, papers, digitized) AS MATERIALIZED (
    SELECT stale.centre_code, stale.day, s.kind, count(*),
           count(*) FILTER (WHERE CASE s.role
               WHEN 'result' THEN meets(s.step, s.facts, rule.result_state, rule.result_facts)
               ELSE meets(s.step, s.facts, rule.component_state, rule.component_facts) END)
    FROM stale
    JOIN register_dossier r ON r.centre_code = stale.centre_code AND r.received_on = stale.day
    JOIN digitized_rule rule ON r.received_on BETWEEN rule.valid_from AND rule.valid_to
    JOIN dossier d ON d.code = r.code
    JOIN paper_standing s ON s.dossier_id = d.id
    WHERE NOT r.status = ANY (rule.not_received)
    GROUP BY stale.centre_code, stale.day, s.kind),
gone AS (
    DELETE FROM count_kind c USING stale
    WHERE c.top = split_part(stale.centre_code, '.', 1) AND c.day = stale.day AND c.centre_code = stale.centre_code
      AND NOT EXISTS (SELECT FROM fresh f WHERE (f.centre_code, f.day, f.kind) = (c.centre_code, c.day, c.kind))
    RETURNING c.day, c.top),
written AS (
    INSERT INTO count_kind AS c (centre_code, day, kind, papers, digitized)
    SELECT * FROM fresh
    ON CONFLICT (top, day, centre_code, kind) DO UPDATE SET papers = excluded.papers, digitized = excluded.digitized
        WHERE (c.papers, c.digitized) <> (excluded.papers, excluded.digitized)
    RETURNING c.day, c.top)
SELECT * FROM gone UNION SELECT * FROM written

-- sum_kinds --
-- And the sums of these days and tops.
WITH stale AS (SELECT * FROM unnest(%(days)s::date[], %(tops)s::text[]) AS stale (day, top)),
fresh AS MATERIALIZED (
    SELECT c.day, c.top, c.kind, sum(c.papers)::integer AS papers, sum(c.digitized)::integer AS digitized
    FROM stale JOIN count_kind c ON c.top = stale.top AND c.day = stale.day GROUP BY c.day, c.top, c.kind),
gone AS (
    DELETE FROM count_kind_top c USING stale
    WHERE c.day = stale.day AND c.top = stale.top
      AND NOT EXISTS (SELECT FROM fresh f WHERE (f.day, f.top, f.kind) = (c.day, c.top, c.kind)))
INSERT INTO count_kind_top AS c (day, top, kind, papers, digitized)
SELECT * FROM fresh
ON CONFLICT (day, top, kind) DO UPDATE SET papers = excluded.papers, digitized = excluded.digitized
    WHERE (c.papers, c.digitized) <> (excluded.papers, excluded.digitized)

-- take_stale_tops --
-- Days of provinces and ministries that have to be summed anew.
WITH taken AS (
    DELETE FROM count_stale_top WHERE id IN (SELECT id FROM count_stale_top ORDER BY day LIMIT %(limit)s)
    RETURNING day, top)
SELECT day, top, count(*) AS marks FROM taken GROUP BY day, top

-- forget_tops --
-- The old sums of provinces and ministries on these days.
DELETE FROM count_top c USING unnest(%(days)s::date[], %(tops)s::text[]) AS stale (day, top)
WHERE c.basis IN ('receipt', 'resolution', 'overdue', 'scan') AND c.day = stale.day AND c.top = stale.top

-- forget_whole_days --
-- The old sums of all of them.
DELETE FROM count_top
WHERE basis IN ('receipt', 'resolution', 'overdue', 'scan') AND day = ANY (%(whole)s::date[])

-- sum_tops --
-- And the new ones: the agencies below a top, then their counts of the day (OFFSET 0: looks into indexes,
-- instead of walks through all places and counts).
INSERT INTO count_top (day, basis, top, level, listed, dossiers, scanned, in_progress, with_component, result_due,
    with_result, digitized, components_due, components_digitized, reused, from_store, population_linked, on_time,
    unregistered)
SELECT stale.day, c.basis, stale.top, p.level, true, sum(dossiers), sum(scanned), sum(in_progress),
       sum(with_component), sum(result_due), sum(with_result), sum(digitized), sum(components_due),
       sum(components_digitized), sum(reused), sum(from_store), sum(population_linked), sum(on_time), sum(unregistered)
FROM unnest(%(days)s::date[], %(tops)s::text[]) AS stale (day, top)
CROSS JOIN LATERAL (
    SELECT code, level FROM place
    WHERE coalesce(province, ministry, '') = stale.top AND stale.day BETWEEN valid_from AND valid_to OFFSET 0) p
CROSS JOIN LATERAL (
    SELECT * FROM count_day WHERE agency_code = p.code AND day = stale.day OFFSET 0) c
GROUP BY stale.day, c.basis, stale.top, p.level

-- sum_whole_days --
-- The same for all tops of a day at once.
INSERT INTO count_top (day, basis, top, level, listed, dossiers, scanned, in_progress, with_component, result_due,
    with_result, digitized, components_due, components_digitized, reused, from_store, population_linked, on_time,
    unregistered)
SELECT c.day, c.basis, coalesce(p.province, p.ministry, ''), p.level, true, sum(dossiers), sum(scanned),
       sum(in_progress), sum(with_component), sum(result_due), sum(with_result), sum(digitized), sum(components_due),
       sum(components_digitized), sum(reused), sum(from_store), sum(population_linked), sum(on_time), sum(unregistered)
FROM unnest(%(whole)s::date[]) AS stale (day)
CROSS JOIN (VALUES ('receipt'), ('resolution'), ('overdue'), ('scan')) AS basis (name)
JOIN count_day c ON c.day = stale.day AND c.basis = basis.name
JOIN place p ON p.code = c.agency_code AND c.day BETWEEN p.valid_from AND p.valid_to
GROUP BY c.day, c.basis, coalesce(p.province, p.ministry, ''), p.level

-- all_stale --
-- Everything has to be counted anew: the rule changed.
INSERT INTO count_stale (centre_code, day, basis)
SELECT centre_code, day, 'all' FROM (
    SELECT centre_code, received_on AS day FROM register_dossier WHERE received_on IS NOT NULL
    UNION SELECT centre_code, resolved_on FROM register_dossier WHERE resolved_on IS NOT NULL
    UNION SELECT centre_code, overdue_on FROM register_dossier WHERE overdue_on IS NOT NULL
    UNION SELECT centre_code, scan_day(code, created_at) FROM dossier WHERE code IS NOT NULL
    UNION SELECT centre_code, day FROM count_day) days

-- all_kinds_stale --
-- And papers by kind.
INSERT INTO count_stale_kind (centre_code, day)
SELECT r.centre_code, r.received_on FROM dossier d JOIN register_dossier r ON r.code = d.code
WHERE r.received_on IS NOT NULL
UNION SELECT centre_code, day FROM count_kind

-- keep_rule --
-- One rule of config/digitized.toml.
INSERT INTO digitized_rule (id, valid_from, valid_to, component_state, component_facts, result_state, result_facts,
    not_received, result_when_unknown)
VALUES (%(id)s, %(valid_from)s, %(valid_to)s, %(component_state)s, %(component_facts)s, %(result_state)s,
    %(result_facts)s, %(not_received)s, %(result_when_unknown)s)

-- kept_rules --
-- The rules that the counts were made by.
SELECT id, valid_from, valid_to, component_state, component_facts, result_state, result_facts, not_received,
       result_when_unknown
FROM digitized_rule ORDER BY valid_from

-- uneven_months --
-- Months inside which a code changed its place: only days tell on which side of the change a dossier stands.
SELECT DISTINCT date_trunc('month', valid_from)::date AS month FROM place
WHERE extract(day FROM valid_from) <> 1 AND valid_from BETWEEN %(first)s AND %(last)s

-- sums --
-- Counts of a period by commune or district. Whole months come from count_month, the rest from count_day.
WITH counted AS (
    SELECT agency_code AS key, month AS day, dossiers, scanned,
           in_progress, with_component, result_due, with_result, digitized, components_due, components_digitized,
           reused, from_store, population_linked, on_time, unregistered
    FROM count_month
    WHERE basis = ANY (%(bases)s) AND month = ANY (%(months)s::date[])
    UNION ALL
    SELECT agency_code, day, dossiers, scanned,
           in_progress, with_component, result_due, with_result, digitized, components_due, components_digitized,
           reused, from_store, population_linked, on_time, unregistered
    FROM count_day
    JOIN unnest(%(firsts)s::date[], %(lasts)s::date[]) AS part (first, last) ON day BETWEEN part.first AND part.last
    WHERE basis = ANY (%(bases)s)),
grouped AS (
    SELECT key, day, sum(dossiers) AS dossiers, sum(scanned) AS scanned, sum(in_progress) AS in_progress,
           sum(with_component) AS with_component, sum(result_due) AS result_due, sum(with_result) AS with_result,
           sum(digitized) AS digitized, sum(components_due) AS components_due,
           sum(components_digitized) AS components_digitized, sum(reused) AS reused, sum(from_store) AS from_store,
           sum(population_linked) AS population_linked, sum(on_time) AS on_time, sum(unregistered) AS unregistered
    FROM counted GROUP BY key, day)
SELECT CASE %(by)s WHEN 'commune' THEN p.commune WHEN 'district' THEN p.district END AS code,
       sum(dossiers)::bigint AS dossiers, sum(scanned)::bigint AS scanned, sum(in_progress)::bigint AS in_progress,
       sum(with_component)::bigint AS with_component, sum(result_due)::bigint AS result_due,
       sum(with_result)::bigint AS with_result, sum(digitized)::bigint AS digitized,
       sum(components_due)::bigint AS components_due, sum(components_digitized)::bigint AS components_digitized,
       sum(reused)::bigint AS reused, sum(from_store)::bigint AS from_store,
       sum(population_linked)::bigint AS population_linked, sum(on_time)::bigint AS on_time,
       sum(unregistered)::bigint AS unregistered
FROM grouped g
LEFT JOIN place p ON p.code = g.key AND g.day BETWEEN p.valid_from AND p.valid_to
GROUP BY 1

-- tops --
-- Counts of a period by province, ministry or level: few rows, whatever the days.
SELECT CASE %(by)s WHEN 'level' THEN level
                   -- A province has no code of a ministry, and the other way round.
                   ELSE nullif(CASE WHEN (level = 'ministry') = (%(by)s = 'ministry') THEN top ELSE '' END, '')
                   END AS code,
       sum(dossiers)::bigint AS dossiers, sum(scanned)::bigint AS scanned, sum(in_progress)::bigint AS in_progress,
       sum(with_component)::bigint AS with_component, sum(result_due)::bigint AS result_due, sum(with_result)::bigint AS with_result,
       sum(digitized)::bigint AS digitized, sum(components_due)::bigint AS components_due, sum(components_digitized)::bigint AS components_digitized,
       sum(reused)::bigint AS reused, sum(from_store)::bigint AS from_store, sum(population_linked)::bigint AS population_linked,
       sum(on_time)::bigint AS on_time, sum(unregistered)::bigint AS unregistered
FROM count_top
WHERE basis = ANY (%(bases)s) AND day BETWEEN %(first)s AND %(last)s
GROUP BY 1

-- centres --
-- Counts of a period by receiving centre: nothing has to be known of its place.
SELECT centre_code AS code,
       sum(dossiers)::bigint AS dossiers, sum(scanned)::bigint AS scanned, sum(in_progress)::bigint AS in_progress,
       sum(with_component)::bigint AS with_component, sum(result_due)::bigint AS result_due, sum(with_result)::bigint AS with_result,
       sum(digitized)::bigint AS digitized, sum(components_due)::bigint AS components_due, sum(components_digitized)::bigint AS components_digitized,
       sum(reused)::bigint AS reused, sum(from_store)::bigint AS from_store, sum(population_linked)::bigint AS population_linked,
       sum(on_time)::bigint AS on_time, sum(unregistered)::bigint AS unregistered
FROM (
    SELECT centre_code, dossiers, scanned, in_progress, with_component, result_due, with_result, digitized, components_due,
           components_digitized, reused, from_store, population_linked, on_time, unregistered
    FROM count_month
    WHERE basis = ANY (%(bases)s) AND month = ANY (%(months)s::date[])
      AND (%(centres)s::text[] IS NULL OR centre_code = ANY (%(centres)s))
    UNION ALL
    SELECT centre_code, dossiers, scanned, in_progress, with_component, result_due, with_result, digitized, components_due,
           components_digitized, reused, from_store, population_linked, on_time, unregistered
    FROM count_day
    JOIN unnest(%(firsts)s::date[], %(lasts)s::date[]) AS part (first, last) ON day BETWEEN part.first AND part.last
    WHERE basis = ANY (%(bases)s) AND (%(centres)s::text[] IS NULL OR centre_code = ANY (%(centres)s))) counted
GROUP BY centre_code

-- page of centres --
-- The next centres of which anything was ever counted, by code.
SELECT DISTINCT code FROM place p
WHERE code > %(after)s AND EXISTS (SELECT FROM count_month c WHERE c.centre_code = p.code)
ORDER BY code LIMIT %(limit)s

-- names --
-- What places are called on a day.
SELECT code, name, listed FROM place WHERE code = ANY (%(codes)s::text[]) AND %(day)s::date BETWEEN valid_from AND valid_to

-- coverage --
-- Centres in operation on a day, and those of them where digitization is deployed.
SELECT CASE %(by)s WHEN 'centre' THEN u.code WHEN 'commune' THEN p.commune WHEN 'district' THEN p.district
                   WHEN 'province' THEN p.province WHEN 'ministry' THEN p.ministry WHEN 'level' THEN p.level
                   END AS code,
       count(*) AS denominator,
       count(*) FILTER (WHERE EXISTS (
           SELECT FROM unit_status s WHERE s.code = u.code AND s.status = 'deployed'
             AND %(day)s::date BETWEEN s.valid_from AND coalesce(s.valid_to, 'infinity'))) AS numerator
FROM unit u
JOIN place p ON p.code = u.code AND %(day)s::date BETWEEN p.valid_from AND p.valid_to
WHERE u.kind = 'centre' AND %(day)s::date BETWEEN u.valid_from AND coalesce(u.valid_to, 'infinity')
GROUP BY 1

-- procedures --
-- Counts of a period by procedure or by field of procedures.
SELECT CASE %(by)s WHEN 'procedure' THEN nullif(c.procedure_code, '') ELSE o.field_code END AS code,
       sum(dossiers)::bigint AS dossiers,
       sum(scanned)::bigint AS scanned,
       sum(in_progress)::bigint AS in_progress,
       sum(with_component)::bigint AS with_component,
       sum(result_due)::bigint AS result_due,
       sum(with_result)::bigint AS with_result,
       sum(digitized)::bigint AS digitized,
       sum(components_due)::bigint AS components_due,
       sum(components_digitized)::bigint AS components_digitized,
       sum(reused)::bigint AS reused,
       sum(from_store)::bigint AS from_store,
       sum(population_linked)::bigint AS population_linked,
       sum(on_time)::bigint AS on_time,
       0::bigint AS unregistered
FROM count_procedure_day c LEFT JOIN procedure o ON o.code = c.procedure_code
WHERE basis = ANY (%(bases)s) AND day BETWEEN %(first)s AND %(last)s
GROUP BY 1

-- kinds --
-- Papers in force of the dossiers received in a period, by kind, and those of them that are digitized.
SELECT kind AS code, sum(papers)::bigint AS denominator, sum(digitized)::bigint AS numerator
FROM count_kind_top WHERE day BETWEEN %(first)s AND %(last)s
GROUP BY kind

-- distinct_procedures --
-- Distinct procedures for persons, and those of them that fulfil an indicator: never a sum. The denominator is null where
-- of one of the procedures nobody says whom it is for. Months and days as above.
WITH counted AS (
    SELECT centre_code, agency_code, procedure_code, month AS day, population_linked > 0 AS linked
    FROM count_procedure
    WHERE basis = ANY (%(bases)s) AND month = ANY (%(months)s::date[]) AND procedure_code <> ''
    UNION ALL
    SELECT r.centre_code, r.agency_code, r.procedure_code, r.received_on, r.population_linked
    FROM (SELECT DISTINCT c.centre_code, c.day
          FROM unnest(%(firsts)s::date[], %(lasts)s::date[]) AS part (first, last)
          JOIN count_day c ON c.basis = ANY (%(bases)s) AND c.day BETWEEN part.first AND part.last) at
    JOIN register_dossier r ON r.centre_code = at.centre_code AND r.received_on = at.day
    JOIN digitized_rule rule ON r.received_on BETWEEN rule.valid_from AND rule.valid_to
    WHERE NOT r.status = ANY (rule.not_received) AND r.procedure_code IS NOT NULL),
placed AS (
    SELECT CASE %(by)s WHEN 'centre' THEN c.centre_code WHEN 'commune' THEN p.commune WHEN 'district' THEN p.district
                       WHEN 'province' THEN p.province WHEN 'ministry' THEN p.ministry WHEN 'level' THEN p.level END AS code,
           c.procedure_code, c.linked, o.for_persons
    FROM counted c
    LEFT JOIN procedure o ON o.code = c.procedure_code
    LEFT JOIN place p ON p.code = CASE WHEN %(by)s = 'centre' THEN c.centre_code ELSE c.agency_code END
                     AND c.day BETWEEN p.valid_from AND p.valid_to)
SELECT code, CASE WHEN count(for_persons) = count(*) THEN count(*) FILTER (WHERE for_persons) END AS denominator,
       count(*) FILTER (WHERE for_persons AND linked) AS numerator
FROM (SELECT coalesce(went.heir, placed.code) AS code, procedure_code, for_persons, bool_or(linked) AS linked
      FROM placed
      LEFT JOIN unnest(%(former)s::text[], %(heirs)s::text[]) AS went (former, heir) ON went.former = placed.code
      GROUP BY 1, 2, 3) each_procedure
GROUP BY code

-- connected procedures --
-- The same by procedure, where each row is one, or by field: over the country.
SELECT CASE %(by)s WHEN 'procedure' THEN c.code ELSE o.field_code END AS code,
       CASE WHEN count(o.for_persons) = count(*) THEN count(*) FILTER (WHERE o.for_persons) END AS denominator,
       count(*) FILTER (WHERE o.for_persons AND c.linked) AS numerator
FROM (SELECT procedure_code AS code, bool_or(population_linked > 0) AS linked FROM count_procedure_day
      WHERE basis = ANY (%(bases)s) AND day BETWEEN %(first)s AND %(last)s AND procedure_code <> ''
      GROUP BY procedure_code) c
LEFT JOIN procedure o ON o.code = c.code
GROUP BY 1

-- beside --
-- What a report tells beside its rows: scanned dossiers that the register does not know, and work under way.
SELECT coalesce(sum(unregistered) FILTER (WHERE basis = 'scan'), 0)::bigint AS unregistered,
       coalesce(sum(in_progress) FILTER (WHERE basis = %(basis)s), 0)::bigint AS in_progress
FROM count_top WHERE basis IN ('scan', %(basis)s) AND day BETWEEN %(first)s AND %(last)s

-- unlisted --
-- Centres that no list knows, of which something is counted in these days.
SELECT DISTINCT p.code FROM place p
WHERE NOT p.listed
  AND EXISTS (SELECT FROM count_day c WHERE c.centre_code = p.code AND c.day BETWEEN %(first)s AND %(last)s)
ORDER BY p.code

-- span --
-- The first and the last day that anything is counted on.
SELECT min(first) AS first, max(last) AS last
FROM unnest(%(bases)s::text[]) AS basis (name)
CROSS JOIN LATERAL (SELECT min(day) AS first, max(day) AS last FROM count_top WHERE count_top.basis = basis.name) ends

-- register_covers --
-- Whether the register knows of any dossier in these days.
SELECT EXISTS (SELECT FROM count_top WHERE basis IN ('receipt', 'resolution') AND day BETWEEN %(first)s AND %(last)s) AS found

-- undated --
-- Dossiers of the register without a day of receipt: in no period, listed.
SELECT centre_code AS code, count(*) AS dossiers FROM register_dossier WHERE received_on IS NULL
GROUP BY centre_code ORDER BY centre_code

-- unregistered --
-- Some scanned dossiers that the register does not know: counted apart. The counts tell where to look for them.
WITH days AS (
    SELECT centre_code, day FROM count_day
    WHERE unregistered > 0 AND basis = 'scan' AND day BETWEEN %(first)s AND %(last)s
    ORDER BY day, centre_code LIMIT %(limit)s)
SELECT s.code FROM days JOIN scan_standing s ON s.centre_code = days.centre_code AND s.scanned_on = days.day
WHERE NOT s.registered AND s.scanned
ORDER BY s.code LIMIT %(limit)s

-- unassigned --
-- Scans without a dossier: listed, never counted.
SELECT centre_code AS code, count(*) AS files FROM dossier d
WHERE code IS NULL AND EXISTS (SELECT FROM file f WHERE f.dossier_id = d.id AND f.withdrawn_at IS NULL)
GROUP BY centre_code ORDER BY centre_code

-- now --
-- The database's clock.
SELECT clock_timestamp() AS now
