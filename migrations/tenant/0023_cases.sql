-- What people ask about data that is held on them, and by when it is answered (GDPR-3).

CREATE TABLE gdpr_cases (
  id           TEXT PRIMARY KEY,
  kind         TEXT NOT NULL,
  subject_name TEXT NOT NULL,
  employee_id  TEXT REFERENCES employees (id),
  received_on  TEXT NOT NULL,
  details      TEXT,
  due_on       TEXT NOT NULL,
  state        TEXT NOT NULL CHECK (state IN ('open', 'extended', 'closed')),
  outcome      TEXT,
  decided_by   TEXT REFERENCES accounts (id),
  decided_at   INTEGER,
  version      INTEGER NOT NULL,
  created_at   INTEGER NOT NULL,
  updated_at   INTEGER NOT NULL,
  CHECK (state <> 'closed' OR outcome IS NOT NULL)
) STRICT;

CREATE INDEX gdpr_cases_by_day ON gdpr_cases (due_on, id);

CREATE INDEX gdpr_cases_of_staff ON gdpr_cases (employee_id);
