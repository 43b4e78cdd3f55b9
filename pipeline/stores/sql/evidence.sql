-- days of a centre --
-- Where the counts say that there are dossiers of a number: the next days of one centre. {n} and {d} are its counts.
SELECT c.centre_code, c.agency_code, c.day AS first, c.day AS last
FROM count_day c
WHERE c.basis = ANY (%(bases)s) AND c.centre_code = %(code)s AND c.day BETWEEN %(first)s AND %(last)s
  AND (c.day, c.centre_code, c.agency_code) >= (%(after_day)s, %(after_centre)s, %(after_agency)s)
  AND CASE %(part)s WHEN 'numerator' THEN c.{n} > 0 WHEN 'missing' THEN c.{n} < c.{d} ELSE c.{d} > 0 END
ORDER BY c.day, c.centre_code, c.agency_code LIMIT %(limit)s

-- days of a unit --
-- The same for the agencies of a commune or district.
SELECT c.centre_code, c.agency_code, c.day AS first, c.day AS last
FROM place p JOIN count_day c ON c.agency_code = p.code AND c.day BETWEEN p.valid_from AND p.valid_to
WHERE CASE %(by)s WHEN 'commune' THEN p.commune ELSE p.district END = %(code)s
  AND c.basis = ANY (%(bases)s) AND c.day BETWEEN %(first)s AND %(last)s
  AND (c.day, c.centre_code, c.agency_code) >= (%(after_day)s, %(after_centre)s, %(after_agency)s)
  AND CASE %(part)s WHEN 'numerator' THEN c.{n} > 0 WHEN 'missing' THEN c.{n} < c.{d} ELSE c.{d} > 0 END
ORDER BY c.day, c.centre_code, c.agency_code LIMIT %(limit)s

