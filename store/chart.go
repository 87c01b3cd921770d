package store

import (
	"strings"

	"ringfence/domain"
	"ringfence/domain/leave"
	"ringfence/store/db"
	"ringfence/store/tenantdb"
)

// Chart is who is away, by person and day.
type Chart struct {
	Nation      string // whose bank holidays
	Departments []Option
	Staff       []OnChart
	Away        []Away
}

// OnChart is somebody of the staff, and the days that they work.
type OnChart struct {
	ID, Name string
	Pattern  leave.Pattern
}

// mostOnChart bounds the people of a chart, and mostOnDays their absences.
const (
	mostOnChart = "200"
	mostOnDays  = "1000"
)

// ChartBetween reads who of the staff within the caller's reach works from the
// day first to the day last, of a department if one is named, and who of them
// is away then or has asked to be.
func (t *Tenant) ChartBetween(chart *Chart, department, first, last string) Reading {
	return Reading{func(a *Access) []tenantdb.Query {
		in, args := "", []db.Value{db.Text(first), db.Text(last)}
		if department != "" {
			in, args = " AND r.department = ?", append(args, db.Text(department))
		}
		column := &domain.Employees.Columns[domain.Employees.Index("department")]
		return []tenantdb.Query{
			tenantdb.Select("SELECT leave_nation FROM settings"),
			tenantdb.Distinct(domain.Employees, column, a),
			tenantdb.Reached(domain.Employees, a, "r.id, r.given_name || ' ' || r.family_name, coalesce(r.working_days, '"+string(leave.Usual)+"')",
				"\nAND (r.end_date IS NULL OR r.end_date >= ?) AND (r.start_date IS NULL OR r.start_date <= ?)"+in+
					"\nORDER BY r.family_name, r.given_name, r.id LIMIT "+mostOnChart, args...),
			tenantdb.Reached(domain.Absences, a, awayColumns+"'', coalesce(r.days, '')",
				"\nAND r.state IN ('requested', 'approved') AND r.last_day >= ? AND r.first_day <= ?"+
					strings.Replace(in, "r.department = ?", "r.employee_id IN (SELECT id FROM employees WHERE department = ?)", 1)+
					"\nORDER BY r.first_day, r.id LIMIT "+mostOnDays, args...)}
	}, func(rows []db.Rows) error {
		*chart = Chart{Nation: rows[0][0][0].S, Departments: optionsOf(rows[1]), Away: awayOf(rows[3])}
		for _, row := range rows[2] {
			chart.Staff = append(chart.Staff, OnChart{row[0].S, row[1].S, leave.Pattern(row[2].S)})
		}
		for i, row := range rows[3] {
			chart.Away[i].Counted = leave.Counted(row[7].S)
		}
		return nil
	}}
}
