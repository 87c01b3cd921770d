package store

import (
	"context"
	"slices"

	"ringfence/domain"
)

// What the tests of staff records call.

type EmployeeFilter struct {
	Query, Department, After string
	Limit                    int
}

func (t *Tenant) Employees(ctx context.Context, f EmployeeFilter) ([]domain.Record, error) {
	filter := Filter{Text: f.Query, After: f.After, Limit: f.Limit}
	if f.Department != "" {
		filter.Where = [][2]string{{"department", f.Department}}
	}
	list, err := t.List(ctx, domain.Employees, filter)
	return list.Records, err
}

func (t *Tenant) AddEmployee(ctx context.Context, values []string) (domain.Record, *Change, error) {
	return t.Create(ctx, domain.Employees, values)
}

// EditEmployee changes what edit changes of a record, or manager_id to manager.
func (t *Tenant) EditEmployee(ctx context.Context, id string, version int64, manager string, edit func(*domain.Record, domain.Role) error) (domain.Record, *Change, error) {
	rec, err := t.Again().Get(ctx, domain.Employees, id)
	if err != nil {
		return rec, nil, err
	}
	old := slices.Clone(rec.Values)
	if err := edit(&rec, t.gate.Request().Role); err != nil {
		return rec, nil, err
	}
	given := map[string]string{}
	for i, value := range rec.Values {
		if value != old[i] {
			given[domain.Employees.Columns[i].Name] = value
		}
	}
	return t.Edit(ctx, domain.Employees, id, version, given)
}

func (t *Tenant) Employee(ctx context.Context, id string) (domain.Record, error) {
	return t.Get(ctx, domain.Employees, id)
}
