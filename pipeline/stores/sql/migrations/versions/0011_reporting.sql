-- Views for Metabase and the like: counts and lists, no dossier and no person. `sohoa rates reader` makes a role that may
-- read these and nothing else. Names and meanings stay; columns are only added.

CREATE SCHEMA reporting;
COMMENT ON SCHEMA reporting IS 'Counts for reports: what a reading role sees.';

CREATE VIEW reporting.counts_by_day AS
SELECT c.day, c.basis, c.centre_code AS receiving_centre, coalesce(s.name, c.centre_code) AS centre_name,
       c.agency_code AS competent_agency, coalesce(p.name, c.agency_code) AS agency_name,
       p.level, p.commune, p.district, p.province, p.ministry,
       c.dossiers, c.scanned, c.in_progress, c.with_component, c.result_due, c.with_result, c.digitized,
       c.components_due, c.components_digitized, c.reused, c.from_store, c.population_linked, c.on_time,
       c.unregistered
FROM count_day c
LEFT JOIN place p ON p.code = c.agency_code AND c.day BETWEEN p.valid_from AND p.valid_to
LEFT JOIN place s ON s.code = c.centre_code AND c.day BETWEEN s.valid_from AND s.valid_to;
COMMENT ON VIEW reporting.counts_by_day IS 'Counts per day, receiving centre, competent agency and basis; divide sums, never average rates.';
COMMENT ON COLUMN reporting.counts_by_day.day IS 'Local day (Asia/Ho_Chi_Minh).';
COMMENT ON COLUMN reporting.counts_by_day.receiving_centre IS 'Code of the centre that received the dossiers.';
COMMENT ON COLUMN reporting.counts_by_day.centre_name IS 'What it was called then.';
COMMENT ON COLUMN reporting.counts_by_day.competent_agency IS 'Code of the agency that decides them; it may differ from the centre.';
COMMENT ON COLUMN reporting.counts_by_day.agency_name IS 'What it was called then.';
COMMENT ON COLUMN reporting.counts_by_day.level IS 'ministry, province, district or commune: of the agency.';
COMMENT ON COLUMN reporting.counts_by_day.commune IS 'Code of the agency''s commune then, if it has one.';
COMMENT ON COLUMN reporting.counts_by_day.district IS 'Code of its district then; none since 1 July 2025.';
COMMENT ON COLUMN reporting.counts_by_day.province IS 'Code of its province then; a ministry''s desk has none.';
COMMENT ON COLUMN reporting.counts_by_day.ministry IS 'Code of its ministry then; local agencies have none.';
COMMENT ON COLUMN reporting.counts_by_day.basis IS 'What dates a dossier: receipt, resolution, overdue (late and not settled) or scan (without a register).';
COMMENT ON COLUMN reporting.counts_by_day.dossiers IS 'Dossiers that count; what was never received or was taken back is left out.';
COMMENT ON COLUMN reporting.counts_by_day.scanned IS 'With at least one paper of a scan in force.';
COMMENT ON COLUMN reporting.counts_by_day.in_progress IS 'Scanned and not digitized yet.';
COMMENT ON COLUMN reporting.counts_by_day.with_component IS 'With a component that is digitized by the rule of the day.';
COMMENT ON COLUMN reporting.counts_by_day.result_due IS 'Whose procedure ends in a document.';
COMMENT ON COLUMN reporting.counts_by_day.with_result IS 'Of those: the document is there and digitized.';
COMMENT ON COLUMN reporting.counts_by_day.digitized IS 'With a component, and the result where one is due.';
COMMENT ON COLUMN reporting.counts_by_day.components_due IS 'Required components.';
COMMENT ON COLUMN reporting.counts_by_day.components_digitized IS 'Required components that are digitized.';
COMMENT ON COLUMN reporting.counts_by_day.reused IS 'That reuse digitized data, as the register tells.';
COMMENT ON COLUMN reporting.counts_by_day.from_store IS 'With a component from the personal store of the national portal.';
COMMENT ON COLUMN reporting.counts_by_day.population_linked IS 'Whose applicant was checked against the population database.';
COMMENT ON COLUMN reporting.counts_by_day.on_time IS 'Settled by the promised time, waiting for the citizen taken off.';
COMMENT ON COLUMN reporting.counts_by_day.unregistered IS 'Scanned, and unknown to the register; basis scan only.';

