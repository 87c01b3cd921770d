-- The operator's registry: who the tenants are, where they are reached, where their database is, their wrapped keys and
-- what they have paid for. Times are Unix milliseconds.

CREATE TABLE plans (
  id      TEXT PRIMARY KEY,
  name    TEXT NOT NULL,
  modules TEXT NOT NULL,
  seats   INTEGER NOT NULL CHECK (seats >= 0)
) STRICT;

INSERT INTO plans (id, name, modules, seats) VALUES
  ('starter', 'Starter', 'hr', 25),
  ('standard', 'Standard', 'hr,governance,consent', 250),
  ('complete', 'Complete', 'hr,governance,consent,insight,peer', 5000);

CREATE TABLE tenants (
  id              TEXT PRIMARY KEY,
  slug            TEXT NOT NULL UNIQUE CHECK (slug GLOB '[a-z]*' AND slug NOT GLOB '*[^a-z0-9-]*' AND length(slug) <= 40 AND slug NOT IN ('console', 'www', 'api')),
  name            TEXT NOT NULL,
  region          TEXT NOT NULL CHECK (region IN ('uk', 'eu', 'us', 'au')),
  database        TEXT NOT NULL UNIQUE,
  state           TEXT NOT NULL CHECK (state IN ('provisioning', 'active')),
  schema_version  INTEGER NOT NULL DEFAULT 0,
  migrated_at     INTEGER,
  migration_error TEXT,
  created_at      INTEGER NOT NULL
) STRICT;

CREATE TRIGGER tenants_region_is_fixed BEFORE UPDATE OF region ON tenants
WHEN NEW.region <> OLD.region
BEGIN
  SELECT RAISE(ABORT, 'ringfence:region-fixed');
END;

CREATE TABLE hostnames (
  hostname  TEXT PRIMARY KEY CHECK (hostname = lower(hostname)),
  tenant_id TEXT NOT NULL REFERENCES tenants (id)
) STRICT;

CREATE TABLE tenant_keys (
  tenant_id  TEXT NOT NULL,
  purpose    TEXT NOT NULL CHECK (purpose IN ('data', 'index', 'ledger')),
  version    INTEGER NOT NULL,
  wrapped    TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (tenant_id, purpose, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE subscriptions (
  id          TEXT PRIMARY KEY,
  tenant_id   TEXT NOT NULL REFERENCES tenants (id),
  plan        TEXT NOT NULL REFERENCES plans (id),
  modules     TEXT NOT NULL,
  seats       INTEGER NOT NULL CHECK (seats >= 0),
  valid_from  INTEGER NOT NULL,
  valid_until INTEGER NOT NULL,
  suspended   INTEGER NOT NULL DEFAULT 0 CHECK (suspended IN (0, 1)),
  CHECK (valid_from < valid_until)
) STRICT;

CREATE INDEX subscriptions_by_tenant ON subscriptions (tenant_id, valid_from);

CREATE TRIGGER subscriptions_do_not_overlap BEFORE INSERT ON subscriptions
WHEN EXISTS (SELECT 1 FROM subscriptions WHERE tenant_id = NEW.tenant_id AND id <> NEW.id AND valid_from < NEW.valid_until AND NEW.valid_from < valid_until)
BEGIN
  SELECT RAISE(ABORT, 'ringfence:subscription-overlap');
END;

CREATE TRIGGER subscriptions_stay_apart BEFORE UPDATE ON subscriptions
WHEN EXISTS (SELECT 1 FROM subscriptions WHERE tenant_id = NEW.tenant_id AND id <> NEW.id AND valid_from < NEW.valid_until AND NEW.valid_from < valid_until)
BEGIN
  SELECT RAISE(ABORT, 'ringfence:subscription-overlap');
END;
