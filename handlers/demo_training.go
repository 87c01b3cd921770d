package handlers

import (
	"strconv"
	"time"

	"ringfence/domain"
	"ringfence/store"
)

// demoCourses are mandatory for everybody, for some roles, or for nobody.
var demoCourses = []struct {
	name, months, roles string
	mandatory           bool
}{
	{"Fire safety", "12", "", true},
	{"Information governance", "12", "", true},
	{"Safeguarding adults, level 2", "36", "clinical,manager,employee", true},
	{"Basic life support", "12", "clinical,employee", true},
	{"Moving and handling", "24", "employee", true},
	{"Welcome day", "", "", false},
}

// demoTraining are a clinic's courses, who has completed which, and what people's
// right to do their work rests on: some of it ends soon, some has ended.
func demoTraining(now time.Time, slug string) (list []store.NewRecord) {
	day := func(n int) string { return now.UTC().AddDate(0, 0, n).Format(time.DateOnly) }
	for i, c := range demoCourses {
		id := store.NewID()
		list = append(list, store.NewRecord{ID: id, Of: domain.Courses, Values: map[string]string{"name": c.name,
			"valid_months": c.months, "roles": c.roles, "mandatory": strconv.FormatBool(c.mandatory)}})
		for who := range demoNames {
			if (who*5+i*3)%7 == 0 { // has not been yet
				continue
			}
			begun := -(who*97+i*53)%400 - 5
			r := store.NewRecord{Of: domain.Training, Subject: who, Values: map[string]string{"course_id": id, "completed_on": day(begun)}}
			if months := domain.Whole(c.months); months > 0 {
				r.Values["expires_on"] = now.UTC().AddDate(0, 0, begun).AddDate(0, int(months), 0).Format(time.DateOnly)
			}
			list = append(list, r)
		}
	}
	return append(list, demoCredentials(day, slug)...)
}

func demoCredentials(day func(int) string, slug string) (list []store.NewRecord) {
	for _, c := range []struct {
		who              int
		kind, number     string
		issued, expires  int // days from today; 0: it does not expire
		state, described string
	}{
		{1, "nmc", "08C1234E", -340, 25, "verified", ""},
		{3, "gmc", "7012345", -300, 65, "verified", ""},
		{6, "dbs", "001726354891", -1080, 15, "verified", ""},
		{7, "nmc", "14H5678F", -380, -15, "verified", ""},
		{8, "hcpc", "PH104522", -700, 30, "unverified", ""},
		{10, "gphc", "2071934", -290, 75, "verified", ""},
		{11, "hcpc", "RA63210", -300, 430, "verified", ""},
		{3, "indemnity", "MDU-448201", -350, 15, "verified", ""},
		{9, "right-to-work", "", -400, 48, "verified", ""},
		{7, "dbs", "001633309124", -500, 0, "unverified", ""},
		{10, "other", "", -200, 165, "unverified", "Independent prescriber"},
	} {
		r := store.NewRecord{Of: domain.Credentials, Subject: c.who, Values: map[string]string{"kind": c.kind, "number": c.number,
			"issued_on": day(c.issued), "state": c.state, "description": c.described}}
		if c.expires != 0 {
			r.Values["expires_on"] = day(c.expires)
		}
		if c.state == "verified" {
			r.By = "hr@" + slug + ".example"
		}
		list = append(list, r)
	}
	return list
}
