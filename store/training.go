package store

import (
	"ringfence/domain"
	"ringfence/store/tenantdb"
)

// credentialFits: a credential is recorded once; its renewal has another day.
var credentialFits = tenantdb.Rule{
	Columns: []string{"employee_id", "kind", "description", "expires_on"},
	Holds: `NOT EXISTS (SELECT 1 FROM credentials o WHERE o.employee_id = new.employee_id AND o.id <> new.id
  AND o.kind = new.kind AND o.description IS new.description AND o.expires_on IS new.expires_on)`,
	Refusal: domain.ErrCredentialExists,
}

// courseFits: no two courses have the same name.
var courseFits = tenantdb.Rule{
	Columns: []string{"name"},
	Holds:   `NOT EXISTS (SELECT 1 FROM courses o WHERE lower(o.name) = lower(new.name) AND o.id <> new.id)`,
	Refusal: domain.ErrCourseExists,
}

var trainingFits = tenantdb.Rule{
	Columns: []string{"course_id"},
	Holds:   `EXISTS (SELECT 1 FROM courses WHERE id = new.course_id)`,
	Refusal: domain.Invalid(domain.FieldError{Field: "course_id", Code: "not-found", Message: "Course must be one of the courses"}),
}

// trainingExpires: so many months after it was completed, on the last day of a
// month that is too short.
var trainingExpires = tenantdb.Rule{
	Columns: []string{"course_id", "completed_on"}, Gives: "expires_on",
	Holds: `SELECT min(date(new.completed_on, m.months), date(new.completed_on, 'start of month', m.months, '+1 month', '-1 day'))
  FROM (SELECT '+' || valid_months || ' months' AS months FROM courses WHERE id = new.course_id) m`,
}
