-- Signing in through the organisation's own OpenID provider (AUTH-9): whose identity is whose, and the sign-ins that are
-- under way. Whether and where is in settings. Times are Unix milliseconds.

CREATE TABLE identities (
  id         TEXT PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES accounts (id),
  issuer     TEXT NOT NULL,
  subject    TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  UNIQUE (issuer, subject)
) STRICT;

CREATE INDEX identities_by_account ON identities (account_id);

-- A browser that has gone to the provider and may come back, once. State and browser are hashes of what it holds; sealed
-- are the verifier of PKCE and where to go on to.

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
