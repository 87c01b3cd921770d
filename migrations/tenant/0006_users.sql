-- Users (AUTH-8, AUTH-10): invitations, the last administrator, and links that are sent to people.

ALTER TABLE accounts ADD COLUMN accepted_at INTEGER;

UPDATE accounts SET accepted_at = created_at;

CREATE INDEX accounts_by_name ON accounts (name COLLATE NOCASE, id);

-- An administrator who is disabled, or has not yet accepted the invitation, administers nothing.

CREATE VIEW administrators AS SELECT id FROM accounts WHERE role = 'admin' AND disabled = 0 AND accepted_at IS NOT NULL;

CREATE TRIGGER accounts_keep_an_admin AFTER UPDATE OF role, disabled, accepted_at ON accounts
WHEN OLD.role = 'admin' AND OLD.disabled = 0 AND OLD.accepted_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM administrators)
BEGIN
  SELECT RAISE(ABORT, 'ringfence:last-admin');
END;

CREATE TRIGGER accounts_keep_the_admin AFTER DELETE ON accounts
WHEN OLD.role = 'admin' AND OLD.disabled = 0 AND OLD.accepted_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM administrators)
BEGIN
  SELECT RAISE(ABORT, 'ringfence:last-admin');
END;

-- Single-use links, of which each account has one of a kind. hash is SHA-256 of the token in the link.

CREATE TABLE links (
  account_id TEXT NOT NULL REFERENCES accounts (id),
  kind       TEXT NOT NULL CHECK (kind IN ('invitation', 'reset')),
  hash       TEXT NOT NULL UNIQUE,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  used_at    INTEGER,
  PRIMARY KEY (account_id, kind)
) STRICT, WITHOUT ROWID;

-- Joiners, movers and leavers are read from the ledger.

CREATE INDEX ledger_of_accounts ON ledger (seq) WHERE action IN ('account.create', 'account.accept', 'account.role', 'account.disable', 'account.enable');
