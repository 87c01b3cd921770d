package handlers

import (
	"net/http"
	"strconv"
	"strings"

	"ringfence/domain"
	"ringfence/store"
)

// employees answers GET /api/hr/employees (HR-1).
func employees(c *call) error {
	f, err := c.employeeFilter()
	if err != nil {
		return c.afterCheck(err)
	}
	list, role, err := c.employees(f)
	if err != nil {
		return err
	}
	return c.json(http.StatusOK, page(list, f.Limit, recordID, func(o *domain.Object, r domain.Record) {
		recordJSON(o, domain.Employees, r, role)
	}))
}

func (c *call) employees(f store.EmployeeFilter) ([]domain.Record, domain.Role, error) {
	list, err := c.tenant.Employees(c.ctx(), f)
	if err != nil {
		return nil, 0, err
	}
	access, err := c.tenant.Check(c.ctx())
	return list, access.User.Role, err
}

func (c *call) employeeFilter() (store.EmployeeFilter, error) {
	q := c.query()
	f := store.EmployeeFilter{Query: q.text("q"), Department: q.text("department"), After: q.text("cursor"), Limit: q.limit()}
	return f, q.err()
}

func recordID(r domain.Record) string { return r.ID }

// recordJSON is a record as the role may see it: what it may not is absent.
func recordJSON(o *domain.Object, t *domain.Table, r domain.Record, role domain.Role) *domain.Object {
	o.Text("id", r.ID)
	for i := range t.Columns {
		if c := &t.Columns[i]; c.ReadableBy(role, r.Own) {
			o.TextOrNull(c.Name, r.Values[i])
		}
	}
	return o.Int("version", r.Version).Text("created_at", timestamp(r.CreatedAt)).Text("updated_at", timestamp(r.UpdatedAt))
}

// employee answers GET /api/hr/employees/{id}.
func employee(c *call) error {
	rec, err := c.tenant.Employee(c.ctx(), c.r.PathValue("id"))
	if err != nil {
		return err
	}
	access, err := c.tenant.Check(c.ctx())
	if err != nil {
		return err
	}
	c.w.Header().Set("ETag", etag(rec))
	return c.json(http.StatusOK, recordJSON(&domain.Object{}, domain.Employees, rec, access.User.Role).Bytes())
}

func etag(r domain.Record) string { return `"` + strconv.FormatInt(r.Version, 10) + `"` }

// addEmployee answers POST /api/hr/employees.
func addEmployee(c *call) error {
	rec, change, err := c.addEmployee(nil)
	if err != nil {
		return err
	}
	return c.commitRecord(change, rec, http.StatusCreated, "/api/hr/employees/"+rec.ID)
}

// addEmployee decides the new record of the body, or of what a page has bound.
func (c *call) addEmployee(in *domain.Input) (rec domain.Record, change *store.Change, err error) {
	if in == nil {
		if in, err = c.bind(); err != nil {
			return rec, nil, err
		}
	}
	values := in.Values[:len(domain.Employees.Columns)] // a form has its version behind them
	if bad := domain.CheckEmployee(values, c.today()); bad != nil {
		return rec, nil, c.afterCheck(domain.Invalid(bad...))
	}
	return c.tenant.AddEmployee(c.ctx(), values)
}

func (c *call) today() string { return timestamp(c.app.cfg.Now().UnixMilli())[:10] }

// editEmployee answers PATCH /api/hr/employees/{id}.
func editEmployee(c *call) error {
	in, err := c.bind()
	if err != nil {
		return err
	}
	version, err := c.ifMatch()
	if err != nil {
		return c.afterCheck(err)
	}
	rec, change, err := c.editEmployee(in, version)
	if err == domain.ErrConflict {
		err = &domain.Error{Code: "precondition-failed", Message: domain.ErrConflict.Message}
	}
	if err != nil {
		return err
	}
	return c.commitRecord(change, rec, http.StatusOK, "")
}

func (c *call) editEmployee(in *domain.Input, version int64) (domain.Record, *store.Change, error) {
	return c.tenant.EditEmployee(c.ctx(), c.r.PathValue("id"), version, in.Get("manager_id"), func(rec *domain.Record, role domain.Role) error {
		// A field that was named is refused even where its value, which the caller may not see, would stay as it is.
		if err := domain.Employees.MayWrite(role, func(i int) bool { return in.Given[i] }); err != nil {
			return err
		}
		for i := range rec.Values {
			if in.Given[i] {
				rec.Values[i] = in.Values[i]
			}
		}
		if bad := domain.CheckEmployee(rec.Values, c.today()); bad != nil {
			return domain.Invalid(bad...)
		}
		return nil
	})
}

// ifMatch is the version that If-Match names; 0 without one.
func (c *call) ifMatch() (int64, error) {
	tag := c.r.Header.Get("If-Match")
	if tag == "" || tag == "*" {
		return 0, nil
	}
	version, err := strconv.ParseInt(strings.Trim(tag, `"`), 10, 64)
	if err != nil || version < 1 {
		return 0, domain.Invalid(domain.FieldError{Field: "If-Match", Code: "malformed", Message: "If-Match must be an ETag that was given out"})
	}
	return version, nil
}

// commitRecord makes a change and answers with the record as it now stands.
func (c *call) commitRecord(change *store.Change, rec domain.Record, status int, location string) error {
	access, err := c.tenant.Check(c.ctx())
	if err != nil {
		return err
	}
	answer := store.Answer{Status: status, Location: location, Type: jsonType, Body: recordJSON(&domain.Object{}, domain.Employees, rec, access.User.Role).String()}
	return c.commit(change, answer)
}
