-- What a National Insurance number is found by: a keyed index beside the sealed value (VAULT-6), kept by the application.
-- Numbers that were sealed before have none yet: they get it when a search first asks.

ALTER TABLE employees ADD COLUMN ni_number_index TEXT;

CREATE INDEX employees_by_ni_number ON employees (ni_number_index) WHERE ni_number_index IS NOT NULL;

CREATE INDEX employees_unindexed ON employees (id) WHERE ni_number IS NOT NULL AND ni_number_index IS NULL;
