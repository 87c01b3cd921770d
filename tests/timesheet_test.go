package tests

import (
	"net/url"
	"strings"
	"testing"
)

const sheets = "/api/hr/timesheets"

// week is the body of a new timesheet.
func week(who, start string, lines ...string) string {
	return `{"employee_id":"` + who + `","week_start":"` + start + `","lines":[` + strings.Join(lines, ",") + `]}`
}

func worked(date, minutes, kind string) string {
	return `{"date":"` + date + `","minutes":` + minutes + `,"kind":"` + kind + `"}`
}

// ownID is that of the caller's staff record.
func (v *visitor) ownID(t testing.TB) string {
	t.Helper()
	return decode[page[employee]](t, v.get(t, "/api/hr/employees?limit=1").want(t, 200)).Items[0].id()
}

// TestTimesheets: somebody fills in a week, whoever leads them decides, who runs
// the payroll locks it, and nothing changes it then (HR-2).
func TestTimesheets(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	employee, manager, finance, hr := o.as(t, "employee"), o.as(t, "manager"), o.as(t, "finance"), o.as(t, "hr")
	me := employee.ownID(t)
	body := week(me, "2031-03-03", worked("2031-03-03", "450", "normal"), worked("2031-03-09", "90", "on-call"))
	at := employee.send(t, "POST", sheets, body).want(t, 201).Header.Get("Location")
	patch := func(minutes string) string { return `{"lines":[` + worked("2031-03-04", minutes, "overtime") + `]}` }
	o.play(t,
		scenario{name: "as it stands", as: employee, method: "GET", path: at, status: 200, has: []string{`"total_minutes":540`, `"state":"draft"`,
			`"lines":[{"date":"2031-03-03","minutes":450,"kind":"normal","note":null},`}},
		scenario{name: "the same week", as: employee, method: "POST", path: sheets, body: body, status: 409, problem: "timesheet-exists"},
		scenario{name: "from a Tuesday", as: employee, method: "POST", path: sheets, body: week(me, "2031-03-04"), status: 400, problem: "invalid-request"},
		scenario{name: "another week's day", as: employee, method: "PATCH", path: at, body: `{"lines":[` + worked("2031-03-10", "60", "normal") + `]}`, status: 400, problem: "invalid-request"},
		scenario{name: "a day of 25 hours", as: employee, method: "PATCH", path: at, body: patch("1500"), status: 400, problem: "invalid-request"},
		scenario{name: "an unknown kind", as: employee, method: "PATCH", path: at, body: `{"lines":[` + worked("2031-03-04", "60", "leave") + `]}`, status: 400, problem: "invalid-request"},
		scenario{name: "a total of one's own", as: employee, method: "PATCH", path: at, body: `{"total_minutes":1}`, status: 400, problem: "invalid-request"},
		scenario{name: "another week", as: employee, method: "PATCH", path: at, body: `{"week_start":"2031-03-10"}`, status: 400, problem: "invalid-request"},
		scenario{name: "changed", as: employee, method: "PATCH", path: at, body: patch("60"), status: 200, has: []string{`"total_minutes":60`}, ledger: []string{"timesheet.update"}},
		scenario{name: "a stranger finds nothing", as: o.as(t, "clinical"), method: "GET", path: at, status: 404, problem: "not-found"},
		scenario{name: "submitted", as: employee, method: "POST", path: at + "/submit", status: 200, has: []string{`"state":"submitted"`}, ledger: []string{"timesheet.submit"}},
		scenario{name: "changed then", as: employee, method: "PATCH", path: at, body: patch("90"), status: 409, problem: "wrong-state"},
		scenario{name: "nobody approves their own", as: employee, method: "POST", path: at + "/approve", status: 403, problem: "forbidden"},
		scenario{name: "returned without a reason", as: manager, method: "POST", path: at + "/return", body: `{}`, status: 400, problem: "invalid-request"},
		scenario{name: "returned", as: manager, method: "POST", path: at + "/return", body: `{"reason":"Monday?"}`, status: 200, has: []string{`"reason":"Monday?"`}, ledger: []string{"timesheet.return"}},
		scenario{name: "submitted again", as: employee, method: "POST", path: at + "/submit", status: 200, hasNot: []string{"Monday?"}, ledger: []string{"timesheet.submit"}},
		scenario{name: "approved", as: manager, method: "POST", path: at + "/approve", status: 200, ledger: []string{"timesheet.approve"}},
		scenario{name: "twice", as: hr, method: "POST", path: at + "/approve", status: 409, problem: "wrong-state"},
		scenario{name: "locked by a manager", as: manager, method: "POST", path: at + "/lock", status: 403, problem: "forbidden"},
		scenario{name: "locked", as: finance, method: "POST", path: at + "/lock", status: 200, has: []string{`"state":"locked"`}, ledger: []string{"timesheet.lock"}},
		scenario{name: "changed when locked", as: hr, method: "PATCH", path: at, body: patch("90"), status: 409, problem: "wrong-state"},
		scenario{name: "by the form", as: hr, method: "POST", path: pageOf(at) + "/edit", body: "week_start-day=3&week_start-month=3&week_start-year=2031&mon-normal=8", header: []string{isForm}, status: 409},
		scenario{name: "its form", as: hr, method: "GET", path: pageOf(at) + "/edit", status: 409},
		scenario{name: "submitted when locked", as: employee, method: "POST", path: at + "/submit", status: 409, problem: "wrong-state"},
		scenario{name: "approved when locked", as: manager, method: "POST", path: at + "/approve", status: 409, problem: "wrong-state"},
		scenario{name: "returned when locked", as: manager, method: "POST", path: at + "/return", body: `{"reason":"x"}`, status: 409, problem: "wrong-state"},
		scenario{name: "the week anew", as: hr, method: "POST", path: sheets, body: body, status: 409, problem: "timesheet-exists"},
		scenario{name: "reopened without a reason", as: hr, method: "POST", path: at + "/reopen", status: 400, problem: "invalid-request"},
		scenario{name: "reopened by a manager", as: manager, method: "POST", path: at + "/reopen", body: `{"reason":"x"}`, status: 403, problem: "forbidden"},
		scenario{name: "reopened", as: hr, method: "POST", path: at + "/reopen", body: `{"reason":"An hour more"}`, status: 200, has: []string{`"state":"returned"`}, ledger: []string{"timesheet.reopen"}},
		scenario{name: "and changed", as: employee, method: "PATCH", path: at, body: patch("120"), status: 200, ledger: []string{"timesheet.update"}},
	)
}

