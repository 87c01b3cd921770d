-- Long work, done in slices by the scheduler (PLAT-11). What it was asked for, where it stands and what came out of it is
-- sealed. A run has a job until lease_until, and lease counts the slices and the takings: a slice is written only while the
-- lease is the one that it began with, so that it counts once. Of a job that waits, lease_until is when it is tried (again).
-- Times are Unix milliseconds.

CREATE TABLE jobs (
  id          TEXT PRIMARY KEY,
  kind        TEXT NOT NULL,
  state       TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'running', 'done', 'failed', 'cancelled')),
  done        INTEGER NOT NULL DEFAULT 0,
  total       INTEGER NOT NULL DEFAULT 0,
  input       TEXT,
  cursor      TEXT,
  result      TEXT,
  errors      TEXT NOT NULL DEFAULT '[]',
  account_id  TEXT NOT NULL REFERENCES accounts (id),
  lease       INTEGER NOT NULL DEFAULT 0,
  lease_until INTEGER NOT NULL,
  tries       INTEGER NOT NULL DEFAULT 0,
  created_at  INTEGER NOT NULL,
  started_at  INTEGER,
  finished_at INTEGER
) STRICT;

CREATE INDEX jobs_due ON jobs (lease_until) WHERE state IN ('waiting', 'running');

CREATE INDEX jobs_by_age ON jobs (finished_at);
