-- Until when the outcome of an attempt may still come (AUTH-3): more right log-ins at once than may fail wait for each
-- other. From then on it has failed. Unix milliseconds; 0: it has failed, or nobody waits for its kind.

ALTER TABLE attempts ADD COLUMN open_until INTEGER NOT NULL DEFAULT 0;
