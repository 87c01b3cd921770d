-- Who may in, and until when: accounts, sessions, the copy of the subscription windows that every request is decided
-- against, and the answers kept for Idempotency-Key. Times are Unix milliseconds.

CREATE TABLE accounts (
  id            TEXT PRIMARY KEY,
  email         TEXT NOT NULL UNIQUE CHECK (email = lower(email)),
  name          TEXT NOT NULL,
  role          TEXT NOT NULL CHECK (role IN ('admin', 'manager', 'hr', 'clinical', 'finance', 'readonly', 'employee')),
  password_hash TEXT NOT NULL,
  disabled      INTEGER NOT NULL DEFAULT 0 CHECK (disabled IN (0, 1)),
  version       INTEGER NOT NULL DEFAULT 1,
  created_at    INTEGER NOT NULL,
  updated_at    INTEGER NOT NULL
) STRICT;

CREATE TABLE sessions (
  id           TEXT PRIMARY KEY,
  account_id   TEXT NOT NULL REFERENCES accounts (id),
  created_at   INTEGER NOT NULL,
  last_used_at INTEGER NOT NULL,
  expires_at   INTEGER NOT NULL,
  ended_at     INTEGER,
  device       TEXT NOT NULL
) STRICT;

CREATE INDEX sessions_by_account ON sessions (account_id, last_used_at);

CREATE TABLE subscriptions (
  id          TEXT PRIMARY KEY,
  plan        TEXT NOT NULL,
  modules     TEXT NOT NULL,
  seats       INTEGER NOT NULL CHECK (seats >= 0),
  valid_from  INTEGER NOT NULL,
  valid_until INTEGER NOT NULL,
  suspended   INTEGER NOT NULL DEFAULT 0 CHECK (suspended IN (0, 1)),
  CHECK (valid_from < valid_until)
) STRICT;

CREATE TRIGGER subscriptions_do_not_overlap BEFORE INSERT ON subscriptions
WHEN EXISTS (SELECT 1 FROM subscriptions WHERE id <> NEW.id AND valid_from < NEW.valid_until AND NEW.valid_from < valid_until)
BEGIN
  SELECT RAISE(ABORT, 'ringfence:subscription-overlap');
END;

CREATE TRIGGER subscriptions_stay_apart BEFORE UPDATE ON subscriptions
WHEN EXISTS (SELECT 1 FROM subscriptions WHERE id <> NEW.id AND valid_from < NEW.valid_until AND NEW.valid_from < valid_until)
BEGIN
  SELECT RAISE(ABORT, 'ringfence:subscription-overlap');
END;

CREATE TABLE idempotency (
  account_id TEXT NOT NULL,
  route      TEXT NOT NULL,
  key        TEXT NOT NULL,
  payload    TEXT NOT NULL,
  claim      TEXT NOT NULL,
  claimed_at INTEGER NOT NULL,
  status     INTEGER,
  answer     TEXT,
  PRIMARY KEY (account_id, route, key)
) STRICT, WITHOUT ROWID;

CREATE INDEX idempotency_by_age ON idempotency (claimed_at);

-- INSERT INTO require (holds) SELECT <condition> aborts the batch unless the condition is true.

CREATE VIEW require AS SELECT 1 AS holds;

CREATE TRIGGER require_holds INSTEAD OF INSERT ON require
WHEN NEW.holds IS NOT TRUE
BEGIN
  SELECT RAISE(ABORT, 'ringfence:stale');
END;
