package store

import (
	"context"
	"errors"
	"slices"

	"ringfence/domain"
	"ringfence/store/db"
	"ringfence/store/tenantdb"
)

// managerFits: the manager exists and does not, at any distance, report to
// the employee. Arguments: manager, manager, employee.
const managerFits = `EXISTS (SELECT 1 FROM employees WHERE id = ?) AND NOT EXISTS (
  WITH RECURSIVE above(id) AS (
    VALUES (?)
    UNION
    SELECT e.manager_id FROM employees e JOIN above a ON e.id = a.id WHERE e.manager_id IS NOT NULL)
  SELECT 1 FROM above WHERE id = ?)`

var errManager = domain.FieldError{Field: "manager_id", Code: "not-found", Message: "Manager must be another member of staff who does not report to this one"}

// AddEmployee decides a new staff record of values beside
// domain.Employees.Columns.
func (t *Tenant) AddEmployee(ctx context.Context, values []string) (domain.Record, *Change, error) {
	now := t.gate.Now()
	rec := domain.Record{ID: NewID(), Version: 1, CreatedAt: now, UpdatedAt: now, Values: values}
	manager := values[managerColumn]
	rows, err := t.gate.Read(ctx, func(*Access) []tenantdb.Query {
		if manager == "" {
			return nil
		}
		return []tenantdb.Query{tenantdb.Select(`SELECT `+managerFits, db.Text(manager), db.Text(manager), db.Text(rec.ID))}
	})
	if err != nil {
		return rec, nil, err
	}
	if manager != "" && !rows[0][0][0].Bool() {
		return rec, nil, domain.Invalid(errManager)
	}
	change, err := t.employeeChange("employee.create", domain.Record{ID: rec.ID}, rec)
	return rec, change, err
}

var managerColumn = domain.Employees.Index("manager_id")

// EditEmployee decides a change of a staff record: edit receives a copy and
// changes its values. ifVersion, unless 0, is the version that must still
// stand (domain.ErrConflict).
func (t *Tenant) EditEmployee(ctx context.Context, id string, ifVersion int64, managerID string, edit func(*domain.Record, domain.Role) error) (domain.Record, *Change, error) {
	old, fits, err := t.employeeFor(ctx, id, managerID)
	if err != nil {
		return old, nil, err
	}
	if ifVersion != 0 && ifVersion != old.Version {
		return old, nil, domain.ErrConflict
	}
	rec := old
	rec.Values = append([]string(nil), old.Values...)
	if err := edit(&rec, t.gate.Access().User.Role); err != nil {
		return old, nil, err
	}
	changed := func(i int) bool { return rec.Values[i] != old.Values[i] }
	if err := domain.Employees.MayWrite(t.gate.Access().User.Role, changed); err != nil {
		return old, nil, err
	}
	if rec.Values[managerColumn] != old.Values[managerColumn] && managerID != "" && !fits {
		return old, nil, domain.Invalid(errManager)
	}
	if !slices.Equal(rec.Values, old.Values) {
		rec.Version, rec.UpdatedAt = old.Version+1, t.gate.Now()
	}
	change, err := t.employeeChange("employee.update", old, rec)
	return rec, change, err
}

func (t *Tenant) employeeChange(action string, old, rec domain.Record) (*Change, error) {
	if err := t.gate.HasKeys(); err != nil {
		return nil, err
	}
	if slices.Equal(old.Values, rec.Values) {
		return t.gate.Unchanged(), nil
	}
	e, stmts, err := t.employeeWrite(action, old, rec)
	if err != nil {
		return nil, err
	}
	return t.gate.Begin(e).Exec(stmts...), nil
}

// employeeWrite is the entry of a record's change, and what makes it.
func (t *Tenant) employeeWrite(action string, old, rec domain.Record) (tenantdb.Entry, []db.Stmt, error) {
	stmts, err1 := t.employeeStmts(old, rec)
	e, err2 := t.difference(action, domain.Employees, old, rec)
	return e, stmts, errors.Join(err1, err2)
}

// employeeStmts are the write, behind what it requires of the manager: a
// foreign key would refuse one who has just gone as a defect.
func (t *Tenant) employeeStmts(old, rec domain.Record) ([]db.Stmt, error) {
	var stmts []db.Stmt
	if manager := rec.Values[managerColumn]; manager != "" && (old.Values == nil || old.Values[managerColumn] != manager) {
		stmts = append(stmts, tenantdb.Require(``+managerFits, db.Text(manager), db.Text(manager), db.Text(rec.ID)))
	}
	if old.Values == nil {
		insert, err := t.gate.Insert(domain.Employees, rec)
		return append(stmts, insert), err
	}
	update, err := t.gate.Update(domain.Employees, old, rec)
	return append(stmts, update...), err
}
