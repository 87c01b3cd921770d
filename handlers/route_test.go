package handlers

import (
	"go/ast"
	"go/parser"
	"go/token"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"ringfence/domain"
)

// withoutKey are the JSON routes that change something and take no
// Idempotency-Key, and why.
var withoutKey = map[string]string{
	"POST /api/auth/login":                  "each makes a session of its own, and nobody is signed in to own a key",
	"POST /api/auth/mfa":                    "as the first step",
	"POST /api/auth/logout":                 "once it has happened, nobody is signed in to repeat it",
	"POST /api/auth/password-reset":         "open to anyone; a repetition sends another link",
	"POST /api/auth/password-reset/confirm": "open to anyone; the link works once",
	"POST /api/auth/invitation/accept":      "open to anyone; the link works once",
	"POST /dev/cron":                        "the local default only; it does what is due, and once",
	"POST /dev/seed":                        "the local default only; what exists is left as it is",
	"POST /api/auth/password":               "a repetition no longer knows the current password",
	"POST /api/auth/totp":                   "what it answers is a secret that is not kept; asked again it makes another",
	"POST /api/auth/totp/confirm":           "what it answers are secrets that are not kept, and a code works once",
	"DELETE /api/auth/totp":                 "a code works once",

	"POST /api/auth/passkeys/options":    "changes nothing",
	"POST /api/auth/passkey/options":     "changes nothing",
	"POST /api/auth/passkey":             "as the first step",
	"POST /api/auth/mfa/passkey/options": "changes nothing",
	"POST /api/auth/mfa/passkey":         "as the first step",
}

// TestRoutes: the table is whole.
func TestRoutes(t *testing.T) {
	t.Parallel()
	seen := map[string]audience{}
	for _, r := range routes() {
		name := r.pattern()
		if err := r.check(); err != nil {
			t.Error(err)
		}
		if seen[name]&r.on != 0 {
			t.Errorf("%s stands twice for one host", name)
		}
		seen[name] |= r.on
		if !r.page && r.mutates() && (r.key == noKey) != (withoutKey[name] != "") {
			t.Errorf("%s: give it a key rule, or say in withoutKey why not", name)
		}
		if !r.mutates() && (r.key != noKey || r.in != nil) {
			t.Errorf("%s reads, and has a key rule or a body", name)
		}
		if r.page && strings.HasPrefix(r.path, "/api/") || r.menu != "" && (!r.page || r.mutates()) {
			t.Errorf("%s is no page, or no place in a menu", name)
		}
		if r.access.open && (r.outside || r.module != domain.Core || r.access.roles != 0) {
			t.Errorf("%s is open to anyone, and asks for more", name)
		}
		if !r.access.open && r.on != onTenant {
			t.Errorf("%s needs a session where there is no tenant", name)
		}
		if strings.HasPrefix(r.path, "/dev/") != r.devOnly {
			t.Errorf("%s: only /dev/ is for the local default, and all of it", name)
		}
		for _, code := range r.problems {
			if kinds[code].status < 400 {
				t.Errorf("%s: problem %q has no kind", name, code)
			}
		}
	}
	for name := range withoutKey {
		if seen[name] == 0 {
			t.Errorf("withoutKey names %s, which is not a route", name)
		}
	}
}

// open are the routes that nobody has to be signed in for: every way in begins
// at one of them (ASVS 6.3.4).
var open = []string{
	"GET /healthz", "GET /readyz", "GET /api/openapi.json", "GET /assets/{file}", "GET /{$}",
	"POST /api/auth/login", "GET /login", "POST /login",
	"POST /api/auth/mfa", "GET /login/mfa", "POST /login/mfa",
	"POST /api/auth/passkey/options", "POST /api/auth/passkey", "POST /login/passkey",
	"POST /api/auth/mfa/passkey/options", "POST /api/auth/mfa/passkey", "POST /login/mfa/passkey",
	"GET /auth/oidc/start", "GET /auth/oidc/callback",
	"POST /api/auth/password-reset", "GET /forgot", "POST /forgot",
	"POST /api/auth/password-reset/confirm", "GET /reset/{token}", "POST /reset/{token}",
	"POST /api/auth/invitation/accept", "GET /invitation/{token}", "POST /invitation/{token}",
}

