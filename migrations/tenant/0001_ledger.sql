-- The append-only, hash-chained record (LEDGER-1 to LEDGER-3).

CREATE TABLE ledger (
  seq        INTEGER PRIMARY KEY,
  at         INTEGER NOT NULL,
  actor      TEXT NOT NULL,
  role       TEXT NOT NULL,
  action     TEXT NOT NULL,
  entity     TEXT NOT NULL,
  entity_id  TEXT NOT NULL,
  before     TEXT NOT NULL,
  after      TEXT NOT NULL,
  request_id TEXT NOT NULL,
  prev_hash  TEXT NOT NULL UNIQUE,
  hash       TEXT NOT NULL
) STRICT;

-- The last entry's number and hash, with a MAC of their own: cutting entries off the end is found.
CREATE TABLE ledger_head (
  id   INTEGER PRIMARY KEY CHECK (id = 1),
  seq  INTEGER NOT NULL,
  hash TEXT NOT NULL,
  mac  TEXT NOT NULL
) STRICT;

INSERT INTO ledger_head (id, seq, hash, mac) VALUES (1, 0, '', '');

CREATE TRIGGER ledger_follows_head BEFORE INSERT ON ledger
WHEN NEW.seq <> (SELECT seq + 1 FROM ledger_head) OR NEW.prev_hash <> (SELECT hash FROM ledger_head)
BEGIN
  SELECT RAISE(ABORT, 'ringfence:ledger-fork');
END;

CREATE TRIGGER ledger_refuses_update BEFORE UPDATE ON ledger
BEGIN
  SELECT RAISE(ABORT, 'ringfence:ledger-append-only');
END;

CREATE TRIGGER ledger_refuses_delete BEFORE DELETE ON ledger
BEGIN
  SELECT RAISE(ABORT, 'ringfence:ledger-append-only');
END;

CREATE TRIGGER ledger_head_stays BEFORE DELETE ON ledger_head
BEGIN
  SELECT RAISE(ABORT, 'ringfence:ledger-append-only');
END;
