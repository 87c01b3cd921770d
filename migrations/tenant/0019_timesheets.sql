-- Time worked, by person and week (HR-2). lines is a JSON array of {date, minutes, kind, note}.

CREATE TABLE timesheets (
  id            TEXT PRIMARY KEY,
  employee_id   TEXT NOT NULL REFERENCES employees (id),
  week_start    TEXT NOT NULL,
  lines         TEXT,
  total_minutes INTEGER NOT NULL CHECK (total_minutes BETWEEN 0 AND 10080),
  state         TEXT NOT NULL CHECK (state IN ('draft', 'submitted', 'approved', 'returned', 'locked')),
  moved_by      TEXT REFERENCES accounts (id),
  moved_at      INTEGER,
  reason        TEXT,
  version       INTEGER NOT NULL,
  created_at    INTEGER NOT NULL,
  updated_at    INTEGER NOT NULL,
  UNIQUE (employee_id, week_start)
) STRICT;

CREATE INDEX timesheets_by_week ON timesheets (week_start, id);

CREATE INDEX timesheets_by_state ON timesheets (state, week_start);
