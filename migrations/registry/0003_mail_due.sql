-- Which tenants have messages to send, so that not every database is opened every minute. A hint: a mark that is lost
-- delays a message until the next visit of all tenants, and a mark too many finds nothing to send.

CREATE TABLE mail_due (
  tenant_id TEXT PRIMARY KEY,
  due_at    INTEGER NOT NULL,
  marked_at INTEGER NOT NULL,
  marks     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX mail_due_by_time ON mail_due (due_at);