CREATE VIEW reporting.counts_by_month AS
SELECT c.month, c.basis, c.centre_code AS receiving_centre, coalesce(s.name, c.centre_code) AS centre_name,
       c.agency_code AS competent_agency, coalesce(p.name, c.agency_code) AS agency_name,
       p.level, p.commune, p.district, p.province, p.ministry,
       c.dossiers, c.scanned, c.in_progress, c.with_component, c.result_due, c.with_result, c.digitized,
       c.components_due, c.components_digitized, c.reused, c.from_store, c.population_linked, c.on_time,
       c.unregistered
FROM count_month c
LEFT JOIN place p ON p.code = c.agency_code AND c.month BETWEEN p.valid_from AND p.valid_to
LEFT JOIN place s ON s.code = c.centre_code AND c.month BETWEEN s.valid_from AND s.valid_to;
COMMENT ON VIEW reporting.counts_by_month IS 'Counts per month, receiving centre, competent agency and basis; divide sums, never average rates.';
COMMENT ON COLUMN reporting.counts_by_month.month IS 'First day of the calendar month.';
COMMENT ON COLUMN reporting.counts_by_month.receiving_centre IS 'Code of the centre that received the dossiers.';
COMMENT ON COLUMN reporting.counts_by_month.centre_name IS 'What it was called then.';
COMMENT ON COLUMN reporting.counts_by_month.competent_agency IS 'Code of the agency that decides them; it may differ from the centre.';
COMMENT ON COLUMN reporting.counts_by_month.agency_name IS 'What it was called then.';
COMMENT ON COLUMN reporting.counts_by_month.level IS 'ministry, province, district or commune: of the agency.';
COMMENT ON COLUMN reporting.counts_by_month.commune IS 'Code of the agency''s commune then, if it has one.';
COMMENT ON COLUMN reporting.counts_by_month.district IS 'Code of its district then; none since 1 July 2025.';
COMMENT ON COLUMN reporting.counts_by_month.province IS 'Code of its province then; a ministry''s desk has none.';
COMMENT ON COLUMN reporting.counts_by_month.ministry IS 'Code of its ministry then; local agencies have none.';
COMMENT ON COLUMN reporting.counts_by_month.basis IS 'What dates a dossier: receipt, resolution, overdue (late and not settled) or scan (without a register).';
COMMENT ON COLUMN reporting.counts_by_month.dossiers IS 'Dossiers that count; what was never received or was taken back is left out.';
COMMENT ON COLUMN reporting.counts_by_month.scanned IS 'With at least one paper of a scan in force.';
COMMENT ON COLUMN reporting.counts_by_month.in_progress IS 'Scanned and not digitized yet.';
COMMENT ON COLUMN reporting.counts_by_month.with_component IS 'With a component that is digitized by the rule of the day.';
COMMENT ON COLUMN reporting.counts_by_month.result_due IS 'Whose procedure ends in a document.';
COMMENT ON COLUMN reporting.counts_by_month.with_result IS 'Of those: the document is there and digitized.';
COMMENT ON COLUMN reporting.counts_by_month.digitized IS 'With a component, and the result where one is due.';
COMMENT ON COLUMN reporting.counts_by_month.components_due IS 'Required components.';
COMMENT ON COLUMN reporting.counts_by_month.components_digitized IS 'Required components that are digitized.';
COMMENT ON COLUMN reporting.counts_by_month.reused IS 'That reuse digitized data, as the register tells.';
COMMENT ON COLUMN reporting.counts_by_month.from_store IS 'With a component from the personal store of the national portal.';
COMMENT ON COLUMN reporting.counts_by_month.population_linked IS 'Whose applicant was checked against the population database.';
COMMENT ON COLUMN reporting.counts_by_month.on_time IS 'Settled by the promised time, waiting for the citizen taken off.';
COMMENT ON COLUMN reporting.counts_by_month.unregistered IS 'Scanned, and unknown to the register; basis scan only.';

