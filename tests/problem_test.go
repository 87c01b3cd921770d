package tests

import (
	"strconv"
	"strings"
	"testing"
)

// The type of a problem is an address at every host, with the problem's
// status, for people and for programs.
func TestProblemTypes(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	refused := o.nobody().get(t, "/api/auth/session").refused(t, 401, "unauthenticated")
	address := decode[struct{ Type string }](t, refused).Type
	for _, at := range []string{o.host(), "localhost", "console.localhost"} {
		about := decode[struct {
			Type, Title, Description string
			Status                   int
		}](t, public(at).get(t, address).want(t, 200))
		if about.Type != address || about.Status != 401 || about.Title == "" || about.Description == "" {
			t.Errorf("%s: %+v", at, about)
		}
		page := public(at).get(t, address, "Accept: text/html").want(t, 200)
		if page.kind() != "text/html" || !strings.Contains(page.text, about.Description) || !strings.Contains(page.text, strconv.Itoa(about.Status)) {
			t.Errorf("%s: %s does not say %q", at, page.kind(), about.Description)
		}
		public(at).get(t, "/problems/nosuch").refused(t, 404, "not-found")
		if page := public(at).get(t, "/problems/nosuch", "Accept: text/html").want(t, 404); page.kind() != "text/html" {
			t.Errorf("%s: a browser gets %s", at, page.kind())
		}
	}
}

// Every type that the document names is there to be read.
func TestEveryProblemType(t *testing.T) {
	t.Parallel()
	document := decode[struct {
		Components struct {
			Schemas map[string]struct {
				Properties map[string]struct{ Enum []string }
			}
		}
	}](t, public("localhost").get(t, "/api/openapi.json"))
	types := document.Components.Schemas["Problem"].Properties["type"].Enum
	if len(types) < 40 {
		t.Errorf("only %d types", len(types))
	}
	for _, address := range types {
		public("localhost").get(t, address).want(t, 200)
	}
}
