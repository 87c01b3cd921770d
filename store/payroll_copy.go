package store

import (
	"context"

	"ringfence/domain"
	"ringfence/store/db"
	"ringfence/store/tenantdb"
)

// allPayslips reads those of a period, a page at a time, and runs more queries
// beside the first. One text has no more than so many: a database's texts end
// at 2 MB.
func (t *Tenant) allPayslips(ctx context.Context, period string, more func(*Access) []tenantdb.Query) (
	all []domain.Record, rows []db.Rows, err error) {
	f := Filter{Where: [][2]string{{"period", period}}, Limit: 1000, Named: true}
	list, rows, err := t.gate.List(ctx, domain.Payroll, f, more)
	for err == nil && len(list.Records) > f.Limit {
		all = append(all, list.Records[:f.Limit]...)
		f.After = all[len(all)-1].ID
		list, _, err = t.gate.List(ctx, domain.Payroll, f)
	}
	return append(all, list.Records...), rows, err
}

// firstsSQL counts a period's payslips that are no corrections.
const firstsSQL = `(SELECT count(*) FROM payroll WHERE period = ? AND correction_of IS NULL)`

// CopyPayslips decides that the payslips of the month before become drafts of a
// period, for whoever has none there and has not left, and says how many. Done
// again it copies nothing. Of very many it copies the first.
func (t *Tenant) CopyPayslips(ctx context.Context, period string) (n int64, c *Change, err error) {
	p := db.Text(period)
	last, rows, err := t.allPayslips(ctx, domain.MonthAfter(period, -1), func(*Access) []tenantdb.Query {
		return []tenantdb.Query{tenantdb.Select(`SELECT employee_id FROM payroll WHERE period = ?
UNION SELECT id FROM employees WHERE end_date < ? || '-01'`, p, p), tenantdb.Select(`SELECT `+firstsSQL, p)}
	})
	if err != nil {
		return 0, nil, err
	}
	skip := map[string]bool{}
	for _, row := range rows[0] {
		skip[row[0].S] = true
	}
	var drafts [][]string
	for _, rec := range last {
		get := domain.Payroll.Get(rec)
		if get("correction_of") == "" && !skip[get("employee_id")] && len(drafts) < domain.MostImported {
			drafts = append(drafts, copied(rec, period))
		}
	}
	if drafts == nil {
		return 0, t.gate.Unchanged(), nil
	}
	n = int64(len(drafts))
	f := Finalised{Period: period, Payslips: n}
	c = t.gate.Begin(tenantdb.Did("payrun.copy", domain.PayRun, period).To(f.json())).
		Exec(tenantdb.Require(firstsSQL+" = ?", p, db.Int(rows[1][0][0].I)))
	for _, values := range drafts {
		if err := t.draft(c, values); err != nil {
			return 0, nil, err
		}
	}
	return n, c, nil
}

// draft adds a payslip of such values.
func (t *Tenant) draft(c *Change, values []string) error {
	now := t.gate.Now()
	rec := domain.Record{ID: NewID(), Version: 1, CreatedAt: now, UpdatedAt: now, Values: values}
	return t.importOne(c, domain.Payroll, &importRow{rec: rec})
}

// copied are the values of the draft that a payslip becomes a month later.
func copied(rec domain.Record, period string) []string {
	values, r := append([]string(nil), rec.Values...), domain.Payroll
	draft := domain.Record{Values: values}
	r.Set(draft, map[string]string{"period": period, "pay_on": domain.SameDay(r.Get(rec)("pay_on"), 1),
		"state": domain.PayDraft, "run": "", "finalised_by": "", "finalised_at": ""})
	return values
}