// pageOf is the address of the page of what an API has at an address.
func pageOf(at string) string { return strings.TrimPrefix(at, "/api/hr") }

// TestTimesheetTold: whoever decides is told when a week is submitted, not when
// it is begun, and has it as a task until it is decided.
func TestTimesheetTold(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	employee, manager, hr := o.as(t, "employee"), o.as(t, "manager"), o.as(t, "hr")
	at := employee.send(t, "POST", sheets, week(employee.ownID(t), "2031-03-03")).want(t, 201).Header.Get("Location")
	wantNotices(t, manager, pageOf(at))
	employee.send(t, "POST", at+"/submit", `{}`).want(t, 200)
	wantNotices(t, manager, pageOf(at), "Approve timesheet: Grace Adeyemi")
	wantNotices(t, hr, pageOf(at))
	if waiting := strings.Join(manager.tasks(t, ""), "\n"); !strings.Contains(waiting, "Approve timesheet: Grace Adeyemi") {
		t.Errorf("waiting: %s", waiting)
	}
	manager.send(t, "POST", at+"/return", `{"reason":"Friday?"}`).want(t, 200)
	wantNotices(t, employee, pageOf(at), "Your timesheet was returned")
	if n := manager.notices(t, pageOf(at)); len(n) != 1 || !n[0].Read {
		t.Errorf("what is decided is still news: %+v", n)
	}
	employee.send(t, "POST", at+"/submit", `{}`).want(t, 200)
	if n := manager.notices(t, pageOf(at)); len(n) != 1 || n[0].Read {
		t.Errorf("what is submitted again is no news: %+v", n)
	}
}

