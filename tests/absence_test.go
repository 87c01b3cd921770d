package tests

import (
	"slices"
	"strings"
	"testing"
)

// TestAbsences: somebody asks for leave, whoever leads them decides, and each
// step is in the ledger (HR-2).
func TestAbsences(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	own := func(v *visitor) string {
		return decode[page[employee]](t, v.get(t, "/api/hr/employees?limit=1")).Items[0].id()
	}
	employee, manager, hr := o.as(t, "employee"), o.as(t, "manager"), o.as(t, "hr")
	me := own(employee)
	ask := func(first, last string, more ...string) string {
		return object(append([]string{"employee_id", me, "kind", "annual", "first_day", first, "last_day", last}, more...)...)
	}
	made := employee.send(t, "POST", "/api/hr/absences", ask("2031-03-03", "2031-03-07", "note", "a wedding"), `Idempotency-Key: "leave"`).want(t, 201)
	at := made.Header.Get("Location")
	const path = "/api/hr/absences"
	o.play(t,
		scenario{name: "again with the key", as: employee, method: "POST", path: path, body: ask("2031-03-03", "2031-03-07", "note", "a wedding"),
			header: []string{`Idempotency-Key: "leave"`}, status: 201, has: []string{`"state":"requested"`}},
		scenario{name: "again without", as: employee, method: "POST", path: path, body: ask("2031-03-07", "2031-03-09"), status: 409, problem: "absence-overlap"},
		scenario{name: "for somebody else", as: o.as(t, "clinical"), method: "POST", path: path, body: ask("2031-05-07", "2031-05-09"), status: 400, problem: "invalid-request"},
		scenario{name: "a state of one's own", as: employee, method: "POST", path: path, body: ask("2031-05-07", "2031-05-09", "state", "approved"), status: 400, problem: "invalid-request"},
		scenario{name: "the manager reads no note", as: manager, method: "GET", path: at, status: 200, hasNot: []string{"wedding", `"note"`}},
		scenario{name: "HR does", as: hr, method: "GET", path: at, status: 200, has: []string{"a wedding"}},
		scenario{name: "a stranger finds nothing", as: o.as(t, "clinical"), method: "GET", path: at, status: 404, problem: "not-found"},
		scenario{name: "nobody approves their own", as: employee, method: "POST", path: at + "/approve", body: `{}`, status: 403, problem: "forbidden"},
		scenario{name: "a refusal needs a reason", as: manager, method: "POST", path: at + "/refuse", body: `{}`, status: 400, problem: "invalid-request"},
		scenario{name: "approved", as: manager, method: "POST", path: at + "/approve", body: `{}`, status: 200, has: []string{`"state":"approved"`, `"decided_by":"` + manager.id}, ledger: []string{"absence.approve"}},
		scenario{name: "twice", as: manager, method: "POST", path: at + "/approve", body: `{}`, status: 409, problem: "wrong-state"},
		scenario{name: "changed afterwards", as: employee, method: "PATCH", path: at, body: `{"kind":"study"}`, status: 409, problem: "wrong-state"},
		scenario{name: "cancelled", as: employee, method: "POST", path: at + "/cancel", body: `{}`, status: 200, has: []string{`"state":"cancelled"`}, ledger: []string{"absence.cancel"}},
		scenario{name: "and asked for anew", as: employee, method: "POST", path: path, body: ask("2031-03-07", "2031-03-07"), status: 201, ledger: []string{"absence.create"}},
	)
}

// TestAbsenceTrips: a read is one round trip, a write two (PLAT-4).
func TestAbsenceTrips(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	hr := o.as(t, "hr")
	staff := hr.staff(t)
	hr.get(t, "/api/hr/absences")
	trips := func(a *answer, want string) {
		t.Helper()
		if got := a.Header.Get("X-Database-Round-Trips"); got != want {
			t.Errorf("%s %s: %s round trips, want %s", a.Request.Method, a.Request.URL.Path, got, want)
		}
	}
	trips(hr.get(t, "/api/hr/absences?state=requested&sort=-last_day&from=2020-01-01"), "1")
	trips(hr.get(t, "/absences"), "1")
	trips(hr.get(t, "/absences/new"), "1")
	a := hr.send(t, "POST", "/api/hr/absences", object("employee_id", staff["Lena Novak"].id(), "kind", "sick", "first_day", "2032-03-03", "last_day", "2032-03-03")).want(t, 201)
	trips(a, "2")
	trips(hr.get(t, a.Header.Get("Location")), "1")
	trips(hr.send(t, "POST", a.Header.Get("Location")+"/approve", `{}`), "2")
}

// TestAbsencePages: the same by forms, as a browser sends them, and as CSV.
func TestAbsencePages(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	hr := o.as(t, "hr")
	form := func(path, body string) *answer {
		t.Helper()
		return hr.send(t, "POST", path, body, "Content-Type: application/x-www-form-urlencoded")
	}
	who := hr.staff(t)["Lena Novak"].id()
	bad := form("/absences/new", "employee_id="+who+"&kind=annual&first_day-day=7&first_day-month=3&first_day-year=2033&last_day-day=6&last_day-month=3&last_day-year=2033").want(t, 400)
	if !strings.Contains(bad.text, "Last day must not be before the first day") {
		t.Errorf("the form does not say what is wrong:\n%s", bad.text)
	}
	to := form("/absences/new", "employee_id="+who+"&kind=annual&first_day-day=7&first_day-month=3&first_day-year=2033&last_day-day=8&last_day-month=3&last_day-year=2033").want(t, 303).Header.Get("Location")
	shown := hr.get(t, to).want(t, 200).text
	for _, words := range []string{"Lena Novak", "7 March 2033", "Requested", to + "/approve", to + "/refuse"} {
		if !strings.Contains(shown, words) {
			t.Errorf("the page has no %q", words)
		}
	}
	form(to+"/refuse", "reason=").want(t, 400)
	form(to+"/refuse", "reason=Too+many+are+away").want(t, 303)
	if shown = hr.get(t, to).text; !strings.Contains(shown, "Too many are away") || strings.Contains(shown, to+"/approve") {
		t.Errorf("refused, and the page is\n%s", shown)
	}
	sheet := hr.get(t, "/absences/export.csv?state=refused").want(t, 200)
	lines := strings.Split(strings.TrimSpace(sheet.text), "\r\n")
	if !slices.ContainsFunc(lines, func(l string) bool { return strings.HasPrefix(l, "Lena Novak,annual,2033-03-07,") }) || !strings.HasPrefix(lines[0], "\ufeffemployee_id,kind,") {
		t.Errorf("the export is %q", lines)
	}
	if sheet := o.as(t, "readonly").get(t, "/employees/export.csv").want(t, 200).text; strings.Contains(sheet, "ni_number") || strings.Contains(sheet, "AB1") {
		t.Error("an export has what its reader may not see")
	}
}
