package tests

import (
	"html"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var menuLink = regexp.MustCompile(`class="rf-(?:nav__link|bell)" href="([^"]+)"`)

// menu are the addresses that the page's menu leads to, each once.
func (a *answer) menu() (list []string) {
	for _, m := range menuLink.FindAllStringSubmatch(a.text, -1) {
		if to := html.UnescapeString(m[1]); !slices.Contains(list, to) {
			list = append(list, to)
		}
	}
	return list
}

// browses gets a page as a browser does, with the token in the cookie.
func (v *visitor) browses(t *testing.T, path string) *answer {
	t.Helper()
	return (&visitor{at: v.at, host: v.host}).get(t, path, "Cookie: __Host-session="+v.token, "Accept: text/html,*/*")
}

// TestMenu: for every role each entry leads to a page that opens, and what is
// not licensed, or not the role's, is not named.
func TestMenu(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	for _, c := range []struct {
		o              *org
		role           string
		shown, missing []string
	}{
		{o, "admin", []string{"/", "/tasks", "/employees", "/absences", "/users", "/ledger", "/settings", "/account", "/sessions"}, nil},
		{o, "hr", []string{"/employees", "/absences"}, []string{"/users", "/ledger", "/settings"}},
		{o, "employee", []string{"/employees", "/absences"}, []string{"/users", "/ledger", "/settings"}},
		{o, "readonly", nil, nil}, {o, "finance", nil, nil}, {o, "clinical", nil, nil}, {o, "manager", nil, nil},
		{newOrg(t, `"modules":"governance"`), "hr", []string{"/", "/tasks"}, []string{"/employees", "/absences"}},
		{newOrg(t, `"valid_from":"2020-01-01T00:00:00Z","valid_until":"2021-01-01T00:00:00Z"`), "admin", []string{"/", "/account"},
			[]string{"/employees", "/tasks", "/users"}},
	} {
		v := c.o.as(t, c.role)
		menu := v.browses(t, "/").want(t, 200).menu()
		for _, to := range menu {
			if page := v.browses(t, to).want(t, 200); strings.Count(page.text, `aria-current="page"`) == 0 {
				t.Errorf("%s as %s is not marked in its own menu", to, c.role)
			}
		}
		for _, to := range c.shown {
			if !slices.Contains(menu, to) {
				t.Errorf("%s is not led to %s: %q", c.role, to, menu)
			}
		}
		for _, to := range c.missing {
			if slices.Contains(menu, to) {
				t.Errorf("%s is led to %s", c.role, to)
			}
		}
	}
}

// TestMenuStays: a refusal keeps the menu and the name of who is signed in, and
// shows them to nobody else.
func TestMenuStays(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	lapsed := newOrg(t, `"valid_from":"2020-01-01T00:00:00Z","valid_until":"2021-01-01T00:00:00Z"`)
	for _, c := range []struct {
		v      *visitor
		path   string
		status int
	}{
		{o.as(t, "hr"), "/nosuch", 404}, {o.as(t, "hr"), "/employees/nosuch", 404}, {o.as(t, "hr"), "/users", 403},
		{o.as(t, "hr"), "/employees?nosuch=1", 400}, {o.as(t, "hr"), "/reset/a/b", 404}, {lapsed.as(t, "admin"), "/employees", 402},
	} {
		page := c.v.browses(t, c.path).want(t, c.status)
		if !slices.Contains(page.menu(), "/account") || !strings.Contains(page.text, "Sign out") {
			t.Errorf("%s (%d) has no menu", c.path, c.status)
		}
	}
	for _, v := range []*visitor{o.nobody(), {at: o.at, host: lapsed.host(), token: o.as(t, "hr").token}} {
		if page := v.browses(t, "/nosuch").want(t, 404); page.menu() != nil || strings.Contains(page.text, "Sign out") {
			t.Error("nobody has a menu")
		}
	}
}
