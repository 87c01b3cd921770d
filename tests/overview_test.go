package tests

import (
	"slices"
	"strings"
	"testing"
)

// task is a line of GET /api/tasks.
type task struct{ ID, Kind, Title, Href, State string }

func (v *visitor) tasks(t testing.TB, query string) (titles []string) {
	t.Helper()
	for _, one := range decode[page[task]](t, v.get(t, "/api/tasks"+query).want(t, 200)).Items {
		titles = append(titles, one.Title)
	}
	return titles
}

// TestTasks: what waits for whoever may decide it, never for the person
// concerned, and is theirs no more when it is done.
func TestTasks(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	manager, employee := o.as(t, "manager"), o.as(t, "employee")
	me := decode[page[employeeRow]](t, employee.get(t, "/api/hr/employees")).Items[0]
	for _, v := range []*visitor{manager, o.as(t, "hr")} {
		if open := v.tasks(t, ""); !slices.Contains(open, "Decide on leave: Grace Adeyemi") {
			t.Errorf("waiting: %q", open)
		}
	}
	for _, role := range []string{"employee", "clinical", "finance", "readonly"} {
		if open := o.as(t, role).tasks(t, "?state=open"); open != nil {
			t.Errorf("for %s waits %q", role, open)
		}
	}
	before := manager.tasks(t, "")
	first := decode[page[task]](t, manager.get(t, "/api/tasks")).Items
	i := slices.IndexFunc(first, func(one task) bool { return strings.HasSuffix(one.Title, me.GivenName+" "+me.FamilyName) })
	manager.send(t, "POST", "/api/hr"+first[i].Href+"/approve", `{}`).want(t, 200)
	if after := manager.tasks(t, ""); len(after) != len(before)-1 {
		t.Errorf("%d wait, then %d", len(before), len(after))
	}
	if done := manager.tasks(t, "?state=done"); !slices.Equal(done, []string{first[i].Title}) {
		t.Errorf("done: %q", done)
	}
	manager.get(t, "/api/tasks?state=never").refused(t, 400, "invalid-request")
	page := manager.get(t, "/tasks").want(t, 200).text
	if !strings.Contains(page, "waiting for you") || !strings.Contains(page, first[(i+1)%len(first)].Href) {
		t.Errorf("the page is\n%s", page)
	}
}

type employeeRow struct {
	GivenName  string `json:"given_name"`
	FamilyName string `json:"family_name"`
}

// TestSearchAll finds what one may open, by words in any order, and nothing by a
// sealed value.
func TestSearchAll(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	find := func(role, words string) int {
		t.Helper()
		o.as(t, role).get(t, "/api/auth/session").want(t, 200) // whoever answers knows the hostname now
		a := o.as(t, role).get(t, "/api/search?q="+strings.ReplaceAll(words, " ", "+")).want(t, 200)
		if trips := a.Header.Get("X-Database-Round-Trips"); trips != "1" {
			t.Errorf("%s round trips", trips)
		}
		return strings.Count(a.text, `"kind":"employee"`)
	}
	for _, c := range []struct {
		role, words string
		want        int
	}{
		{"hr", "adeyemi grace", 1}, {"hr", "NOVAK", 1}, {"employee", "adeyemi", 1}, {"employee", "novak", 0}, {"clinical", "adeyemi", 0},
		{"hr", "AB123", 0}, {"hr", "Harbour Street", 0}, {"hr", "", 0}, {"hr", "a", 10}, {"hr", "%25", 0},
		{"hr", strings.Repeat("grace ", 20), 1},
	} {
		if got := find(c.role, c.words); got != c.want {
			t.Errorf("%s finds %d by %q, want %d", c.role, got, c.words, c.want)
		}
	}
	if page := o.as(t, "hr").get(t, "/search?q=grace").want(t, 200).text; !strings.Contains(page, "Grace Adeyemi") {
		t.Errorf("the page is\n%s", page)
	}
	bare := newOrg(t, `"modules":"consent"`)
	if got := bare.as(t, "hr").get(t, "/api/search?q=grace").want(t, 200).text; strings.Contains(got, "Grace") {
		t.Errorf("a plan without staff records finds %s", got)
	}
}
