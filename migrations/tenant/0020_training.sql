-- Registrations and other proofs, courses and who has completed them (HR-2). roles: names with commas between them; NULL
-- is everybody.

CREATE TABLE credentials (
  id          TEXT PRIMARY KEY,
  employee_id TEXT NOT NULL REFERENCES employees (id),
  kind        TEXT NOT NULL,
  description TEXT,
  number      TEXT,
  issued_on   TEXT,
  expires_on  TEXT,
  certificate TEXT REFERENCES files (id) DEFERRABLE INITIALLY DEFERRED,
  state       TEXT NOT NULL CHECK (state IN ('unverified', 'verified')),
  verified_on TEXT,
  verified_by TEXT REFERENCES accounts (id),
  version     INTEGER NOT NULL,
  created_at  INTEGER NOT NULL,
  updated_at  INTEGER NOT NULL,
  CHECK (issued_on <= expires_on),
  CHECK ((state = 'verified') = (verified_on IS NOT NULL AND verified_by IS NOT NULL))
) STRICT;

CREATE INDEX credentials_by_employee ON credentials (employee_id, kind, expires_on);

CREATE INDEX credentials_by_expiry ON credentials (expires_on, id);

CREATE INDEX credentials_waiting ON credentials (employee_id) WHERE state = 'unverified';

CREATE TABLE courses (
  id           TEXT PRIMARY KEY,
  name         TEXT NOT NULL,
  valid_months INTEGER CHECK (valid_months BETWEEN 1 AND 600),
  mandatory    TEXT CHECK (mandatory IN ('true', 'false')),
  roles        TEXT,
  version      INTEGER NOT NULL,
  created_at   INTEGER NOT NULL,
  updated_at   INTEGER NOT NULL
) STRICT;

CREATE TABLE training (
  id           TEXT PRIMARY KEY,
  employee_id  TEXT NOT NULL REFERENCES employees (id),
  course_id    TEXT NOT NULL REFERENCES courses (id),
  completed_on TEXT NOT NULL,
  expires_on   TEXT,
  certificate  TEXT REFERENCES files (id) DEFERRABLE INITIALLY DEFERRED,
  version      INTEGER NOT NULL,
  created_at   INTEGER NOT NULL,
  updated_at   INTEGER NOT NULL,
  CHECK (completed_on <= expires_on)
) STRICT;

CREATE INDEX training_by_employee ON training (employee_id, course_id, expires_on);

CREATE INDEX training_by_expiry ON training (expires_on, id);

-- How everybody stands in every course: whether it is mandatory for them, and until when they have completed it (for ever:
-- 9999-12-31; NULL: they have not). Who has no account is an employee.

CREATE VIEW training_standing AS
SELECT e.id AS employee_id, c.id AS course_id, c.name AS course,
  c.mandatory IS 'true' AND (c.roles IS NULL OR instr(',' || c.roles || ',', ',' || coalesce(a.role, 'employee') || ',') > 0) AS required,
  (SELECT max(coalesce(t.expires_on, '9999-12-31')) FROM training t
    WHERE t.employee_id = e.id AND t.course_id = c.id) AS until
FROM employees e
CROSS JOIN courses c
LEFT JOIN accounts a ON a.id = e.account_id;
