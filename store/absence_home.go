package store

import (
	"ringfence/domain"
	"ringfence/domain/leave"
	"ringfence/store/db"
	"ringfence/store/tenantdb"
)

// Away is a time that somebody is away from work, or has asked to be.
type Away struct {
	ID, Staff, Name string // of the absence, and of whom it is about
	Kind, State     string
	First, Last     string        // YYYY-MM-DD
	Counted         leave.Counted // which days of it count; of a chart alone
}

const awayColumns = `r.id, r.employee_id, r.kind, r.state, r.first_day, r.last_day, `

var staffName = tenantdb.CalledSQL(domain.Employees.Table, "r.employee_id")

func awayOf(rows db.Rows) (list []Away) {
	for _, row := range rows {
		list = append(list, Away{ID: row[0].S, Staff: row[1].S, Kind: row[2].S, State: row[3].S, First: row[4].S,
			Last: row[5].S, Name: row[6].S})
	}
	return list
}

// mostAway bounds the absences that the home page reads.
const mostAway = "200"

// AwayBetween reads the approved absences within the caller's reach that touch
// the days from first to last, by name.
func (t *Tenant) AwayBetween(list *[]Away, first, last string) Reading {
	return Reading{func(a *Access) []tenantdb.Query {
		return []tenantdb.Query{tenantdb.Reached(domain.Absences, a, awayColumns+staffName, "\nAND r.state = 'approved'"+
			" AND r.last_day >= ? AND r.first_day <= ?\nORDER BY 7, r.employee_id, r.first_day LIMIT "+mostAway,
			db.Text(first), db.Text(last))}
	}, func(rows []db.Rows) error {
		*list = awayOf(rows[0])
		return nil
	}}
}

// sameTeam holds for absences r of others of the same manager or department, in
// the time of an absence.
const sameTeam = `
AND r.state IN ('requested', 'approved') AND EXISTS (SELECT 1 FROM absences x
  JOIN employees e ON e.id = x.employee_id JOIN employees o ON o.id = r.employee_id
  WHERE x.id = ? AND o.id <> e.id AND (o.manager_id = e.manager_id OR o.department = e.department)
  AND r.last_day >= x.first_day AND r.first_day <= x.last_day)
ORDER BY 7, r.employee_id, r.first_day LIMIT ` + mostAway

// AwayWith reads who within the caller's reach is away at the time of an absence,
// or has asked to be, of the same team.
func (t *Tenant) AwayWith(list *[]Away, absence string) Reading {
	return Reading{func(a *Access) []tenantdb.Query {
		return []tenantdb.Query{tenantdb.Reached(domain.Absences, a, awayColumns+staffName, sameTeam, db.Text(absence))}
	}, func(rows []db.Rows) error {
		*list = awayOf(rows[0])
		return nil
	}}
}

// AwayOn counts the people within the caller's reach who are away on a day.
func (t *Tenant) AwayOn(n *int64, day string) Reading {
	return number(n, func(a *Access) tenantdb.Query {
		return tenantdb.Reached(domain.Absences, a, "count(DISTINCT r.employee_id)",
			"\nAND r.state = 'approved' AND r.last_day >= ? AND r.first_day <= ?", db.Text(day), db.Text(day))
	})
}

// AbsencesAsked counts the requests within the caller's reach that wait.
func (t *Tenant) AbsencesAsked(n *int64) Reading {
	return number(n, func(a *Access) tenantdb.Query {
		return tenantdb.Reached(domain.Absences, a, "count(*)", "\nAND r.state = 'requested'")
	})
}

// StaffNow counts the people within the caller's reach who have not left by a day.
func (t *Tenant) StaffNow(n *int64, day string) Reading {
	return number(n, func(a *Access) tenantdb.Query {
		return tenantdb.Reached(domain.Employees, a, "count(*)", "\nAND (r.end_date IS NULL OR r.end_date >= ?)",
			db.Text(day))
	})
}

// Mine is what the home page says of the caller's own leave.
type Mine struct {
	Staff string // the caller's staff record; "": there is none
	Next  []Away // from a day on, the first of them
}

// MyAbsences reads the caller's own absences from a day on, at most limit.
func (t *Tenant) MyAbsences(m *Mine, day string, limit int) Reading {
	return Reading{func(a *Access) []tenantdb.Query {
		return []tenantdb.Query{tenantdb.MyRecords(domain.Employees, a, "r.id", ""),
			tenantdb.MyRecords(domain.Absences, a, awayColumns+"''", "\nAND r.state IN ('requested', 'approved')"+
				" AND r.last_day >= ?\nORDER BY r.first_day, r.id LIMIT ?", db.Text(day), db.Int(int64(limit)))}
	}, func(rows []db.Rows) error {
		if len(rows[0]) > 0 {
			m.Staff = rows[0][0][0].S
		}
		m.Next = awayOf(rows[1])
		return nil
	}}
}
