-- The end of a step that is taken most often, as functions: one statement and one answer instead of five.

CREATE FUNCTION understand_when_settled(the_file uuid, the_centre text, the_priority text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    -- A branch and not a condition of the insert: nine pages of ten end here.
    IF EXISTS (SELECT FROM page WHERE file_id = the_file AND state = 'waiting')
       OR NOT EXISTS (SELECT FROM file WHERE id = the_file AND page_count > 0) THEN
        RETURN;
    END IF;
    INSERT INTO step (kind, file_id, centre_code, priority, attempt)
    VALUES ('understand', the_file, the_centre, the_priority,
            -- The step of a file that was done long ago is not here any more: attempts go on counting.
            coalesce((SELECT max(attempt) FROM paper WHERE file_id = the_file), 0))
    ON CONFLICT (file_id, kind, part) DO UPDATE
        SET state = 'waiting', tries = 0, reason = NULL, not_before = NULL, priority = excluded.priority
        WHERE step.state IN ('done', 'refused', 'given_up');
END
$$;
COMMENT ON FUNCTION understand_when_settled IS 'Asks whether all pages of a file are settled, and if so sends it on. Safe to ask at any time, under the lock of the file.';

CREATE FUNCTION keep_page(the_step bigint, the_attempt integer, the_width integer, the_height integer, the_dpi integer,
    the_rotation integer, the_skew double precision, is_blank boolean, the_source text, the_confidence double precision, the_words integer,
    the_unread_lines integer, the_engine jsonb)
RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    won record;
BEGIN
    -- Lets the last two pages of a file come one after the other: each statement below sees what was committed before it.
    PERFORM FROM file WHERE id = (SELECT file_id FROM step WHERE id = the_step) FOR NO KEY UPDATE;
    UPDATE step
    SET state = 'done', finished_at = clock_timestamp(), lease_owner = NULL, lease_until = NULL, reason = NULL, details = NULL
    WHERE id = the_step AND attempt = the_attempt AND state = 'running'
    RETURNING file_id, part, centre_code, priority INTO won;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    UPDATE page
    SET state = 'read', reason = NULL, attempt = the_attempt, settled_at = clock_timestamp(), width = the_width,
        height = the_height, dpi = the_dpi, rotation = the_rotation, skew = the_skew, blank = is_blank, source = the_source,
        confidence = the_confidence, words = the_words, unread_lines = the_unread_lines, engine = the_engine
    WHERE file_id = won.file_id AND number = won.part;
    PERFORM understand_when_settled(won.file_id, won.centre_code, won.priority);
    RETURN true;
END
$$;
COMMENT ON FUNCTION keep_page IS 'Keeps the reading of one page if the attempt still holds its lease, and sends the file on after its last page. False: the lease was lost.';
