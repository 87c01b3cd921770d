package handlers

import (
	"time"

	"ringfence/domain"
	"ringfence/domain/leave"
	"ringfence/store"
)

// demoAbsences are a team's leave around today, in every state.
func demoAbsences(now time.Time, slug string) (list []store.NewRecord) {
	for _, a := range []struct {
		who, begins, days         int // begins: days from today
		kind, state, note, reason string
	}{
		{6, -9, 3, "sick", "approved", "Back pain. Self-certified; return to work talk on the first day back.", ""},
		{2, -2, 4, "annual", "approved", "", ""},
		{7, 0, 2, "compassionate", "approved", "", ""},
		{4, -1, 3, "sick", "approved", "", ""},
		{5, 1, 1, "study", "approved", "", ""},
		{9, 4, 5, "annual", "requested", "", ""},
		{6, 11, 10, "annual", "requested", "", ""},
		{10, 12, 1, "study", "requested", "", ""},
		{8, 18, 5, "annual", "refused", "", "Two physiotherapists are away that week already."},
		{3, 20, 10, "annual", "approved", "", ""},
		{11, 30, 60, "maternity", "approved", "", ""},
		{1, 45, 5, "annual", "cancelled", "", ""},
	} {
		day := func(n int) string { return now.UTC().AddDate(0, 0, n).Format(time.DateOnly) }
		r := store.NewRecord{Of: domain.Absences, Subject: a.who, Values: map[string]string{"kind": a.kind, "first_day": day(a.begins),
			"last_day": day(a.begins + a.days - 1), "days": demoDays(a.who, day(a.begins), day(a.begins+a.days-1)), "state": a.state, "note": a.note, "decision_reason": a.reason}}
		if a.state == "approved" || a.state == "refused" {
			r.By = "hr@" + slug + ".example"
		}
		list = append(list, r)
	}
	return list
}

// demoDays are the days of an absence that count for one of the staff.
func demoDays(who int, first, last string) string {
	pattern := leave.Pattern(demoPatterns[who%len(demoPatterns)])
	return string(leave.Count(pattern, leave.Nations[0], leave.Span{First: first, Last: last}))
}
