-- The console: the operator's own people sign in to the registry itself, by the code that signs in an organisation's people.
-- These are the tables of a tenant's database that this code uses, with the console's roles; TestConsoleSchema compares them.
-- What the operator's people never have is there as a view, so that one text of SQL serves both.

CREATE TABLE accounts (
  id            TEXT PRIMARY KEY,
  email         TEXT NOT NULL UNIQUE CHECK (email = lower(email)),
  name          TEXT NOT NULL,
  role          TEXT NOT NULL CHECK (role IN ('owner', 'billing', 'support')),
  password_hash TEXT NOT NULL,
  disabled      INTEGER NOT NULL DEFAULT 0 CHECK (disabled IN (0, 1)),
  version       INTEGER NOT NULL DEFAULT 1,
  created_at    INTEGER NOT NULL,
  updated_at    INTEGER NOT NULL,
  accepted_at   INTEGER
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

CREATE VIEW require AS SELECT 1 AS holds;

CREATE TRIGGER require_holds INSTEAD OF INSERT ON require
WHEN NEW.holds IS NOT TRUE
BEGIN
  SELECT RAISE(ABORT, 'ringfence:stale');
END;

CREATE TABLE attempts (
  id      TEXT PRIMARY KEY,
  kind    TEXT NOT NULL,
  account TEXT NOT NULL,
  address TEXT NOT NULL,
  at      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX attempts_by_account ON attempts (kind, account, address, at);

CREATE INDEX attempts_by_address ON attempts (kind, address, at);

CREATE INDEX attempts_by_age ON attempts (at);

CREATE TABLE limits (
  kind    TEXT NOT NULL,
  account TEXT NOT NULL,
  address TEXT NOT NULL,
  until   INTEGER NOT NULL,
  PRIMARY KEY (kind, account, address)
) STRICT, WITHOUT ROWID;

CREATE TABLE authenticators (
  account_id   TEXT PRIMARY KEY REFERENCES accounts (id),
  secret       TEXT NOT NULL,
  last_step    INTEGER NOT NULL DEFAULT 0,
  created_at   INTEGER NOT NULL,
  confirmed_at INTEGER
) STRICT;

CREATE TABLE recovery_codes (
  account_id TEXT NOT NULL REFERENCES accounts (id),
  hash       TEXT NOT NULL,
  used_at    INTEGER,
  PRIMARY KEY (account_id, hash)
) STRICT, WITHOUT ROWID;

CREATE TABLE challenges (
  id         TEXT PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES accounts (id),
  version    INTEGER NOT NULL,
  method     TEXT NOT NULL,
  tries_left INTEGER NOT NULL CHECK (tries_left >= 0),
  expires_at INTEGER NOT NULL
) STRICT;

CREATE INDEX challenges_by_age ON challenges (expires_at);

CREATE TABLE settings (
  id                   INTEGER PRIMARY KEY CHECK (id = 1),
  mfa_required_for_all INTEGER NOT NULL DEFAULT 0 CHECK (mfa_required_for_all IN (0, 1)),
  sso_mode             TEXT NOT NULL DEFAULT 'password' CHECK (sso_mode IN ('password', 'sso', 'both')),
  sso_issuer           TEXT NOT NULL DEFAULT '',
  sso_client_id        TEXT NOT NULL DEFAULT '',
  sso_client_secret    TEXT NOT NULL DEFAULT '',
  windows_version      INTEGER NOT NULL DEFAULT 0
) STRICT;

INSERT INTO settings (id) VALUES (1);

CREATE TABLE outbox (
  id         TEXT PRIMARY KEY,
  recipient  TEXT,
  to_name    TEXT,
  subject    TEXT,
  text       TEXT,
  html       TEXT,
  state      TEXT NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'sent', 'failed')),
  tries      INTEGER NOT NULL DEFAULT 0,
  next_at    INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  settled_at INTEGER
) STRICT;

CREATE INDEX outbox_due ON outbox (next_at) WHERE state = 'pending';

CREATE INDEX accounts_by_name ON accounts (name COLLATE NOCASE, id);

CREATE VIEW administrators AS SELECT id FROM accounts WHERE role = 'owner' AND disabled = 0 AND accepted_at IS NOT NULL;

CREATE TRIGGER accounts_keep_an_admin AFTER UPDATE OF role, disabled, accepted_at ON accounts
WHEN OLD.role = 'owner' AND OLD.disabled = 0 AND OLD.accepted_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM administrators)
BEGIN
  SELECT RAISE(ABORT, 'ringfence:last-admin');
END;

CREATE TRIGGER accounts_keep_the_admin AFTER DELETE ON accounts
WHEN OLD.role = 'owner' AND OLD.disabled = 0 AND OLD.accepted_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM administrators)
BEGIN
  SELECT RAISE(ABORT, 'ringfence:last-admin');
END;

CREATE TABLE links (
  account_id TEXT NOT NULL REFERENCES accounts (id),
  kind       TEXT NOT NULL CHECK (kind IN ('invitation', 'reset')),
  hash       TEXT NOT NULL UNIQUE,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  used_at    INTEGER,
  PRIMARY KEY (account_id, kind)
) STRICT, WITHOUT ROWID;

CREATE INDEX ledger_of_accounts ON ledger (seq) WHERE action IN ('account.create', 'account.accept', 'account.role', 'account.disable', 'account.enable');

CREATE TABLE passkeys (
  id              TEXT PRIMARY KEY,
  account_id      TEXT NOT NULL REFERENCES accounts (id),
  credential_id   TEXT NOT NULL UNIQUE,
  host            TEXT NOT NULL,
  public_key      TEXT NOT NULL,
  sign_count      INTEGER NOT NULL CHECK (sign_count >= 0),
  name            TEXT NOT NULL,
  transports      TEXT NOT NULL,
  backup_eligible INTEGER NOT NULL CHECK (backup_eligible IN (0, 1)),
  backed_up       INTEGER NOT NULL CHECK (backed_up IN (0, 1)),
  created_at      INTEGER NOT NULL,
  last_used_at    INTEGER
) STRICT;

CREATE INDEX passkeys_by_account ON passkeys (account_id, created_at);

CREATE TABLE spent_challenges (
  hash       TEXT PRIMARY KEY,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX spent_challenges_by_age ON spent_challenges (expires_at);

CREATE TABLE identities (
  id         TEXT PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES accounts (id),
  issuer     TEXT NOT NULL,
  subject    TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  UNIQUE (issuer, subject)
) STRICT;

CREATE INDEX identities_by_account ON identities (account_id);

CREATE TABLE sso_flows (
  state      TEXT PRIMARY KEY,
  browser    TEXT NOT NULL,
  purpose    TEXT NOT NULL CHECK (purpose IN ('sign-in', 'connect')),
  session_id TEXT NOT NULL,
  attempt_id TEXT NOT NULL,
  issuer     TEXT NOT NULL,
  client_id  TEXT NOT NULL,
  nonce      TEXT NOT NULL,
  sealed     TEXT NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;

CREATE INDEX sso_flows_by_age ON sso_flows (expires_at);

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

-- The console is always open, and its people take no seats of a plan.

CREATE VIEW windows AS
SELECT 'console' AS id, 'console' AS plan, 'console' AS modules, 1000000 AS seats, 0 AS valid_from, 253402300800000 AS valid_until, 0 AS suspended;

-- The operator keeps no staff records.

CREATE VIEW employees AS
SELECT '' AS id, '' AS account_id, '' AS given_name, '' AS family_name, '' AS email WHERE 0;
