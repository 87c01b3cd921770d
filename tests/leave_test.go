package tests

import (
	"strings"
	"testing"
)

type balance struct {
	EmployeeID                          string `json:"employee_id"`
	Year                                int
	EntitlementDays                     float64 `json:"entitlement_days"`
	Taken, Booked, Requested, Remaining float64
}

// TestBalance: what is asked for counts at once, a day off or a bank holiday does
// not, and what was decided stays when the working days change (HR-2).
func TestBalance(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	hr, employee, manager := o.as(t, "hr"), o.as(t, "employee"), o.as(t, "manager")
	me := decode[page[ofStaff]](t, employee.get(t, "/api/hr/employees?limit=1")).Items[0].ID
	read := func(v *visitor, query string) balance {
		t.Helper()
		a := v.get(t, "/api/hr/absences/balances"+query).want(t, 200)
		if got := a.Header.Get("X-Database-Round-Trips"); got != "1" {
			t.Errorf("a balance takes %s round trips", got)
		}
		return decode[balance](t, a)
	}
	ask := func(first, last, more string) (at string) {
		t.Helper()
		body := strings.TrimSuffix(object("employee_id", me, "kind", "annual", "first_day", first, "last_day", last), "}") + more + "}"
		return employee.send(t, "POST", "/api/hr/absences", body).want(t, 201).Header.Get("Location")
	}
	hr.send(t, "PATCH", "/api/hr/employees/"+me, `{"annual_leave_days":27.5,"start_date":"2020-01-01"}`).want(t, 200)
	christmas := ask("2027-12-24", "2027-12-29", "") // 24 and 29; 25 and 26 are a weekend, 27 and 28 holidays
	if text := employee.get(t, christmas).text; !strings.Contains(text, `"days":2,`) {
		t.Errorf("Christmas counts %s", text)
	}
	if b := read(employee, "?year=2027"); b != (balance{me, 2027, 27.5, 0, 0, 2, 25.5}) {
		t.Errorf("asked: %+v", b)
	}
	manager.send(t, "POST", christmas+"/approve", `{}`).want(t, 200)
	hr.send(t, "PATCH", "/api/hr/employees/"+me, `{"working_days":"MT-----"}`).want(t, 200)
	if b := read(hr, "?year=2027&employee_id="+me); b != (balance{me, 2027, 27.5, 0, 2, 0, 25.5}) {
		t.Errorf("approved, and the working days changed: %+v", b)
	}
	half := ask("2027-03-01", "2027-03-03", `,"first_half":true`) // of Monday and Tuesday
	if b := read(manager, "?year=2027&employee_id="+me); b.Requested != 1.5 || b.Remaining != 24 {
		t.Errorf("by two days a week: %+v", b)
	}
	employee.send(t, "PATCH", half, `{"first_half":null}`).want(t, 200)
	if text := employee.get(t, half).text; !strings.Contains(text, `"days":2,`) {
		t.Errorf("the whole first day: %s", text)
	}
	employee.send(t, "POST", half+"/cancel", `{}`).want(t, 200)
	if b := read(employee, "?year=2027"); b.Remaining != 25.5 {
		t.Errorf("cancelled: %+v", b)
	}
}

// ofStaff is the id of a staff record.
type ofStaff struct{ ID string }

// TestBalanceReach: nobody reads the balance of whom they do not reach, nor sees
// on a request who is away whom they do not.
func TestBalanceReach(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	me := func(role string) string {
		return decode[page[ofStaff]](t, o.as(t, role).get(t, "/api/hr/employees?limit=1")).Items[0].ID
	}
	const path = "/api/hr/absences/balances?employee_id="
	o.as(t, "employee").get(t, path+me("clinical")).want(t, 404)
	o.as(t, "clinical").get(t, path+me("employee")).want(t, 404)
	o.as(t, "employee").get(t, path+"nobody").want(t, 404)
	o.as(t, "employee").get(t, path+"&year=12").want(t, 400)
	o.as(t, "manager").get(t, path+me("employee")).want(t, 200)
}

