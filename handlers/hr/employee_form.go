package hr

import (
	"net/http"
	"strconv"

	"ringfence/domain"
	"ringfence/handlers/pages"
	"ringfence/handlers/web"
	"ringfence/store"
)

// formFields are the record's and the version that the form was
// filled from.
var formFields = append(domain.Employees.Fields(), domain.Field{Name: "version", Label: "Version", Kind: domain.ID})

// newEmployeePage answers GET /employees/new.
func newEmployeePage(c *web.Call) error { return showEmployeeForm(c, http.StatusOK, "", nil) }

// submitNewEmployee answers POST /employees/new.
func submitNewEmployee(c *web.Call) error {
	in, err := c.Bind()
	if err != nil {
		return employeeFormFailed(c, "", err)
	}
	rec, change, err := add(c, in)
	if err != nil {
		return employeeFormFailed(c, "", err)
	}
	return c.CommitTo(change, "/employees/"+rec.ID)
}

// editEmployeePage answers GET /employees/{id}/edit.
func editEmployeePage(c *web.Call) error {
	return showEmployeeForm(c, http.StatusOK, c.PathValue("id"), nil)
}

// submitEditEmployee answers POST /employees/{id}/edit.
func submitEditEmployee(c *web.Call) error {
	id := c.PathValue("id")
	in, err := c.Bind()
	if err != nil {
		return employeeFormFailed(c, id, err)
	}
	version, _ := strconv.ParseInt(in.Get("version"), 10, 64)
	_, change, err := edit(c, in, version)
	if err != nil {
		return employeeFormFailed(c, id, err)
	}
	return c.CommitTo(change, "/employees/"+id)
}

// employeeFormFailed shows the form again with what was typed and what is
// wrong with it.
func employeeFormFailed(c *web.Call, id string, err error) error {
	refusal, status, ok := web.FormRefusal(err)
	if !ok {
		return err
	}
	return showEmployeeForm(c, status, id, refusal)
}

func showEmployeeForm(c *web.Call, status int, id string, refusal *domain.Error) error {
	rec, colleagues, err := c.Tenant().EmployeeForm(c.Context(), id)
	if err != nil {
		return err
	}
	access, err := c.Tenant().Check(c.Context())
	if err != nil {
		return err
	}
	page := EmployeeFormPage{Shell: c.Shell("Add an employee", access), Action: "/employees/new",
		Submit: "Add employee", Cancel: "/employees"}
	if id != "" {
		get := valuesOf(rec)
		page.Shell = c.Shell("Edit "+get("given_name")+" "+get("family_name"), access)
		page.Action, page.Submit, page.Cancel = c.Path(), "Save changes", "/employees/"+id
	}
	value := c.Typed(refusal, func(name string) string { return recorded(rec, name) })
	page.Version, page.Errors = value("version"), web.FormErrors(refusal)
	page.Groups = employeeFormGroups(access.User.Role, value, managerOptions(colleagues, id))
	return c.Render(status, EmployeeForm(page))
}

// recorded is what the record has for a field of the form; its version is ""
// for a new one.
func recorded(rec domain.Record, name string) string {
	switch {
	case name != "version":
		return valuesOf(rec)(name)
	case rec.ID == "":
		return ""
	}
	return strconv.FormatInt(rec.Version, 10)
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
	f := pages.FormField{Name: c.Name, Label: c.Label, Hint: c.Hint, Kind: formKinds[c.Kind], Value: value,
		Required: c.Required, Width: fieldWidths[c.Kind]}
	if c.Kind == domain.ID {
		f.Options = managers
	}
	if c.Kind == domain.SortCode || c.Kind == domain.Account {
		f.InputMode = "numeric"
	}
	return f
}
