-- Windows as the console keeps them (SUB-1, SUB-4): who sold what, on which invoice, why it was last changed and by whom.
-- windows_version counts the changes of a tenant's windows: what is copied into its own database never goes back.

CREATE TABLE sold (
  id                TEXT PRIMARY KEY,
  tenant_id         TEXT NOT NULL REFERENCES tenants (id),
  plan              TEXT NOT NULL REFERENCES plans (id),
  modules           TEXT NOT NULL,
  seats             INTEGER NOT NULL CHECK (seats >= 0),
  valid_from        INTEGER NOT NULL,
  valid_until       INTEGER NOT NULL,
  suspended         TEXT NOT NULL CHECK (suspended IN ('true', 'false')),
  source            TEXT NOT NULL CHECK (source IN ('invoice', 'stripe')),
  purchase_order    TEXT,
  invoice_reference TEXT,
  reason            TEXT NOT NULL,
  cancelled_at      INTEGER,
  changed_by        TEXT,
  changed_role      TEXT,
  version           INTEGER NOT NULL,
  created_at        INTEGER NOT NULL,
  updated_at        INTEGER NOT NULL,
  CHECK (valid_from < valid_until OR cancelled_at IS NOT NULL AND valid_from = valid_until)
) STRICT;

INSERT INTO sold (id, tenant_id, plan, modules, seats, valid_from, valid_until, suspended, source, reason, version, created_at, updated_at)
SELECT s.id, s.tenant_id, s.plan, s.modules, s.seats, s.valid_from, s.valid_until, iif(s.suspended, 'true', 'false'), 'invoice', 'Sold before reasons were kept', 1, t.created_at, t.created_at
FROM subscriptions s JOIN tenants t ON t.id = s.tenant_id;

DROP TABLE subscriptions;

ALTER TABLE sold RENAME TO subscriptions;

CREATE INDEX subscriptions_by_tenant ON subscriptions (tenant_id, valid_from);

CREATE INDEX subscriptions_by_end ON subscriptions (valid_until);

CREATE TRIGGER subscriptions_do_not_overlap BEFORE INSERT ON subscriptions
WHEN EXISTS (SELECT 1 FROM subscriptions WHERE tenant_id = NEW.tenant_id AND id <> NEW.id AND valid_from < valid_until AND valid_from < NEW.valid_until AND NEW.valid_from < valid_until)
BEGIN
  SELECT RAISE(ABORT, 'ringfence:subscription-overlap');
END;

CREATE TRIGGER subscriptions_stay_apart BEFORE UPDATE ON subscriptions
WHEN EXISTS (SELECT 1 FROM subscriptions WHERE tenant_id = NEW.tenant_id AND id <> NEW.id AND valid_from < valid_until AND valid_from < NEW.valid_until AND NEW.valid_from < valid_until)
BEGIN
  SELECT RAISE(ABORT, 'ringfence:subscription-overlap');
END;

ALTER TABLE tenants ADD COLUMN windows_version INTEGER NOT NULL DEFAULT 0;

ALTER TABLE tenants ADD COLUMN seats_used INTEGER NOT NULL DEFAULT 0;

ALTER TABLE tenants ADD COLUMN search TEXT NOT NULL DEFAULT '';

UPDATE tenants SET search = lower(name || ' ' || slug);

CREATE INDEX tenants_by_name ON tenants (name COLLATE NOCASE, id);

ALTER TABLE plans ADD COLUMN price_pence INTEGER NOT NULL DEFAULT 0 CHECK (price_pence >= 0);

ALTER TABLE plans ADD COLUMN interval TEXT NOT NULL DEFAULT 'year' CHECK (interval IN ('month', 'year'));

ALTER TABLE plans ADD COLUMN stripe_price TEXT;

ALTER TABLE plans ADD COLUMN version INTEGER NOT NULL DEFAULT 1;

ALTER TABLE plans ADD COLUMN created_at INTEGER NOT NULL DEFAULT 0;

ALTER TABLE plans ADD COLUMN updated_at INTEGER NOT NULL DEFAULT 0;

UPDATE plans SET price_pence = CASE id WHEN 'starter' THEN 4900 WHEN 'standard' THEN 19900 ELSE 79900 END, interval = 'month';

-- What a slug looks like (domain.LooksLike), kept by the application: two may not look alike.

ALTER TABLE tenants ADD COLUMN look TEXT;

CREATE UNIQUE INDEX tenants_by_look ON tenants (look);
