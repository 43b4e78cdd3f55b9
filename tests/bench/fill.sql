-- dossiers --
-- A year of made dossiers, the first centres busier than the last ones by far. They come as provinces send them, a file a
-- day: what stands together in a file lies together on the disk.
INSERT INTO register_dossier (code, centre_code, agency_code, procedure_code, received_at, due_at, resolved_at, status,
    result_required, reused, from_store, population_linked, channel, source, import_id, first_import_id)
SELECT c.code || '-' || to_char(at AT TIME ZONE 'Asia/Ho_Chi_Minh', 'YYMMDD') || '-' || lpad(i::text, 8, '0'), c.code,
       CASE WHEN luck < 0.05 THEN 'G12.18' ELSE c.code END, '2.000' || (800 + floor(luck * 80))::integer, at,
       at + interval '12 days', CASE WHEN luck < 0.8 THEN at + luck * interval '20 days' END,
       CASE WHEN luck < 0.8 THEN 'returned' ELSE 'processing' END, luck < 0.7, luck < 0.3, luck < 0.1, luck < 0.5, 1,
       'bench', 1, 1
FROM (SELECT i, floor(%(centres)s * power(random(), 1.6))::integer AS n, random() AS luck,
             timestamptz '2023-01-01 00:00+07' + random() * interval '364 days 23 hours' AS at
      FROM generate_series(1, %(dossiers)s) i) made
JOIN (SELECT code, place - 1 AS n FROM unnest(%(codes)s::text[]) WITH ORDINALITY AS u (code, place)) c USING (n)
ORDER BY (at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date, left(c.code, 3)

-- days --
-- What counting comes to where nothing was scanned, in one go.
INSERT INTO count_day (centre_code, day, basis, agency_code, dossiers, scanned, in_progress, with_component, result_due,
    with_result, digitized, components_due, components_digitized, reused, from_store, population_linked, on_time,
    unregistered)
SELECT centre_code, day, basis, agency_code, count(*), 0, 0, 0, count(*) FILTER (WHERE result_required), 0, 0, 0, 0,
       count(*) FILTER (WHERE reused), count(*) FILTER (WHERE from_store), count(*) FILTER (WHERE population_linked),
       count(*) FILTER (WHERE basis = 'resolution' AND resolved_at <= due_at), 0
FROM register_dossier
CROSS JOIN LATERAL (VALUES ('receipt', received_on), ('resolution', resolved_on), ('overdue', overdue_on)) v (basis, day)
WHERE day IS NOT NULL
GROUP BY centre_code, day, basis, agency_code

-- months --
-- And by month.
INSERT INTO count_month (centre_code, month, basis, agency_code, dossiers, scanned, in_progress, with_component,
    result_due, with_result, digitized, components_due, components_digitized, reused, from_store, population_linked,
    on_time, unregistered)
SELECT centre_code, date_trunc('month', day)::date, basis, agency_code, sum(dossiers), 0, 0, 0, sum(result_due), 0, 0, 0,
       0, sum(reused), sum(from_store), sum(population_linked), sum(on_time), 0
FROM count_day GROUP BY centre_code, date_trunc('month', day)::date, basis, agency_code

-- scans --
-- Two papers, verified and stored, of every dossier of each fiftieth centre: those are counted anew through the ledger. They
-- are scanned on the day of receipt, one centre's among those of all others.
WITH centre AS (
    SELECT code FROM unnest(%(codes)s::text[]) WITH ORDINALITY AS u (code, place) WHERE place %% 50 = 4),
scanned AS (
    INSERT INTO dossier (code, centre_code, created_at)
    SELECT r.code, r.centre_code, r.received_at FROM register_dossier r JOIN centre c ON c.code = r.centre_code
    ORDER BY r.received_on, random()
    RETURNING id),
sent AS (
    INSERT INTO file (id, dossier_id, component, role, name, sha256, media_type, bytes, state, page_count, accepted_by)
    SELECT new_id(), s.id, v.role, v.role, 'scan.pdf', encode(sha256((s.id::text || v.role)::bytea), 'hex'),
           'application/pdf', 100000, 'finished', 2, 'bench'
    FROM scanned s CROSS JOIN (VALUES ('component'), ('result')) AS v (role)
    RETURNING id, sha256)
INSERT INTO paper (file_id, ordinal, kind, confidence, pages, state, attempt, verified_at, verified_by, stored_at,
    stored_sha256)
SELECT f.id, 1, (ARRAY['decision', 'application', 'licence', 'birth_certificate'])[1 + ascii(f.sha256) %% 4], 0.9, '{1,2}', 'stored', 1, clock_timestamp(), 'bench', clock_timestamp(), f.sha256
FROM sent f

-- scanned days --
-- And their days are counted as the system counts them.
INSERT INTO count_stale (centre_code, day)
SELECT centre_code, received_on FROM register_dossier r WHERE EXISTS (SELECT FROM dossier d WHERE d.code = r.code)
UNION SELECT centre_code, resolved_on FROM register_dossier r
WHERE resolved_on IS NOT NULL AND EXISTS (SELECT FROM dossier d WHERE d.code = r.code)
UNION SELECT centre_code, scan_day(code, created_at) FROM dossier

-- change --
-- One dossier of a day is no longer what it was.
WITH changed AS (
    UPDATE register_dossier SET reused = NOT reused
    WHERE code = (SELECT code FROM register_dossier
                  WHERE centre_code = %(centre)s AND received_on = %(day)s ORDER BY random() LIMIT 1)
    RETURNING centre_code, received_on)
INSERT INTO count_stale (centre_code, day, basis) SELECT centre_code, received_on, 'receipt' FROM changed

-- days by procedure --
-- Every day is due by procedure.
INSERT INTO count_stale_procedure (day, top) SELECT DISTINCT day, split_part(centre_code, '.', 1) FROM count_day
