-- close --
-- A scorecard as it stands now.
INSERT INTO scorecard (sha256, closed_by, first, last, level, card)
VALUES (%(sha256)s, %(by)s, %(first)s, %(last)s, %(level)s, %(card)s)
RETURNING sha256, closed_at, closed_by, first, last, level, card

-- find --
-- The last one of a period and level until a moment.
SELECT sha256, closed_at, closed_by, first, last, level, card FROM scorecard
WHERE first = %(first)s AND last = %(last)s AND level = %(level)s AND closed_at <= %(as_of)s
ORDER BY closed_at DESC LIMIT 1

-- of hash --
-- Closed scorecards that have a hash, oldest first.
SELECT sha256, closed_at, closed_by, first, last, level, card FROM scorecard WHERE sha256 = %(sha256)s ORDER BY closed_at

-- put back --
-- A scorecard from what was kept of it; no row where it is there.
INSERT INTO scorecard (sha256, closed_at, closed_by, first, last, level, card)
VALUES (%(sha256)s, %(closed_at)s, %(closed_by)s, %(first)s, %(last)s, %(level)s, %(card)s)
ON CONFLICT DO NOTHING
