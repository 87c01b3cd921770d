-- Passkeys (AUTH-7): keys with which people sign in at one of the organisation's hosts, and the challenges that have been
-- answered, each of which is good for one answer.

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