CREATE VIEW reporting.counts_by_province AS
SELECT c.day, c.basis, nullif(CASE WHEN c.level <> 'ministry' THEN c.top ELSE '' END, '') AS province,
       nullif(CASE WHEN c.level = 'ministry' THEN c.top ELSE '' END, '') AS ministry, c.level,
       c.dossiers, c.scanned, c.in_progress, c.with_component, c.result_due, c.with_result, c.digitized,
       c.components_due, c.components_digitized, c.reused, c.from_store, c.population_linked, c.on_time,
       c.unregistered
FROM count_top c;
COMMENT ON VIEW reporting.counts_by_province IS 'The same per day and province or ministry: small, for the whole country.';
COMMENT ON COLUMN reporting.counts_by_province.day IS 'Local day (Asia/Ho_Chi_Minh).';
COMMENT ON COLUMN reporting.counts_by_province.basis IS 'What dates a dossier: receipt, resolution, overdue (late and not settled) or scan (without a register).';
COMMENT ON COLUMN reporting.counts_by_province.province IS 'Code of the province where the agencies stood that day.';
COMMENT ON COLUMN reporting.counts_by_province.ministry IS 'Code of the ministry of the agencies.';
COMMENT ON COLUMN reporting.counts_by_province.level IS 'ministry, province, district or commune: of the agencies.';
COMMENT ON COLUMN reporting.counts_by_province.dossiers IS 'Dossiers that count; what was never received or was taken back is left out.';
COMMENT ON COLUMN reporting.counts_by_province.scanned IS 'With at least one paper of a scan in force.';
COMMENT ON COLUMN reporting.counts_by_province.in_progress IS 'Scanned and not digitized yet.';
COMMENT ON COLUMN reporting.counts_by_province.with_component IS 'With a component that is digitized by the rule of the day.';
COMMENT ON COLUMN reporting.counts_by_province.result_due IS 'Whose procedure ends in a document.';
COMMENT ON COLUMN reporting.counts_by_province.with_result IS 'Of those: the document is there and digitized.';
COMMENT ON COLUMN reporting.counts_by_province.digitized IS 'With a component, and the result where one is due.';
COMMENT ON COLUMN reporting.counts_by_province.components_due IS 'Required components.';
COMMENT ON COLUMN reporting.counts_by_province.components_digitized IS 'Required components that are digitized.';
COMMENT ON COLUMN reporting.counts_by_province.reused IS 'That reuse digitized data, as the register tells.';
COMMENT ON COLUMN reporting.counts_by_province.from_store IS 'With a component from the personal store of the national portal.';
COMMENT ON COLUMN reporting.counts_by_province.population_linked IS 'Whose applicant was checked against the population database.';
COMMENT ON COLUMN reporting.counts_by_province.on_time IS 'Settled by the promised time, waiting for the citizen taken off.';
COMMENT ON COLUMN reporting.counts_by_province.unregistered IS 'Scanned, and unknown to the register; basis scan only.';

CREATE VIEW reporting.counts_by_procedure AS
SELECT c.month, c.basis, c.centre_code AS receiving_centre, c.agency_code AS competent_agency,
       nullif(c.procedure_code, '') AS procedure, o.name AS procedure_name, o.field_code AS field,
       c.dossiers, c.scanned, c.in_progress, c.with_component, c.result_due, c.with_result, c.digitized,
       c.components_due, c.components_digitized, c.reused, c.from_store, c.population_linked, c.on_time
