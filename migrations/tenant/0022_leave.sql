-- Annual leave (HR-2): what a balance is reckoned by, and which days of an absence count. days has a digit for each day of
-- an absence, of the half days that it counts. Where a leave year begins, and the leave of a whole year of five days a week.

ALTER TABLE employees ADD COLUMN working_days TEXT;

ALTER TABLE employees ADD COLUMN annual_leave_days TEXT;

UPDATE employees SET working_days = 'MTWTF--';

ALTER TABLE settings ADD COLUMN leave_nation TEXT NOT NULL DEFAULT 'england' CHECK (leave_nation IN ('england', 'wales', 'scotland', 'northern-ireland'));

ALTER TABLE settings ADD COLUMN leave_month INTEGER NOT NULL DEFAULT 1 CHECK (leave_month BETWEEN 1 AND 12);

ALTER TABLE settings ADD COLUMN leave_days TEXT NOT NULL DEFAULT '25';

ALTER TABLE settings ADD COLUMN leave_carry TEXT NOT NULL DEFAULT '0';

ALTER TABLE absences ADD COLUMN days TEXT;

ALTER TABLE absences ADD COLUMN sick_note TEXT;

-- Absences that are there are counted by what then held for everybody: Monday to Friday, less the bank holidays of England.

UPDATE absences SET days = (WITH RECURSIVE holiday(day) AS (VALUES
  ('2019-01-01'), ('2019-04-19'), ('2019-04-22'), ('2019-05-06'), ('2019-05-27'), ('2019-08-26'), ('2019-12-25'), ('2019-12-26'),
  ('2020-01-01'), ('2020-04-10'), ('2020-04-13'), ('2020-05-08'), ('2020-05-25'), ('2020-08-31'), ('2020-12-25'), ('2020-12-28'),
  ('2021-01-01'), ('2021-04-02'), ('2021-04-05'), ('2021-05-03'), ('2021-05-31'), ('2021-08-30'), ('2021-12-27'), ('2021-12-28'),
  ('2022-01-03'), ('2022-04-15'), ('2022-04-18'), ('2022-05-02'), ('2022-06-02'), ('2022-06-03'), ('2022-08-29'), ('2022-09-19'), ('2022-12-26'), ('2022-12-27'),
  ('2023-01-02'), ('2023-04-07'), ('2023-04-10'), ('2023-05-01'), ('2023-05-08'), ('2023-05-29'), ('2023-08-28'), ('2023-12-25'), ('2023-12-26'),
  ('2024-01-01'), ('2024-03-29'), ('2024-04-01'), ('2024-05-06'), ('2024-05-27'), ('2024-08-26'), ('2024-12-25'), ('2024-12-26'),
  ('2025-01-01'), ('2025-04-18'), ('2025-04-21'), ('2025-05-05'), ('2025-05-26'), ('2025-08-25'), ('2025-12-25'), ('2025-12-26'),
  ('2026-01-01'), ('2026-04-03'), ('2026-04-06'), ('2026-05-04'), ('2026-05-25'), ('2026-08-31'), ('2026-12-25'), ('2026-12-28'),
  ('2027-01-01'), ('2027-03-26'), ('2027-03-29'), ('2027-05-03'), ('2027-05-31'), ('2027-08-30'), ('2027-12-27'), ('2027-12-28'),
  ('2028-01-03'), ('2028-04-14'), ('2028-04-17'), ('2028-05-01'), ('2028-05-29'), ('2028-08-28'), ('2028-12-25'), ('2028-12-26')),
day(n, day) AS (
  SELECT 0, absences.first_day
  UNION ALL
  SELECT n + 1, date(absences.first_day, '+' || (n + 1) || ' days') FROM day WHERE day < absences.last_day AND n < 1826)
SELECT group_concat(CASE WHEN strftime('%w', day) IN ('0', '6') OR day IN (SELECT day FROM holiday) THEN 0
  ELSE 2 - (day = absences.first_day AND absences.first_half IS 'true') - (day = absences.last_day AND absences.last_half IS 'true') END, '')
FROM (SELECT day FROM day ORDER BY n));

-- The links by which a calendar program reads absences: one an account, of which only a hash is kept.

CREATE TABLE calendars (
  account_id TEXT PRIMARY KEY REFERENCES accounts (id),
  hash       TEXT NOT NULL UNIQUE,
  created_at INTEGER NOT NULL
) STRICT;
