-- Accounts of the people who sign in.

-- add --
-- A new account; nothing happens where the name is taken.
INSERT INTO account (name, role, centre_code, password_hash)
VALUES (%(name)s, %(role)s, %(centre)s, %(password_hash)s) ON CONFLICT (name) DO NOTHING

-- set_password --
-- A new password ends every session and every block.
UPDATE account SET password_hash = %(password_hash)s, epoch = epoch + 1, failures = 0, blocked_until = NULL
WHERE name = %(name)s

-- find --
-- One account that may sign in.
SELECT name, role, centre_code, password_hash, epoch, coalesce(blocked_until > clock_timestamp(), false) AS blocked
FROM account WHERE name = %(name)s AND disabled_at IS NULL

-- note_failure --
-- From the fifth wrong password on, a block of 15 seconds that doubles with each further one, up to 15 minutes.
UPDATE account SET failures = failures + 1,
    blocked_until = CASE WHEN failures >= 4
        THEN clock_timestamp() + least(interval '15 minutes', interval '15 seconds' * power(2, least(failures - 4, 8))) END
WHERE name = %(name)s
