package handlers

import (
	"net/http"

	"ringfence/domain"
	"ringfence/handlers/pages"
)

// employeeListPage answers GET /employees.
func employeeListPage(c *call) error {
	f, err := c.employeeFilter()
	if err != nil {
		return c.afterCheck(err)
	}
	list, err := c.tenant.ListEmployees(c.ctx(), f)
	if err != nil {
		return err
	}
	access, err := c.tenant.Check(c.ctx())
	if err != nil {
		return err
	}
	page := pages.EmployeeListPage{Shell: c.shell("Employees", access), Query: f.Query, Department: f.Department,
		CanAdd: domain.Employees.Columns[0].WritableBy(access.User.Role)}
	if len(list.Departments) > 0 {
		page.Departments = append([]pages.Option{{Value: "", Label: "All departments"}}, options(list.Departments)...)
	}
	records, leads := paged(c, list.Records, f.Limit, recordID)
	page.Rows, page.Pages = c.employeeRows(records), leads
	return c.render(http.StatusOK, pages.EmployeeList(page))
}

func options(values []string) []pages.Option {
	list := make([]pages.Option, len(values))
	for i, v := range values {
		list[i] = pages.Option{Value: v, Label: v}
	}
	return list
}

func (c *call) employeeRows(records []domain.Record) (rows []pages.EmployeeRow) {
	for _, r := range records {
		get := valuesOf(r)
		row := pages.EmployeeRow{Name: get("given_name") + " " + get("family_name"), Href: "/employees/" + r.ID,
			JobTitle: get("job_title"), Department: get("department"), Email: get("email")}
		if end := get("end_date"); end != "" && end < c.today() {
			row.Status, row.Colour = "Left", "grey"
		}
		rows = append(rows, row)
	}
	return rows
}

// valuesOf gets a record's values by name.
func valuesOf(r domain.Record) func(string) string {
	return func(name string) string { return r.Values[domain.Employees.Index(name)] }
}

// employeeGroups is how the fields stand on the page and on the form.
var employeeGroups = []struct {
	title string
	names []string
}{
	{"Person", []string{"given_name", "family_name", "email", "date_of_birth", "address"}},
	{"Job", []string{"job_title", "department", "manager_id", "start_date", "end_date"}},
	{"Pay", []string{"ni_number", "bank_account", "sort_code"}},
}

// employeePage answers GET /employees/{id}.
func employeePage(c *call) error {
	file, err := c.tenant.EmployeeFile(c.ctx(), c.r.PathValue("id"))
	if err != nil {
		return err
	}
	access, err := c.tenant.Check(c.ctx())
	if err != nil {
		return err
	}
	get := valuesOf(file.Record)
	page := pages.EmployeeShowPage{Shell: c.shell(get("given_name")+" "+get("family_name"), access), JobTitle: get("job_title"), History: activity(file.History)}
	for _, g := range employeeGroups {
		section := pages.Section{Title: g.title}
		for _, name := range g.names {
			col := &domain.Employees.Columns[domain.Employees.Index(name)]
			if col.ReadableBy(access.User.Role, file.Record.Own) {
				section.Rows = append(section.Rows, pages.SummaryRow{Label: col.Label, Value: shown(col, get(name), file.Manager)})
			}
		}
		if section.Rows != nil {
			page.Sections = append(page.Sections, section)
		}
	}
	if staffWriters.roles.Has(access.User.Role) {
		page.EditHref = "/employees/" + file.Record.ID + "/edit"
	}
	if access.User.Role == domain.Admin {
		page.Ledger = "/ledger?entity=employee&entity_id=" + file.Record.ID
	}
	return c.render(http.StatusOK, pages.EmployeeShow(page))
}

// shown is a value as a reader expects it.
func shown(c *domain.Column, value, manager string) string {
	switch c.Kind {
	case domain.Date:
		return date(value)
	case domain.ID:
		return manager
	}
	return value
}
