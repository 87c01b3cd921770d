package store

import (
	"context"
	"strings"

	"ringfence/domain"
	"ringfence/store/db"
	"ringfence/store/tenantdb"
)

// Which records a role reaches: everybody's; those of the people below and
// one's own; one's own. All need the CTE me(id), the caller's account.
const (
	ownEmployee = `r.account_id IS (SELECT id FROM me)`
	reachDown   = `r.id IN (
  WITH RECURSIVE below(id) AS (
    SELECT id FROM employees WHERE account_id = (SELECT id FROM me)
    UNION
    SELECT e.id FROM employees e JOIN below b ON e.manager_id = b.id)
  SELECT id FROM below)`
)

const seesEveryone = domain.Roles(domain.Admin | domain.HR | domain.Finance | domain.ReadOnly)

func employeeReach(role domain.Role) string {
	switch {
	case seesEveryone.Has(role):
		return "1"
	case role == domain.Manager:
		return reachDown
	}
	return ownEmployee
}

// employeeSelects are, by role, the SELECT of the records it reaches, up to
// the WHERE; the first argument is the caller's account.
var employeeSelects = tenantdb.ByRole(func(role domain.Role) string {
	return `WITH me(id) AS (VALUES (?))
SELECT ` + tenantdb.RecordColumns(domain.Employees, role, ownEmployee) + `
FROM employees r
WHERE ` + employeeReach(role)
})

// EmployeeFilter narrows and pages a list of staff.
type EmployeeFilter struct {
	Query      string // in name, email address or job title
	Department string
	After      string // the id that the last page ended with
	Limit      int
}

// Employees lists the staff that the caller reaches by name, at most
// Limit + 1 of them: one more than the page says that there is another.
func (t *Tenant) Employees(ctx context.Context, f EmployeeFilter) ([]domain.Record, error) {
	rows, err := t.gate.Read(ctx, func(a *Access) []tenantdb.Query { return f.queries(a.User) })
	if err != nil {
		return nil, err
	}
	return t.openPage(rows)
}

var errCursor = domain.Invalid(domain.FieldError{Field: "cursor", Code: "malformed", Message: "cursor is not one that was given out"})

// queries read the page and, behind one, whether the page before it is known.
func (f EmployeeFilter) queries(u domain.User) []tenantdb.Query {
	list := []tenantdb.Query{f.query(u)}
	if f.After != "" {
		list = append(list, tenantdb.Select(`SELECT 1 FROM employees WHERE id = ?`, db.Text(f.After)))
	}
	return list
}

// openPage opens the rows of queries.
func (t *Tenant) openPage(rows []db.Rows) ([]domain.Record, error) {
	if len(rows) > 1 && len(rows[1]) == 0 {
		return nil, errCursor
	}
	return t.gate.OpenRecords(domain.Employees, rows[0])
}

func (f EmployeeFilter) query(u domain.User) tenantdb.Query {
	sql := employeeSelects[u.Role]
	args := []db.Value{db.Text(u.ID)}
	if f.Query != "" {
		like := db.Text("%" + escapeLike(f.Query) + "%")
		sql += "\nAND (r.given_name || ' ' || r.family_name LIKE ? ESCAPE '\\' OR r.email LIKE ? ESCAPE '\\' OR r.job_title LIKE ? ESCAPE '\\')"
		args = append(args, like, like, like)
	}
	if f.Department != "" {
		sql += "\nAND r.department = ?"
		args = append(args, db.Text(f.Department))
	}
	if f.After != "" {
		sql += "\nAND (r.family_name, r.given_name, r.id) > (SELECT family_name, given_name, id FROM employees WHERE id = ?)"
		args = append(args, db.Text(f.After))
	}
	sql += "\nORDER BY r.family_name, r.given_name, r.id\nLIMIT ?"
	return tenantdb.Select(tenantdb.InOneText(sql), append(args, db.Int(int64(f.Limit)+1))...)
}

func escapeLike(s string) string {
	return strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(s)
}

// Employee is one staff record within the caller's reach. Error:
// domain.ErrNotFound.
func (t *Tenant) Employee(ctx context.Context, id string) (domain.Record, error) {
	rec, _, err := t.employeeFor(ctx, id, "")
	return rec, err
}

// employeeFor reads a record and whether managerID could be set on it.
func (t *Tenant) employeeFor(ctx context.Context, id, managerID string) (domain.Record, bool, error) {
	rows, err := t.gate.Read(ctx, func(a *Access) []tenantdb.Query {
		return []tenantdb.Query{
			tenantdb.Select(employeeSelects[a.User.Role]+"\nAND r.id = ?", db.Text(a.User.ID), db.Text(id)),
			tenantdb.Select(`SELECT `+managerFits, db.Text(managerID), db.Text(managerID), db.Text(id)),
		}
	})
	if err != nil {
		return domain.Record{}, false, err
	}
	rec, err := t.gate.OpenOne(domain.Employees, rows[0])
	return rec, rows[1][0][0].Bool(), err
}
