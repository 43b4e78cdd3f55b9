-- days of a centre --
-- Where the counts say that there are dossiers of a number: the next days of one centre. {n} and {d} are its counts.
SELECT DISTINCT c.day AS first, c.day AS last, c.centre_code, c.agency_code
FROM count_day c
WHERE c.basis = ANY (%(bases)s) AND c.centre_code = ANY (%(codes)s) AND c.day BETWEEN %(first)s AND %(last)s
  AND (c.day, c.centre_code, c.agency_code) >= (%(after_day)s, %(after_centre)s, %(after_agency)s)
  AND CASE %(part)s WHEN 'numerator' THEN c.{n} > 0 WHEN 'missing' THEN c.{n} < c.{d} ELSE c.{d} > 0 END
ORDER BY c.day, c.centre_code, c.agency_code LIMIT %(places)s

-- days of a unit --
-- The same for the agencies of a commune or district.
SELECT DISTINCT c.day AS first, c.day AS last, c.centre_code, c.agency_code
FROM place p JOIN count_day c ON c.agency_code = p.code AND c.day BETWEEN p.valid_from AND p.valid_to
WHERE coalesce(CASE %(by)s WHEN 'commune' THEN p.commune ELSE p.district END, '') = ANY (%(codes)s)
  AND c.basis = ANY (%(bases)s) AND c.day BETWEEN %(first)s AND %(last)s
  AND (c.day, c.centre_code, c.agency_code) >= (%(after_day)s, %(after_centre)s, %(after_agency)s)
  AND CASE %(part)s WHEN 'numerator' THEN c.{n} > 0 WHEN 'missing' THEN c.{n} < c.{d} ELSE c.{d} > 0 END
ORDER BY c.day, c.centre_code, c.agency_code LIMIT %(places)s

-- days of a top --
-- The same for a province or a ministry: day after day, until there are enough. The sums tell which days to look at.
SELECT d.day AS first, d.day AS last, c.centre_code, c.agency_code
FROM (SELECT day::date FROM generate_series(%(from)s::date, %(last)s::date, interval '1 day') day ORDER BY 1) d
CROSS JOIN LATERAL (
    SELECT FROM count_top t
    WHERE t.basis = ANY (%(bases)s) AND t.day = d.day AND t.top = ANY (%(codes)s)
      AND (t.level = 'ministry') = (%(by)s = 'ministry')
      AND CASE %(part)s WHEN 'numerator' THEN t.{n} > 0 WHEN 'missing' THEN t.{n} < t.{d} ELSE t.{d} > 0 END
    LIMIT 1) has_some
CROSS JOIN LATERAL (
    SELECT DISTINCT c.centre_code, c.agency_code
    FROM place p JOIN count_day c ON c.agency_code = p.code
    WHERE coalesce(p.province, p.ministry, '') = ANY (%(codes)s) AND (p.level = 'ministry') = (%(by)s = 'ministry')
      AND d.day BETWEEN p.valid_from AND p.valid_to AND c.day = d.day AND c.basis = ANY (%(bases)s)
      AND (c.day, c.centre_code, c.agency_code) >= (%(after_day)s, %(after_centre)s, %(after_agency)s)
      AND CASE %(part)s WHEN 'numerator' THEN c.{n} > 0 WHEN 'missing' THEN c.{n} < c.{d} ELSE c.{d} > 0 END
    ORDER BY 1, 2 LIMIT %(places)s) c
ORDER BY d.day, c.centre_code, c.agency_code LIMIT %(places)s

-- days of everything --
-- The same for the whole country, a level, or what no province or ministry has.
SELECT d.day AS first, d.day AS last, c.centre_code, c.agency_code
FROM (SELECT day::date FROM generate_series(%(from)s::date, %(last)s::date, interval '1 day') day ORDER BY 1) d
CROSS JOIN LATERAL (
    SELECT FROM count_top t
    WHERE t.basis = ANY (%(bases)s) AND t.day = d.day
      AND (%(code)s::text IS NULL OR %(code)s = CASE WHEN %(by)s = 'level' THEN t.level
                                     WHEN (t.level = 'ministry') = (%(by)s = 'ministry') THEN t.top ELSE '' END)
      AND CASE %(part)s WHEN 'numerator' THEN t.{n} > 0 WHEN 'missing' THEN t.{n} < t.{d} ELSE t.{d} > 0 END
    LIMIT 1) has_some
