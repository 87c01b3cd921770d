-- What a National Insurance number is found by: a keyed index beside the sealed value (VAULT-6), kept by the application.
-- Numbers that were sealed before have none yet: they get it when a search first asks.

ALTER TABLE employees ADD COLUMN ni_number_index TEXT;

CREATE INDEX employees_by_ni_number ON employees (ni_number_index) WHERE ni_number_index IS NOT NULL;

CREATE INDEX employees_unindexed ON employees (id) WHERE ni_number IS NOT NULL AND ni_number_index IS NULL;

-- What ten thousand staff are listed by: an index for each order and filter, over the expressions of the list's own
-- queries, and the text that a search looks in beside the usual order, so that a search reads no record that it does not show.

DROP INDEX employees_by_name;

CREATE INDEX employees_by_name ON employees (family_name, given_name, id, search);

CREATE INDEX employees_by_job ON employees (coalesce(job_title, ''), family_name, given_name, id);

CREATE INDEX employees_by_department ON employees (coalesce(department, ''), family_name, given_name, id);

CREATE INDEX employees_by_start ON employees (coalesce(start_date, ''), family_name, given_name, id);
