package tests

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// trained is an organisation in which everybody has to know of fires: Grace
// Adeyemi is out of date, Lena Novak in date, Devi Raman nearly not.
func trained(t *testing.T, o *org) {
	t.Helper()
	hr := o.as(t, "hr")
	course := decode[identified](t, hr.send(t, "POST", "/api/hr/courses", `{"name":"Fire safety","valid_months":12,"mandatory":true}`).want(t, 201)).ID
	hr.send(t, "POST", "/api/hr/courses", `{"name":"Life support","mandatory":true,"roles":["clinical"]}`).want(t, 201)
	staff := hr.staff(t)
	for who, expires := range map[string]int{"Grace Adeyemi": -1, "Lena Novak": 300, "Devi Raman": 20} {
		hr.send(t, "POST", "/api/hr/training", object("employee_id", staff[who].id(), "course_id", course, "completed_on", inDays(-400), "expires_on", inDays(expires))).want(t, 201)
	}
}

// TestTrainingMatrix: everybody within reach, and how they stand in each course.
func TestTrainingMatrix(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	trained(t, o)
	rows := func(role, query string) []string {
		t.Helper()
		sheet := o.as(t, role).get(t, "/training/matrix.csv"+query).want(t, 200).text
		lines := strings.Split(strings.TrimSpace(strings.TrimPrefix(sheet, "\ufeff")), "\r\n")
		if lines[0] != "Name,Job title,Department,Fire safety,Life support" {
			t.Errorf("%s: the head is %q", role, lines[0])
		}
		return lines[1:]
	}
	for role, want := range map[string]int{"admin": 12, "hr": 12, "readonly": 12, "manager": 7, "clinical": 1, "employee": 1} {
		if got := rows(role, ""); len(got) != want {
			t.Errorf("%s: %d people: %q", role, len(got), got)
		}
	}
	for _, want := range []string{
		`Grace Adeyemi,Health care assistant,Management,"Out of date, ` + inDays(-1) + `",Not required`,
		`Devi Raman,Consultant,Surgery,"Expires soon, ` + inDays(20) + `",Missing`,
		`Lena Novak,Radiographer,Quality,"In date, ` + inDays(300) + `",Not required`,
		`Joanna Pike,Receptionist,Surgery,Missing,Not required`,
	} {
		if got := rows("hr", ""); !slices.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, strings.Join(got, "\n"))
		}
	}
	if got := rows("hr", "?department=Surgery"); len(got) != 2 {
		t.Errorf("of a department: %q", got)
	}
	o.as(t, "finance").get(t, "/training/matrix").want(t, 403)
	page := o.as(t, "manager").get(t, "/training/matrix?limit=5").want(t, 200)
	if n := strings.Count(page.text, `scope="row"`); n != 5 || strings.Contains(page.text, "Okafor") || page.Header.Get("X-Database-Round-Trips") != "1" {
		t.Errorf("%d rows in %s round trips", n, page.Header.Get("X-Database-Round-Trips"))
	}
	okafor := o.as(t, "hr").staff(t)["Amara Okafor"].id()
	o.as(t, "manager").get(t, "/training/matrix?cursor="+okafor).want(t, 400)
	for _, words := range []string{"Out of date", "Missing", "7 people", "Life support"} {
		if !strings.Contains(page.text, words) {
			t.Errorf("the page has no %q", words)
		}
	}
}

// TestExpiryBoard: what expires stands where it belongs, within reach.
func TestExpiryBoard(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	hr := o.as(t, "hr")
	staff := hr.staff(t)
	for who, expires := range map[string]int{"Grace Adeyemi": -1, "Lena Novak": 0, "Devi Raman": 45, "Joanna Pike": 90, "Kwame Mensah": 92} {
		hr.send(t, "POST", "/api/hr/credentials", object("employee_id", staff[who].id(), "kind", "indemnity", "expires_on", inDays(expires))).want(t, 201)
	}
	board := func(role string) string {
		t.Helper()
		a := o.as(t, role).get(t, "/credentials/expiring").want(t, 200)
		if a.Header.Get("X-Database-Round-Trips") != "1" {
			t.Error("the board takes more than one round trip")
		}
		return a.text
	}
	inOrder := func(page string, words ...string) {
		t.Helper()
		for _, w := range words {
			_, rest, found := strings.Cut(page, w)
			if !found {
				t.Fatalf("no %q behind the others in\n%s", w, page)
			}
			page = rest
		}
	}
	inOrder(board("hr"), "Overdue (1)", "Grace Adeyemi", "Within 30 days (1)", "Lena Novak", "31 to 60 days (1)", "Devi Raman", "61 to 90 days (1)", "Joanna Pike")
	inOrder(board("manager"), "Overdue (1)", "Within 30 days (1)", "31 to 60 days (0)", "61 to 90 days (1)")
	inOrder(board("clinical"), "Overdue (0)", "Within 30 days (0)", "31 to 60 days (1)", "61 to 90 days (0)")
	hr.send(t, "POST", "/api/hr/credentials", object("employee_id", staff["Grace Adeyemi"].id(), "kind", "indemnity", "expires_on", inDays(400))).want(t, 201)
	inOrder(board("manager"), "Overdue (0)")
}

