-- Who may sign in and with what (AUTH-3, AUTH-6): attempts that are counted, second factors, the second step of a
-- sign-in, and the organisation's own rules. Times are Unix milliseconds.

-- Attempts that count against a limit: failed ones, and those whose outcome is not yet known.

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

-- Limits that were reached and have been entered in the ledger. '' stands for all accounts or all addresses.

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

-- A sign-in whose first factor is proven and whose second is asked for.

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
  sso_client_secret    TEXT NOT NULL DEFAULT ''
) STRICT;

INSERT INTO settings (id) VALUES (1);
