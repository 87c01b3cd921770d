package store_test

import (
	"strings"
	"testing"
	"time"

	"ringfence/domain"
	"ringfence/store"
	"ringfence/store/db"
	"ringfence/store/db/dbtest"
)

// pays adds a draft by finance.
func (w *world) pays(t testing.TB, employee, period string) domain.Record {
	t.Helper()
	tenant := w.as(t, w.signIn(t, "north", "finance"))
	rec, change, err := tenant.Create(ctx, domain.Payroll, domain.Payroll.Row(map[string]string{"employee_id": employee, "period": period,
		"pay_on": period + "-27", "gross_pence": "987654", "tax_pence": "111111", "net_pence": "876543"}))
	must(t, err)
	must(t, tenant.Commit(ctx, change, store.Answer{}))
	return rec
}

func (w *world) finalises(t testing.TB, role, period string) (store.Finalised, error) {
	t.Helper()
	tenant := w.as(t, w.signIn(t, "north", role))
	f, change, err := tenant.Finalise(ctx, period, "")
	if err == nil {
		must(t, tenant.Commit(ctx, change, store.Answer{}))
	}
	return f, err
}

// TestPaySealed: no amount is in the database or the ledger as it is, and what
// is final stays whoever asks the database itself.
func TestPaySealed(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	rec := w.pays(t, w.employee(t, "north", "employee"), "2026-03")
	if n := w.count(t, `SELECT count(*) FROM payroll WHERE gross_pence LIKE 'v1.%' AND tax_pence LIKE 'v1.%' AND net_pence LIKE 'v1.%' AND ni_pence IS NULL`); n != 1 {
		t.Error("an amount is not sealed")
	}
	if n := w.count(t, `SELECT count(*) FROM ledger WHERE instr(before || after, '987654') + instr(before || after, '876543') > 0`); n != 0 {
		t.Error("an amount is in the ledger")
	}
	_, err := w.finalises(t, "finance", "2026-03")
	wantIs(t, err, domain.ErrTwoPeople)
	_, err = w.finalises(t, "hr", "2026-03")
	must(t, err)
	for _, sql := range []string{`UPDATE payroll SET net_pence = gross_pence`, `UPDATE payroll SET state = 'draft', run = NULL, finalised_at = NULL`, `DELETE FROM payroll`} {
		if _, err := w.db("north").Write(ctx, []db.Stmt{db.Q(sql)}, nil); !db.IsRaised(err, "payslip-final") {
			t.Errorf("%s: %v", sql, err)
		}
	}
	got, err := w.as(t, w.signIn(t, "north", "employee")).Payslip(ctx, rec.ID)
	must(t, err)
	if net := domain.Payroll.Get(got.Slip)("net_pence"); net != "876543" || got.NINumber != "AB123456C" {
		t.Errorf("net %s, %s", net, got.NINumber)
	}
}

// TestFinaliseStale: a draft that is changed between deciding and writing is not finalised unseen.
func TestFinaliseStale(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	who := w.employee(t, "north", "employee")
	w.pays(t, who, "2026-03")
	tenant := w.as(t, w.signIn(t, "north", "hr"))
	_, change, err := tenant.Finalise(ctx, "2026-03", "")
	must(t, err)
	w.pays(t, w.employee(t, "north", "manager"), "2026-03")
	wantIs(t, tenant.Commit(ctx, change, store.Answer{}), store.ErrStale)
	if n := w.count(t, `SELECT count(*) FROM payroll WHERE state = 'final'`); n != 0 {
		t.Errorf("%d are final", n)
	}
}

// TestManyPayslips: two thousand are copied and finalised, in batches that any
// host takes, and read by the run's page.
func TestManyPayslips(t *testing.T) {
	t.Parallel()
	const many = 2000
	w := withClinic(t)
	n := db.Int(many)
	dbtest.Write(t, w.db("north"), nil, db.Q(`INSERT INTO employees (id, given_name, family_name, email, version, created_at, updated_at, search)
WITH RECURSIVE i(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM i WHERE n < ?) SELECT 'many' || n, 'Given', 'Family ' || n, n || '@north.example', 1, 0, 0, '' FROM i`, n))
	w.manyPayslips(t, "2026-02", many)
	started := time.Now()
	tenant := w.as(t, w.signIn(t, "north", "finance"))
	copied, change, err := tenant.CopyPayslips(ctx, "2026-03")
	must(t, err)
	must(t, tenant.Commit(ctx, change, store.Answer{}))
	t.Logf("copied in %v", time.Since(started))
	started = time.Now()
	run, err := w.as(t, w.signIn(t, "north", "hr")).PayRun(ctx, "2026-03")
	must(t, err)
	t.Logf("read in %v", time.Since(started))
	started = time.Now()
	f, err := w.finalises(t, "hr", "2026-03")
	must(t, err)
	t.Logf("finalised in %v", time.Since(started))
	if copied != many || len(run.Payslips) != many || run.Drafts != many || f.Payslips != many {
		t.Errorf("%d copied, %d read, %d finalised", copied, len(run.Payslips), f.Payslips)
	}
}

// manyPayslips are drafts of the many, made in one change.
func (w *world) manyPayslips(t testing.TB, period string, many int64) {
	t.Helper()
	tenant := w.as(t, w.signIn(t, "north", "finance"))
	change, err := tenant.PayMany(ctx, period, many)
	must(t, err)
	must(t, tenant.Commit(ctx, change, store.Answer{}))
}

// TestPayPlans: what is asked of the ledger goes by an index.
func TestPayPlans(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	for name, want := range map[string]string{store.PreparedSQL: "payroll_ledger", store.BankChangesSQL: "payroll_ledger_bank"} {
		args := make([]db.Value, strings.Count(name, "?"))
		for i := range args {
			args[i] = db.Text("2026-03")
		}
		plan := ""
		rows, err := w.db("north").Write(ctx, []db.Stmt{db.Q("EXPLAIN QUERY PLAN "+name, args...)}, nil)
		must(t, err)
		for _, row := range rows[0] {
			plan += row[3].Text() + "\n"
		}
		if !strings.Contains(plan, want) || strings.Contains(plan, "SCAN ledger\n") || strings.Contains(plan, "SCAN l\n") {
			t.Errorf("the plan is\n%s", plan)
		}
	}
}
