package store

import (
	"context"

	"ringfence/domain"
	"ringfence/store/db"
	"ringfence/store/tenantdb"
)

// timesheetFits: a person has one timesheet for a week.
var timesheetFits = tenantdb.Rule{
	Columns: []string{"employee_id", "week_start"},
	Holds: `NOT EXISTS (SELECT 1 FROM timesheets o
  WHERE o.employee_id = new.employee_id AND o.week_start = new.week_start AND o.id <> new.id)`,
	Refusal: domain.ErrTimesheetExists,
}

// TimesheetForm reads a timesheet and the lines of the person's week before.
// Error: domain.ErrNotFound.
func (t *Tenant) TimesheetForm(ctx context.Context, id string) (rec domain.Record, before string, err error) {
	rec, rows, err := t.gate.Get(ctx, domain.Timesheets, id, true, func(a *Access) []tenantdb.Query {
		return []tenantdb.Query{tenantdb.Reached(domain.Timesheets, a, "r.lines", `
AND (r.employee_id, r.week_start) =
  (SELECT employee_id, date(week_start, '-7 days') FROM timesheets WHERE id = ?)`, db.Text(id))}
	})
	if err == nil && len(rows[0]) > 0 {
		before = rows[0][0][0].S
	}
	return rec, before, err
}
