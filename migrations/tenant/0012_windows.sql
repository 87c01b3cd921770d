-- The windows that every request is decided against. The registry has a view of this name too, for its own people: what
-- guards a request reads the same in both.

CREATE VIEW windows AS SELECT id, plan, modules, seats, valid_from, valid_until, suspended FROM subscriptions;

-- How many changes of its windows, as the registry counts them, are in this copy: an older copy changes nothing.

ALTER TABLE settings ADD COLUMN windows_version INTEGER NOT NULL DEFAULT 0;
