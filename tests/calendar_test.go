package tests

import (
	"regexp"
	"strings"
	"testing"
)

// calendar makes a calendar link and returns its path.
func (v *visitor) calendar(t *testing.T) string {
	t.Helper()
	text := v.send(t, "POST", "/absences/calendar", "", "Content-Type: application/x-www-form-urlencoded").want(t, 200).text
	path := regexp.MustCompile(`/calendar/[\w-]{22}\.ics`).FindString(text)
	if path == "" {
		t.Fatalf("no link on the page:\n%s", text)
	}
	v.at.log.secret(strings.TrimSuffix(strings.TrimPrefix(path, "/calendar/"), ".ics"))
	return path
}

// TestCalendarFeed: a link shows one's own days and a manager's staff, never why;
// it works until it is replaced, removed, its owner disabled or the window over (HR-5).
func TestCalendarFeed(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	hr, manager, employee, nobody := o.as(t, "hr"), o.as(t, "manager"), o.as(t, "employee"), o.nobody()
	staff := func(role string) string {
		return decode[page[ofStaff]](t, o.as(t, role).get(t, "/api/hr/employees?limit=1")).Items[0].ID
	}
	for i, who := range []string{staff("employee"), staff("clinical")} {
		day := []string{"2027-06-01", "2027-06-08"}[i]
		at := hr.send(t, "POST", "/api/hr/absences", object("employee_id", who, "kind", "compassionate", "first_day", day, "last_day", day, "note", "a funeral")).want(t, 201).Header.Get("Location")
		hr.send(t, "POST", at+"/approve", `{}`).want(t, 200)
	}
	mine, team := employee.calendar(t), manager.calendar(t)
	own := nobody.get(t, mine).want(t, 200)
	if !strings.HasPrefix(own.Header.Get("Content-Type"), "text/calendar") || !strings.Contains(own.text, "DTSTART;VALUE=DATE:20270601\r\nDTEND;VALUE=DATE:20270602\r\nSUMMARY:Away\r\n") ||
		strings.Contains(own.text, "20270608") {
		t.Errorf("one's own calendar is\n%s", own.text)
	}
	of := nobody.get(t, team).want(t, 200).text
	if !strings.Contains(of, ": away\r\n") || !strings.Contains(of, "20270601") || strings.Contains(of, "20270608") {
		t.Errorf("a manager's calendar is\n%s", of)
	}
	if all := nobody.get(t, hr.calendar(t)).want(t, 200).text; strings.Contains(all, "20270601") {
		t.Error("HR's link has more than their own")
	}
	for _, text := range []string{own.text, of} {
		if lower := strings.ToLower(text); strings.Contains(lower, "compassionate") || strings.Contains(lower, "funeral") {
			t.Error("a calendar tells why")
		}
	}
	again := employee.calendar(t)
	nobody.get(t, mine).want(t, 404)
	nobody.get(t, strings.TrimSuffix(again, ".ics")).want(t, 404)
	nobody.get(t, again).want(t, 200)
	if text := employee.get(t, "/absences/calendar").text; strings.Contains(text, "/calendar/"+again[10:32]) || !strings.Contains(text, "Remove link") {
		t.Error("the link is shown again, or cannot be removed")
	}
	employee.send(t, "POST", "/absences/calendar/remove", "", "Content-Type: application/x-www-form-urlencoded").want(t, 303)
	nobody.get(t, again).want(t, 404)
	o.as(t, "admin").send(t, "PATCH", "/api/users/"+manager.id, `{"disabled":true}`).want(t, 200)
	nobody.get(t, team).want(t, 404)
}

// TestCalendarGuessing: guesses of a link are limited.
func TestCalendarGuessing(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	works := o.as(t, "employee").calendar(t)
	for range 30 {
		o.nobody().get(t, "/calendar/AAAAAAAAAAAAAAAAAAAAAA.ics").want(t, 404)
	}
	o.nobody().get(t, "/calendar/AAAAAAAAAAAAAAAAAAAAAA.ics").want(t, 429)
	o.nobody().get(t, works).want(t, 200)
}

// TestCalendarEnds: a link works within the subscription's window alone.
func TestCalendarEnds(t *testing.T) {
	s := another(t, t.TempDir(), "--dev", "--no-seed")
	o := newOrgs(t, s, 1)[0]
	link := o.as(t, "employee").calendar(t)
	o.nobody().get(t, link).want(t, 200)
	base := &visitor{at: s, host: "localhost"}
	base.send(t, "POST", "/dev/clock", `{"advance_s":63072000}`).want(t, 200)
	o.nobody().get(t, link).want(t, 402)
}
