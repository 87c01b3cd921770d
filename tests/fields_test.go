package tests

import (
	"slices"
	"strings"
	"testing"
)

var (
	plain    = []string{"given_name", "family_name", "email", "job_title", "department", "manager_id", "start_date", "end_date"}
	pay      = []string{"ni_number", "bank_account", "sort_code"}
	identity = []string{"date_of_birth", "address"}
	sealed   = slices.Concat(pay, identity)
)

// The contract's rules of ROLE: whose records a role reaches, and which
// sealed fields it is shown on records that are not its own.
var reach = map[string]struct {
	records int
	shown   []string
}{
	"admin":    {12, sealed},
	"hr":       {12, sealed},
	"finance":  {12, pay},
	"readonly": {12, nil},
	"manager":  {7, nil}, // their own, and the six who report to them
	"clinical": {1, nil}, // their own
	"employee": {1, nil},
}

func TestFieldRules(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	for _, role := range roles {
		t.Run(role, func(t *testing.T) {
			v, want := o.as(t, role), reach[role]
			staff := v.staff(t)
			if len(staff) != want.records {
				t.Errorf("reaches %d records, want %d", len(staff), want.records)
			}
			own := 0
			for _, e := range staff {
				shown := want.shown
				if e.text("email") == role+"@"+o.slug+".example" {
					shown, own = sealed, own+1
				}
				e.has(t, shown)
				decode[employee](t, v.get(t, e.path()).want(t, 200)).has(t, shown)
			}
			if own != 1 {
				t.Errorf("%d own records", own)
			}
		})
	}
}

// has fails the test unless the record has the plain fields, those of the
// sealed that are shown, filled, and the others not at all, not even as null.
func (e employee) has(t *testing.T, shown []string) {
	t.Helper()
	for _, name := range plain {
		if _, there := e[name]; !there {
			t.Errorf("%s: %s is absent", e.name(), name)
		}
	}
	for _, name := range sealed {
		_, there := e[name]
		if there != slices.Contains(shown, name) {
			t.Errorf("%s: %s there: %t", e.name(), name, there)
		}
		if there && e.text(name) == "" {
			t.Errorf("%s: %s is empty", e.name(), name)
		}
	}
}

// The pages show no more than the answers do.
func TestPagesHideFields(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	one := o.as(t, "admin").staff(t)["Kwame Mensah"]
	for _, role := range []string{"admin", "finance", "readonly", "manager"} {
		for _, path := range []string{"/employees", "/employees/" + one.id()} {
			page := o.as(t, role).get(t, path).want(t, 200)
			for _, name := range sealed {
				line, _, _ := strings.Cut(one.text(name), "\n")
				if strings.Contains(page.text, line) && !slices.Contains(reach[role].shown, name) {
					t.Errorf("%s shows %s to %s", path, name, role)
				}
			}
			if shown := strings.Contains(page.text, one.text("bank_account")); role == "finance" && shown != strings.HasSuffix(path, one.id()) {
				t.Errorf("%s shows finance the account: %t", path, shown)
			}
		}
	}
}

func TestFieldWriters(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	finance, hr := o.as(t, "finance"), o.as(t, "hr")
	one := hr.staff(t)["Imran Chaudhry"]
	patch := func(name string, as *visitor, body string, status int, problem string, has []string, ledger ...string) scenario {
		return scenario{name: name, as: as, method: "PATCH", path: one.path(), body: body, status: status, problem: problem, has: has, ledger: ledger}
	}
	o.play(t,
		patch("finance changes bank details", finance, object("bank_account", "12345678", "sort_code", "30-94-30"), 200, "",
			[]string{`"bank_account":"12345678"`, `"sort_code":"309430"`}, "employee.update"),
		patch("finance changes a name and an address", finance, object("given_name", "Imp", "address", "Elsewhere", "sort_code", "111111"), 403, "forbidden",
			[]string{`"field":"given_name","code":"forbidden"`, `"field":"address"`}),
		patch("finance changes what it cannot see", finance, object("date_of_birth", "1970-01-01"), 403, "forbidden", []string{`"field":"date_of_birth"`}),
		patch("finance clears what it cannot see", finance, `{"date_of_birth":null}`, 403, "forbidden", []string{`"field":"date_of_birth"`}),
		patch("finance repeats what stands", finance, object("sort_code", "309430"), 200, "", []string{`"version":2`}),
		patch("hr changes all of them", hr, object("given_name", "Imre", "address", "Elsewhere", "sort_code", "111111"), 200, "", []string{`"version":3`}, "employee.update"),
		patch("readonly changes nothing", o.as(t, "readonly"), object("job_title", "King"), 403, "forbidden", nil),
	)
}
