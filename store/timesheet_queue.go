package store

import (
	"context"
	"strings"

	"ringfence/domain"
	"ringfence/store/tenantdb"
)

// ApproveTimesheets decides to approve those of the ids that the caller may.
func (t *Tenant) ApproveTimesheets(ctx context.Context, ids []string) (approved int64, c *Change, err error) {
	r := domain.Timesheets
	approved, _, c, err = t.gate.MoveAll(ctx, r, r.Move("approve"), Filter{IDs: ids, Limit: domain.MostMoved})
	return approved, c, err
}

// mostWeeks bounds the timesheets that the queue reads, those that wait first.
const mostWeeks = "400"

// queueColumns are those of a WorkWeek.
var queueColumns = "r.id, " + tenantdb.CalledSQL(domain.Employees.Table, "r.employee_id") + `, r.week_start, r.total_minutes, r.lines,
(SELECT group_concat(b.first_day || ' ' || b.last_day) FROM absences b
  WHERE b.employee_id = r.employee_id AND b.state = 'approved'
  AND b.last_day >= r.week_start AND b.first_day <= date(r.week_start, '+6 days')),
r.state = 'submitted' AND r.employee_id IS NOT
  (SELECT id FROM employees WHERE account_id = (SELECT id FROM me)) AS waits`

// queueSQL: those that wait stand first, so that none of them is beyond the bound.
const queueSQL = `
AND r.state IN ('submitted', 'approved', 'locked')
AND r.week_start IN (SELECT week_start FROM timesheets WHERE state = 'submitted')
ORDER BY waits DESC, r.week_start, r.id LIMIT ` + mostWeeks

// TimesheetQueue reads the timesheets that wait for the caller, and the others of
// their weeks to hold them against.
func (t *Tenant) TimesheetQueue(ctx context.Context) (weeks []domain.WorkWeek, err error) {
	rows, err := t.gate.Read(ctx, func(a *Access) []tenantdb.Query {
		return []tenantdb.Query{tenantdb.Reached(domain.Timesheets, a, queueColumns, queueSQL)}
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
