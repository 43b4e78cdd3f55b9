-- state of understanding --
-- Ends the step of understanding, or sends it back to wait when a page was settled again since it began.
UPDATE step
SET state = CASE WHEN stale THEN 'waiting' ELSE 'done' END, finished_at = clock_timestamp(), lease_owner = NULL,
    lease_until = NULL, reason = NULL, details = NULL
FROM (SELECT EXISTS (SELECT FROM page JOIN step s ON s.file_id = page.file_id
                     WHERE s.id = %(step)s AND (page.settled_at > s.started_at OR page.state = 'waiting')) AS stale) AS look
WHERE id = %(step)s AND attempt = %(attempt)s AND state = 'running'
RETURNING state

-- pages --
-- The pages of a file with the attempt of reading that counts, null where it was given up.
SELECT number, attempt, state = 'accepted' AS accepted FROM page WHERE file_id = %(file)s ORDER BY number

-- papers of file --
-- The papers that a file has, and what people changed on them.
SELECT id::text AS id, ordinal, kind, pages, state,
       (SELECT count(*) FROM field WHERE paper_id = paper.id AND corrected_at IS NOT NULL) AS corrected
FROM paper WHERE file_id = %(file)s AND replaced_at IS NULL ORDER BY ordinal

-- insert paper --
-- A paper that was not known before, under the next free ordinal.
INSERT INTO paper (file_id, ordinal, kind, confidence, pages, findings, number, attempt)
VALUES (%(file)s, (SELECT coalesce(max(ordinal), 0) + 1 FROM paper WHERE file_id = %(file)s), %(kind)s, %(confidence)s,
        %(pages)s, %(findings)s, %(number)s, %(attempt)s)
RETURNING id::text AS id

-- update paper --
-- A paper that was read again: it keeps its id.
UPDATE paper SET kind = %(kind)s, confidence = %(confidence)s, pages = %(pages)s, findings = %(findings)s,
                 number = %(number)s, attempt = %(attempt)s, read_at = clock_timestamp()
WHERE id = %(paper)s

-- drop paper --
-- A paper that the new reading does not find; one that a person changed is set aside instead.
DELETE FROM paper WHERE id = %(paper)s AND NOT EXISTS (SELECT FROM correction WHERE paper_id = paper.id)

-- set paper aside --
-- It leaves force but stays to be seen.
UPDATE paper SET replaced_at = clock_timestamp() WHERE id = %(paper)s AND replaced_at IS NULL

-- drop fields --
-- Values of the reading before, except what a person set.
DELETE FROM field WHERE paper_id = %(paper)s AND corrected_at IS NULL

-- insert fields --
-- All values of one reading; a value that a person set stays.
INSERT INTO field (paper_id, name, value, text, confidence, page, box, source, review, sensitive, engine)
SELECT %(paper)s, f.name, f.value, f.text, f.confidence, f.page,
       ARRAY(SELECT jsonb_array_elements_text(f.box)::int), f.source, f.review, f.sensitive, f.engine
FROM jsonb_to_recordset(%(fields)s) AS f (name text, value jsonb, text text, confidence real, page int, box jsonb,
                                          source text, review boolean, sensitive boolean, engine jsonb)
ON CONFLICT (paper_id, name) DO NOTHING

-- file understood --
-- The file has its papers.
UPDATE file SET state = 'read', reason = NULL WHERE id = %(file)s

-- assignable --
-- The dossier of a file that is still unassigned, with its centre.
SELECT dossier.id::text AS dossier, dossier.centre_code AS centre, dossier.procedure_code AS procedure, file.component, file.sha256
FROM file JOIN dossier ON dossier.id = file.dossier_id
WHERE file.id = %(file)s AND dossier.code IS NULL FOR NO KEY UPDATE OF file

-- assign to known dossier --
-- The file joins the dossier of this code, unless the same bytes stand there already.
UPDATE file SET dossier_id = (SELECT id FROM dossier WHERE code = %(code)s)
WHERE id = %(file)s AND NOT EXISTS (
    SELECT FROM file other JOIN dossier ON dossier.id = other.dossier_id
    WHERE dossier.code = %(code)s AND other.component = %(component)s AND other.sha256 = %(sha256)s AND other.withdrawn_at IS NULL)

-- procedure of dossier --
-- What the papers say of the procedure, where nobody has said it.
UPDATE dossier SET procedure_code = %(procedure)s FROM file
WHERE file.id = %(file)s AND dossier.id = file.dossier_id AND dossier.procedure_code IS NULL

-- file finished --
-- The file is through; the earlier scan that it replaces leaves force.
WITH finished AS (
    UPDATE file
    SET state = 'finished', finished_attempt = CASE %(lacking)s WHEN '' THEN %(attempt)s::int END,
        details = CASE %(lacking)s WHEN '' THEN details - 'layers' ELSE details || jsonb_build_object('layers', %(lacking)s::text) END,
        seconds = extract(epoch FROM clock_timestamp() - accepted_at)
    WHERE id = %(file)s RETURNING replaces
)
UPDATE file SET replaced_at = clock_timestamp() FROM finished
WHERE file.id = finished.replaces AND file.replaced_at IS NULL

