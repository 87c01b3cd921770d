package store

import (
	"context"
	"slices"
	"strings"

	"ringfence/domain"
	"ringfence/store/db"
	"ringfence/store/tenantdb"
)

// LockTimesheets decides to lock what is approved of the weeks that end in a
// month. left is how many more there are than are locked at once.
func (t *Tenant) LockTimesheets(ctx context.Context, month string) (locked, left int64, c *Change, err error) {
	first, last := domain.WeeksEndingIn(month)
	r := domain.Timesheets
	return t.gate.MoveAll(ctx, r, r.Move("lock"), Filter{Where: [][2]string{{"state", "approved"}}, From: first, To: last, Limit: domain.MostMoved})
}

// ApproveTimesheets decides to approve those of the ids that the caller may.
func (t *Tenant) ApproveTimesheets(ctx context.Context, ids []string) (approved int64, c *Change, err error) {
	r := domain.Timesheets
	approved, _, c, err = t.gate.MoveAll(ctx, r, r.Move("approve"), Filter{IDs: ids, Limit: domain.MostMoved})
	return approved, c, err
}

// mostWeeks bounds the timesheets that the queue reads, those that wait first.
const mostWeeks = "400"

// TimesheetQueue reads the timesheets that wait for the caller, and the others of
// their weeks to hold them against.
func (t *Tenant) TimesheetQueue(ctx context.Context) (weeks []domain.WorkWeek, err error) {
	name := tenantdb.CalledSQL(domain.Employees.Table, "r.employee_id")
	rows, err := t.gate.Read(ctx, func(a *Access) []tenantdb.Query {
		return []tenantdb.Query{tenantdb.Reached(domain.Timesheets, a, "r.id, "+name+`, r.week_start, r.total_minutes, r.lines,
(SELECT group_concat(b.first_day || ' ' || b.last_day) FROM absences b WHERE b.employee_id = r.employee_id AND b.state = 'approved'
  AND b.last_day >= r.week_start AND b.first_day <= date(r.week_start, '+6 days')),
r.state = 'submitted' AND r.employee_id IS NOT (SELECT id FROM employees WHERE account_id = (SELECT id FROM me)) AS waits`, `
AND r.state IN ('submitted', 'approved', 'locked') AND r.week_start IN (SELECT week_start FROM timesheets WHERE state = 'submitted')
ORDER BY waits DESC, r.week_start, r.id LIMIT `+mostWeeks)}
	})
	if err != nil {
		return nil, err
	}
	for _, row := range rows[0] {
		weeks = append(weeks, domain.WorkWeek{ID: row[0].S, Name: row[1].S, Start: row[2].S, Total: row[3].I,
			Lines: domain.WorkLines(row[4].S), Away: daysAway(row[2].S, row[5].S), Waits: row[6].Bool()})
	}
	return weeks, nil
}

// daysAway are the days of a week within times, each its first day and its last.
func daysAway(start, times string) (away []string) {
	days, _ := domain.WeekOf(start)
	for _, each := range strings.Split(times, ",") {
		first, last, _ := strings.Cut(each, " ")
		for _, day := range days {
			if first <= day && day <= last {
				away = append(away, day)
			}
		}
	}
	return away
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
	columns := tenantdb.CalledSQL(domain.Employees.Table, "r.employee_id") + " AS name, (SELECT e.email FROM employees e WHERE e.id = r.employee_id)"
	for _, kind := range domain.WorkKinds {
		columns += ",\nsum((SELECT coalesce(sum(l.value ->> 'minutes'), 0) FROM json_each(coalesce(r.lines, '[]')) l WHERE l.value ->> 'kind' = '" + kind + "'))"
	}
	rows, err := t.month(ctx, columns, "\nAND r.state = 'locked'\nGROUP BY r.employee_id\nORDER BY name, r.employee_id", month)
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
		return []tenantdb.Query{tenantdb.Reached(domain.Timesheets, a, columns, "\nAND r.week_start BETWEEN ? AND ?"+rest, db.Text(first), db.Text(last))}
	})
	if err != nil {
		return nil, err
	}
	return rows[0], nil
}