// TestExpiryHome: figures for HR, the team's expiries for its manager, and
// everybody's own training.
func TestExpiryHome(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	trained(t, o)
	for role, want := range map[string][]string{
		"hr":       {"registrations expiring", "15%", "training in date", "Training due", "Missing"}, // 2 of 13
		"manager":  {"Your team's expiries", "Grace Adeyemi", "Out of date", "Training due"},
		"employee": {"Training due", "Out of date"},
		"clinical": {"Training due", "Expires soon", "Life support"},
		"finance":  {"Training due"},
	} {
		a := o.as(t, role).get(t, "/").want(t, 200)
		for _, words := range want {
			if !strings.Contains(strings.ReplaceAll(a.text, "&#39;", "'"), words) {
				t.Errorf("%s: no %q", role, words)
			}
		}
		if a.Header.Get("X-Database-Round-Trips") != "1" || role == "manager" && strings.Contains(a.text, "Devi Raman") {
			t.Errorf("%s: the home page takes too long or shows too much", role)
		}
	}
}

// TestExpiryReminder (HR-4): the night's work writes of what expires once to each
// of those who can see to it, however often and late it is run.
func TestExpiryReminder(t *testing.T) {
	s := another(t, t.TempDir(), "--dev", "--no-seed")
	o := newOrgs(t, s, 1, `"staff":7`)[0] // nobody but those with accounts; Grace Adeyemi is the employee
	hr := o.as(t, "hr")
	me := hr.staff(t)["Grace Adeyemi"].id()
	told := func(role string) int { return len(o.letters(t, role+"@"+o.slug+".example")) }
	night := func(days int) {
		t.Helper()
		at := time.Now().UTC().Truncate(24*time.Hour).AddDate(0, 0, days).Add(3 * time.Hour)
		base := &visitor{at: s, host: "localhost"}
		base.send(t, "POST", "/dev/clock", `{"now":"`+at.Format(time.RFC3339)+`"}`).want(t, 200)
		base.send(t, "POST", "/dev/cron?cron=17+2+*+*+*", "").want(t, 204)
		s.moveClock(t, `{"advance_s":21660}`)
		for range 3 {
			s.cron(t)
		}
	}
	at := hr.send(t, "POST", "/api/hr/credentials", object("employee_id", me, "kind", "dbs", "number", "001234567890", "expires_on", inDays(70))).want(t, 201).Header.Get("Location")
	hr.send(t, "POST", at+"/verify", `{}`).want(t, 200)
	night(9)
	if n := told("employee"); n != 0 {
		t.Errorf("61 days before: %d messages", n)
	}
	night(10)
	night(11)
	night(13)
	for role, want := range map[string]int{"employee": 1, "clinical": 0, "finance": 0, "readonly": 0} {
		if n := told(role); n != want {
			t.Errorf("%s: %d messages, want %d", role, n, want)
		}
	}
	for _, l := range o.letters(t, "employee@"+o.slug+".example") {
		if strings.Contains(strings.ToLower(l.Subject+l.Text+l.HTML), "dbs") {
			t.Errorf("the message says what it is about: %q", l.Text)
		}
	}
	(&visitor{at: s, host: "localhost"}).send(t, "POST", "/dev/clock", `{"now":null}`).want(t, 200)
	employee := o.as(t, "employee")
	if list := employee.get(t, "/api/tasks").text; strings.Contains(list, "credential.renew") {
		t.Errorf("70 days before: %s", list)
	}
	hr.send(t, "PATCH", at, `{"expires_on":"`+inDays(59)+`"}`).want(t, 200)
	for role, want := range map[string]bool{"employee": true, "manager": true, "hr": true, "clinical": false, "readonly": false} {
		if got := strings.Contains(o.as(t, role).get(t, "/api/tasks").text, "Renew a credential: Grace Adeyemi, DBS"); got != want {
			t.Errorf("%s has the task: %v", role, got)
		}
	}
}
