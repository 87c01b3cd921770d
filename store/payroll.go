package store

import (
	"context"

	"ringfence/domain"
	"ringfence/store/db"
	"ringfence/store/tenantdb"
)

// payslipOnce: somebody has one payslip of a month, and then corrections, one
// after the other.
var payslipOnce = tenantdb.Rule{
	Columns: []string{"employee_id", "period", "correction_of"},
	Holds: `NOT EXISTS (SELECT 1 FROM payroll o
  WHERE o.employee_id = new.employee_id AND o.period = new.period AND o.id <> new.id
  AND (o.state = 'draft' OR new.correction_of IS NULL AND o.correction_of IS NULL))`,
	Refusal: domain.ErrPayslipExists,
}

// correctionFits: what is corrected is the same person's final payslip of the month.
var correctionFits = tenantdb.Rule{
	Columns: []string{"correction_of", "employee_id", "period"},
	Holds: `new.correction_of IS NULL OR EXISTS (SELECT 1 FROM payroll o
  WHERE o.id = new.correction_of AND o.state = 'final' AND o.correction_of IS NULL
  AND o.employee_id = new.employee_id AND o.period = new.period)`,
	Refusal: domain.Invalid(domain.FieldError{Field: "correction_of", Code: "not-found",
		Message: "A correction is of a final payslip of the same person and month"}),
}

// draftsSQL stands for the drafts of a period as they are: any change of one
// makes it another. Argument: period.
const draftsSQL = `(SELECT count(*) || '-' || ifnull(sum(version), 0) || '-' || ifnull(max(updated_at), 0)
  FROM payroll WHERE period = ? AND state = 'draft')`

// preparedSQL selects the actors who prepared a period's drafts: who added,
// changed or removed one since the period was last finalised. The ledger has
// them, so that no route is missed. Arguments: period, period, period.
const preparedSQL = `SELECT l.actor FROM payroll p JOIN ledger l ON l.entity_id = p.id
WHERE l.entity IN ('payslip', 'payrun') AND p.period = ? AND p.state = 'draft'
UNION
SELECT l.actor FROM ledger l
WHERE l.entity IN ('payslip', 'payrun') AND l.entity_id = ? AND l.action IN ('payrun.copy', 'payrun.remove')
AND l.seq > ifnull((SELECT max(seq) FROM ledger WHERE action = 'payrun.finalise' AND entity_id = ?), 0)`

func preparedArgs(period string) []db.Value {
	return []db.Value{db.Text(period), db.Text(period), db.Text(period)}
}

// Finalised is what a pay run came to.
type Finalised struct {
	Period   string
	Run      int64 // of the period, from 1
	Payslips int64
}

func (f *Finalised) json() string {
	o := domain.Object{}
	return o.Text("period", f.Period).Text("run", digits(f.Run)).Text("payslips", digits(f.Payslips)).String()
}

// Finalise decides that all drafts of a period become final, at once. seen,
// unless "", is what the caller saw of them (PayRun.Seen). Errors:
// domain.ErrWrongState where there is no draft, domain.ErrTwoPeople for who
// prepared one, domain.ErrConflict where they are others than the caller saw.
func (t *Tenant) Finalise(ctx context.Context, period, seen string) (Finalised, *Change, error) {
	f := Finalised{Period: period}
	p := db.Text(period)
	rows, err := t.gate.Read(ctx, func(a *Access) []tenantdb.Query {
		return []tenantdb.Query{tenantdb.Select(`SELECT count(*), `+draftsSQL+`, (SELECT ifnull(max(run), 0) + 1 FROM payroll WHERE period = ?),
  ? IN (`+preparedSQL+`) FROM payroll WHERE period = ? AND state = 'draft'`, p, p, db.Text(a.User.ID), p, p, p, p)}
	})
	if err != nil {
		return f, nil, err
	}
	row := rows[0][0]
	f.Payslips, f.Run = row[0].I, row[2].I
	switch stands := row[1].S; {
	case f.Payslips == 0:
		return f, nil, errNoDrafts
	case seen != "" && seen != stands:
		return f, nil, domain.ErrConflict
	case row[3].Bool():
		return f, nil, domain.ErrTwoPeople
	default:
		return f, t.finalising(f, stands), nil
	}
}

var errNoDrafts = &domain.Error{Code: domain.ErrWrongState.Code, Message: "There are no drafts to finalise in this month."}

// finalising is the change: one statement over all payslips, whose state is not
// sealed, and one that tells everybody who has an account.
func (t *Tenant) finalising(f Finalised, stands string) *Change {
	now, me, p, run := db.Int(t.gate.Now()), db.Text(t.gate.Access().User.ID), db.Text(f.Period), db.Int(f.Run)
	return t.gate.Begin(tenantdb.Did("payrun.finalise", domain.PayRun, f.Period).To(f.json())).
		Exec(tenantdb.Require(draftsSQL+" = ?", p, db.Text(stands)),
			tenantdb.Require("? NOT IN ("+preparedSQL+")", me, p, p, p),
			db.Q(`UPDATE payroll SET state = 'final', run = ?, finalised_by = ?, finalised_at = ?, version = version + 1, updated_at = ?
WHERE period = ? AND state = 'draft'`, run, me, now, now, p)).
		Scratch(tenantdb.InScratch("notices", `INSERT INTO notices (account_id, action, entity_id, created_at)
SELECT e.account_id, 'payslip.finalise', p.id, ? FROM payroll p JOIN employees e ON e.id = p.employee_id
WHERE p.period = ? AND p.run = ? AND e.account_id <> ?`, now, p, run, me))
}

// RemovePayslip decides that a draft goes. Errors: domain.ErrNotFound,
// domain.ErrWrongState for a final one.
func (t *Tenant) RemovePayslip(ctx context.Context, id string) (domain.Record, *Change, error) {
	rec, err := t.Get(ctx, domain.Payroll, id)
	if err != nil {
		return rec, nil, err
	}
	if !domain.Payroll.Editable(rec) {
		return rec, nil, domain.ErrWrongState
	}
	before, err := t.gate.Marks(domain.Payroll.Table, rec, domain.Record{})
	if err != nil {
		return rec, nil, err
	}
	period := domain.Payroll.Get(rec)("period")
	return rec, t.gate.Begin(tenantdb.Did("payrun.remove", domain.PayRun, period).From(before)).
		Exec(db.Q(`DELETE FROM payroll WHERE id = ? AND version = ?`, db.Text(id), db.Int(rec.Version)), tenantdb.RequireOne), nil
}
