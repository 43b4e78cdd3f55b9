-- close --
-- A period as it stands now, with the hash of its counts.
INSERT INTO closing (first, last, closed_by, rules, counts, sha256)
SELECT %(first)s, %(last)s, %(by)s, %(rules)s, count(*),
       encode(sha256(coalesce(string_agg(concat_ws('|', month, basis, centre_code, agency_code, dossiers, scanned,
           in_progress, with_component, result_due, with_result, digitized, components_due, components_digitized, reused,
           from_store, population_linked, on_time, unregistered), E'\n'
           ORDER BY month, basis, centre_code COLLATE "C", agency_code COLLATE "C"), '')::bytea), 'hex')
FROM count_month WHERE month BETWEEN %(first)s AND %(last)s
RETURNING id, first, last, closed_at, closed_by, sha256, counts

-- freeze counts --
-- The counts of a closing.
INSERT INTO closing_count SELECT %(closing)s, c.* FROM count_month c WHERE month BETWEEN %(first)s AND %(last)s

-- freeze places --
-- The places of all codes that a closing counts, and of the units above them.
WITH counted AS (SELECT centre_code AS code FROM closing_count WHERE closing_id = %(closing)s
                 UNION SELECT agency_code FROM closing_count WHERE closing_id = %(closing)s)
INSERT INTO closing_place
SELECT %(closing)s, p.* FROM place p
WHERE p.code IN (SELECT code FROM counted
                 UNION SELECT above.code FROM counted JOIN place USING (code)
                 CROSS JOIN LATERAL (VALUES (commune), (district), (province), (ministry)) above (code))

-- told --
-- A closing as it is kept outside the database: a line that says what it is, then its counts and places.
SELECT told::text FROM (
    SELECT 0 AS part, to_jsonb(closing) AS told FROM closing WHERE id = %(closing)s
    UNION ALL
    SELECT 1, jsonb_build_object('count', to_jsonb(c) - 'closing_id') FROM closing_count c WHERE closing_id = %(closing)s
    UNION ALL
    SELECT 2, jsonb_build_object('place', to_jsonb(p) - 'closing_id') FROM closing_place p WHERE closing_id = %(closing)s
) AS lines ORDER BY part, told

-- of hash --
-- Closings whose counts have a hash.
SELECT id, first, last, closed_at, closed_by, sha256, counts FROM closing WHERE sha256 = %(sha256)s ORDER BY closed_at

-- incoming --
-- Where the lines of a closing stand while it is put back.
CREATE TEMP TABLE incoming_closing (told jsonb) ON COMMIT DROP

-- copy incoming --
-- Its lines, streamed.
COPY incoming_closing FROM STDIN

-- known --
-- Whether that closing is there.
SELECT EXISTS (SELECT FROM closing c JOIN incoming_closing i ON c.sha256 = i.told->>'sha256'
               AND c.closed_at = (i.told->>'closed_at')::timestamptz) AS known

-- put back --
-- A closing under the number that it had, which stands on reports; under the next one where another has it.
INSERT INTO closing (id, first, last, closed_at, closed_by, sha256, counts, rules) OVERRIDING SYSTEM VALUE
SELECT CASE WHEN EXISTS (SELECT FROM closing taken WHERE taken.id = c.id)
            THEN nextval(pg_get_serial_sequence('closing', 'id')) ELSE c.id END,
       c.first, c.last, c.closed_at, c.closed_by, c.sha256, c.counts, c.rules
FROM incoming_closing, jsonb_populate_record(NULL::closing, told) c WHERE told ? 'closed_at'
RETURNING id, first, last, closed_at, closed_by, sha256, counts

-- numbers go on --
-- The next closing has the next number.
SELECT setval(pg_get_serial_sequence('closing', 'id'), (SELECT max(id) FROM closing))

-- put back counts --
-- The counts of a closing.
INSERT INTO closing_count
SELECT (jsonb_populate_record(NULL::closing_count, told->'count' || jsonb_build_object('closing_id', %(closing)s::bigint))).*
FROM incoming_closing WHERE told ? 'count'

-- put back places --
-- Its places.
INSERT INTO closing_place
SELECT (jsonb_populate_record(NULL::closing_place, told->'place' || jsonb_build_object('closing_id', %(closing)s::bigint))).*
FROM incoming_closing WHERE told ? 'place'