// TestOverdrawn: who decides on a request is told that it is more than is left,
// and who else of the team is away (pages).
func TestOverdrawn(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	hr, employee := o.as(t, "hr"), o.as(t, "employee")
	staff := hr.staff(t)
	me := decode[page[ofStaff]](t, employee.get(t, "/api/hr/employees?limit=1")).Items[0].ID
	hr.send(t, "PATCH", "/api/hr/employees/"+me, `{"annual_leave_days":2,"department":"Ward 9"}`).want(t, 200)
	mate := staff["Lena Novak"].id()
	hr.send(t, "PATCH", "/api/hr/employees/"+mate, `{"department":"Ward 9"}`).want(t, 200)
	hr.send(t, "POST", "/api/hr/absences", object("employee_id", mate, "kind", "sick", "first_day", "2031-03-05", "last_day", "2031-03-20")).want(t, 201)
	at := employee.send(t, "POST", "/api/hr/absences", object("employee_id", me, "kind", "annual", "first_day", "2031-03-03", "last_day", "2031-03-07")).want(t, 201).Header.Get("Location")
	seen := hr.get(t, strings.TrimPrefix(at, "/api/hr")).want(t, 200)
	for _, words := range []string{"More leave than is left", "3 days more than the entitlement of 2031", "Also away then", "Lena Novak"} {
		if !strings.Contains(seen.text, words) {
			t.Errorf("who decides is not told %q", words)
		}
	}
	if got := seen.Header.Get("X-Database-Round-Trips"); got != "1" {
		t.Errorf("%s round trips", got)
	}
	if own := employee.get(t, strings.TrimPrefix(at, "/api/hr")).text; strings.Contains(own, "Lena Novak") || !strings.Contains(own, "Annual leave in 2031") {
		t.Error("one's own request shows others, or no balance")
	}
	if own := employee.get(t, "/employees/"+me).text; !strings.Contains(own, "Annual leave in") {
		t.Error("the staff record does not say how leave stands")
	}
	if form := employee.get(t, "/absences/new").text; !strings.Contains(form, "Your annual leave in") {
		t.Error("the form does not say what is left")
	}
	if home := employee.get(t, "/").text; !strings.Contains(home, "days of your leave left") {
		t.Error("the home page does not say what is left")
	}
}

// TestLeaveSettings: the leave year, the nation and what is carried over are the
// organisation's to decide.
func TestLeaveSettings(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	hr := o.as(t, "hr")
	const path = "/api/settings/leave"
	rules := func(more string) string {
		return `{"nation":"scotland","annual_leave_days":30,"carry_over_days":5,` + more + `}`
	}
	o.play(t,
		scenario{name: "no such month", as: hr, method: "PUT", path: path, body: rules(`"first_month":13`), status: 400, problem: "invalid-request"},
		scenario{name: "April", as: hr, method: "PUT", path: path, body: rules(`"first_month":4`), status: 200, has: []string{`"first_month":4`}, ledger: []string{"settings.leave"}},
		scenario{name: "read", as: hr, method: "GET", path: path, status: 200, has: []string{`"nation":"scotland"`, `"carry_over_days":5`}},
		scenario{name: "not a manager's", as: o.as(t, "manager"), method: "GET", path: path, status: 403, problem: "forbidden"},
	)
	who := hr.staff(t)["Lena Novak"].id()
	hr.send(t, "PATCH", "/api/hr/employees/"+who, `{"start_date":"2020-01-01"}`).want(t, 200)
	made := hr.send(t, "POST", "/api/hr/absences", object("employee_id", who, "kind", "annual", "first_day", "2027-11-30", "last_day", "2027-11-30")).want(t, 201)
	if !strings.Contains(made.text, `"days":0,`) {
		t.Errorf("St Andrew's Day counts: %s", made.text)
	}
	if b := decode[balance](t, hr.get(t, "/api/hr/absences/balances?year=2028&employee_id="+who)); b.EntitlementDays != 35 {
		t.Errorf("with what is carried over: %+v", b)
	}
	if text := hr.get(t, "/settings/leave").want(t, 200).text; !strings.Contains(text, "scotland") {
		t.Error("the page does not show the rules")
	}
}

// TestFitNote: a fit note is added after the absence was approved, and read by
// HR and the person alone.
func TestFitNote(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	hr, employee, manager := o.as(t, "hr"), o.as(t, "employee"), o.as(t, "manager")
	me := decode[page[ofStaff]](t, employee.get(t, "/api/hr/employees?limit=1")).Items[0].ID
	at := employee.send(t, "POST", "/api/hr/absences", object("employee_id", me, "kind", "sick", "first_day", "2031-03-03", "last_day", "2031-03-07")).want(t, 201).Header.Get("Location")
	manager.send(t, "POST", at+"/approve", `{}`).want(t, 200)
	const note = "%PDF-1.4 unfit for work"
	employee.send(t, "PATCH", at, `{"kind":"study"}`).refused(t, 409, "wrong-state")
	employee.send(t, "PUT", at+"/sick_note", note, "Content-Type: application/pdf").want(t, 200)
	for _, v := range []*visitor{hr, employee} {
		if text := v.get(t, at+"/sick_note").want(t, 200).text; text != note {
			t.Errorf("the note is %q", text)
		}
	}
	manager.get(t, at+"/sick_note").refused(t, 403, "forbidden")
	manager.send(t, "PUT", at+"/sick_note", note, "Content-Type: application/pdf").refused(t, 403, "forbidden")
	if text := manager.get(t, at).text; strings.Contains(text, "sick_note") {
		t.Error("a manager sees that there is one")
	}
	o.as(t, "clinical").get(t, at+"/sick_note").refused(t, 404, "not-found")
	o.as(t, "finance").get(t, at+"/sick_note").refused(t, 403, "forbidden")
}