CROSS JOIN LATERAL (
    SELECT DISTINCT c.centre_code, c.agency_code
    FROM unnest(%(bases)s::text[]) AS wanted (basis)
    CROSS JOIN LATERAL (
        SELECT c.centre_code, c.agency_code FROM count_day c
        WHERE c.basis = wanted.basis AND c.day = d.day
          AND (c.day, c.centre_code, c.agency_code) >= (%(after_day)s, %(after_centre)s, %(after_agency)s)
          AND CASE %(part)s WHEN 'numerator' THEN c.{n} > 0 WHEN 'missing' THEN c.{n} < c.{d} ELSE c.{d} > 0 END
          AND (%(code)s::text IS NULL OR EXISTS (
              SELECT FROM place p
              WHERE p.code = c.agency_code AND c.day BETWEEN p.valid_from AND p.valid_to
                AND %(code)s = CASE WHEN %(by)s = 'level' THEN p.level
                                    WHEN (p.level = 'ministry') = (%(by)s = 'ministry')
                                        THEN coalesce(p.province, p.ministry, '')
                                    ELSE '' END))
        ORDER BY c.centre_code, c.agency_code LIMIT %(places)s) c
    ORDER BY 1, 2 LIMIT %(places)s) c
ORDER BY d.day, c.centre_code, c.agency_code LIMIT %(places)s

-- days of a centre in a unit --
-- The same for what one centre received of a unit's, or of everything: for whoever sees that centre only.
SELECT DISTINCT c.day AS first, c.day AS last, c.centre_code, c.agency_code
FROM count_day c
LEFT JOIN place p ON p.code = c.agency_code AND c.day BETWEEN p.valid_from AND p.valid_to
WHERE c.basis = ANY (%(bases)s) AND c.centre_code = %(only)s AND c.day BETWEEN %(first)s AND %(last)s
  AND (c.day, c.centre_code, c.agency_code) >= (%(after_day)s, %(after_centre)s, %(after_agency)s)
  AND (%(code)s::text IS NULL
       OR CASE %(by)s WHEN 'centre' THEN c.centre_code WHEN 'level' THEN p.level
                      WHEN 'commune' THEN coalesce(p.commune, '') WHEN 'district' THEN coalesce(p.district, '')
                      WHEN 'province' THEN coalesce(p.province, '') WHEN 'ministry' THEN coalesce(p.ministry, '') END
          = ANY (%(codes)s))
  AND CASE %(part)s WHEN 'numerator' THEN c.{n} > 0 WHEN 'missing' THEN c.{n} < c.{d} ELSE c.{d} > 0 END
ORDER BY c.day, c.centre_code, c.agency_code LIMIT %(places)s

-- months of a procedure --
-- The same for a procedure or a field of procedures, of which whole months are counted.
SELECT DISTINCT greatest(c.month, %(first)s::date) AS first,
       least((c.month + interval '1 month')::date - 1, %(last)s::date) AS last, c.centre_code, c.agency_code
FROM count_procedure c
WHERE c.procedure_code = ANY (%(procedures)s) AND (%(only)s::text IS NULL OR c.centre_code = %(only)s)
  AND c.basis = ANY (%(bases)s) AND c.month BETWEEN date_trunc('month', %(first)s::date) AND %(last)s
  AND (greatest(c.month, %(first)s::date), c.centre_code, c.agency_code)
      >= (%(after_day)s, %(after_centre)s, %(after_agency)s)
  AND CASE %(part)s WHEN 'numerator' THEN c.{n} > 0 WHEN 'missing' THEN c.{n} < c.{d} ELSE c.{d} > 0 END
ORDER BY 1, c.centre_code, c.agency_code LIMIT %(places)s

-- procedures of a field --
-- Codes of procedures; those of no field are with the dossiers of no procedure.
SELECT code FROM procedure WHERE coalesce(field_code, '') = %(code)s
UNION ALL SELECT '' WHERE %(code)s = ''

-- position --
-- Where a dossier stands in the order of a list: its day, centre and agency.
SELECT centre_code, agency_code, received_on, resolved_on, overdue_on FROM register_dossier WHERE code = %(code)s

-- dossiers --
-- One page of the dossiers at these places in the order given, and what each has.
SELECT s.code, s.centre_code AS centre, s.agency_code AS agency, s.procedure_code AS procedure, s.received_on,
       s.resolved_on, s.overdue_on, s.status, s.counts, s.scanned, s.has_component, s.has_result, s.result_due,
       s.digitized, s.components_due, s.components_digitized, s.reused, s.from_store, s.population_linked, s.on_time,
       s.rule