// TestOpenRoutes: there are no others.
func TestOpenRoutes(t *testing.T) {
	t.Parallel()
	var got []string
	for _, r := range routes() {
		if r.access.open && !r.devOnly && !slices.Contains(got, r.pattern()) {
			got = append(got, r.pattern())
		}
	}
	slices.Sort(got)
	if want := slices.Sorted(slices.Values(open)); !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}

// TestMountRefuses a table that is not whole: the application does not start.
func TestMountRefuses(t *testing.T) {
	t.Parallel()
	whole := route{method: "GET", path: "/x", on: onTenant, access: everyone, summary: "X", run: healthz}
	for name, spoil := range map[string]func(*route){
		"roles":      func(r *route) { r.access = access{} },
		"empty set":  func(r *route) { r.access = signedIn() },
		"host":       func(r *route) { r.on = 0 },
		"handler":    func(r *route) { r.run = nil },
		"summary":    func(r *route) { r.summary = "" },
		"not a role": func(r *route) { r.access = signedIn(0) },
	} {
		r := whole
		spoil(&r)
		if err := new(App).mount([]route{whole, r}); err == nil {
			t.Errorf("%s: mounted", name)
		}
	}
	if err := new(App).mount([]route{whole}); err != nil {
		t.Error(err)
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

// TestKinds: every code that a refusal is made with anywhere has its status
// and title; the OpenAPI document and the pages read them from there.
func TestKinds(t *testing.T) {
	t.Parallel()
	codes := map[string]bool{}
	for _, dir := range []string{".", "../domain", "../store"} {
		files, err := filepath.Glob(dir + "/*.go")
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: %v", dir, err)
		}
		for _, file := range files {
			refusalCodes(t, file, codes)
		}
	}
	if len(codes) < 20 {
		t.Errorf("only %d codes were found", len(codes))
	}
	for code := range codes {
		if k := kinds[code]; k.status < 400 || k.status > 599 || k.title == "" {
			t.Errorf("%q has no kind", code)
		}
	}
	for code := range kinds {
		if !codes[code] {
			t.Errorf("%q is no code of a refusal", code)
		}
	}
}

// refusalCodes collects the Code of every composite literal that has a
// Message and no Field: a domain.Error.
func refusalCodes(t *testing.T, file string, codes map[string]bool) {
	t.Helper()
	tree, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
	if err != nil || strings.HasSuffix(file, "_test.go") {
		return
	}
	ast.Inspect(tree, func(n ast.Node) bool {
		lit, ok := n.(*ast.CompositeLit)
		if !ok {
			return true
		}
		keys := map[string]ast.Expr{}
		for _, e := range lit.Elts {
			if kv, ok := e.(*ast.KeyValueExpr); ok {
				if name, ok := kv.Key.(*ast.Ident); ok {
					keys[name.Name] = kv.Value
				}
			}
		}
		if code, ok := keys["Code"].(*ast.BasicLit); ok && keys["Message"] != nil && keys["Field"] == nil {
			value, _ := strconv.Unquote(code.Value)
			codes[value] = true
		}
		return true
	})
}

// TestFind: the path's values, however the address spells them, and nothing
// that no database could hold.
func TestFind(t *testing.T) {
	t.Parallel()
	a := newApp(t)
	for path, want := range map[string]string{
		"/employees/abc": "GET /employees/{id} abc", "/employees/new": "GET /employees/new ", "/employees/abc/edit": "GET /employees/{id}/edit abc",
		"/employees/a%2Fb": "GET /employees/{id} a/b", "/employees/a%2Fedit": "GET /employees/{id} a/edit", "/employees/a%20b": "GET /employees/{id} a b",
		"/": "GET /{$} ", "/employees/": "not-found", "/employees/a/b": "not-found", "/employees//edit": "not-found",
		"/employees/%00": "not-found", "/employees/%ff": "not-found", "/nothing": "not-found", "/api/auth/login": "method", "//": "not-found",
	} {
		r := httptest.NewRequest("GET", "http://north.localhost"+path, nil)
		got := ""
		switch route, err := a.find(r, onTenant); err := err.(type) {
		case nil:
			got = route.pattern() + " " + r.PathValue("id")
		case *domain.Error:
			got = err.Code
		case *methodError:
			got = "method"
		}
		if got != want {
			t.Errorf("%s: %q, want %q", path, got, want)
		}
	}
}
