-- Ids that grow with time: what is scanned together stands together in the indexes that hold it.

CREATE FUNCTION new_id() RETURNS uuid LANGUAGE sql VOLATILE PARALLEL SAFE AS $$
    SELECT encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid())
        PLACING substring(int8send((extract(epoch FROM clock_timestamp()) * 1000)::bigint) FROM 3) FROM 1 FOR 6), 52, 1),
        53, 1), 'hex')::uuid
$$;
COMMENT ON FUNCTION new_id IS 'A UUID of version 7 (RFC 9562): milliseconds, then 74 random bits.';

ALTER TABLE dossier ALTER COLUMN id SET DEFAULT new_id();
ALTER TABLE paper ALTER COLUMN id SET DEFAULT new_id();
