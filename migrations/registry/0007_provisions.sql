-- Organisations whose database is still to be made, with the administrator to invite. A row goes when that is done. What
-- names a person is sealed.

CREATE TABLE provisions (
  tenant_id   TEXT PRIMARY KEY REFERENCES tenants (id),
  admin_email TEXT NOT NULL,
  admin_name  TEXT NOT NULL,
  origin      TEXT NOT NULL,
  request_id  TEXT NOT NULL
) STRICT, WITHOUT ROWID;
