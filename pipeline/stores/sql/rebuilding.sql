-- empty --
-- Whether the ledger and the register have nothing in them.
SELECT NOT EXISTS (SELECT FROM dossier) AND NOT EXISTS (SELECT FROM register_import) AS empty

-- incoming --
-- Where the newest manifests of some dossiers stand while they are put into the ledger.
CREATE TEMP TABLE incoming (dossier uuid, number integer, sha256 text, manifest jsonb) ON COMMIT DROP

-- copy incoming --
-- Manifests, streamed.
COPY incoming FROM STDIN

-- leave out known --
-- The ledger is as new as these, or newer.
DELETE FROM incoming USING dossier WHERE dossier.id = incoming.dossier AND dossier.revision >= incoming.number

-- leave out doubles --
-- The ledger has a dossier of the same code under another id: it was begun anew after a loss. A person has to decide.
DELETE FROM incoming USING dossier
WHERE dossier.code = incoming.manifest #>> '{dossier,code}' AND dossier.id <> incoming.dossier
RETURNING incoming.dossier::text AS dossier

-- dossiers --
-- The dossiers themselves; one of an older format came into being with its first file.
INSERT INTO dossier (id, code, centre_code, agency_code, procedure_code, revision, created_at, changed_at)
SELECT dossier, told->>'code', told->>'centre', told->>'agency', told->>'procedure', number,
       coalesce((told->>'created_at')::timestamptz,
                (SELECT min((f->>'accepted_at')::timestamptz) FROM jsonb_array_elements(manifest->'files') f),
                (manifest #>> '{revision,at}')::timestamptz),
       (manifest #>> '{revision,at}')::timestamptz
FROM incoming CROSS JOIN LATERAL (SELECT manifest->'dossier' AS told) AS of
ON CONFLICT (id) DO UPDATE SET code = excluded.code, centre_code = excluded.centre_code, agency_code = excluded.agency_code,
    procedure_code = excluded.procedure_code, revision = excluded.revision, created_at = excluded.created_at,
    changed_at = excluded.changed_at

-- left behind --
-- Files that the ledger has in these dossiers and their manifests no longer do: another dossier tells of them.
SELECT file.id::text AS file FROM file JOIN incoming i ON i.dossier = file.dossier_id
WHERE NOT EXISTS (SELECT FROM jsonb_array_elements(i.manifest->'files') f WHERE (f->>'id')::uuid = file.id)

-- told files --
-- The files that these manifests tell of. A file that was moved may stand in two of them: the later one is right.
CREATE TEMP TABLE told_file ON COMMIT DROP AS
SELECT DISTINCT ON (id) i.dossier, (f->>'id')::uuid AS id, f AS told,
       f->>'state' IN ('finished', 'refused', 'given_up') AND (f ? 'sheets' OR f->>'withdrawn_at' IS NOT NULL
                                                              OR f->>'replaced_at' IS NOT NULL) AS settled
FROM incoming i CROSS JOIN LATERAL jsonb_array_elements(i.manifest->'files') AS f
WHERE NOT EXISTS (SELECT FROM file JOIN dossier d ON d.id = file.dossier_id
                  WHERE file.id = (f->>'id')::uuid AND d.id <> i.dossier AND file.id <> ALL(%(left_behind)s::uuid[])
                        AND d.changed_at > (i.manifest #>> '{revision,at}')::timestamptz)
ORDER BY id, (i.manifest #>> '{revision,at}')::timestamptz DESC

-- files --
-- What was not settled begins anew, and so does what an older format tells too little of.
INSERT INTO file (id, dossier_id, component, role, name, sha256, media_type, bytes, state, reason, details, page_count,
                  opened_attempt, finished_attempt, accepted_at, accepted_by, replaced_at, withdrawn_at, withdrawn_by,
                  withdrawn_for, seconds)
SELECT t.id, t.dossier, f.component, f.role, f.name, f.sha256, f.media_type, f.bytes,
       CASE WHEN settled THEN f.state ELSE 'received' END, CASE WHEN settled THEN f.reason END, coalesce(f.details, '{}'),
       f.pages, CASE WHEN settled THEN f.opened_attempt END, CASE WHEN settled THEN f.finished_attempt END,
       f.accepted_at, f.accepted_by, f.replaced_at, f.withdrawn_at, f.withdrawn_by, f.withdrawn_for, f.seconds
FROM told_file t CROSS JOIN LATERAL jsonb_to_record(t.told) AS f (
    component text, role text, name text, sha256 text, media_type text, bytes bigint, state text, reason text,
    details jsonb, pages integer, opened_attempt integer, finished_attempt integer, accepted_at timestamptz,
    accepted_by text, replaced_at timestamptz, withdrawn_at timestamptz, withdrawn_by text, withdrawn_for text, seconds real)
ON CONFLICT (id) DO UPDATE SET dossier_id = excluded.dossier_id, component = excluded.component, role = excluded.role,
    state = excluded.state, reason = excluded.reason, details = excluded.details, page_count = excluded.page_count,
    opened_attempt = excluded.opened_attempt, finished_attempt = excluded.finished_attempt,
    replaced_at = excluded.replaced_at, withdrawn_at = excluded.withdrawn_at, withdrawn_by = excluded.withdrawn_by,
    withdrawn_for = excluded.withdrawn_for, seconds = excluded.seconds

-- forget pages --
-- What the ledger knew of these files' pages.
DELETE FROM page USING told_file t WHERE page.file_id = t.id

-- pages --
-- Pages of settled files, as the manifest lists them.
INSERT INTO page
SELECT (jsonb_populate_record(NULL::page, sheet || jsonb_build_object('file_id', t.id))).*
FROM told_file t CROSS JOIN LATERAL jsonb_array_elements(nullif(t.told->'sheets', 'null')) AS sheet
WHERE t.settled

-- forget steps --
-- What the ledger knew of these files' steps.
DELETE FROM step USING told_file t WHERE step.file_id = t.id

-- steps of settled files --
-- The way that a settled file has come, with the attempts that count, so that it can be read again or tried again.
INSERT INTO step (kind, file_id, part, centre_code, state, attempt, tries, reason, details, finished_at)
SELECT way.kind, t.id, way.part, d.centre_code, coalesce(s.state, way.state), coalesce(s.attempt, way.attempt), 1,
       s.reason, nullif(s.details, 'null'), i.at
FROM told_file t
JOIN dossier d ON d.id = t.dossier
CROSS JOIN LATERAL (SELECT d.changed_at AS at) AS i
CROSS JOIN LATERAL (
    SELECT 'open' AS kind, 0 AS part, 'done' AS state, coalesce((t.told->>'opened_attempt')::int, 1) AS attempt
    UNION ALL
    SELECT 'read_page', number, CASE state WHEN 'read' THEN 'done' ELSE 'given_up' END, coalesce(attempt, 1)
    FROM page WHERE page.file_id = t.id
    UNION ALL
    SELECT 'understand', 0, 'done', coalesce((SELECT max((r->>'attempt')::int) FROM jsonb_array_elements(t.told->'papers') r), 1)
    WHERE t.told->>'state' = 'finished'
    UNION ALL
    SELECT 'finish', 0, 'done', coalesce((t.told->>'finished_attempt')::int, 1) WHERE t.told->>'state' = 'finished'
    UNION ALL
    SELECT x->>'kind', (x->>'part')::int, x->>'state', (x->>'attempt')::int
    FROM jsonb_array_elements(nullif(t.told->'stopped', 'null')) x
    WHERE x->>'kind' IN ('understand', 'finish') AND t.told->>'state' <> 'finished'
) AS way
LEFT JOIN LATERAL jsonb_to_recordset(nullif(t.told->'stopped', 'null')) AS s (
    kind text, part integer, state text, reason text, details jsonb, attempt integer)
    ON s.kind = way.kind AND s.part = way.part
WHERE t.settled

-- steps of others --
-- What was under way is opened again.
INSERT INTO step (kind, file_id, centre_code, attempt)
SELECT 'open', t.id, d.centre_code, coalesce((t.told->>'opened_attempt')::int, 0)
FROM told_file t JOIN dossier d ON d.id = t.dossier WHERE NOT t.settled AND t.told->>'withdrawn_at' IS NULL

-- forget papers --
-- Papers of these files that are not told of.
DELETE FROM paper USING told_file t
WHERE paper.file_id = t.id AND NOT EXISTS (
    SELECT FROM jsonb_array_elements(t.told->'papers') r WHERE (r->>'id')::uuid = paper.id)

-- papers --
-- The papers; what one replaces follows when all are there.
INSERT INTO paper (id, file_id, ordinal, kind, confidence, pages, state, findings, number, attempt, read_at, verified_at,
                   verified_by, stored_at, stored_sha256, replaced_at)
SELECT r.id, t.id, r.ordinal, r.kind, r.confidence, r.pages, r.state, r.findings, r.number, coalesce(r.attempt, 1),
       coalesce(r.read_at, i.changed_at), r.verified_at, r.verified_by, r.stored_at, r.stored_sha256, r.replaced_at
FROM told_file t JOIN dossier i ON i.id = t.dossier
CROSS JOIN LATERAL jsonb_to_recordset(t.told->'papers') AS r (
    id uuid, ordinal integer, kind text, confidence real, pages integer[], state text, findings jsonb, number text,
    attempt integer, read_at timestamptz, verified_at timestamptz, verified_by text, stored_at timestamptz,
    stored_sha256 text, replaced_at timestamptz)
ON CONFLICT (id) DO UPDATE SET ordinal = excluded.ordinal, kind = excluded.kind, confidence = excluded.confidence,
    pages = excluded.pages, state = excluded.state, findings = excluded.findings, number = excluded.number,
    attempt = excluded.attempt, read_at = excluded.read_at, verified_at = excluded.verified_at,
    verified_by = excluded.verified_by, stored_at = excluded.stored_at, stored_sha256 = excluded.stored_sha256,
    replaced_at = excluded.replaced_at

-- steps of papers --
-- Verified papers wait to be stored; stored ones are.
INSERT INTO step (kind, file_id, part, centre_code, priority, state, attempt, tries, finished_at)
SELECT 'store', t.id, p.ordinal, d.centre_code, 'interactive', CASE p.state WHEN 'stored' THEN 'done' ELSE 'waiting' END,
       CASE p.state WHEN 'stored' THEN 1 ELSE 0 END, 0, p.stored_at
FROM told_file t JOIN dossier d ON d.id = t.dossier JOIN paper p ON p.file_id = t.id
WHERE p.state <> 'read' AND (p.state = 'stored' OR t.told->>'withdrawn_at' IS NULL)

-- forget fields --
-- What the ledger knew of these papers' fields.
DELETE FROM field USING told_file t JOIN paper p ON p.file_id = t.id WHERE field.paper_id = p.id

-- fields --
-- Their values.
INSERT INTO field (paper_id, name, value, text, confidence, page, box, source, review, sensitive, engine, corrected_at, corrected_by)
SELECT (r->>'id')::uuid, named.key, nullif(named.value->'value', 'null'), v.text, v.confidence, v.page, v.box, v.source,
       v.review, v.sensitive, v.engine, v.corrected_at, v.corrected_by
FROM told_file t CROSS JOIN LATERAL jsonb_array_elements(t.told->'papers') AS r
CROSS JOIN LATERAL jsonb_each(r->'fields') AS named
CROSS JOIN LATERAL jsonb_to_record(named.value) AS v (
    text text, confidence real, page integer, box integer[], source text, review boolean, sensitive boolean,
    engine jsonb, corrected_at timestamptz, corrected_by text)

-- forget corrections --
-- What the ledger knew of corrections of these papers.
DELETE FROM correction USING told_file t JOIN paper p ON p.file_id = t.id WHERE correction.paper_id = p.id

-- corrections --
-- What people changed, in order.
INSERT INTO correction (paper_id, name, before, after, by, at)
SELECT (r->>'id')::uuid, c->>'field', nullif(c->'before', 'null'), nullif(c->'after', 'null'), c->>'by', (c->>'at')::timestamptz
FROM told_file t CROSS JOIN LATERAL jsonb_array_elements(t.told->'papers') AS r
CROSS JOIN LATERAL jsonb_array_elements(r->'corrections') WITH ORDINALITY AS made (c, place)
ORDER BY t.id, place

-- forget facts --
-- What the ledger knew of facts beside these papers.
DELETE FROM fact USING told_file t JOIN paper p ON p.file_id = t.id WHERE fact.paper_id = p.id

-- facts --
-- The dated facts beside the states.
INSERT INTO fact (paper_id, name, present, value, reason, by, at)
SELECT (r->>'id')::uuid, named.key, v.present, v.value, v.reason, v.by, v.at
FROM told_file t CROSS JOIN LATERAL jsonb_array_elements(t.told->'papers') AS r
CROSS JOIN LATERAL jsonb_each(r->'facts') AS named
CROSS JOIN LATERAL jsonb_to_record(named.value) AS v (present boolean, value text, reason text, by text, at timestamptz)

-- replaced files --
-- Which scan takes whose place, as far as both are there.
UPDATE file SET replaces = old.id FROM told_file t JOIN file old ON old.id = (t.told->>'replaces')::uuid WHERE file.id = t.id

-- replaced papers --
-- Likewise of papers.
UPDATE paper SET replaces = old.id
FROM told_file t CROSS JOIN LATERAL jsonb_array_elements(t.told->'papers') AS r
JOIN paper old ON old.id = (r->>'replaces')::uuid WHERE paper.id = (r->>'id')::uuid

-- forget events --
-- The manifest has the whole history.
DELETE FROM event USING incoming WHERE event.dossier_id = incoming.dossier

-- events --
-- Who did what; of an older format its last change only.
INSERT INTO event (dossier_id, file_id, paper_id, what, by, details, at)
SELECT i.dossier, file.id, e.paper, e.what, e.by, coalesce(e.details, '{}'), e.at
FROM incoming i
CROSS JOIN LATERAL jsonb_array_elements(coalesce(nullif(i.manifest->'events', 'null'), jsonb_build_array(i.manifest->'revision')))
    WITH ORDINALITY AS one (told, place)
CROSS JOIN LATERAL jsonb_to_record(one.told) AS e (what text, by text, at timestamptz, file uuid, paper uuid, details jsonb)
LEFT JOIN file ON file.id = e.file
ORDER BY i.dossier, one.place

-- revisions --
-- The revisions up to this one, all of them in object storage.
INSERT INTO revision (dossier_id, number, what, by, at, sha256, delivered_at)
SELECT i.dossier, n, coalesce(v.what, CASE n WHEN i.number THEN i.manifest #>> '{revision,what}' ELSE 'unknown' END),
       coalesce(v.by, CASE n WHEN i.number THEN i.manifest #>> '{revision,by}' ELSE 'unknown' END),
       coalesce(v.at, (i.manifest #>> '{revision,at}')::timestamptz),
       CASE n WHEN i.number THEN i.sha256 ELSE v.sha256 END, clock_timestamp()
FROM incoming i CROSS JOIN LATERAL generate_series(1, i.number) AS n
LEFT JOIN LATERAL jsonb_to_recordset(nullif(i.manifest->'revisions', 'null')) AS v (
    number integer, what text, by text, at timestamptz, sha256 text) ON v.number = n
ON CONFLICT (dossier_id, number) DO UPDATE SET sha256 = excluded.sha256, manifest = NULL,
    delivered_at = coalesce(revision.delivered_at, excluded.delivered_at)

-- dangling --
-- Dossiers that speak of files or papers of other dossiers which are not there yet.
SELECT DISTINCT i.dossier::text AS dossier FROM incoming i
WHERE EXISTS (SELECT FROM jsonb_array_elements(coalesce(nullif(i.manifest->'events', 'null'), '[]')) e
              WHERE e->>'file' IS NOT NULL AND NOT EXISTS (SELECT FROM file WHERE id = (e->>'file')::uuid))
   OR EXISTS (SELECT FROM told_file t
              WHERE t.dossier = i.dossier AND t.told->>'replaces' IS NOT NULL
                    AND NOT EXISTS (SELECT FROM file WHERE id = (t.told->>'replaces')::uuid))
   OR EXISTS (SELECT FROM told_file t CROSS JOIN LATERAL jsonb_array_elements(t.told->'papers') r
              WHERE t.dossier = i.dossier AND r->>'replaces' IS NOT NULL
                    AND NOT EXISTS (SELECT FROM paper WHERE id = (r->>'replaces')::uuid))

-- unknown files --
-- Which of these files the ledger does not know.
SELECT id::text AS file FROM unnest(%(files)s::uuid[]) AS told (id) WHERE NOT EXISTS (SELECT FROM file WHERE file.id = told.id)

-- place of file --
-- The centre that a dossier stands under now.
SELECT centre_code AS centre FROM dossier WHERE code = %(code)s

-- imports --
-- When which register was imported.
SELECT sha256, imported_at AS at FROM register_import
