package tests

import (
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"
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
	for _, start := range []string{"2031-03-10", "2031-03-04"} { // no week of this record
		employee.send(t, "POST", to, url.Values{"version": {"1"}, "week_start": {start}, "mon-normal": {"8"}}.Encode(), isForm).want(t, 400)
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

// TestTimesheetMonth: a month is locked at once, once, and exported for the
// payroll; what is not approved stays, and another month does.
func TestTimesheetMonth(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	employee, hr, finance := o.as(t, "employee"), o.as(t, "hr"), o.as(t, "finance")
	me := employee.ownID(t)
	approved := func(start string, lines ...string) {
		t.Helper()
		at := employee.send(t, "POST", sheets, week(me, start, lines...)).want(t, 201).Header.Get("Location")
		employee.send(t, "POST", at+"/submit", `{}`).want(t, 200)
		hr.send(t, "POST", at+"/approve", `{}`).want(t, 200)
	}
	approved("2031-02-24", worked("2031-02-24", "60", "normal")) // ends on 2 March
	approved("2031-03-03", worked("2031-03-03", "450", "normal"), worked("2031-03-03", "30", "on-call"), worked("2031-03-04", "15", "normal"))
	approved("2031-03-31", worked("2031-03-31", "480", "normal"))
	employee.send(t, "POST", sheets, week(me, "2031-03-10", worked("2031-03-10", "480", "normal"))).want(t, 201)
	const lock, export = sheets + "/lock", sheets + "/export.csv?period="
	o.play(t,
		scenario{name: "by an employee", as: employee, method: "POST", path: lock, body: `{"period":"2031-03"}`, status: 403, problem: "forbidden"},
		scenario{name: "no month", as: finance, method: "POST", path: lock, body: `{"period":"2031-13"}`, status: 400, problem: "invalid-request"},
		scenario{name: "an export of none", as: finance, method: "GET", path: sheets + "/export.csv", status: 400, problem: "invalid-request"},
		scenario{name: "locked", as: finance, method: "POST", path: lock, body: `{"period":"2031-03"}`, status: 200,
			has: []string{`{"period":"2031-03","locked":2,"left":0}`}, ledger: []string{"timesheet.lock", "timesheet.lock"}},
		scenario{name: "again", as: finance, method: "POST", path: lock, body: `{"period":"2031-03"}`, status: 200, has: []string{`"locked":0`}},
		scenario{name: "for the payroll", as: finance, method: "GET", path: export + "2031-03", status: 200,
			has: []string{"name,email,kind,minutes\r\nGrace Adeyemi,employee@" + o.slug + ".example,normal,525\r\nGrace Adeyemi,employee@" + o.slug + ".example,on-call,30\r\n"}},
		scenario{name: "not yet", as: finance, method: "GET", path: export + "2031-04", status: 200, hasNot: []string{"Grace"}},
		scenario{name: "a manager exports nothing", as: o.as(t, "manager"), method: "GET", path: export + "2031-03", status: 403, problem: "forbidden"},
	)
	page := finance.get(t, "/timesheets/payroll?period=2031-03").want(t, 200).text
	if !strings.Contains(page, "Weeks starting 24 February 2031 to 24 March 2031") || !strings.Contains(page, export+"2031-03") || strings.Contains(page, "Lock 2") {
		t.Errorf("the page is\n%s", page)
	}
	if page := finance.get(t, "/timesheets/payroll?period=2031-04").want(t, 200).text; !strings.Contains(page, "Lock 1 approved timesheet") {
		t.Errorf("the page is\n%s", page)
	}
	finance.send(t, "POST", "/timesheets/payroll", "period=2031-04", isForm).want(t, 303)
	if csv := finance.get(t, export+"2031-04").want(t, 200).text; !strings.Contains(csv, "normal,480") {
		t.Errorf("the export is %s", csv)
	}
	finance.get(t, "/timesheets/payroll?period=x").want(t, 400)
}

// TestTimesheetQueue: those below wait, the unusual first, and several are
// approved at once.
func TestTimesheetQueue(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	manager, hr := o.as(t, "manager"), o.as(t, "hr")
	staff := hr.staff(t)
	submitted := func(name string, lines ...string) string {
		t.Helper()
		at := hr.send(t, "POST", sheets, week(staff[name].id(), "2031-03-03", lines...)).want(t, 201).Header.Get("Location")
		hr.send(t, "POST", at+"/submit", `{}`).want(t, 200)
		return strings.TrimPrefix(at, sheets+"/")
	}
	monday, tuesday := worked("2031-03-03", "450", "normal"), worked("2031-03-04", "450", "normal")
	usual := submitted("Harriet Lowe", monday, tuesday)
	other := submitted("Imran Chaudhry", monday, tuesday)
	long := submitted("Grace Adeyemi", monday, worked("2031-03-04", "1440", "normal"), worked("2031-03-05", "1440", "on-call"))
	away := submitted("Lena Novak", monday)
	leave := hr.send(t, "POST", "/api/hr/absences", object("employee_id", staff["Lena Novak"].id(), "kind", "annual", "first_day", "2031-03-04", "last_day", "2031-03-07")).want(t, 201)
	hr.send(t, "POST", leave.Header.Get("Location")+"/approve", `{}`).want(t, 200)
	short := submitted("Kwame Mensah", monday)
	own, above := submitted("Ben Whitfield", monday), submitted("Devi Raman", monday)

	queue := manager.get(t, "/timesheets/queue").want(t, 200)
	if trips := queue.Header.Get("X-Database-Round-Trips"); trips != "1" {
		t.Errorf("%s round trips", trips)
	}
	last := 0
	for _, id := range []string{long, short, usual, other, away} {
		at := strings.Index(queue.text, `value="`+id+`"`)
		if at <= last {
			t.Errorf("%s stands at %d, behind %d", id, at, last)
		}
		last = at
	}
	for _, words := range []string{"Over 48 hours", "On-call", "No time on Tuesday", "5 timesheets wait"} {
		if strings.Count(queue.text, words) != 1 {
			t.Errorf("the queue does not say once %q", words)
		}
	}
	if strings.Contains(queue.text, own) || strings.Contains(queue.text, above) {
		t.Error("the queue has what is not the manager's to decide")
	}
	approve := func(ids ...string) *answer {
		return manager.send(t, "POST", "/timesheets/queue", url.Values{"ids": ids, "ids-list": {""}}.Encode(), isForm)
	}
	if bad := approve().want(t, 400).text; !strings.Contains(bad, "Select the timesheets to approve") {
		t.Error("nothing is selected, and nothing said")
	}
	done := approve(usual, other, own, above, "nosuch").want(t, 303)
	if !strings.Contains(done.Header.Get("Set-Cookie"), "2+timesheets+approved") {
		t.Errorf("it says %q", done.Header.Get("Set-Cookie"))
	}
	for id, state := range map[string]string{usual: "approved", other: "approved", own: "submitted", above: "submitted", long: "submitted"} {
		if got := hr.get(t, sheets+"/"+id).want(t, 200).text; !strings.Contains(got, `"state":"`+state+`"`) {
			t.Errorf("%s, want %s", got, state)
		}
	}
	if left := manager.get(t, "/timesheets/queue").text; !strings.Contains(left, "3 timesheets wait") {
		t.Errorf("left is\n%s", left)
	}
}

// TestThisWeek: the home page begins one's own week, once, and says what was
// returned.
func TestThisWeek(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	employee, hr := o.as(t, "employee"), o.as(t, "hr")
	const button = "Fill in this week"
	if home := employee.get(t, "/").want(t, 200).text; !strings.Contains(home, button) {
		t.Error("the week cannot be begun")
	}
	to := employee.send(t, "POST", "/timesheets/week", "", isForm).want(t, 303).Header.Get("Location")
	page, isEdit := strings.CutSuffix(to, "/edit")
	if again := employee.send(t, "POST", "/timesheets/week", "", isForm).want(t, 303).Header.Get("Location"); !isEdit || again != page {
		t.Errorf("first it leads to %s, then to %s", to, again)
	}
	employee.get(t, to).want(t, 200)
	if n := len(strings.Split(employee.get(t, sheets).want(t, 200).text, `"week_start"`)[1:]); n != 1 {
		t.Errorf("%d timesheets", n)
	}
	employee.send(t, "POST", page+"/submit", "", isForm).want(t, 303)
	hr.send(t, "POST", page+"/return", "reason=Friday%3F", isForm).want(t, 303)
	if home := employee.get(t, "/").want(t, 200).text; !strings.Contains(home, page+`"`) || !strings.Contains(home, "Returned") || strings.Contains(home, button) {
		t.Errorf("the home page is\n%s", home)
	}
}

// TestSubmitWhileEdited: an edit that comes while a week is submitted is in what
// was submitted, or refused.
func TestSubmitWhileEdited(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	employee, hr := o.as(t, "employee"), o.as(t, "hr")
	me := employee.ownID(t)
	for i := range 10 {
		start := time.Date(2031, time.March, 3+7*i, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
		at := employee.send(t, "POST", sheets, week(me, start)).want(t, 201).Header.Get("Location")
		var edited *answer
		var both sync.WaitGroup
		both.Go(func() { edited = employee.send(t, "PATCH", at, `{"lines":[`+worked(start, "60", "normal")+`]}`) })
		both.Go(func() { hr.send(t, "POST", at+"/submit", `{}`).want(t, 200) })
		both.Wait()
		total := `"total_minutes":0`
		if edited.StatusCode == 200 {
			total = `"total_minutes":60`
		} else {
			edited.refused(t, 409, "wrong-state")
		}
		if stands := hr.get(t, at).text; !strings.Contains(stands, total) || !strings.Contains(stands, `"state":"submitted"`) {
			t.Errorf("the edit was answered %d, and it stands as %s", edited.StatusCode, stands)
		}
	}
}
