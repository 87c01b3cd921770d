-- What was done to one record is found without reading the whole ledger.

CREATE INDEX ledger_of_record ON ledger (entity_id, seq);