FROM count_procedure c LEFT JOIN procedure o ON o.code = c.procedure_code;
COMMENT ON VIEW reporting.counts_by_procedure IS 'Counts per month, centre, agency and procedure; made anew when a report by procedure is asked for.';
COMMENT ON COLUMN reporting.counts_by_procedure.month IS 'First day of the calendar month.';
COMMENT ON COLUMN reporting.counts_by_procedure.basis IS 'What dates a dossier: receipt, resolution, overdue (late and not settled) or scan (without a register).';
COMMENT ON COLUMN reporting.counts_by_procedure.receiving_centre IS 'Code of the centre that received the dossiers.';
COMMENT ON COLUMN reporting.counts_by_procedure.competent_agency IS 'Code of the agency that decides them; it may differ from the centre.';
COMMENT ON COLUMN reporting.counts_by_procedure.procedure IS 'Code of the procedure; null where the register does not tell.';
COMMENT ON COLUMN reporting.counts_by_procedure.procedure_name IS 'Its name, where the register tells.';
COMMENT ON COLUMN reporting.counts_by_procedure.field IS 'Code of its field.';
COMMENT ON COLUMN reporting.counts_by_procedure.dossiers IS 'Dossiers that count; what was never received or was taken back is left out.';
COMMENT ON COLUMN reporting.counts_by_procedure.scanned IS 'With at least one paper of a scan in force.';
COMMENT ON COLUMN reporting.counts_by_procedure.in_progress IS 'Scanned and not digitized yet.';
COMMENT ON COLUMN reporting.counts_by_procedure.with_component IS 'With a component that is digitized by the rule of the day.';
COMMENT ON COLUMN reporting.counts_by_procedure.result_due IS 'Whose procedure ends in a document.';
COMMENT ON COLUMN reporting.counts_by_procedure.with_result IS 'Of those: the document is there and digitized.';
COMMENT ON COLUMN reporting.counts_by_procedure.digitized IS 'With a component, and the result where one is due.';
COMMENT ON COLUMN reporting.counts_by_procedure.components_due IS 'Required components.';
COMMENT ON COLUMN reporting.counts_by_procedure.components_digitized IS 'Required components that are digitized.';
COMMENT ON COLUMN reporting.counts_by_procedure.reused IS 'That reuse digitized data, as the register tells.';
COMMENT ON COLUMN reporting.counts_by_procedure.from_store IS 'With a component from the personal store of the national portal.';
COMMENT ON COLUMN reporting.counts_by_procedure.population_linked IS 'Whose applicant was checked against the population database.';
COMMENT ON COLUMN reporting.counts_by_procedure.on_time IS 'Settled by the promised time, waiting for the citizen taken off.';

CREATE VIEW reporting.places AS
SELECT code, name, kind, level, commune, district, province, ministry, valid_from, valid_to, listed FROM place;
COMMENT ON VIEW reporting.places IS 'Where every code stood in the tree of units, and when.';
COMMENT ON COLUMN reporting.places.code IS 'Electronic identification code: H18.01.';
COMMENT ON COLUMN reporting.places.name IS 'What it was called.';
COMMENT ON COLUMN reporting.places.kind IS 'unit, agency or centre.';
COMMENT ON COLUMN reporting.places.level IS 'ministry, province, district or commune.';
COMMENT ON COLUMN reporting.places.commune IS 'Code of the commune above it, itself included.';
COMMENT ON COLUMN reporting.places.district IS 'Code of the district above it.';
COMMENT ON COLUMN reporting.places.province IS 'Code of the province above it.';
COMMENT ON COLUMN reporting.places.ministry IS 'Code of the ministry above it.';
COMMENT ON COLUMN reporting.places.valid_from IS 'First day.';
COMMENT ON COLUMN reporting.places.valid_to IS 'Last day.';
COMMENT ON COLUMN reporting.places.listed IS 'A list of units knows the code; otherwise it was only met in a register or with a scan.';

CREATE VIEW reporting.deployments AS
SELECT code, valid_from AS deployed_on, valid_to AS until, evidence, source FROM unit_status WHERE status = 'deployed';
COMMENT ON VIEW reporting.deployments IS 'Centres that have deployed digitization, with the evidence.';
COMMENT ON COLUMN reporting.deployments.code IS 'Code of the centre.';
COMMENT ON COLUMN reporting.deployments.deployed_on IS 'Since when.';
COMMENT ON COLUMN reporting.deployments.until IS 'Until when; null: still.';
COMMENT ON COLUMN reporting.deployments.evidence IS 'What proves it.';
COMMENT ON COLUMN reporting.deployments.source IS 'The list that told it.';

