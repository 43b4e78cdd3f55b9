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
