-- dossiers of receipt --
-- One page of a centre's dossiers by the day of receipt, and what each has.
SELECT code, agency_code AS agency, procedure_code AS procedure, received_on, resolved_on, status, counts, scanned,
       has_component, has_result, result_due, digitized, reused, from_store, population_linked, on_time, rule
FROM (SELECT *, coalesce(resolved_at <= due_at, false) AS on_time FROM dossier_standing
      WHERE centre_code = %(centre)s AND received_on BETWEEN %(first)s AND %(last)s AND code > %(after)s) s
WHERE counts AND CASE %(part)s WHEN 'numerator' THEN CASE %(numerator)s
          WHEN 'digitized' THEN digitized WHEN 'with_component' THEN has_component WHEN 'reused' THEN reused
          WHEN 'from_store' THEN from_store WHEN 'population_linked' THEN population_linked
          WHEN 'with_result' THEN has_result AND result_due WHEN 'on_time' THEN on_time ELSE false END
      WHEN 'missing' THEN NOT CASE %(numerator)s
          WHEN 'digitized' THEN digitized WHEN 'with_component' THEN has_component WHEN 'reused' THEN reused
          WHEN 'from_store' THEN from_store WHEN 'population_linked' THEN population_linked
          WHEN 'with_result' THEN has_result WHEN 'on_time' THEN on_time ELSE false END
      ELSE true END
  AND (%(denominator)s <> 'result_due' OR result_due)
ORDER BY code LIMIT %(limit)s

-- dossiers of resolution --
-- The same by the day of resolution.
SELECT code, agency_code AS agency, procedure_code AS procedure, received_on, resolved_on, status, counts, scanned,
       has_component, has_result, result_due, digitized, reused, from_store, population_linked, on_time, rule
FROM (SELECT *, coalesce(resolved_at <= due_at, false) AS on_time FROM dossier_standing
      WHERE centre_code = %(centre)s AND resolved_on BETWEEN %(first)s AND %(last)s AND code > %(after)s) s
WHERE counts AND CASE %(part)s WHEN 'numerator' THEN CASE %(numerator)s
          WHEN 'with_result' THEN has_result AND result_due WHEN 'on_time' THEN on_time ELSE false END
      WHEN 'missing' THEN NOT CASE %(numerator)s
          WHEN 'with_result' THEN has_result WHEN 'on_time' THEN on_time ELSE false END
      ELSE true END
  AND (%(denominator)s <> 'result_due' OR result_due)
ORDER BY code LIMIT %(limit)s

-- papers --
-- The papers in force of one dossier, with what stands for each.
SELECT s.paper_id::text AS paper, s.file_id::text AS file, s.kind, s.role, s.component, s.pages, s.state, s.facts,
       s.sha256, s.accepted_by, s.accepted_at, s.verified_by, s.verified_at, s.stored_at
FROM dossier d JOIN paper_standing s ON s.dossier_id = d.id
WHERE d.code = %(code)s
ORDER BY s.accepted_at, s.file_id, s.pages
