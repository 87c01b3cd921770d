package handlers

import (
	"errors"
	"net/http"
	"strconv"

	"ringfence/domain"
	"ringfence/handlers/pages"
	"ringfence/store"
)

// employeeFormFields are the record's and the version that the form was
// filled from.
var employeeFormFields = append(domain.Employees.Fields(), domain.Field{Name: "version", Label: "Version", Kind: domain.ID})

// newEmployeePage answers GET /employees/new.
func newEmployeePage(c *call) error { return c.showEmployeeForm(http.StatusOK, "", nil, nil) }

// submitNewEmployee answers POST /employees/new.
func submitNewEmployee(c *call) error {
	in, err := c.bind()
	if err != nil {
		return c.employeeFormFailed("", err)
	}
	rec, change, err := c.addEmployee(in)
	if err != nil {
		return c.employeeFormFailed("", err)
	}
	return c.commitTo(change, "/employees/"+rec.ID)
}

// editEmployeePage answers GET /employees/{id}/edit.
func editEmployeePage(c *call) error {
	return c.showEmployeeForm(http.StatusOK, c.r.PathValue("id"), nil, nil)
}

// submitEditEmployee answers POST /employees/{id}/edit.
func submitEditEmployee(c *call) error {
	id := c.r.PathValue("id")
	in, err := c.bind()
	if err != nil {
		return c.employeeFormFailed(id, err)
	}
	version, _ := strconv.ParseInt(in.Get("version"), 10, 64)
	_, change, err := c.editEmployee(in, version)
	if err != nil {
		return c.employeeFormFailed(id, err)
	}
	return c.commitTo(change, "/employees/"+id)
}

// employeeFormFailed shows the form again with what was typed and what is
// wrong with it.
func (c *call) employeeFormFailed(id string, err error) error {
	var refusal *domain.Error
	if !errors.As(err, &refusal) || refusal.Code != "invalid-request" {
		return err
	}
	typed, pairsErr := c.pairs()
	if pairsErr != nil {
		return err
	}
	return c.showEmployeeForm(http.StatusBadRequest, id, typed, refusal)
}

func (c *call) showEmployeeForm(status int, id string, typed []domain.Pair, refusal *domain.Error) error {
	rec, colleagues, err := c.tenant.EmployeeForm(c.ctx(), id)
	if err != nil {
		return err
	}
	access, err := c.tenant.Check(c.ctx())
	if err != nil {
		return err
	}
	page := pages.EmployeeFormPage{Shell: c.shell("Add an employee", access), Action: "/employees/new", Submit: "Add employee", Cancel: "/employees"}
	if id != "" {
		get := valuesOf(rec)
		page.Shell = c.shell("Edit "+get("given_name")+" "+get("family_name"), access)
		page.Action, page.Submit, page.Cancel = c.r.URL.Path, "Save changes", "/employees/"+id
		page.Version = strconv.FormatInt(rec.Version, 10)
	}
	values := func(name string) string { return rec.Values[domain.Employees.Index(name)] }
	if refusal != nil {
		page.Errors, values = fieldErrors(refusal), typedOr(typed, &page, values)
	}
	page.Groups = employeeFormGroups(access.User.Role, values, managerOptions(colleagues, id))
	return c.render(status, pages.EmployeeForm(page))
}

// typedOr prefers what was typed, the version that it was typed for included.
func typedOr(typed []domain.Pair, page *pages.EmployeeFormPage, otherwise func(string) string) func(string) string {
	given := map[string]string{}
	for _, p := range typed {
		given[p.Name] = p.Value
	}
	page.Version = given["version"]
	return func(name string) string {
		if v, ok := given[name]; ok {
			return v
		}
		return otherwise(name)
	}
}

func managerOptions(colleagues []store.Colleague, id string) []pages.Option {
	list := []pages.Option{{Value: "", Label: "Nobody"}}
	for _, c := range colleagues {
		if c.ID != id {
			list = append(list, pages.Option{Value: c.ID, Label: c.Name})
		}
	}
	return list
}

// employeeFormGroups are the fields that the role may write.
func employeeFormGroups(role domain.Role, value func(string) string, managers []pages.Option) []pages.FieldGroup {
	var groups []pages.FieldGroup
	for _, g := range employeeGroups {
		group := pages.FieldGroup{Legend: g.title}
		for _, name := range g.names {
			col := &domain.Employees.Columns[domain.Employees.Index(name)]
			if col.WritableBy(role) {
				group.Fields = append(group.Fields, formField(col, value(name), managers))
			}
		}
		if group.Fields != nil {
			groups = append(groups, group)
		}
	}
	return groups
}

var formKinds = map[domain.Kind]pages.Kind{
	domain.Lines: pages.Textarea, domain.Email: pages.Email, domain.Date: pages.Date, domain.ID: pages.Select,
}

var fieldWidths = map[domain.Kind]string{domain.NINumber: "10", domain.SortCode: "5", domain.Account: "10"}

func formField(c *domain.Column, value string, managers []pages.Option) pages.FormField {
	f := pages.FormField{Name: c.Name, Label: c.Label, Hint: c.Hint, Kind: formKinds[c.Kind], Value: value, Required: c.Required, Width: fieldWidths[c.Kind]}
	if c.Kind == domain.ID {
		f.Options = managers
	}
	if c.Kind == domain.SortCode || c.Kind == domain.Account {
		f.InputMode = "numeric"
	}
	return f
}
