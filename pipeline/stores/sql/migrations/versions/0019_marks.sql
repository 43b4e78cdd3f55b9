-- Marks for counts by kind, made where a scanned dossier changes: an import of a million that nobody scanned makes none.

COMMENT ON COLUMN count_stale.basis IS 'Which counts of the day; ''all'': every one of them; null: every one, and the kinds.';

DROP TRIGGER kinds_stale ON count_stale;
CREATE OR REPLACE FUNCTION kinds_stale() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO count_stale_kind (centre_code, day) VALUES (NEW.centre_code, NEW.day);
    RETURN NULL;
END
$$;
CREATE TRIGGER kinds_stale AFTER INSERT ON count_stale FOR EACH ROW WHEN (NEW.basis IS NULL)
    EXECUTE FUNCTION kinds_stale();
COMMENT ON FUNCTION kinds_stale IS 'A process of the version before knows neither bases nor kinds: what it marks is due in all of them.';

CREATE OR REPLACE FUNCTION stale(codes text[]) RETURNS void LANGUAGE sql AS $$
    INSERT INTO count_stale (centre_code, day, basis)
    SELECT r.centre_code, v.day, v.basis FROM register_dossier r
        CROSS JOIN LATERAL (VALUES (r.received_on, 'receipt'), (r.resolved_on, 'resolution'),
                                   (r.overdue_on, 'overdue')) v (day, basis)
        WHERE r.code = ANY (codes) AND v.day IS NOT NULL
    UNION
    SELECT d.centre_code, scan_day(d.code, d.created_at), 'scan' FROM dossier d WHERE d.code = ANY (codes);
    INSERT INTO count_stale_kind (centre_code, day)
    SELECT centre_code, received_on FROM register_dossier WHERE code = ANY (codes) AND received_on IS NOT NULL
$$;
