// Package hr is the staff records and what they lead to (HR-1, HR-2).
package hr

import (
	"slices"

	"ringfence/domain"
	"ringfence/handlers/record"
	"ringfence/handlers/web"
)

//go:generate go tool templ generate -path .

// Routes are the wing's routes.
func Routes() []web.Route {
	return slices.Concat(
		record.Routes(domain.Employees, record.Beside{Show: staffPart}),
		record.Routes(domain.Absences, record.Beside{Show: absencePart, Form: leaveLeft}), leaveRoutes(),
		record.Routes(domain.Timesheets), timesheetRoutes(),
		record.Routes(domain.Training),
		record.Routes(domain.Courses),
		record.Routes(domain.Credentials),
		matrixRoutes(),
		boardRoutes(),
		record.Routes(domain.Payroll), payRoutes(),
	)
}