-- same paper scanned before --
-- Earlier papers in force of the same dossier, component, kind and number, in other files.
UPDATE paper AS new SET replaces = old.id
FROM (
    SELECT DISTINCT ON (mine.id) mine.id AS mine, other.id
    FROM paper mine JOIN file f ON f.id = mine.file_id
    JOIN file g ON g.dossier_id = f.dossier_id AND g.component = f.component AND g.id <> f.id AND g.accepted_at < f.accepted_at
    JOIN paper other ON other.file_id = g.id AND other.kind = mine.kind AND other.number = mine.number
    WHERE mine.file_id = %(file)s AND mine.number IS NOT NULL AND mine.replaces IS NULL AND mine.kind <> 'other'
          AND mine.replaced_at IS NULL AND other.replaced_at IS NULL AND g.withdrawn_at IS NULL AND g.replaced_at IS NULL
    ORDER BY mine.id, g.accepted_at DESC
) AS old
WHERE new.id = old.mine

-- replaced papers leave force --
-- At once where nobody had verified them; else only when the new one is verified too.
UPDATE paper AS old SET replaced_at = clock_timestamp() FROM paper AS new
WHERE new.file_id = %(file)s AND new.replaces = old.id AND old.replaced_at IS NULL
      AND (old.state = 'read' OR new.state <> 'read')

-- paper --
-- One paper with its file and dossier, locked.
SELECT paper.id::text AS id, paper.ordinal, paper.kind, paper.pages, paper.state, paper.replaced_at, paper.file_id::text AS file,
       file.withdrawn_at, file.replaced_at AS file_replaced_at, file.sha256, file.bytes, file.dossier_id::text AS dossier,
       dossier.centre_code AS centre
FROM paper JOIN file ON file.id = paper.file_id JOIN dossier ON dossier.id = file.dossier_id
WHERE paper.id = %(paper)s::uuid FOR NO KEY UPDATE OF paper

-- field of paper --
-- The value before a correction.
SELECT value FROM field WHERE paper_id = %(paper)s AND name = %(name)s

-- correct field --
-- A person's value, and the one before beside it.
WITH noted AS (
    INSERT INTO correction (paper_id, name, before, after, by)
    SELECT %(paper)s::uuid, %(name)s, (SELECT value FROM field WHERE paper_id = %(paper)s::uuid AND name = %(name)s), %(value)s, %(by)s
)
INSERT INTO field (paper_id, name, value, text, confidence, page, box, source, review, sensitive, engine, corrected_at, corrected_by)
VALUES (%(paper)s, %(name)s, %(value)s, %(text)s, 1, %(page)s, ARRAY[0, 0, 0, 0], 'manual', false, %(sensitive)s,
        '{"name": "person", "model": "", "configuration": ""}', clock_timestamp(), %(by)s)
ON CONFLICT (paper_id, name) DO UPDATE
    SET value = excluded.value, text = excluded.text, confidence = 1, source = 'manual', review = false,
        engine = excluded.engine, corrected_at = excluded.corrected_at, corrected_by = excluded.corrected_by

-- verify --
-- A named person stands for all values of a paper.
WITH looked AS (UPDATE field SET review = false WHERE paper_id = %(paper)s AND review)
UPDATE paper SET state = CASE state WHEN 'read' THEN 'verified' ELSE state END,
                 verified_at = coalesce(verified_at, clock_timestamp()), verified_by = coalesce(verified_by, %(by)s)
WHERE id = %(paper)s

-- send to store --
-- The step that brings a verified paper to its last state.
INSERT INTO step (kind, file_id, part, centre_code, priority)
VALUES ('store', %(file)s, %(part)s, %(centre)s, 'interactive')
ON CONFLICT (file_id, kind, part) DO UPDATE SET state = 'waiting', tries = 0, reason = NULL, not_before = NULL
    WHERE step.state IN ('done', 'refused', 'given_up')
RETURNING id

-- paper to store --
-- The verified paper that a step is to store.
SELECT paper.id::text AS id, paper.state, paper.stored_sha256, file.sha256, file.bytes FROM paper JOIN file ON file.id = paper.file_id
WHERE paper.file_id = %(file)s AND paper.ordinal = %(part)s

-- stored --
-- The paper has reached its last state; its original was checked in object storage.
UPDATE paper SET state = 'stored', stored_at = clock_timestamp(), stored_sha256 = %(sha256)s
WHERE id = %(paper)s AND state = 'verified'

-- absent facts --
-- What nobody has provided yet is noted as absent, with the reason. A signature that only stands in the file proves
-- nothing until it is validated.
INSERT INTO fact (paper_id, name, present, reason)
SELECT paper.id, fact.name, false,
       CASE WHEN fact.name <> 'issued_code' AND file.details->>'signed' = 'true' THEN 'signature_not_validated'
            ELSE 'not_provided' END
FROM paper JOIN file ON file.id = paper.file_id
CROSS JOIN unnest(ARRAY['scanner_signature', 'agency_signature', 'issued_code']) AS fact (name)
WHERE paper.id = %(paper)s
ON CONFLICT DO NOTHING
