-- Messages to send (design D8), written with their cause. What they say and to whom is sealed, and erased once a message
-- is sent or given up. A try takes the message by counting it in tries and moving next_at behind its time limit.

CREATE TABLE outbox (
  id         TEXT PRIMARY KEY,
  recipient  TEXT,
  to_name    TEXT,
  subject    TEXT,
  text       TEXT,
  html       TEXT,
  state      TEXT NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'sent', 'failed')),
  tries      INTEGER NOT NULL DEFAULT 0,
  next_at    INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  settled_at INTEGER
) STRICT;

CREATE INDEX outbox_due ON outbox (next_at) WHERE state = 'pending';
