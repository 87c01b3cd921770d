// Package hr is the staff records and what they lead to (HR-1, HR-2).
package hr

import (
	"slices"

	"ringfence/domain"
	"ringfence/handlers/record"
	"ringfence/handlers/web"
)

// Routes are the wing's routes.
func Routes() []web.Route {
	return slices.Concat(record.Routes(domain.Employees, 20), record.Routes(domain.Absences, 21))
}
