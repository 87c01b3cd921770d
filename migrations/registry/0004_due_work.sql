-- Which tenants have work that is due, and of what kind, so that not every database is opened every minute. A hint: a mark
-- that is lost delays the work until the next visit of all tenants, and a mark too many finds nothing to do. Times are Unix
-- milliseconds.

CREATE TABLE due_work (
  tenant_id TEXT NOT NULL,
  kind      TEXT NOT NULL,
  due_at    INTEGER NOT NULL,
  marked_at INTEGER NOT NULL,
  marks     INTEGER NOT NULL,
  PRIMARY KEY (tenant_id, kind)
) STRICT, WITHOUT ROWID;

CREATE INDEX due_work_by_time ON due_work (kind, due_at, tenant_id);

INSERT INTO due_work (tenant_id, kind, due_at, marked_at, marks)
SELECT tenant_id, 'mail', due_at, marked_at, marks FROM mail_due;

DROP TABLE mail_due;
