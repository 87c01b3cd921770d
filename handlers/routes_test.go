package handlers

import (
	"slices"
	"strings"
	"testing"

	"ringfence/handlers/golden"
	"ringfence/handlers/web"
)

// table is every route that is mounted outside the local default.
func table(t *testing.T) (list []*web.Route) {
	t.Helper()
	for _, w := range newApp(t).wings() {
		for i := range w.Routes {
			if !strings.Contains(w.Routes[i].Pattern(), " /dev/") {
				list = append(list, &w.Routes[i])
			}
		}
	}
	return list
}

// TestRoutes shows the whole table to who reviews a change of it.
// Mend with: go test ./handlers/... -run TestRoutes -update
func TestRoutes(t *testing.T) {
	var lines []string
	for _, w := range newApp(t).wings() {
		for i := range w.Routes {
			lines = append(lines, w.Routes[i].Line())
		}
	}
	golden.Check(t, "testdata/routes.txt", strings.Join(lines, "\n")+"\n")
}

// open are the routes that nobody has to be signed in for: every way in begins
// at one of them (ASVS 6.3.4).
var open = []string{
	"GET /healthz", "GET /readyz", "GET /api/openapi.json", "GET /problems/{slug}", "GET /assets/{file}", "GET /favicon.ico", "GET /robots.txt", "GET /{$}",
	"POST /api/auth/login", "GET /login", "POST /login",
	"POST /api/auth/mfa", "GET /login/mfa", "POST /login/mfa",
	"POST /api/auth/passkey/options", "POST /api/auth/passkey", "POST /login/passkey",
	"POST /api/auth/mfa/passkey/options", "POST /api/auth/mfa/passkey", "POST /login/mfa/passkey",
	"GET /auth/oidc/start", "GET /calendar/{token}", "GET /auth/oidc/callback",
	"POST /api/auth/password-reset", "GET /forgot", "POST /forgot",
	"POST /api/auth/password-reset/confirm", "GET /reset/{token}", "POST /reset/{token}",
	"POST /api/auth/invitation/accept", "GET /invitation/{token}", "POST /invitation/{token}",
	"GET /signup", "POST /signup", "GET /signup/done", "POST /api/signup", "GET /api/slugs/{slug}", "POST /api/stripe/webhook",
}

// TestOpenRoutes: there are no others.
func TestOpenRoutes(t *testing.T) {
	t.Parallel()
	var got []string
	for _, r := range table(t) {
		if r.Open() && !slices.Contains(got, r.Pattern()) {
			got = append(got, r.Pattern())
		}
	}
	slices.Sort(got)
	if want := slices.Sorted(slices.Values(open)); !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}

// TestDevOnly: outside the local default its routes are not there.
func TestDevOnly(t *testing.T) {
	t.Parallel()
	for variable, want := range map[string]int{"DEV=": 404, "DEV=0": 404, "DEV=true": 404, "DEV=1": 200} {
		if got := get(newApp(t, variable), "http://localhost/dev/slow?ms=0").StatusCode; got != want {
			t.Errorf("%s: %d", variable, got)
		}
	}
}
