-- Payslips (HR-2). The amounts are sealed. A correction is a payslip of its own: what it pays comes on top of the first.
-- A run is what was finalised of a period at once: its number stands in each of its payslips.

CREATE TABLE payroll (
  id            TEXT PRIMARY KEY,
  employee_id   TEXT NOT NULL REFERENCES employees (id),
  period        TEXT NOT NULL,
  pay_on        TEXT NOT NULL,
  gross_pence   TEXT NOT NULL,
  tax_pence     TEXT,
  ni_pence      TEXT,
  pension_pence TEXT,
  other_pence   TEXT,
  net_pence     TEXT NOT NULL,
  correction_of TEXT REFERENCES payroll (id),
  state         TEXT NOT NULL CHECK (state IN ('draft', 'final')),
  run           INTEGER,
  finalised_by  TEXT REFERENCES accounts (id),
  finalised_at  INTEGER,
  version       INTEGER NOT NULL,
  created_at    INTEGER NOT NULL,
  updated_at    INTEGER NOT NULL,
  CHECK ((state = 'final') = (run IS NOT NULL AND finalised_at IS NOT NULL))
) STRICT;

CREATE UNIQUE INDEX payroll_one_draft ON payroll (employee_id, period) WHERE state = 'draft';

CREATE UNIQUE INDEX payroll_one_first ON payroll (employee_id, period) WHERE correction_of IS NULL;

CREATE INDEX payroll_by_period ON payroll (period, id);

CREATE INDEX payroll_by_employee ON payroll (employee_id, period);

-- A final payslip is what somebody was paid by: nothing changes it. (Whoever seals values anew under another key has to
-- put this trigger off for it.)

CREATE TRIGGER payroll_final_stays BEFORE UPDATE ON payroll
WHEN OLD.state = 'final'
BEGIN
  SELECT RAISE(ABORT, 'ringfence:payslip-final');
END;

CREATE TRIGGER payroll_final_is_kept BEFORE DELETE ON payroll
WHEN OLD.state = 'final'
BEGIN
  SELECT RAISE(ABORT, 'ringfence:payslip-final');
END;

-- Who prepared a run, whose bank details were changed since the one before, and who has looked at that: the ledger knows.

CREATE INDEX payroll_ledger ON ledger (entity_id, seq) WHERE entity IN ('payslip', 'payrun');

CREATE INDEX payroll_ledger_runs ON ledger (entity_id, seq) WHERE action = 'payrun.finalise';

CREATE INDEX payroll_ledger_bank ON ledger (seq)
WHERE action = 'employee.update' AND instr(before || after, '"bank_account"') + instr(before || after, '"sort_code"') > 0;

CREATE INDEX payroll_ledger_looks ON ledger (entity_id, seq) WHERE action = 'employee.bank-look';
