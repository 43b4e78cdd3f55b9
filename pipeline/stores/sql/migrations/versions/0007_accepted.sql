-- A page that was given up can be accepted without text by a person.

ALTER TABLE page ADD COLUMN accepted_by text;
ALTER TABLE page DROP CONSTRAINT page_state_check;
ALTER TABLE page ADD CONSTRAINT page_state_check CHECK (state IN ('waiting', 'read', 'given_up', 'accepted'));
COMMENT ON COLUMN page.accepted_by IS 'Who accepted it without text (state accepted) after it had been given up; reason stays.';

CREATE OR REPLACE FUNCTION manifest_of(the_dossier uuid) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object(
        'dossier', jsonb_build_object('id', d.id, 'code', d.code, 'centre', d.centre_code, 'agency', d.agency_code,
                                      'procedure', d.procedure_code),
        'files', coalesce((
            SELECT jsonb_agg(jsonb_build_object(
                'id', f.id, 'component', f.component, 'role', f.role, 'name', f.name, 'sha256', f.sha256,
                'media_type', f.media_type, 'bytes', f.bytes, 'pages', f.page_count, 'state', f.state, 'reason', f.reason,
                'accepted_at', f.accepted_at, 'accepted_by', f.accepted_by,
                'replaces', f.replaces, 'replaced_at', f.replaced_at,
                'withdrawn_at', f.withdrawn_at, 'withdrawn_by', f.withdrawn_by, 'withdrawn_for', f.withdrawn_for,
                'given_up_pages', (SELECT jsonb_agg(jsonb_build_object('number', p.number, 'reason', p.reason) ORDER BY p.number)
                                   FROM page p WHERE p.file_id = f.id AND p.state = 'given_up'),
                'accepted_pages', (SELECT jsonb_agg(jsonb_build_object('number', p.number, 'reason', p.reason, 'by', p.accepted_by,
                                                    'at', p.settled_at) ORDER BY p.number)
                                   FROM page p WHERE p.file_id = f.id AND p.state = 'accepted'),
                'engines', (SELECT jsonb_agg(DISTINCT p.engine) FROM page p WHERE p.file_id = f.id AND p.engine IS NOT NULL),
                'papers', coalesce((
                    SELECT jsonb_agg(jsonb_build_object(
                        'id', r.id, 'ordinal', r.ordinal, 'kind', r.kind, 'confidence', r.confidence, 'pages', r.pages,
                        'state', r.state, 'findings', r.findings, 'number', r.number, 'read_at', r.read_at,
                        'verified_at', r.verified_at, 'verified_by', r.verified_by,
                        'stored_at', r.stored_at, 'stored_sha256', r.stored_sha256,
                        'replaces', r.replaces, 'replaced_at', r.replaced_at,
                        'facts', coalesce((SELECT jsonb_object_agg(t.name, jsonb_build_object('present', t.present,
                                           'value', t.value, 'reason', t.reason, 'by', t.by, 'at', t.at))
                                           FROM fact t WHERE t.paper_id = r.id), '{}'),
                        'fields', coalesce((SELECT jsonb_object_agg(v.name, jsonb_build_object('value', v.value,
                                            'text', v.text, 'confidence', v.confidence, 'page', v.page, 'box', v.box,
                                            'source', v.source, 'review', v.review, 'sensitive', v.sensitive,
                                            'engine', v.engine, 'corrected_at', v.corrected_at,
                                            'corrected_by', v.corrected_by))
                                            FROM field v WHERE v.paper_id = r.id), '{}'),
                        'corrections', coalesce((SELECT jsonb_agg(jsonb_build_object('field', c.name, 'before', c.before,
                                                 'after', c.after, 'by', c.by, 'at', c.at) ORDER BY c.id)
                                                 FROM correction c WHERE c.paper_id = r.id), '[]')
                    ) ORDER BY r.ordinal) FROM paper r WHERE r.file_id = f.id), '[]')
            ) ORDER BY f.accepted_at, f.id) FROM file f WHERE f.dossier_id = d.id), '[]'))
    FROM dossier d WHERE d.id = the_dossier
$$;
