package pages_test

import (
	"strings"
	"testing"

	"github.com/a-h/templ"

	"ringfence/handlers/identity"
	"ringfence/handlers/pages"
	"ringfence/handlers/record"
)

// A page offers what its model allows and nothing more.
func TestPermitted(t *testing.T) {
	list, show, entry := employees(), employee(), shell("Home")
	list.AddHref, show.EditHref, show.History = "", "", nil
	entry.Rail = entry.Rail[:1]
	for name, c := range map[string]struct {
		page   templ.Component
		absent string
	}{
		"adding":      {record.List(list), "Add an employee"},
		"editing":     {record.Show(show), "Edit"},
		"history":     {record.Show(show), "History of this record"},
		"ledger":      {identity.Home(identity.HomePage{Shell: entry}), "Activity"},
		"signing out": {identity.Login(identity.LoginPage{Shell: outside("Sign in")}), "Sign out"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := text(named(render(t, c.page), "body")[0]); strings.Contains(got, c.absent) {
				t.Errorf("%q is on the page", c.absent)
			}
		})
	}
}

func TestPagination(t *testing.T) {
	for name, c := range map[string]struct {
		pages pages.Pagination
		links int
	}{"one page": {pages.Pagination{}, 0}, "first": {pages.Pagination{NextHref: "/a"}, 1}, "middle": {pages.Pagination{FirstHref: "/", NextHref: "/a"}, 2}} {
		if got := len(named(render(t, c.pages.Show()), "a")); got != c.links {
			t.Errorf("%s: %d links, want %d", name, got, c.links)
		}
	}
}
