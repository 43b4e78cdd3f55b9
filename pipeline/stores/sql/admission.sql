-- dossier --
-- Finds or makes the dossier of a code and locks it; what is known of it already is not overwritten.
INSERT INTO dossier (code, centre_code, procedure_code, created_at)
VALUES (%(code)s, %(centre)s, nullif(%(procedure)s, ''), coalesce(%(at)s::timestamptz, clock_timestamp()))
ON CONFLICT (code) DO UPDATE SET procedure_code = coalesce(dossier.procedure_code, excluded.procedure_code)
RETURNING id::text AS id, centre_code AS centre

-- unassigned dossier --
-- Makes a dossier without a code for one file.
INSERT INTO dossier (centre_code, procedure_code, created_at)
VALUES (%(centre)s, nullif(%(procedure)s, ''), coalesce(%(at)s::timestamptz, clock_timestamp()))
RETURNING id::text AS id, centre_code AS centre

-- same bytes --
-- The file that has these bytes in the same dossier and component already, if there is one.
SELECT id::text AS id, dossier_id::text AS dossier FROM file
WHERE dossier_id = %(dossier)s AND component = %(component)s AND sha256 = %(sha256)s AND withdrawn_at IS NULL

-- same bytes unassigned --
-- The same among the unassigned files of a centre.
SELECT file.id::text AS id, file.dossier_id::text AS dossier FROM file JOIN dossier ON dossier.id = file.dossier_id
WHERE dossier.code IS NULL AND dossier.centre_code = %(centre)s AND file.component = %(component)s
      AND file.sha256 = %(sha256)s AND file.withdrawn_at IS NULL

-- admit --
-- The row that makes a file accepted, and its first step.
WITH admitted AS (
    INSERT INTO file (id, dossier_id, component, role, name, sha256, media_type, bytes, accepted_by, replaces,
                      accepted_at, trace)
    VALUES (%(file)s, %(dossier)s, %(component)s, %(role)s, %(name)s, %(sha256)s, %(media_type)s, %(bytes)s, %(by)s,
            nullif(%(replaces)s, '')::uuid, coalesce(%(at)s::timestamptz, clock_timestamp()), nullif(%(trace)s, ''))
    RETURNING id
), noted AS (
    INSERT INTO event (dossier_id, file_id, what, by, at)
    SELECT %(dossier)s, id, 'accepted', %(by)s, coalesce(%(at)s::timestamptz, clock_timestamp()) FROM admitted
)
INSERT INTO step (kind, file_id, centre_code, priority) SELECT 'open', id, %(centre)s, %(priority)s FROM admitted

-- replaceable --
-- The file that a new one wants to replace.
SELECT id::text AS id, dossier_id::text AS dossier, component, role FROM file WHERE id = %(file)s::uuid AND withdrawn_at IS NULL
