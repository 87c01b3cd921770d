package store

import (
	"context"
	"slices"

	"ringfence/domain"
	"ringfence/store/db"
	"ringfence/store/tenantdb"
)

// LockTimesheets decides to lock what is approved of the weeks that end in a
// month. left is how many more there are than are locked at once.
func (t *Tenant) LockTimesheets(ctx context.Context, month string) (locked, left int64, c *Change, err error) {
	first, last := domain.WeeksEndingIn(month)
	r := domain.Timesheets
	return t.gate.MoveAll(ctx, r, r.Move("lock"), Filter{Where: [][2]string{{r.States.Column, "approved"}},
		From: first, To: last, Limit: domain.MostMoved})
}

// MonthState is how many timesheets of a month are in a state, and their minutes.
type MonthState struct {
	State          string
	Count, Minutes int64
}

// TimesheetMonth counts the timesheets of the weeks that end in a month, by state
// in the order of the declaration.
func (t *Tenant) TimesheetMonth(ctx context.Context, month string) (list []MonthState, err error) {
	rows, err := t.month(ctx, "r.state, count(*), sum(r.total_minutes)", "\nGROUP BY r.state", month)
	for _, row := range rows {
		list = append(list, MonthState{State: row[0].S, Count: row[1].I, Minutes: row[2].I})
	}
	place := func(s MonthState) int {
		return slices.IndexFunc(domain.Timesheets.States.Names, func(n domain.StateName) bool { return n.State == s.State })
	}
	slices.SortFunc(list, func(a, b MonthState) int { return place(a) - place(b) })
	return list, err
}

// PaidTime is somebody's locked time of a month, by kind beside domain.WorkKinds.
type PaidTime struct {
	Name, Email string
	Minutes     []int64
}

// LockedTime is the time of a month's locked timesheets, by name.
func (t *Tenant) LockedTime(ctx context.Context, month string) (list []PaidTime, err error) {
	columns := tenantdb.CalledSQL(domain.Employees.Table, "r.employee_id") + ` AS name,
(SELECT e.email FROM employees e WHERE e.id = r.employee_id)`
	for _, kind := range domain.WorkKinds {
		columns += `,
sum((SELECT coalesce(sum(l.value ->> 'minutes'), 0) FROM json_each(coalesce(r.lines, '[]')) l
  WHERE l.value ->> 'kind' = '` + kind + `'))`
	}
	rows, err := t.month(ctx, columns, `
AND r.state = 'locked'
GROUP BY r.employee_id
ORDER BY name, r.employee_id`, month)
	for _, row := range rows {
		w := PaidTime{Name: row[0].S, Email: row[1].S}
		for k := range domain.WorkKinds {
			w.Minutes = append(w.Minutes, row[2+k].I)
		}
		list = append(list, w)
	}
	return list, err
}

// month selects of the timesheets of the weeks that end in a month.
func (t *Tenant) month(ctx context.Context, columns, rest, month string) (db.Rows, error) {
	first, last := domain.WeeksEndingIn(month)
	rows, err := t.gate.Read(ctx, func(a *Access) []tenantdb.Query {
		return []tenantdb.Query{tenantdb.Reached(domain.Timesheets, a, columns, "\nAND r.week_start BETWEEN ? AND ?"+rest,
			db.Text(first), db.Text(last))}
	})
	if err != nil {
		return nil, err
	}
	return rows[0], nil
}
