-- keep --
-- Points of one part for one unit; loading them again corrects them.
INSERT INTO score_value (first, last, unit_code, sub_indicator, score, source)
VALUES (%(first)s, %(last)s, %(unit)s, %(part)s, %(score)s, %(source)s)
ON CONFLICT (first, last, unit_code, sub_indicator) DO UPDATE SET
    score = excluded.score, source = excluded.source, loaded_at = clock_timestamp()

-- of period --
-- All points that were imported for a period.
SELECT unit_code AS unit, sub_indicator AS part, score, source FROM score_value
WHERE first = %(first)s AND last = %(last)s

-- universe --
-- The units of a level that exist on a day: who is ranked.
SELECT code, name FROM unit
WHERE kind = 'unit' AND level = %(level)s AND %(day)s::date BETWEEN valid_from AND coalesce(valid_to, 'infinity')
ORDER BY code
