package store

import (
	"context"

	"ringfence/domain"
	"ringfence/store/db"
	"ringfence/store/tenantdb"
)

// What the pages need beside the records, each in one round trip.

// EmployeeList is a page of staff and the departments they can be narrowed to.
type EmployeeList struct {
	Records     []domain.Record
	Departments []string
}

// EmployeeFile is one record with its manager's name and, for those who may
// read the ledger, its latest entries.
type EmployeeFile struct {
	Record  domain.Record
	Manager string
	History []AuditLine
}

// Colleague is a member of staff to choose as a manager.
type Colleague struct{ ID, Name string }

const departmentsSQL = `WITH me(id) AS (VALUES (?))
SELECT DISTINCT r.department FROM employees r
WHERE r.department IS NOT NULL AND `

const colleaguesSQL = `SELECT id, given_name || ' ' || family_name FROM employees WHERE end_date IS NULL ORDER BY family_name, given_name, id LIMIT 2000`

// ListEmployees is Employees with the departments.
func (t *Tenant) ListEmployees(ctx context.Context, f EmployeeFilter) (EmployeeList, error) {
	var list EmployeeList
	rows, err := t.gate.Read(ctx, func(a *Access) []tenantdb.Query {
		return append(f.queries(a.User), tenantdb.Select(departmentsSQL+employeeReach(a.User.Role)+"\nORDER BY 1 LIMIT 200", db.Text(a.User.ID)))
	})
	if err != nil {
		return list, err
	}
	last := len(rows) - 1
	list.Records, err = t.openPage(rows[:last])
	for _, r := range rows[last] {
		list.Departments = append(list.Departments, r[0].S)
	}
	return list, err
}

// EmployeeFile reads one record. Error: domain.ErrNotFound.
func (t *Tenant) EmployeeFile(ctx context.Context, id string) (EmployeeFile, error) {
	var file EmployeeFile
	rows, err := t.gate.Read(ctx, func(a *Access) []tenantdb.Query {
		list := []tenantdb.Query{
			tenantdb.Select(employeeSelects[a.User.Role]+"\nAND r.id = ?", db.Text(a.User.ID), db.Text(id)),
			tenantdb.Select(`SELECT m.given_name || ' ' || m.family_name FROM employees r JOIN employees m ON m.id = r.manager_id WHERE r.id = ?`, db.Text(id)),
		}
		if a.User.Role == domain.Admin {
			list = append(list, AuditFilter{Entity: domain.Employees.Entity, EntityID: id, Limit: 9}.query())
		}
		return list
	})
	if err != nil {
		return file, err
	}
	if file.Record, err = t.gate.OpenOne(domain.Employees, rows[0]); err != nil {
		return file, err
	}
	if len(rows[1]) > 0 {
		file.Manager = rows[1][0][0].S
	}
	if len(rows) > 2 {
		file.History = auditLines(rows[2])
	}
	return file, nil
}

// EmployeeForm reads one record ("" for a new one) and who could be the manager.
func (t *Tenant) EmployeeForm(ctx context.Context, id string) (domain.Record, []Colleague, error) {
	rec := domain.Record{Values: make([]string, len(domain.Employees.Columns))}
	rows, err := t.gate.Read(ctx, func(a *Access) []tenantdb.Query {
		return []tenantdb.Query{tenantdb.Select(employeeSelects[a.User.Role]+"\nAND r.id = ?", db.Text(a.User.ID), db.Text(id)), tenantdb.Select(colleaguesSQL)}
	})
	if err != nil {
		return rec, nil, err
	}
	var colleagues []Colleague
	for _, r := range rows[1] {
		colleagues = append(colleagues, Colleague{r[0].S, r[1].S})
	}
	if id == "" {
		return rec, colleagues, nil
	}
	rec, err = t.gate.OpenOne(domain.Employees, rows[0])
	return rec, colleagues, err
}
