-- Which notices of the end of a window administrators were sent (SUB-7): each once. A window that is extended ends at
-- another time, and is spoken of anew.

CREATE TABLE subscriptions_noticed (
  subscription_id TEXT NOT NULL,
  valid_until     INTEGER NOT NULL,
  days            INTEGER NOT NULL,
  PRIMARY KEY (subscription_id, valid_until, days)
) STRICT, WITHOUT ROWID;