FROM unnest(%(centres)s::text[], %(agencies)s::text[], %(firsts)s::date[], %(lasts)s::date[])
     WITH ORDINALITY AS at (centre_code, agency_code, first, last, place)
CROSS JOIN LATERAL (
    SELECT 'receipt' AS basis, r.* FROM dossier_standing r
    WHERE 'receipt' = ANY (%(bases)s) AND r.centre_code = at.centre_code AND r.agency_code = at.agency_code
      AND r.received_on BETWEEN at.first AND at.last
    UNION ALL
    SELECT 'resolution', r.* FROM dossier_standing r
    WHERE 'resolution' = ANY (%(bases)s) AND r.centre_code = at.centre_code AND r.agency_code = at.agency_code
      AND r.resolved_on BETWEEN at.first AND at.last
    UNION ALL
    SELECT 'overdue', r.* FROM dossier_standing r
    WHERE 'overdue' = ANY (%(bases)s) AND r.centre_code = at.centre_code AND r.agency_code = at.agency_code
      AND r.overdue_on BETWEEN at.first AND at.last) s
CROSS JOIN LATERAL (SELECT CASE %(numerator)s
    WHEN 'digitized' THEN s.digitized WHEN 'with_component' THEN s.has_component WHEN 'reused' THEN s.reused
    WHEN 'from_store' THEN s.from_store WHEN 'population_linked' THEN s.population_linked
    WHEN 'with_result' THEN s.has_result AND s.result_due
    WHEN 'components_digitized' THEN s.components_digitized > 0
    WHEN 'on_time' THEN s.on_time AND s.basis = 'resolution' ELSE false END AS done) fulfils
WHERE s.counts
  AND (%(procedures)s::text[] IS NULL OR coalesce(s.procedure_code, '') = ANY (%(procedures)s))
  AND (at.first, at.centre_code, at.agency_code, s.code)
      > (%(after_day)s, %(after_centre)s, %(after_agency)s, %(after)s)
  AND CASE %(denominator)s WHEN 'result_due' THEN s.result_due
                           WHEN 'components_due' THEN s.components_due > 0 ELSE true END
  AND CASE %(part)s WHEN 'numerator' THEN fulfils.done
      WHEN 'missing' THEN CASE %(numerator)s WHEN 'components_digitized'
                               THEN s.components_digitized < s.components_due ELSE NOT fulfils.done END
      ELSE true END
ORDER BY at.place, s.code LIMIT %(limit)s

-- papers of a dossier --
-- The papers in force of one dossier, with what stands for each, by the rule of its day.
SELECT d.code AS dossier, d.centre_code AS centre, s.paper_id::text AS paper, s.file_id::text AS file, s.kind, s.role,
       s.component, s.pages, s.state, s.facts, s.sha256, s.accepted_by, s.accepted_at, s.verified_by, s.verified_at,
       s.stored_at,
       CASE s.role WHEN 'result' THEN meets(s.step, s.facts, rule.result_state, rule.result_facts)
                   ELSE meets(s.step, s.facts, rule.component_state, rule.component_facts) END AS digitized
FROM dossier d
LEFT JOIN register_dossier r ON r.code = d.code
JOIN digitized_rule rule
    ON coalesce(r.received_on, r.resolved_on, scan_day(d.code, d.created_at)) BETWEEN rule.valid_from AND rule.valid_to
JOIN paper_standing s ON s.dossier_id = d.id
WHERE d.code = %(code)s
ORDER BY s.accepted_at, s.file_id, s.pages

-- days of a kind --
-- Where the counts say that there are papers of a kind: day after day, until there are enough. The sums tell where to look.
SELECT d.day, c.top, c.centre_code
FROM (SELECT day::date FROM generate_series(
          greatest(%(after_day)s::date, (SELECT min(day) FROM count_kind_top)),
          least(%(last)s::date, (SELECT max(day) FROM count_kind_top)), interval '1 day') day ORDER BY 1) d
