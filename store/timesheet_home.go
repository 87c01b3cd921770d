package store

import (
	"ringfence/domain"
	"ringfence/store/db"
	"ringfence/store/tenantdb"
)

// MyWeek is one of the caller's own timesheets.
type MyWeek struct {
	ID, Start, State string
	Minutes          int64
}

// MyWeeks are the caller's own timesheets that ask for something.
type MyWeeks struct {
	Staff string   // the caller's staff record; "": there is none
	Weeks []MyWeek // that of a week, and those that were returned, the latest first
}

// This is the timesheet of a week, or nil.
func (m *MyWeeks) This(monday string) *MyWeek {
	for i := range m.Weeks {
		if m.Weeks[i].Start == monday {
			return &m.Weeks[i]
		}
	}
	return nil
}

// MyTimesheets reads those of the week that begins on a Monday, at most limit.
func (t *Tenant) MyTimesheets(m *MyWeeks, monday string, limit int) Reading {
	return Reading{func(a *Access) []tenantdb.Query {
		return []tenantdb.Query{tenantdb.MyRecords(domain.Employees, a, "r.id", ""),
			tenantdb.MyRecords(domain.Timesheets, a, "r.id, r.week_start, r.state, r.total_minutes", `
AND (r.week_start = ? OR r.state = 'returned')
ORDER BY r.week_start = ? DESC, r.week_start DESC LIMIT ?`, db.Text(monday), db.Text(monday), db.Int(int64(limit)))}
	}, func(rows []db.Rows) error {
		if len(rows[0]) > 0 {
			m.Staff = rows[0][0][0].S
		}
		for _, row := range rows[1] {
			m.Weeks = append(m.Weeks, MyWeek{ID: row[0].S, Start: row[1].S, State: row[2].S, Minutes: row[3].I})
		}
		return nil
	}}
}
