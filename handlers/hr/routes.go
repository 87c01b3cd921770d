// Package hr is the staff records (HR-1): JSON and pages.
package hr

import (
	"ringfence/domain"
	"ringfence/handlers/web"
)

//go:generate go tool templ generate -path .

// Who may do what with staff records as a whole. What of one a role may see or
// change is the table's to say (domain.Employees).
var (
	readers  = web.AnyRole // each within its reach
	creators = web.Roles(domain.Admin, domain.HR)
	editors  = web.Roles(domain.Admin, domain.HR, domain.Finance) // of some field or other
)

var (
	listParams = append([]web.Param{
		web.TextParam("q", "In name, email address or job title"),
		web.TextParam("department", "Department, as it is written in the record"),
	}, web.PageParams...)

	record = web.Named("Employee", web.RecordOf(domain.Employees))
)

// Routes are the wing's routes.
func Routes() []web.Route {
	fields := domain.Employees.Fields()
	list := []web.Route{
		web.Get("/api/hr/employees", "Staff within one's reach, by name", employees).For(readers).
			Query(listParams...).Returns(web.PageOf(record)),
		web.Post("/api/hr/employees", "Add a member of staff", addEmployee).For(creators).Takes(fields).
			Returns(record).Created(),
		web.Get("/api/hr/employees/{id}", "One staff record", employee).For(readers).Versioned().Returns(record),
		web.Patch("/api/hr/employees/{id}", "Change a staff record", editEmployee).For(editors).TakesPart(fields).
			Versioned().Returns(record),

		web.Page("/employees", "List of staff", employeeListPage).For(readers).Query(listParams...).
			Menu("Employees", 20),
		web.Page("/employees/new", "Form to add a member of staff", newEmployeePage).For(creators),
		web.Form("/employees/new", "Add a member of staff from the page", submitNewEmployee).For(creators).
			Takes(formFields),
		web.Page("/employees/{id}", "One staff record", employeePage).For(readers),
		web.Page("/employees/{id}/edit", "Form to change a staff record", editEmployeePage).For(editors),
		web.Form("/employees/{id}/edit", "Change a staff record from the page", submitEditEmployee).For(editors).
			TakesPart(formFields),
	}
	for i := range list {
		list[i] = list[i].Module(domain.ModuleHR)
	}
	return list
}