CROSS JOIN LATERAL (
    SELECT t.top, c.centre_code FROM count_kind_top t
    CROSS JOIN LATERAL (
        SELECT c.centre_code FROM count_kind c
        WHERE c.top = t.top AND c.day = d.day AND c.kind = %(kind)s
          AND (%(only)s::text IS NULL OR c.centre_code = %(only)s)
          AND CASE %(part)s WHEN 'numerator' THEN c.digitized > 0 WHEN 'missing' THEN c.digitized < c.papers ELSE true END
        ORDER BY c.centre_code LIMIT %(places)s) c
    WHERE t.day = d.day AND t.kind = %(kind)s
      AND (d.day, t.top, c.centre_code) >= (%(after_day)s, split_part(%(after_centre)s, '.', 1), %(after_centre)s)
      AND (%(only)s::text IS NULL OR t.top = split_part(%(only)s, '.', 1))
      AND CASE %(part)s WHEN 'numerator' THEN t.digitized > 0 WHEN 'missing' THEN t.digitized < t.papers ELSE true END
    ORDER BY 1, 2 LIMIT %(places)s) c
ORDER BY d.day, c.top, c.centre_code LIMIT %(places)s

-- position of a paper --
-- Where a paper stands in the order of a list: its dossier's day and centre.
SELECT d.code AS after_code, r.received_on AS after_day, r.centre_code AS after_centre
FROM paper p JOIN file f ON f.id = p.file_id JOIN dossier d ON d.id = f.dossier_id JOIN register_dossier r ON r.code = d.code
WHERE p.id = %(after)s::uuid

-- papers of a kind --
-- One page of the papers of a kind in force, of the dossiers received on these days at these centres, in the order given.
SELECT d.code AS dossier, r.centre_code AS centre, s.paper_id::text AS paper, s.file_id::text AS file, s.kind, s.role,
       s.component, s.pages, s.state, s.facts, s.sha256, s.accepted_by, s.accepted_at, s.verified_by, s.verified_at,
       s.stored_at, by_rule.digitized
FROM unnest(%(centres)s::text[], %(days)s::date[]) WITH ORDINALITY AS at (centre_code, day, place)
JOIN register_dossier r ON r.centre_code = at.centre_code AND r.received_on = at.day
JOIN digitized_rule rule ON r.received_on BETWEEN rule.valid_from AND rule.valid_to
JOIN dossier d ON d.code = r.code
JOIN paper_standing s ON s.dossier_id = d.id AND s.kind = %(kind)s
CROSS JOIN LATERAL (
    SELECT CASE s.role WHEN 'result' THEN meets(s.step, s.facts, rule.result_state, rule.result_facts)
                       ELSE meets(s.step, s.facts, rule.component_state, rule.component_facts) END AS digitized) by_rule
WHERE NOT r.status = ANY (rule.not_received)
  AND ((r.received_on, r.centre_code) <> (%(after_day)s, %(after_centre)s)
       OR (r.code, s.paper_id) > (%(after_code)s, %(after)s::uuid))
  AND CASE %(part)s WHEN 'numerator' THEN by_rule.digitized WHEN 'missing' THEN NOT by_rule.digitized ELSE true END
ORDER BY at.place, r.code, s.paper_id LIMIT %(limit)s

-- centres --
-- One page of the centres in operation on a day, with what proves that digitization is deployed there.
SELECT u.code, u.name, s.valid_from AS deployed_on, s.evidence, s.source
FROM unit u
JOIN place p ON p.code = u.code AND %(day)s::date BETWEEN p.valid_from AND p.valid_to
LEFT JOIN LATERAL (
    SELECT valid_from, evidence, source FROM unit_status
    WHERE code = u.code AND status = 'deployed' AND %(day)s::date BETWEEN valid_from AND coalesce(valid_to, 'infinity')
    ORDER BY valid_from LIMIT 1) s ON true
WHERE u.kind = 'centre' AND %(day)s::date BETWEEN u.valid_from AND coalesce(u.valid_to, 'infinity')
  AND u.code > %(after)s
  AND (%(code)s::text IS NULL
       OR %(code)s = coalesce(CASE %(by)s WHEN 'centre' THEN u.code WHEN 'commune' THEN p.commune
                                          WHEN 'district' THEN p.district WHEN 'province' THEN p.province
                                          WHEN 'ministry' THEN p.ministry WHEN 'level' THEN p.level END, ''))
  AND CASE %(part)s WHEN 'numerator' THEN s.valid_from IS NOT NULL WHEN 'missing' THEN s.valid_from IS NULL
                    ELSE true END
ORDER BY u.code LIMIT %(limit)s