-- proof --
-- The hash of the counts as they are kept.
SELECT encode(sha256(coalesce(string_agg(concat_ws('|', month, basis, centre_code, agency_code, dossiers, scanned,
           in_progress, with_component, result_due, with_result, digitized, components_due, components_digitized, reused,
           from_store, population_linked, on_time, unregistered), E'\n'
           ORDER BY month, basis, centre_code COLLATE "C", agency_code COLLATE "C"), '')::bytea), 'hex') AS sha256
FROM closing_count WHERE closing_id = %(closing)s

-- find --
-- The last closing before a moment that covers a period.
SELECT id, first, last, closed_at, closed_by, sha256, counts FROM closing
WHERE first <= %(first)s AND last >= %(last)s AND (%(as_of)s::timestamptz IS NULL OR closed_at <= %(as_of)s)
ORDER BY closed_at DESC LIMIT 1

-- covering --
-- All closings that cover a period, newest first.
SELECT id, first, last, closed_at, closed_by, sha256, counts FROM closing
WHERE first <= %(first)s AND last >= %(last)s ORDER BY closed_at DESC

-- page of centres --
-- The next centres of closings by code; places that received nothing are agencies and units.
SELECT DISTINCT found.code
FROM closing c
CROSS JOIN LATERAL (
    SELECT DISTINCT p.code FROM closing_place p
    WHERE p.closing_id = c.id AND p.code > %(after)s AND EXISTS (
        SELECT FROM closing_count n
        WHERE n.closing_id = c.id AND n.centre_code = p.code
          AND n.month = ANY (ARRAY(SELECT generate_series(c.first, c.last, interval '1 month')::date))
          AND n.basis IN ('receipt', 'resolution', 'overdue', 'scan'))
    ORDER BY p.code LIMIT %(limit)s) found
WHERE c.id = ANY (%(closings)s)
ORDER BY code LIMIT %(limit)s

-- sums --
-- Counts of whole months of a closing by place, as the places stood then.
SELECT CASE %(by)s WHEN 'centre' THEN g.key WHEN 'commune' THEN p.commune WHEN 'district' THEN p.district
                   WHEN 'province' THEN p.province WHEN 'ministry' THEN p.ministry
                   WHEN 'level' THEN p.level END AS code,
       sum(dossiers)::bigint AS dossiers, sum(scanned)::bigint AS scanned, sum(in_progress)::bigint AS in_progress,
       sum(with_component)::bigint AS with_component, sum(result_due)::bigint AS result_due,
       sum(with_result)::bigint AS with_result, sum(digitized)::bigint AS digitized,
       sum(components_due)::bigint AS components_due, sum(components_digitized)::bigint AS components_digitized,
       sum(reused)::bigint AS reused, sum(from_store)::bigint AS from_store,
       sum(population_linked)::bigint AS population_linked, sum(on_time)::bigint AS on_time,
       sum(unregistered)::bigint AS unregistered
FROM (SELECT *, CASE WHEN %(by)s = 'centre' THEN centre_code ELSE agency_code END AS key FROM closing_count
      WHERE closing_id = %(closing)s AND basis = ANY (%(bases)s) AND month = ANY (%(months)s::date[])
        AND (%(centres)s::text[] IS NULL OR centre_code = ANY (%(centres)s))) g
LEFT JOIN closing_place p ON p.closing_id = %(closing)s AND p.code = g.key
                         AND g.month BETWEEN p.valid_from AND p.valid_to
GROUP BY 1

-- names --
-- What places were called in a closing, and whether a list knew them; today's names for units that older closings lack.
SELECT code, name, listed FROM closing_place
WHERE closing_id = %(closing)s AND code = ANY (%(codes)s::text[]) AND %(day)s::date BETWEEN valid_from AND valid_to
UNION ALL
SELECT code, name, listed FROM place
WHERE code = ANY (%(codes)s::text[]) AND %(day)s::date BETWEEN valid_from AND valid_to
  AND NOT EXISTS (SELECT FROM closing_place c WHERE c.closing_id = %(closing)s AND c.code = place.code)

-- differences --
-- Where the live counts of a closed period are others than the closed ones, by centre, agency and basis.
WITH closed AS (
    SELECT centre_code, agency_code, basis, sum(dossiers) AS dossiers, sum(scanned) AS scanned,
           sum(in_progress) AS in_progress, sum(with_component) AS with_component, sum(result_due) AS result_due,
           sum(with_result) AS with_result, sum(digitized) AS digitized, sum(components_due) AS components_due,
           sum(components_digitized) AS components_digitized, sum(reused) AS reused, sum(from_store) AS from_store,
           sum(population_linked) AS population_linked, sum(on_time) AS on_time
    FROM closing_count WHERE closing_id = %(closing)s AND month BETWEEN %(first)s AND %(last)s
    GROUP BY centre_code, agency_code, basis),
