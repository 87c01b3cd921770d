-- As in a tenant's database: what the header says, and the mails that reminded of tasks.
-- A notice says what caused it and about which record, no more: whoever reads it is shown the record's own words. One that
-- is repeated is new again. Times are Unix milliseconds.

CREATE TABLE notices (
  account_id TEXT NOT NULL REFERENCES accounts (id),
  action     TEXT NOT NULL,
  entity_id  TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  read_at    INTEGER,
  PRIMARY KEY (account_id, action, entity_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX notices_unread ON notices (account_id) WHERE read_at IS NULL;

CREATE INDEX notices_of_record ON notices (entity_id);

CREATE INDEX notices_by_age ON notices (created_at);

-- When somebody was last sent a mail that a task waits for them; task is its kind and the record's id.

CREATE TABLE reminders (
  account_id TEXT NOT NULL REFERENCES accounts (id),
  task       TEXT NOT NULL,
  mailed_at  INTEGER NOT NULL,
  PRIMARY KEY (account_id, task)
) STRICT, WITHOUT ROWID;

CREATE INDEX reminders_by_age ON reminders (mailed_at);

-- Whether an administrator has chosen how people sign in.

CREATE INDEX ledger_of_settings ON ledger (seq) WHERE action IN ('settings.security', 'settings.sso');
