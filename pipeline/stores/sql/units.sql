-- keep_unit --
-- One version of a unit; loading a list again corrects it.
INSERT INTO unit (code, valid_from, valid_to, name, kind, level, parent_code, nso_code, source)
VALUES (%(code)s, %(valid_from)s, %(valid_to)s, %(name)s, %(kind)s, %(level)s, %(parent)s, %(nso_code)s, %(source)s)
ON CONFLICT (code, valid_from) DO UPDATE SET
    valid_to = excluded.valid_to, name = excluded.name, kind = excluded.kind, level = excluded.level,
    parent_code = excluded.parent_code, nso_code = excluded.nso_code, source = excluded.source,
    loaded_at = clock_timestamp()

-- keep_lineage --
-- What a unit became on a day.
INSERT INTO unit_lineage (predecessor, successor, kind, happened_on, share, source)
VALUES (%(predecessor)s, %(successor)s, %(kind)s, %(on)s, %(share)s, %(source)s)
ON CONFLICT (predecessor, successor, happened_on) DO UPDATE SET
    kind = excluded.kind, share = excluded.share, source = excluded.source

-- keep_deployment --
-- Since when digitization is deployed at a centre, and what proves it.
INSERT INTO unit_status (code, status, valid_from, valid_to, evidence, source)
VALUES (%(code)s, 'deployed', %(since)s, %(until)s, %(evidence)s, %(source)s)
ON CONFLICT (code, status, valid_from) DO UPDATE SET
    valid_to = excluded.valid_to, evidence = excluded.evidence, source = excluded.source

-- all_units --
-- Every version, to derive places from.
SELECT code, name, kind, level, parent_code AS parent, valid_from, valid_to, nso_code FROM unit

-- unplaced --
-- Codes of the register and of the scans that have no place yet.
SELECT code FROM unnest(%(codes)s::text[]) AS seen (code)
WHERE NOT EXISTS (SELECT FROM place p WHERE p.code = seen.code)

-- copy_places --
-- Places in bulk.
COPY place (code, valid_from, valid_to, listed, name, kind, level, commune, district, province, ministry) FROM STDIN

-- remember_places --
-- Where everything stood until now.
CREATE TEMP TABLE place_before ON COMMIT DROP AS SELECT * FROM place

-- analyse_places --
-- Both were made a moment ago: without statistics of them, the plan below compares each with each.
ANALYZE place_before, place

-- mark_moved --
-- Sums of provinces and ministries that an agency left or came to, on the days that it has counts of.
WITH before AS (SELECT code, valid_from, valid_to, level, coalesce(province, ministry, '') AS top FROM place_before),
after AS (SELECT code, valid_from, valid_to, level, coalesce(province, ministry, '') AS top FROM place),
changed AS MATERIALIZED (
    SELECT code FROM (TABLE before EXCEPT TABLE after) b UNION SELECT code FROM (TABLE after EXCEPT TABLE before) a)
INSERT INTO count_stale_top (day, top)
SELECT DISTINCT c.day, v.top FROM changed
JOIN count_day c ON c.agency_code = changed.code
LEFT JOIN before b ON b.code = c.agency_code AND c.day BETWEEN b.valid_from AND b.valid_to
LEFT JOIN after a ON a.code = c.agency_code AND c.day BETWEEN a.valid_from AND a.valid_to
CROSS JOIN LATERAL (VALUES (b.top), (a.top)) v (top)
WHERE (b.top, b.level) IS DISTINCT FROM (a.top, a.level) AND v.top IS NOT NULL

-- all_lineage --
-- Everything that units became.
SELECT predecessor, successor, kind, happened_on AS on, share FROM unit_lineage

-- moved --
-- Units of a grouping that gained or lost a part of the tree between two days, without being changed themselves.
SELECT DISTINCT v.code
FROM place p
JOIN place q ON q.code = p.code AND q.valid_from = p.valid_to + 1
CROSS JOIN LATERAL (
    SELECT CASE %(by)s WHEN 'commune' THEN p.commune WHEN 'district' THEN p.district WHEN 'province' THEN p.province
                       WHEN 'ministry' THEN p.ministry WHEN 'level' THEN p.level END AS before,
           CASE %(by)s WHEN 'commune' THEN q.commune WHEN 'district' THEN q.district WHEN 'province' THEN q.province
                       WHEN 'ministry' THEN q.ministry WHEN 'level' THEN q.level END AS after) side
CROSS JOIN LATERAL (VALUES (side.before), (side.after)) v (code)
WHERE q.valid_from > %(after)s AND q.valid_from <= %(until)s
  AND side.before IS DISTINCT FROM side.after

-- begun or ended --
-- Units whose first version begins, or whose last one ends, between two days.
SELECT code FROM unit GROUP BY code
HAVING min(valid_from) > %(after)s AND min(valid_from) <= %(until)s
    OR max(coalesce(valid_to, 'infinity')) >= %(after)s AND max(coalesce(valid_to, 'infinity')) < %(until)s

