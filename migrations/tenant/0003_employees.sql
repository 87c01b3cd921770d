-- Staff records (HR-1). Sealed columns hold vault values.

CREATE TABLE employees (
  id            TEXT PRIMARY KEY,
  account_id    TEXT UNIQUE REFERENCES accounts (id),
  given_name    TEXT NOT NULL,
  family_name   TEXT NOT NULL,
  email         TEXT NOT NULL,
  job_title     TEXT,
  department    TEXT,
  manager_id    TEXT REFERENCES employees (id),
  start_date    TEXT,
  end_date      TEXT,
  ni_number     TEXT,
  date_of_birth TEXT,
  address       TEXT,
  bank_account  TEXT,
  sort_code     TEXT,
  version       INTEGER NOT NULL,
  created_at    INTEGER NOT NULL,
  updated_at    INTEGER NOT NULL
) STRICT;

CREATE INDEX employees_by_name ON employees (family_name, given_name, id);

CREATE INDEX employees_by_manager ON employees (manager_id);
