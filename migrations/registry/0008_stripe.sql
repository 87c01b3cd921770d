-- Who pays through Stripe (SUB-5, SUB-6). A sign-up holds its slug until it runs out; nothing is made before it is paid.
-- The address of who signs up is sealed.

CREATE TABLE signups (
  id           TEXT PRIMARY KEY,
  key_hash     TEXT NOT NULL UNIQUE,
  payload      TEXT NOT NULL,
  slug         TEXT NOT NULL,
  look         TEXT NOT NULL,
  organisation TEXT NOT NULL,
  email        TEXT NOT NULL,
  plan         TEXT NOT NULL REFERENCES plans (id),
  region       TEXT NOT NULL,
  origin       TEXT NOT NULL,
  request_id   TEXT NOT NULL,
  state        TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'paid', 'clash')),
  expires_at   INTEGER NOT NULL,
  created_at   INTEGER NOT NULL
) STRICT;

CREATE INDEX signups_by_look ON signups (look, expires_at);

-- Each event of Stripe's counts once.

CREATE TABLE stripe_events (
  id TEXT PRIMARY KEY,
  at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX stripe_events_by_age ON stripe_events (at);

-- A window that is paid through Stripe is of one subscription there. hold says why it is on hold, whatever staff said.

ALTER TABLE subscriptions ADD COLUMN stripe_subscription TEXT;

ALTER TABLE subscriptions ADD COLUMN hold TEXT;

CREATE UNIQUE INDEX subscriptions_by_stripe ON subscriptions (stripe_subscription);

ALTER TABLE tenants ADD COLUMN stripe_customer TEXT;

-- Checkouts of organisations that are there already.

CREATE TABLE orders (
  id         TEXT PRIMARY KEY,
  tenant_id  TEXT NOT NULL REFERENCES tenants (id),
  plan       TEXT NOT NULL REFERENCES plans (id),
  created_at INTEGER NOT NULL
) STRICT;
