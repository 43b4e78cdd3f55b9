-- Manifests tell enough to make the ledger anew: history, pages with the attempts that count, and what stopped.

CREATE OR REPLACE FUNCTION manifest_of(the_dossier uuid) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object(
        'dossier', jsonb_build_object('id', d.id, 'code', d.code, 'centre', d.centre_code, 'agency', d.agency_code,
                                      'procedure', d.procedure_code, 'created_at', d.created_at),
        'events', (SELECT jsonb_agg(jsonb_build_object('what', e.what, 'by', e.by, 'at', e.at, 'file', e.file_id,
                                    'paper', e.paper_id, 'details', e.details) ORDER BY e.id)
                   FROM event e WHERE e.dossier_id = d.id),
        'revisions', (SELECT jsonb_agg(jsonb_build_object('number', v.number, 'what', v.what, 'by', v.by, 'at', v.at,
                                       'sha256', v.sha256) ORDER BY v.number)
                      FROM revision v WHERE v.dossier_id = d.id),
        'files', coalesce((
            SELECT jsonb_agg(jsonb_build_object(
                'id', f.id, 'component', f.component, 'role', f.role, 'name', f.name, 'sha256', f.sha256,
                'media_type', f.media_type, 'bytes', f.bytes, 'pages', f.page_count, 'state', f.state, 'reason', f.reason,
                'accepted_at', f.accepted_at, 'accepted_by', f.accepted_by,
                'opened_attempt', f.opened_attempt, 'finished_attempt', f.finished_attempt, 'details', f.details,
                'seconds', f.seconds,
                'sheets', (SELECT jsonb_agg(jsonb_strip_nulls(to_jsonb(p) - 'file_id') ORDER BY p.number)
                           FROM page p WHERE p.file_id = f.id),
                'stopped', (SELECT jsonb_agg(jsonb_build_object('kind', s.kind, 'part', s.part, 'state', s.state,
                                             'reason', s.reason, 'details', s.details, 'attempt', s.attempt)
                                             ORDER BY s.kind, s.part)
                            FROM step s WHERE s.file_id = f.id AND s.state IN ('refused', 'given_up')),
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
                        'attempt', r.attempt,
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
