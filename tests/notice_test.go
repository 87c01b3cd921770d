package tests

import (
	"strings"
	"testing"
)

// told is a line of GET /api/notices.
type told struct {
	Action, Title, Href, At string
	Read                    bool
}

// notices are what a role is told of one record, newest first.
func (v *visitor) notices(t testing.TB, href string) (list []told) {
	t.Helper()
	for _, n := range decode[page[told]](t, v.get(t, "/api/notices").want(t, 200)).Items {
		if n.Href == href {
			list = append(list, n)
		}
	}
	return list
}

func wantNotices(t *testing.T, v *visitor, href string, titles ...string) {
	t.Helper()
	var got []string
	for _, n := range v.notices(t, href) {
		got = append(got, n.Title)
	}
	if strings.Join(got, "; ") != strings.Join(titles, "; ") {
		t.Errorf("told of %q, want %q", got, titles)
	}
}

// ask asks for leave for a member of staff; the answer is the record's page.
func (v *visitor) ask(t *testing.T, staff, first, last string) (href string) {
	t.Helper()
	a := v.send(t, "POST", "/api/hr/absences", object("employee_id", staff, "kind", "annual", "first_day", first, "last_day", last)).want(t, 201)
	return strings.TrimPrefix(a.Header.Get("Location"), "/api/hr")
}

// TestWhoIsTold: the nearest manager is told of a request, and nobody else; whoever
// asked is told what was decided, and not of what they did themselves.
func TestWhoIsTold(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	hr, manager, employee, admin := o.as(t, "hr"), o.as(t, "manager"), o.as(t, "employee"), o.as(t, "admin")
	staff := hr.staff(t)
	grace, carys := staff["Grace Adeyemi"].id(), staff["Carys Llewellyn"].id()

	href := employee.ask(t, grace, "2031-01-06", "2031-01-07")
	wantNotices(t, manager, href, "Decide on leave: Grace Adeyemi")
	for _, v := range []*visitor{employee, hr, admin, o.as(t, "readonly")} {
		wantNotices(t, v, href)
	}
	manager.send(t, "POST", "/api/hr"+href+"/approve", `{}`).want(t, 200)
	wantNotices(t, employee, href, "Your leave was approved")
	if n := manager.notices(t, href); len(n) != 1 || !n[0].Read {
		t.Errorf("what is decided is still news: %+v", n)
	}
	employee.send(t, "POST", "/api/hr"+href+"/cancel", `{}`).want(t, 200)
	wantNotices(t, employee, href, "Your leave was approved")

	// Carys reports to the director, an administrator.
	href = hr.ask(t, carys, "2031-01-06", "2031-01-07")
	wantNotices(t, admin, href, "Decide on leave: Carys Llewellyn")
	wantNotices(t, hr, href)
	admin.send(t, "POST", "/api/hr"+href+"/refuse", `{"reason":"Two are away"}`).want(t, 200)
	wantNotices(t, hr, href, "Your leave was refused")

	// Nobody is above the director: those who decide for everybody are asked.
	href = admin.ask(t, staff["Amara Okafor"].id(), "2031-01-06", "2031-01-07")
	wantNotices(t, hr, href, "Decide on leave: Amara Okafor")
	wantNotices(t, admin, href)
	wantNotices(t, manager, href)
}

// TestNoticeCount: the header counts what is new, until it has been read; what
// happens meanwhile stays new.
func TestNoticeCount(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	employee, hr := o.as(t, "employee"), o.as(t, "hr")
	grace := hr.staff(t)["Grace Adeyemi"].id()
	count := func(want string) {
		t.Helper()
		_, bell, _ := strings.Cut(employee.browses(t, "/account").want(t, 200).text, `class="rf-bell"`)
		bell, _, _ = strings.Cut(bell, "</a>")
		_, number, _ := strings.Cut(bell, `class="rf-count">`)
		if number, _, _ = strings.Cut(number, "<"); number != want {
			t.Errorf("the header says %q, want %q", number, want)
		}
	}
	read := func(until string) {
		t.Helper()
		employee.send(t, "POST", "/api/notices/read", object("until", until)).want(t, 204)
	}
	read("2031-01-01T00:00:00Z")
	count("")
	for _, day := range []string{"2031-01-06", "2031-01-07"} {
		hr.send(t, "POST", "/api/hr"+employee.ask(t, grace, day, day)+"/refuse", `{"reason":"No"}`).want(t, 200)
	}
	count("2")
	list := decode[page[told]](t, employee.get(t, "/api/notices").want(t, 200)).Items
	read(list[1].At)
	count("1")
	page := employee.browses(t, "/notices").want(t, 200)
	if !strings.Contains(page.text, "Your leave was refused") || page.Header.Get("X-Database-Round-Trips") != "1" {
		t.Errorf("%s", page.text)
	}
	done := employee.send(t, "POST", "/notices", "until="+list[0].At, isForm).leads(t, "/notices")
	if !strings.Contains(done.Header.Get("Set-Cookie"), "marked+as+read") {
		t.Errorf("it does not say that it worked: %q", done.Header.Get("Set-Cookie"))
	}
	count("")
	employee.send(t, "POST", "/api/notices/read", `{}`).refused(t, 400, "invalid-request")
}

// TestJobNotice: whoever started long work is told when it has ended.
func TestJobNotice(t *testing.T) {
	t.Parallel()
	s := another(t, t.TempDir(), "--dev", "--no-seed")
	admin := newOrgs(t, s, 1)[0].as(t, "admin")
	j := admin.startVerify(t)
	wantNotices(t, admin, "/jobs/"+j.ID)
	s.cron(t)
	wantNotices(t, admin, "/jobs/"+j.ID, "Check of the whole activity log has finished")
}

// TestNoticesWithout: a plan without staff records tells nothing of them.
func TestNoticesWithout(t *testing.T) {
	t.Parallel()
	if list := decode[page[told]](t, newOrg(t, `"modules":"governance"`).as(t, "manager").get(t, "/api/notices").want(t, 200)).Items; len(list) != 0 {
		t.Errorf("%+v", list)
	}
}