// TestWeekForm: hours as people type them, what is wrong at its cell, and last
// week copied.
func TestWeekForm(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	employee := o.as(t, "employee")
	me := employee.ownID(t)
	to := employee.send(t, "POST", "/timesheets/new", url.Values{"employee_id": {me}, "week_start-day": {"3"}, "week_start-month": {"3"},
		"week_start-year": {"2031"}}.Encode(), isForm).want(t, 303).Header.Get("Location")
	if !strings.HasSuffix(to, "/edit") {
		t.Fatalf("it leads to %s", to)
	}
	save := func(version string, cells ...string) *answer {
		form := url.Values{"version": {version}, "week_start": {"2031-03-03"}}
		for i := 0; i < len(cells); i += 2 {
			form.Set(cells[i], cells[i+1])
		}
		return employee.send(t, "POST", to, form.Encode(), isForm)
	}
	bad := save("1", "mon-normal", "7:30", "tue-on-call", "half a day", "wed-note", "Off sick").want(t, 400).text
	for _, words := range []string{`value="7:30"`, `value="half a day"`, `href="#tue-on-call"`, "Tuesday, on-call must be hours and minutes, like 7:30 or 7.5"} {
		if !strings.Contains(bad, words) {
			t.Errorf("the form has no %q", words)
		}
	}
	if bad := save("1", "wed-note", "Off sick").want(t, 400).text; !strings.Contains(bad, "Wednesday has a note and no time") {
		t.Error("a note is lost")
	}
	if bad := save("1", "mon-normal", "20", "mon-overtime", "4:01").want(t, 400).text; !strings.Contains(bad, "Monday has more than 24 hours") {
		t.Error("a day has more than 24 hours")
	}
	save("1", "mon-normal", "7:30", "mon-overtime", "1.25", "mon-note", "Late clinic", "tue-normal", "0", "sun-bank-holiday", "8").want(t, 303)
	save("1", "mon-normal", "1").want(t, 409)
	shown := employee.get(t, strings.TrimSuffix(to, "/edit")).want(t, 200).text
	for _, words := range []string{"3 March 2031, 7 h 30 min, Normal, Late clinic", "3 March 2031, 1 h 15 min, Overtime", "9 March 2031, 8 h, Bank holiday", "16 h 45 min"} {
		if !strings.Contains(shown, words) {
			t.Errorf("the page has no %q", words)
		}
	}
	filled := employee.get(t, to).want(t, 200)
	if !strings.Contains(filled.text, `value="1:15"`) || !strings.Contains(filled.text, "Late clinic") || !strings.Contains(filled.text, "16:45") ||
		strings.Contains(filled.text, "Copy last week") || filled.Header.Get("X-Database-Round-Trips") != "1" {
		t.Errorf("the form is\n%s", filled.text)
	}
	next := pageOf(employee.send(t, "POST", sheets, week(me, "2031-03-10")).want(t, 201).Header.Get("Location")) + "/edit"
	if empty := employee.get(t, next).text; !strings.Contains(empty, next+"?copy=last") || strings.Contains(empty, "1:15") {
		t.Error("last week is not offered, or is there already")
	}
	if copied := employee.get(t, next+"?copy=last").text; !strings.Contains(copied, `value="1:15"`) || !strings.Contains(copied, "16:45") || strings.Contains(copied, "Late clinic") {
		t.Errorf("copied is\n%s", copied)
	}
	o.as(t, "finance").get(t, next).want(t, 403)
	o.as(t, "clinical").get(t, next).want(t, 404)
}
