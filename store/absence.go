package store

import (
	"ringfence/domain"
	"ringfence/store/tenantdb"
)

// absenceFits: nobody is away twice at the same time. A morning ("a") and an
// afternoon ("b") are compared, so that two half days may share a date.
var absenceFits = tenantdb.Rule{
	Columns: []string{"employee_id", "first_day", "first_half", "last_day", "last_half"},
	Holds: `NOT EXISTS (SELECT 1 FROM absences o
  WHERE o.employee_id = new.employee_id AND o.id <> new.id AND o.state IN ('requested', 'approved')
  AND o.first_day || iif(o.first_half = 'true', 'b', 'a') <= new.last_day || iif(new.last_half = 'true', 'a', 'b')
  AND new.first_day || iif(new.first_half = 'true', 'b', 'a') <= o.last_day || iif(o.last_half = 'true', 'a', 'b'))`,
	Refusal: domain.ErrAbsenceOverlap,
}
