-- same bytes --
-- Files in force that stand in many dossiers, of which at least one was accepted in the period.
SELECT f.sha256, count(DISTINCT f.dossier_id) AS count,
       (array_agg(DISTINCT d.code) FILTER (WHERE d.code IS NOT NULL))[1:5] AS dossiers
FROM file f JOIN dossier d ON d.id = f.dossier_id
WHERE f.withdrawn_at IS NULL AND f.replaced_at IS NULL
  AND f.sha256 IN (SELECT sha256 FROM file
                   WHERE accepted_at >= (%(first)s::date::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh')
                     AND accepted_at < ((%(last)s::date + 1)::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh'))
GROUP BY f.sha256 HAVING count(DISTINCT f.dossier_id) >= %(many)s
ORDER BY 2 DESC, f.sha256 LIMIT %(limit)s