live AS (
    SELECT centre_code, agency_code, basis, sum(dossiers) AS dossiers, sum(scanned) AS scanned,
           sum(in_progress) AS in_progress, sum(with_component) AS with_component, sum(result_due) AS result_due,
           sum(with_result) AS with_result, sum(digitized) AS digitized, sum(components_due) AS components_due,
           sum(components_digitized) AS components_digitized, sum(reused) AS reused, sum(from_store) AS from_store,
           sum(population_linked) AS population_linked, sum(on_time) AS on_time
    FROM count_month WHERE month BETWEEN %(first)s AND %(last)s
    GROUP BY centre_code, agency_code, basis)
SELECT centre_code AS centre, agency_code AS agency, basis, v.name, coalesce(v.closed, 0)::bigint AS closed,
       coalesce(v.live, 0)::bigint AS live
FROM closed FULL JOIN live USING (centre_code, agency_code, basis)
CROSS JOIN LATERAL (
    VALUES ('dossiers', closed.dossiers, live.dossiers), ('scanned', closed.scanned, live.scanned),
           ('in_progress', closed.in_progress, live.in_progress), ('with_component', closed.with_component, live.with_component),
           ('result_due', closed.result_due, live.result_due), ('with_result', closed.with_result, live.with_result),
           ('digitized', closed.digitized, live.digitized), ('components_due', closed.components_due, live.components_due),
           ('components_digitized', closed.components_digitized, live.components_digitized), ('reused', closed.reused, live.reused),
           ('from_store', closed.from_store, live.from_store), ('population_linked', closed.population_linked, live.population_linked),
           ('on_time', closed.on_time, live.on_time)) v (name, closed, live)
WHERE basis <> 'scan' AND coalesce(v.closed, 0) <> coalesce(v.live, 0)
ORDER BY centre_code, agency_code, basis, v.name

-- reasons --
-- What happened since to dossiers of the closed period at some centres: who came late, was changed, digitized, withdrawn or
-- moved. The first of it for each centre and agency, with how much there is of it.
SELECT code, centre, agency, what, by, at, among FROM (
    SELECT code, centre, agency, what, by, max(at) AS at,
           row_number() OVER (PARTITION BY centre, agency ORDER BY code, max(at), what, by) AS place,
           count(*) OVER (PARTITION BY centre, agency) AS among
    FROM (
        SELECT r.code, r.centre_code AS centre, r.agency_code AS agency, i.source AS by, i.imported_at AS at,
               CASE WHEN r.first_import_id = r.import_id THEN 'registered_late' ELSE 'register_changed' END AS what
        FROM register_import i JOIN register_dossier r ON r.import_id = i.id
        WHERE i.imported_at > %(closed_at)s
          AND (r.received_on BETWEEN %(first)s AND %(last)s OR r.resolved_on BETWEEN %(first)s AND %(last)s
               OR r.overdue_on BETWEEN %(first)s AND %(last)s)
        UNION ALL
        SELECT c.code, c.centre_code, c.agency_code, i.source, c.changed_at,
               CASE WHEN r.centre_code <> c.centre_code THEN 'left_centre'
                    WHEN r.agency_code <> c.agency_code THEN 'left_agency' ELSE 'left_day' END
        FROM register_change c JOIN register_dossier r ON r.code = c.code JOIN register_import i ON i.id = c.import_id
        CROSS JOIN LATERAL (VALUES (c.received_on, r.received_on), (c.resolved_on, r.resolved_on),
                                   (c.overdue_on, r.overdue_on)) v (before, now)
        WHERE c.changed_at > %(closed_at)s AND v.before BETWEEN %(first)s AND %(last)s
          AND (r.centre_code <> c.centre_code OR r.agency_code <> c.agency_code OR v.now IS DISTINCT FROM v.before)
        UNION ALL
        SELECT r.code, r.centre_code, r.agency_code, e.by, e.at, e.what
        FROM event e JOIN dossier d ON d.id = e.dossier_id JOIN register_dossier r ON r.code = d.code
        WHERE e.at > %(closed_at)s
          AND (r.received_on BETWEEN %(first)s AND %(last)s OR r.resolved_on BETWEEN %(first)s AND %(last)s
               OR r.overdue_on BETWEEN %(first)s AND %(last)s)) since
    WHERE centre = ANY (%(centres)s::text[])
    GROUP BY code, centre, agency, what, by) told
WHERE place <= %(most)s
ORDER BY centre, agency, code, at
