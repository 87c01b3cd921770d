package tests

import (
	"strings"
	"testing"
)

// TestChart: the wall chart has the people within reach and nobody else, says in
// words what its colours say, and takes one round trip (HR-2).
func TestChart(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	hr, manager, employee := o.as(t, "hr"), o.as(t, "manager"), o.as(t, "employee")
	me := decode[page[ofStaff]](t, employee.get(t, "/api/hr/employees?limit=1")).Items[0].ID
	beyond := decode[page[ofStaff]](t, o.as(t, "clinical").get(t, "/api/hr/employees?limit=1")).Items[0].ID
	for _, who := range []string{me, beyond} {
		hr.send(t, "POST", "/api/hr/absences", object("employee_id", who, "kind", "compassionate", "first_day", "2031-12-24", "last_day", "2031-12-24")).want(t, 201)
	}
	seen := hr.get(t, "/absences/chart?month=2031-12").want(t, 200)
	for _, words := range []string{"Compassionate, asked for", "On duty", "December 2031", "Weekend", "/employees/" + me, "/employees/" + beyond} {
		if !strings.Contains(seen.text, words) {
			t.Errorf("the chart has no %q", words)
		}
	}
	if got := seen.Header.Get("X-Database-Round-Trips"); got != "1" {
		t.Errorf("%s round trips", got)
	}
	if text := manager.get(t, "/absences/chart?month=2031-12").text; !strings.Contains(text, "/employees/"+me) || strings.Contains(text, beyond) {
		t.Error("a manager's chart is not of those below alone")
	}
	if text := employee.get(t, "/absences/chart?month=2031-12").text; strings.Count(text, `<a class="nhsuk-link" href="/employees/`) != 1 {
		t.Error("somebody sees more than themselves")
	}
	if text := hr.get(t, "/absences/chart?month=2031-12&department=Nowhere").text; strings.Contains(text, "/employees/"+me) {
		t.Error("a department of nobody has people")
	}
	if text := hr.get(t, "/absences/chart?month=2026-12").text; !strings.Contains(text, "Bank holiday") {
		t.Error("Christmas is a day as any other")
	}
	hr.get(t, "/absences/chart?month=2031-13").want(t, 400)
}

// TestApproveAndCancel: of an approval and a cancellation at once, the request
// ends in one, and its days count or do not.
func TestApproveAndCancel(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	hr, employee, manager := o.as(t, "hr"), o.as(t, "employee"), o.as(t, "manager")
	me := decode[page[ofStaff]](t, employee.get(t, "/api/hr/employees?limit=1")).Items[0].ID
	hr.send(t, "PATCH", "/api/hr/employees/"+me, `{"annual_leave_days":20,"start_date":"2020-01-01","working_days":"MTWTF--"}`).want(t, 200)
	want := 20.0
	for _, day := range []string{"2031-03-03", "2031-03-04", "2031-03-05", "2031-03-06"} {
		at := employee.send(t, "POST", "/api/hr/absences", object("employee_id", me, "kind", "annual", "first_day", day, "last_day", day)).want(t, 201).Header.Get("Location")
		answers := make(chan int, 2)
		for _, v := range []struct {
			by   *visitor
			verb string
		}{{manager, "/approve"}, {employee, "/cancel"}} {
			go func() { answers <- v.by.send(t, "POST", at+v.verb, `{}`).StatusCode }()
		}
		if one, two := <-answers, <-answers; one != 200 && two != 200 {
			t.Errorf("%d and %d", one, two)
		}
		if text := hr.get(t, at).text; strings.Contains(text, `"state":"approved"`) {
			want--
		} else if !strings.Contains(text, `"state":"cancelled"`) {
			t.Errorf("it ends as %s", text)
		}
		if b := decode[balance](t, hr.get(t, "/api/hr/absences/balances?year=2031&employee_id="+me)); b.Remaining != want || b.Requested != 0 {
			t.Errorf("%v, want %v left", b, want)
		}
	}
}