-- days of a top --
-- The same for a province, a ministry or a level: the sums tell on which days to look.
SELECT c.centre_code, c.agency_code, c.day AS first, c.day AS last
FROM (SELECT day FROM (
          -- As many days as fill the page; the first one may be behind it already.
          SELECT t.day, sum(v.has) AS has, first_value(sum(v.has)) OVER (ORDER BY t.day) AS head,
                 sum(sum(v.has)) OVER (ORDER BY t.day ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before
          FROM count_top t
          CROSS JOIN LATERAL (VALUES (CASE %(part)s WHEN 'numerator' THEN t.{n} WHEN 'missing' THEN t.{d} - t.{n}
                                                    ELSE t.{d} END)) v (has)
          WHERE t.basis = ANY (%(bases)s) AND t.day BETWEEN greatest(%(first)s::date, %(after_day)s::date) AND %(last)s
            AND %(code)s = CASE %(by)s WHEN 'level' THEN t.level ELSE t.top END
          GROUP BY t.day) running
      WHERE has > 0 AND coalesce(before - head, 0) < %(limit)s
      ORDER BY day LIMIT %(limit)s) days
CROSS JOIN LATERAL (
    SELECT c.* FROM count_day c JOIN place p ON p.code = c.agency_code AND c.day BETWEEN p.valid_from AND p.valid_to
    WHERE c.day = days.day AND c.basis = ANY (%(bases)s)
      AND %(code)s = CASE %(by)s WHEN 'level' THEN p.level ELSE coalesce(p.province, p.ministry, '') END
      AND (c.day, c.centre_code, c.agency_code) >= (%(after_day)s, %(after_centre)s, %(after_agency)s)
      AND CASE %(part)s WHEN 'numerator' THEN c.{n} > 0 WHEN 'missing' THEN c.{n} < c.{d} ELSE c.{d} > 0 END
    ORDER BY c.centre_code, c.agency_code LIMIT %(limit)s) c
ORDER BY c.day, c.centre_code, c.agency_code LIMIT %(limit)s

-- days of everything --
-- The same for the whole country: nothing has to be known of places.
SELECT c.centre_code, c.agency_code, c.day AS first, c.day AS last
FROM (SELECT day FROM (
          -- As many days as fill the page; the first one may be behind it already.
          SELECT t.day, sum(v.has) AS has, first_value(sum(v.has)) OVER (ORDER BY t.day) AS head,
                 sum(sum(v.has)) OVER (ORDER BY t.day ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before
          FROM count_top t
          CROSS JOIN LATERAL (VALUES (CASE %(part)s WHEN 'numerator' THEN t.{n} WHEN 'missing' THEN t.{d} - t.{n}
                                                    ELSE t.{d} END)) v (has)
          WHERE t.basis = ANY (%(bases)s) AND t.day BETWEEN greatest(%(first)s::date, %(after_day)s::date) AND %(last)s
          GROUP BY t.day) running
      WHERE has > 0 AND coalesce(before - head, 0) < %(limit)s
      ORDER BY day LIMIT %(limit)s) days
CROSS JOIN LATERAL (
    SELECT c.* FROM count_day c
    WHERE c.day = days.day AND c.basis = ANY (%(bases)s)
      AND (c.day, c.centre_code, c.agency_code) >= (%(after_day)s, %(after_centre)s, %(after_agency)s)
      AND CASE %(part)s WHEN 'numerator' THEN c.{n} > 0 WHEN 'missing' THEN c.{n} < c.{d} ELSE c.{d} > 0 END
    ORDER BY c.centre_code, c.agency_code LIMIT %(limit)s) c
ORDER BY c.day, c.centre_code, c.agency_code LIMIT %(limit)s

-- months of a procedure --
-- The same for a procedure or a field of procedures, of which whole months are counted.
SELECT c.centre_code, c.agency_code, greatest(c.month, %(first)s::date) AS first,
       least((c.month + interval '1 month')::date - 1, %(last)s::date) AS last
FROM count_procedure c
WHERE c.procedure_code = ANY (%(procedures)s)
  AND c.basis = ANY (%(bases)s) AND c.month BETWEEN date_trunc('month', %(first)s::date) AND %(last)s
  AND (greatest(c.month, %(first)s::date), c.centre_code, c.agency_code)
      >= (%(after_day)s, %(after_centre)s, %(after_agency)s)
  AND CASE %(part)s WHEN 'numerator' THEN c.{n} > 0 WHEN 'missing' THEN c.{n} < c.{d} ELSE c.{d} > 0 END
ORDER BY 3, c.centre_code, c.agency_code LIMIT %(limit)s

-- procedures of a field --
-- Codes of procedures.
SELECT code FROM procedure WHERE field_code = %(code)s

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
  AND (%(procedures)s::text[] IS NULL OR s.procedure_code = ANY (%(procedures)s))
  AND (at.first, at.centre_code, at.agency_code, s.code)
      > (%(after_day)s, %(after_centre)s, %(after_agency)s, %(after)s)
  AND CASE %(denominator)s WHEN 'result_due' THEN s.result_due
                           WHEN 'components_due' THEN s.components_due > 0 ELSE true END
  AND CASE %(part)s WHEN 'numerator' THEN fulfils.done
      WHEN 'missing' THEN CASE %(numerator)s WHEN 'components_digitized'
                               THEN s.components_digitized < s.components_due ELSE NOT fulfils.done END
      ELSE true END
ORDER BY at.place, s.code LIMIT %(limit)s

-- papers --
-- The papers in force of one dossier, with what stands for each.
SELECT s.paper_id::text AS paper, s.file_id::text AS file, s.kind, s.role, s.component, s.pages, s.state, s.facts,
       s.sha256, s.accepted_by, s.accepted_at, s.verified_by, s.verified_at, s.stored_at
FROM dossier d JOIN paper_standing s ON s.dossier_id = d.id
WHERE d.code = %(code)s
ORDER BY s.accepted_at, s.file_id, s.pages
