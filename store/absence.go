package store

import (
	"strings"

	"ringfence/domain"
	"ringfence/domain/leave"
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

// absenceCounted keeps with an absence which of its days count, by the working
// days and the nation as they are when it is asked for or changed: what was
// decided stays when those change.
var absenceCounted = tenantdb.Rule{
	Columns: []string{"employee_id", "first_day", "first_half", "last_day", "last_half"},
	Holds: `SELECT coalesce(e.working_days, '` + string(leave.Usual) + `') || ' ' || s.leave_nation
  FROM settings s LEFT JOIN employees e ON e.id = new.employee_id`,
	Set: func(fact string, get func(string) string) map[string]string {
		pattern, nation, _ := strings.Cut(fact, " ")
		span := leave.Span{First: get("first_day"), Last: get("last_day"), FirstHalf: get("first_half") == "true", LastHalf: get("last_half") == "true"}
		return map[string]string{"days": string(leave.Count(leave.Pattern(pattern), nation, span))}
	},
}
