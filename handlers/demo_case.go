package handlers

import (
	"time"

	"ringfence/domain"
	"ringfence/store"
)

// demoCases are what people have asked northgate about their data: one is due
// soon, one was given more time, one has been answered.
func demoCases(now time.Time, slug string) (list []store.NewRecord) {
	if slug != "northgate" {
		return nil
	}
	day := func(back int) string { return now.UTC().AddDate(0, 0, -back).Format(time.DateOnly) }
	for _, values := range []map[string]string{
		{"kind": "access", "subject_name": "Grace Adeyemi", "received_on": day(24), "state": "open", "details": "By email: everything since 2020, on paper"},
		{"kind": "erasure", "subject_name": "Peter Nowak", "received_on": day(40), "state": "extended", "details": "Worked here until 2019",
			"outcome": "His records are spread over two systems of the time"},
		{"kind": "rectification", "subject_name": "Imran Chaudhry", "received_on": day(3), "state": "open", "details": "His date of birth is wrong"},
		{"kind": "access", "subject_name": "Sioned Parry", "received_on": day(80), "due_on": domain.SameDay(day(80), 1), "state": "closed", "details": "In person",
			"outcome": "Given in full, in person, with proof of who she is"},
	} {
		r := store.NewRecord{Of: domain.Cases, Values: values}
		if values["state"] != "open" {
			r.By = "hr@" + slug + ".example"
		}
		list = append(list, r)
	}
	return list
}
