-- Tokens of the programs that read rates over HTTP.

-- add --
-- A new token; nothing happens where one of this name is in force. One that was revoked makes room.
INSERT INTO token (name, sha256, centre_code, created_by)
VALUES (%(name)s, %(sha256)s, %(centre)s, %(by)s)
ON CONFLICT (name) DO UPDATE SET
    sha256 = excluded.sha256, centre_code = excluded.centre_code, created_by = excluded.created_by,
    created_at = clock_timestamp(), last_used_at = NULL, revoked_at = NULL
WHERE token.revoked_at IS NOT NULL

-- revoke --
-- From now on nobody is let in by it.
UPDATE token SET revoked_at = clock_timestamp() WHERE name = %(name)s AND revoked_at IS NULL

-- find --
-- The token in force of that secret, and whether its use was noted within a minute.
SELECT name, centre_code, coalesce(last_used_at > clock_timestamp() - interval '1 minute', false) AS noted
FROM token WHERE sha256 = %(sha256)s AND revoked_at IS NULL

-- note use --
-- When it was used last.
UPDATE token SET last_used_at = clock_timestamp() WHERE name = %(name)s

-- all --
-- Every token, those in force first.
SELECT name, centre_code AS centre, created_at, created_by, last_used_at, revoked_at
FROM token ORDER BY revoked_at IS NOT NULL, name
