package store

import (
	"context"
	"strings"

	"ringfence/domain"
	"ringfence/store/db"
	"ringfence/store/tenantdb"
)

// Matrix is how people stand in every course.
type Matrix struct {
	Courses     []string // their names
	Departments []Option
	People      []MatrixPerson // at most Limit + 1: one more says that there is another page
	Total       int64
}

// MatrixPerson is a row of it.
type MatrixPerson struct {
	ID, Name, JobTitle, Department string
	Courses                        []MatrixCell // beside Matrix.Courses
}

// MatrixCell says until when somebody has completed a course (domain.Unexpiring:
// for ever; "": they have not), and whether they have to.
type MatrixCell struct {
	Until    string
	Required bool
}

// MatrixFilter narrows and pages the people.
type MatrixFilter struct {
	Department, After string
	Limit             int
}

// cellsSQL are somebody's cells in the order of the courses: "1" or "0" and the day.
const cellsSQL = `(SELECT group_concat(cell, ' ') FROM (SELECT s.required || coalesce(s.until, '') AS cell
  FROM training_standing s WHERE s.employee_id = r.id ORDER BY s.course, s.course_id))`

// TrainingMatrix reads the people within the caller's reach who have not left by
// a day, in one round trip. Error: "invalid-request" for the cursor.
func (t *Tenant) TrainingMatrix(ctx context.Context, f MatrixFilter, today string) (Matrix, error) {
	rows, err := t.gate.Read(ctx, func(a *Access) []tenantdb.Query {
		return append(f.queries(a, today), tenantdb.Select(`SELECT name FROM courses ORDER BY name, id`),
			tenantdb.Distinct(domain.Employees, &domain.Employees.Columns[departmentColumn], a))
	})
	if err != nil {
		return Matrix{}, err
	}
	if f.After != "" && len(rows[2]) == 0 {
		return Matrix{}, tenantdb.ErrCursor
	}
	m := Matrix{Departments: optionsOf(rows[4]), Total: rows[1][0][0].I}
	for _, row := range rows[3] {
		m.Courses = append(m.Courses, row[0].S)
	}
	for _, row := range rows[0] {
		m.People = append(m.People, MatrixPerson{row[0].S, row[1].S, row[2].S, row[3].S, cellsOf(row[4].S)})
	}
	return m, nil
}

var departmentColumn = domain.Employees.Index("department")

// queries are the page, how many people there are on all, and whether the cursor
// is within reach.
func (f MatrixFilter) queries(a *Access, today string) []tenantdb.Query {
	among, args := "\nAND coalesce(r.end_date, '9999') >= ?", []db.Value{db.Text(today)}
	if f.Department != "" {
		among, args = among+"\nAND r.department = ?", append(args, db.Text(f.Department))
	}
	reached := func(columns, rest string, args ...db.Value) tenantdb.Query {
		return tenantdb.Reached(domain.Employees, a, columns, rest, args...)
	}
	count := reached("count(*)", among, args...)
	if f.After != "" {
		among += "\nAND (r.family_name, r.given_name, r.id) > (SELECT e.family_name, e.given_name, e.id FROM employees e WHERE e.id = ?)"
		args = append(args, db.Text(f.After))
	}
	page := reached("r.id, r.given_name || ' ' || r.family_name, r.job_title, r.department, "+cellsSQL,
		among+"\nORDER BY r.family_name, r.given_name, r.id LIMIT ?", append(args, db.Int(int64(f.Limit)+1))...)
	return []tenantdb.Query{page, count, reached("r.id", "\nAND r.id = ?", db.Text(f.After))}
}

func cellsOf(text string) (list []MatrixCell) {
	for _, cell := range strings.Fields(text) {
		list = append(list, MatrixCell{Until: cell[1:], Required: cell[0] == '1'})
	}
	return list
}
