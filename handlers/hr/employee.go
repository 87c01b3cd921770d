package hr

import (
	"net/http"

	"ringfence/domain"
	"ringfence/handlers/web"
	"ringfence/store"
)

// employees answers GET /api/hr/employees (HR-1).
func employees(c *web.Call) error {
	f, err := employeeFilter(c)
	if err != nil {
		return c.AfterCheck(err)
	}
	list, role, err := within(c, f)
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, web.List(list, f.Limit, recordID, func(o *domain.Object, r domain.Record) {
		web.RecordJSON(o, domain.Employees, r, role)
	}))
}

func within(c *web.Call, f store.EmployeeFilter) ([]domain.Record, domain.Role, error) {
	list, err := c.Tenant().Employees(c.Context(), f)
	if err != nil {
		return nil, 0, err
	}
	access, err := c.Tenant().Check(c.Context())
	return list, access.User.Role, err
}

func employeeFilter(c *web.Call) (store.EmployeeFilter, error) {
	q := c.Query()
	f := store.EmployeeFilter{Query: q.Text("q"), Department: q.Text("department"), After: q.Text("cursor"), Limit: q.Limit()}
	return f, q.Err()
}

func recordID(r domain.Record) string { return r.ID }

// employee answers GET /api/hr/employees/{id}.
func employee(c *web.Call) error {
	rec, err := c.Tenant().Employee(c.Context(), c.PathValue("id"))
	if err != nil {
		return err
	}
	access, err := c.Tenant().Check(c.Context())
	if err != nil {
		return err
	}
	c.SetVersion(rec.Version)
	return c.JSON(http.StatusOK, web.RecordJSON(&domain.Object{}, domain.Employees, rec, access.User.Role).Bytes())
}

// addEmployee answers POST /api/hr/employees.
func addEmployee(c *web.Call) error {
	rec, change, err := add(c, nil)
	if err != nil {
		return err
	}
	text, err := recordText(c, rec)
	if err != nil {
		return err
	}
	return c.Commit(change, store.Answer{Status: http.StatusCreated, Location: "/api/hr/employees/" + rec.ID, Type: web.JSONType, Body: text})
}

// addEmployee decides the new record of the body, or of what a page has bound.
func add(c *web.Call, in *domain.Input) (rec domain.Record, change *store.Change, err error) {
	if in == nil {
		if in, err = c.Bind(); err != nil {
			return rec, nil, err
		}
	}
	values := in.Values[:len(domain.Employees.Columns)] // a form has its version behind them
	if bad := domain.CheckEmployee(values, c.Today()); bad != nil {
		return rec, nil, c.AfterCheck(domain.Invalid(bad...))
	}
	return c.Tenant().AddEmployee(c.Context(), values)
}

// editEmployee answers PATCH /api/hr/employees/{id}.
func editEmployee(c *web.Call) error {
	decide := func(in *domain.Input, version int64) (domain.Record, *store.Change, error) {
		return edit(c, in, version)
	}
	return web.Edit(c, decide, func(rec domain.Record) (string, error) { return recordText(c, rec) })
}

func edit(c *web.Call, in *domain.Input, version int64) (domain.Record, *store.Change, error) {
	return c.Tenant().EditEmployee(c.Context(), c.PathValue("id"), version, in.Get("manager_id"), func(rec *domain.Record, role domain.Role) error {
		// A field that was named is refused even where its value, which the caller may not see, would stay as it is.
		if err := domain.Employees.MayWrite(role, func(i int) bool { return in.Given[i] }); err != nil {
			return err
		}
		for i := range rec.Values {
			if in.Given[i] {
				rec.Values[i] = in.Values[i]
			}
		}
		if bad := domain.CheckEmployee(rec.Values, c.Today()); bad != nil {
			return domain.Invalid(bad...)
		}
		return nil
	})
}

// recordText is the record as it now stands, as the caller may see it.
func recordText(c *web.Call, rec domain.Record) (string, error) {
	access, err := c.Tenant().Check(c.Context())
	if err != nil {
		return "", err
	}
	return web.RecordJSON(&domain.Object{}, domain.Employees, rec, access.User.Role).String(), nil
}
