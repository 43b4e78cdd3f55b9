-- Whose procedures: the denominator of the share of procedures that are connected to population data.

ALTER TABLE procedure ADD COLUMN for_persons boolean, ADD COLUMN for_persons_source text;
COMMENT ON COLUMN procedure.for_persons IS 'Whether its subject is a person (Decision 766/QĐ-TTg, 4.5a); null where nobody has said.';
COMMENT ON COLUMN procedure.for_persons_source IS 'The list that said so.';
