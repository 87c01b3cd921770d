-- The same settings as a tenant's database has (tenant/0022), so that one text of SQL serves both. The console has no leave.

ALTER TABLE settings ADD COLUMN leave_nation TEXT NOT NULL DEFAULT 'england' CHECK (leave_nation IN ('england', 'wales', 'scotland', 'northern-ireland'));

ALTER TABLE settings ADD COLUMN leave_month INTEGER NOT NULL DEFAULT 1 CHECK (leave_month BETWEEN 1 AND 12);

ALTER TABLE settings ADD COLUMN leave_days TEXT NOT NULL DEFAULT '25';

ALTER TABLE settings ADD COLUMN leave_carry TEXT NOT NULL DEFAULT '0';
