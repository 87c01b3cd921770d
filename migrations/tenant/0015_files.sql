-- Files (PLAT-12): what is known of one. Its bytes are sealed in parts and stand beside the database; they are put before
-- the row is written and removed after it has gone, so a row always has its bytes. entity and entity_id are the record
-- that a file belongs to. Times are Unix milliseconds.

CREATE TABLE files (
  id         TEXT PRIMARY KEY,
  version    INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  entity     TEXT NOT NULL,
  entity_id  TEXT NOT NULL,
  name       TEXT NOT NULL,
  media_type TEXT NOT NULL,
  bytes      INTEGER NOT NULL CHECK (bytes > 0),
  parts      INTEGER NOT NULL CHECK (parts > 0),
  sha256     TEXT NOT NULL CHECK (length(sha256) = 64),
  created_by TEXT NOT NULL
) STRICT;

CREATE INDEX files_by_record ON files (entity, entity_id, bytes);

-- How many bytes an organisation may keep, and its logo.

ALTER TABLE settings ADD COLUMN file_bytes INTEGER NOT NULL DEFAULT 5368709120 CHECK (file_bytes >= 0);

ALTER TABLE settings ADD COLUMN logo TEXT REFERENCES files (id);