CREATE VIEW reporting.closings AS
SELECT id, first, last, closed_at, closed_by, sha256, rules FROM closing;
COMMENT ON VIEW reporting.closings IS 'Periods that were closed: frozen counts with their hash.';
COMMENT ON COLUMN reporting.closings.id IS 'Number of the closing.';
COMMENT ON COLUMN reporting.closings.first IS 'First day of the period.';
COMMENT ON COLUMN reporting.closings.last IS 'Last day of the period.';
COMMENT ON COLUMN reporting.closings.closed_at IS 'When it was closed.';
COMMENT ON COLUMN reporting.closings.closed_by IS 'Who closed it.';
COMMENT ON COLUMN reporting.closings.sha256 IS 'Hash of the frozen counts.';
COMMENT ON COLUMN reporting.closings.rules IS 'The rules of digitized that were in force, in words.';

CREATE VIEW reporting.closed_counts AS
SELECT c.closing_id AS closing, c.month, c.basis, c.centre_code AS receiving_centre, c.agency_code AS competent_agency,
       c.dossiers, c.scanned, c.in_progress, c.with_component, c.result_due, c.with_result, c.digitized,
       c.components_due, c.components_digitized, c.reused, c.from_store, c.population_linked, c.on_time,
       c.unregistered
FROM closing_count c;
COMMENT ON VIEW reporting.closed_counts IS 'counts_by_month as it stood at a closing; never changes.';
COMMENT ON COLUMN reporting.closed_counts.closing IS 'Number of the closing.';
COMMENT ON COLUMN reporting.closed_counts.month IS 'First day of the calendar month.';
COMMENT ON COLUMN reporting.closed_counts.basis IS 'What dates a dossier: receipt, resolution, overdue (late and not settled) or scan (without a register).';
COMMENT ON COLUMN reporting.closed_counts.receiving_centre IS 'Code of the centre that received the dossiers.';
COMMENT ON COLUMN reporting.closed_counts.competent_agency IS 'Code of the agency that decides them; it may differ from the centre.';
COMMENT ON COLUMN reporting.closed_counts.dossiers IS 'Dossiers that count; what was never received or was taken back is left out.';
COMMENT ON COLUMN reporting.closed_counts.scanned IS 'With at least one paper of a scan in force.';
COMMENT ON COLUMN reporting.closed_counts.in_progress IS 'Scanned and not digitized yet.';
COMMENT ON COLUMN reporting.closed_counts.with_component IS 'With a component that is digitized by the rule of the day.';
COMMENT ON COLUMN reporting.closed_counts.result_due IS 'Whose procedure ends in a document.';
COMMENT ON COLUMN reporting.closed_counts.with_result IS 'Of those: the document is there and digitized.';
COMMENT ON COLUMN reporting.closed_counts.digitized IS 'With a component, and the result where one is due.';
COMMENT ON COLUMN reporting.closed_counts.components_due IS 'Required components.';
COMMENT ON COLUMN reporting.closed_counts.components_digitized IS 'Required components that are digitized.';
COMMENT ON COLUMN reporting.closed_counts.reused IS 'That reuse digitized data, as the register tells.';
COMMENT ON COLUMN reporting.closed_counts.from_store IS 'With a component from the personal store of the national portal.';
COMMENT ON COLUMN reporting.closed_counts.population_linked IS 'Whose applicant was checked against the population database.';
COMMENT ON COLUMN reporting.closed_counts.on_time IS 'Settled by the promised time, waiting for the citizen taken off.';
COMMENT ON COLUMN reporting.closed_counts.unregistered IS 'Scanned, and unknown to the register; basis scan only.';

CREATE VIEW reporting.imports AS
SELECT id, source, imported_at, lines, added, changed, unchanged, refused FROM register_import;
COMMENT ON VIEW reporting.imports IS 'Imports of registers: how fresh the denominators are.';
COMMENT ON COLUMN reporting.imports.id IS 'Number of the import.';
COMMENT ON COLUMN reporting.imports.source IS 'Who keeps the register.';
COMMENT ON COLUMN reporting.imports.imported_at IS 'When it was imported.';
COMMENT ON COLUMN reporting.imports.lines IS 'Rows of the file.';
COMMENT ON COLUMN reporting.imports.added IS 'Dossiers that were new.';
COMMENT ON COLUMN reporting.imports.changed IS 'Dossiers of which the file said something else.';
COMMENT ON COLUMN reporting.imports.unchanged IS 'Dossiers as before.';
COMMENT ON COLUMN reporting.imports.refused IS 'Rows that were refused.';
