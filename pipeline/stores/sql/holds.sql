-- is known --
-- Whether a part is a centre that sent something.
SELECT EXISTS (SELECT FROM dossier WHERE centre_code = %(part)s) AS known

-- hold --
-- Holds a part still; who did so first stays noted.
INSERT INTO hold (part, by, reason) VALUES (%(part)s, %(by)s, %(reason)s) ON CONFLICT (part) DO NOTHING

-- let go --
-- Its work goes on.
DELETE FROM hold WHERE part = %(part)s

-- off the window --
-- Its steps leave the broker: a message that comes all the same finds a step that waits.
UPDATE step SET state = 'waiting', sent_at = NULL WHERE state = 'sent' AND (kind = %(part)s OR centre_code = %(part)s)

-- waiting --
-- How many of its steps wait.
SELECT count(*) AS steps FROM step WHERE state = 'waiting' AND (kind = %(part)s OR centre_code = %(part)s)

-- holds --
-- All that is held still, the newest first.
SELECT part, by, reason, at FROM hold ORDER BY at DESC, part
