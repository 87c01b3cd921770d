package hr

import (
	"net/http"

	"ringfence/domain"
	"ringfence/handlers/pages"
	"ringfence/handlers/web"
)

// employeeListPage answers GET /employees.
func employeeListPage(c *web.Call) error {
	f, err := employeeFilter(c)
	if err != nil {
		return c.AfterCheck(err)
	}
	list, err := c.Tenant().ListEmployees(c.Context(), f)
	if err != nil {
		return err
	}
	access, err := c.Tenant().Check(c.Context())
	if err != nil {
		return err
	}
	page := EmployeeListPage{Shell: c.Shell("Employees", access), Query: f.Query, Department: f.Department,
		CanAdd: domain.Employees.Columns[0].WritableBy(access.User.Role)}
	if len(list.Departments) > 0 {
		page.Departments = append([]pages.Option{{Value: "", Label: "All departments"}},
			options(list.Departments)...)
	}
	records, leads := web.Paged(c, list.Records, f.Limit, recordID)
	page.Rows, page.Pages = listRows(c, records), leads
	return c.Render(http.StatusOK, EmployeeList(page))
}

func options(values []string) []pages.Option {
	list := make([]pages.Option, len(values))
	for i, v := range values {
		list[i] = pages.Option{Value: v, Label: v}
	}
	return list
}

func listRows(c *web.Call, records []domain.Record) (rows []EmployeeRow) {
	for _, r := range records {
		get := valuesOf(r)
		row := EmployeeRow{Name: get("given_name") + " " + get("family_name"), Href: "/employees/" + r.ID,
			JobTitle: get("job_title"), Department: get("department"), Email: get("email")}
		if end := get("end_date"); end != "" && end < c.Today() {
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
func employeePage(c *web.Call) error {
	file, err := c.Tenant().EmployeeFile(c.Context(), c.PathValue("id"))
	if err != nil {
		return err
	}
	access, err := c.Tenant().Check(c.Context())
	if err != nil {
		return err
	}
	get := valuesOf(file.Record)
	page := EmployeeShowPage{Shell: c.Shell(get("given_name")+" "+get("family_name"), access),
		JobTitle: get("job_title"), History: web.Activity(file.History)}
	for _, g := range employeeGroups {
		section := pages.Section{Title: g.title}
		for _, name := range g.names {
			col := &domain.Employees.Columns[domain.Employees.Index(name)]
			if col.ReadableBy(access.User.Role, file.Record.Own) {
				section.Rows = append(section.Rows, pages.SummaryRow{Label: col.Label,
					Value: DisplayValue(col, get(name), file.Manager)})
			}
		}
		if section.Rows != nil {
			page.Sections = append(page.Sections, section)
		}
	}
	if editors.Has(access.User.Role) {
		page.EditHref = "/employees/" + file.Record.ID + "/edit"
	}
	if access.User.Role == domain.Admin {
		page.Ledger = "/ledger?entity=employee&entity_id=" + file.Record.ID
	}
	return c.Render(http.StatusOK, EmployeeShow(page))
}

// DisplayValue is a value as a reader expects it.
func DisplayValue(c *domain.Column, value, manager string) string {
	switch c.Kind {
	case domain.Date:
		return web.FormatDate(value)
	case domain.ID:
		return manager
	}
	return value
}
