package tests

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// An entry says who did what to which record, and of a personal value only
// its name and a fingerprint (LEDGER-1, LEDGER-2).
func TestEntries(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	hr, admin := o.as(t, "hr"), o.as(t, "admin")
	one := hr.staff(t)["Imran Chaudhry"]
	a := hr.send(t, "PATCH", one.path(), object("job_title", "Lead physiotherapist", "address", "3 Mill Lane", "given_name", "Imre")).want(t, 200)
	e := admin.entries(t, "limit=1&action=employee.update")[0]
	if e.Actor != hr.id || e.Role != "hr" || e.Entity != "employee" || e.EntityID != one.id() || e.RequestID != a.Header.Get("X-Request-Id") {
		t.Errorf("%+v", e)
	}
	if e.Before["job_title"] != "Physiotherapist" || e.After["job_title"] != "Lead physiotherapist" || len(e.Before) != 3 || len(e.After) != 3 {
		t.Errorf("before %v, after %v", e.Before, e.After)
	}
	for _, name := range []string{"address", "given_name"} {
		if !strings.HasPrefix(e.Before[name], "fp:") || !strings.HasPrefix(e.After[name], "fp:") || e.Before[name] == e.After[name] {
			t.Errorf("%s: %q, then %q", name, e.Before[name], e.After[name])
		}
	}
}

// personal are the fields whose values identify somebody.
var personal = slices.Concat(sealed, []string{"given_name", "family_name", "email"})

// standsIn finds a value that is not part of a longer word, hash or id.
func standsIn(value, text string) bool {
	return regexp.MustCompile(`(?i)(^|[^\w-])` + regexp.QuoteMeta(value) + `([^\w-]|$)`).MatchString(text)
}

func TestNothingPersonalInLedger(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	hr, admin := o.as(t, "hr"), o.as(t, "admin")
	staff := hr.staff(t)
	for _, e := range staff {
		hr.send(t, "PATCH", e.path(), object("address", "New "+e.text("address"), "bank_account", "77"+e.text("bank_account")[2:])).want(t, 200)
	}
	o.nobody().send(t, "POST", "/api/auth/login", object("email", "somebody@elsewhere.example", "password", "tell-nobody")).want(t, 401)
	text := admin.get(t, "/api/audit?limit=200").want(t, 200).text
	values := []string{password, "tell-nobody", "somebody@elsewhere.example"}
	for _, records := range []map[string]employee{staff, hr.staff(t)} {
		for _, e := range records {
			for _, name := range personal {
				values = append(values, e.text(name))
			}
		}
	}
	for _, value := range values {
		if standsIn(value, text) {
			t.Errorf("%q is in the ledger", value)
		}
	}
	if !standsIn("Physiotherapist", text) {
		t.Error("the search finds nothing, not even what should be there")
	}
}

func TestAuditPages(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	admin := o.as(t, "admin")
	head := admin.head(t)
	walked, _ := all[entry](t, admin, "/api/audit?", 5)
	if int64(len(walked)) != head {
		t.Fatalf("%d entries of %d", len(walked), head)
	}
	for i, e := range walked {
		if e.Seq != head-int64(i) || i > 0 && walked[i-1].PrevHash != e.Hash {
			t.Errorf("entry %d stands behind %d", e.Seq, walked[i-1].Seq)
		}
	}
	if first := walked[head-1]; first.Action != "tenant.provision" || first.PrevHash != "" {
		t.Errorf("the first entry is %+v", first)
	}
	admin.verify(t).holds(t, head)
}

func TestAuditFilters(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	hr, admin := o.as(t, "hr"), o.as(t, "admin")
	one := hr.staff(t)["Joanna Pike"]
	hr.send(t, "PATCH", one.path(), object("job_title", "Porter")).want(t, 200)
	for query, want := range map[string]int{
		"action=employee.create":                12,
		"action=employee.update":                1,
		"action=employee.%25":                   0,
		"actor=" + hr.id:                        2,
		"actor=" + hr.id + "&action=auth.login": 1,
		"entity=employee&entity_id=" + one.id(): 2,
		"entity=account&entity_id=" + one.id():  0,
		"to=2020-01-01":                         0,
		"from=2020-01-01&action=account.create": 7,
		"from=2199-01-01T00:00:00Z":             0,
		"to=2199-12-31&entity=subscription":     1,
	} {
		if got := admin.entries(t, query); len(got) != want {
			t.Errorf("%s: %d entries, want %d", query, len(got), want)
		}
	}
}

// Fifty writers at once never fork the chain (LEDGER-3).
func TestConcurrentWriters(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	hr, admin := o.as(t, "hr"), o.as(t, "admin")
	before := admin.head(t)
	together(50, func(i int) {
		hr.send(t, "POST", "/api/hr/employees", enough(`,"job_title":"Writer `+strconv.Itoa(i)+`"`)).want(t, 201)
	})
	admin.verify(t).holds(t, before+50)
	if got := decode[page[employee]](t, hr.get(t, "/api/hr/employees?limit=200&q=Writer")); len(got.Items) != 50 {
		t.Errorf("%d records", len(got.Items))
	}
	created := 0
	for _, action := range admin.since(t, before) {
		if action == "employee.create" {
			created++
		}
	}
	if created != 50 {
		t.Errorf("%d entries", created)
	}
}
