package tests

import (
	"html"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// home are the headings and figures that each role's home page has, and what
// it must not have.
var home = map[string]struct{ has, hasNot []string }{
	"admin": {[]string{"Set up your organisation", "Choose how people sign in", "Your organisation", "7 of 250 taken", "6 people without two-step sign-in",
		"Renew by", "Your tasks", "Away this week", "Recent activity"}, []string{"could not be sent"}},
	"hr":       {[]string{"Your tasks", "Decide on leave: Kwame Mensah", "leave requests waiting", "Away this week", "Harriet Lowe", "Recent activity"}, []string{"Your organisation", "Signed in<"}},
	"manager":  {[]string{"Your tasks", "Decide on leave: Kwame Mensah", "Away this week", "Harriet Lowe", "Ask for leave"}, []string{"Recent activity", "Ewan Sinclair"}},
	"finance":  {[]string{"away today", "Your leave"}, []string{"Your tasks", "Harriet Lowe", "leave requests waiting"}},
	"readonly": {[]string{"away today", "Your leave"}, []string{"Your tasks", "Harriet Lowe"}},
	"clinical": {[]string{"Your leave"}, []string{"away today", "Harriet Lowe"}},
	"employee": {[]string{"Your leave", "Requested", "Ask for leave", "/absences/new"}, []string{"away today", "Harriet Lowe", "Away this week", "Your tasks"}},
}

var hrefs = regexp.MustCompile(` href="(/[^"]*)"`)

// links are the addresses that the page's own content leads to, each once.
func (a *answer) links() (list []string) {
	_, content, _ := strings.Cut(a.text, "<main")
	for _, m := range hrefs.FindAllStringSubmatch(content, -1) {
		if to := html.UnescapeString(m[1]); !slices.Contains(list, to) {
			list = append(list, to)
		}
	}
	return list
}

// TestHome: each role has its own, in one round trip, and nothing on it leads
// to where the role may not go.
func TestHome(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	for role, want := range home {
		v := o.as(t, role)
		v.browses(t, "/account")
		page := v.browses(t, "/").want(t, 200)
		if got := page.Header.Get("X-Database-Round-Trips"); got != "1" {
			t.Errorf("%s: %s round trips", role, got)
		}
		for _, to := range page.links() {
			v.browses(t, to).want(t, 200)
		}
		for _, text := range want.has {
			if !strings.Contains(page.text, text) {
				t.Errorf("%s: the home page does not have %q", role, text)
			}
		}
		for _, text := range want.hasNot {
			if strings.Contains(page.text, text) {
				t.Errorf("%s: the home page has %q", role, text)
			}
		}
	}
}

// TestHomeFollows: the set-up list goes when all of it is done, and what was
// decided is no task any more.
func TestHomeFollows(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	admin, hr := o.as(t, "admin"), o.as(t, "hr")
	admin.send(t, "PUT", "/api/settings/security", `{"mfa_required_for_all":false}`).want(t, 200)
	if page := admin.browses(t, "/").text; strings.Contains(page, "Set up your organisation") {
		t.Error("all is set up, and the list is still there")
	}
	staff := hr.staff(t)
	today := time.Now().UTC().Format(time.DateOnly)
	a := hr.send(t, "POST", "/api/hr/absences", object("employee_id", staff["Imran Chaudhry"].id(), "kind", "study", "first_day", today, "last_day", today)).want(t, 201)
	if page := hr.browses(t, "/").text; !strings.Contains(page, "Decide on leave: Imran Chaudhry") {
		t.Error("a request is no task")
	}
	hr.send(t, "POST", a.Header.Get("Location")+"/approve", `{}`).want(t, 200)
	if page := hr.browses(t, "/").text; strings.Contains(page, "Decide on leave: Imran Chaudhry") {
		t.Error("what was decided is still a task")
	}
}

// TestHomeWithout: a plan without staff records, and a subscription that has
// ended, show nothing of them.
func TestHomeWithout(t *testing.T) {
	t.Parallel()
	bare := newOrg(t, `"modules":"governance"`)
	lapsed := newOrg(t, `"valid_from":"2020-01-01T00:00:00Z","valid_until":"2021-01-01T00:00:00Z"`)
	for v, want := range map[*visitor]string{bare.as(t, "hr"): "Nothing waits for you.", lapsed.as(t, "admin"): "Ended on 1 January 2021"} {
		page := v.browses(t, "/").want(t, 200).text
		if !strings.Contains(page, want) || strings.Contains(page, "Lowe") || strings.Contains(page, "Mensah") || strings.Contains(page, "Away") {
			t.Errorf("%s", page)
		}
	}
}
