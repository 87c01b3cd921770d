-- Absence from work (HR-2). A half day: away only from the middle of the first day, or only to the middle of the last.

CREATE TABLE absences (
  id              TEXT PRIMARY KEY,
  employee_id     TEXT NOT NULL REFERENCES employees (id),
  kind            TEXT NOT NULL,
  first_day       TEXT NOT NULL,
  first_half      TEXT CHECK (first_half IN ('true', 'false')),
  last_day        TEXT NOT NULL,
  last_half       TEXT CHECK (last_half IN ('true', 'false')),
  note            TEXT,
  state           TEXT NOT NULL CHECK (state IN ('requested', 'approved', 'refused', 'cancelled')),
  decided_by      TEXT REFERENCES accounts (id),
  decided_at      INTEGER,
  decision_reason TEXT,
  version         INTEGER NOT NULL,
  created_at      INTEGER NOT NULL,
  updated_at      INTEGER NOT NULL,
  CHECK (first_day <= last_day)
) STRICT;

CREATE INDEX absences_by_employee ON absences (employee_id, first_day);

CREATE INDEX absences_by_day ON absences (first_day, id);
