package tests

import (
	_ "embed"
	"slices"
	"strings"
	"testing"
)

//go:embed testdata/access.txt
var accessText string

//go:embed testdata/console.txt
var consoleText string

// right is a line of the contract: who may use a route.
type right struct {
	method, path string
	public       bool
	roles        []string
	lapsed       bool // an administrator passes outside the window
	unenrolled   bool
	hr, page     bool
	console      bool // at the console too
	keyed        bool // asks for an Idempotency-Key before all else
}

func rights(text string) (list []right) {
	for _, line := range strings.Split(text, "\n") {
		part := strings.Fields(line)
		if len(part) != 4 || part[0] == "#" {
			continue
		}
		r := right{method: part[2], path: part[3], public: part[0] == "public", roles: strings.Split(part[0], ","),
			lapsed: strings.Contains(part[1], "L"), unenrolled: strings.Contains(part[1], "U"), hr: strings.Contains(part[1], "H"), page: strings.Contains(part[1], "P"), console: strings.Contains(part[1], "C"), keyed: strings.Contains(part[1], "K")}
		if part[0] == "all" {
			r.roles = roles
		}
		list = append(list, r)
	}
	return list
}

// try uses a route without anything that would make it succeed.
func (r right) try(t *testing.T, v *visitor) *answer {
	t.Helper()
	path := strings.NewReplacer("{id}", "nosuch", "{token}", "nosuch", "{slug}", "not-found", "{file}", "nosuch.css", "{$}", "").Replace(r.path)
	body, headers := "", []string(nil)
	switch {
	case r.method == "GET" || r.method == "DELETE":
	case r.page:
		body, headers = "x=y", []string{isForm}
	default:
		body = "{}"
	}
	if r.keyed {
		headers = append(headers, keyed("access "+v.id))
	}
	if r.page && v.token != "" {
		headers = append(headers, "Cookie: __Host-session="+v.token)
		v = &visitor{at: v.at, host: v.host}
	}
	return v.send(t, r.method, path, body, headers...)
}

// outcome is how it was decided: "in", or the refusal.
func (r right) outcome(a *answer) string {
	to := a.Header.Get("Location")
	switch {
	case r.path == "/logout" && a.Header.Get("Set-Cookie") == "": // both lead to sign in
		return "unauthenticated"
	case a.StatusCode == 303 && strings.HasPrefix(to, "/login") && r.path != "/logout" && r.path != "/login/mfa" && !strings.HasPrefix(r.path, "/auth/oidc"):
		return "unauthenticated"
	case r.page && a.StatusCode == 303 && to == "/account" && !r.unenrolled:
		return "mfa-enrolment-required"
	case r.page && a.StatusCode == 402:
		return "subscription-lapsed"
	case r.page && a.StatusCode == 403 && strings.Contains(a.text, "plan does not include"):
		return "module-not-licensed"
	case r.page && a.StatusCode == 403 && strings.Contains(a.text, "do not have access"):
		return "forbidden"
	case slices.Contains([]string{"unauthenticated", "forbidden", "mfa-enrolment-required", "subscription-lapsed", "module-not-licensed"}, a.slug()):
		return a.slug()
	}
	return "in"
}

func (r right) want(t *testing.T, v *visitor, who, outcome string) {
	t.Helper()
	if r.public {
		outcome = "in"
	}
	if a := r.try(t, v); r.outcome(a) != outcome || a.StatusCode >= 500 {
		t.Errorf("%s %s as %s: %s (%d), want %s", r.method, r.path, who, r.outcome(a), a.StatusCode, outcome)
	}
}

// TestAccess walks every route and every page for every role, for nobody, for
// who has yet to set up a second factor, outside the window and without the
// module.
func TestAccess(t *testing.T) {
	t.Parallel()
	list := rights(accessText)
	o, bare := newOrg(t), newOrg(t, `"modules":"governance"`)
	strict := newOrg(t)
	strict.as(t, "admin").send(t, "PUT", "/api/settings/security", `{"mfa_required_for_all":true}`).want(t, 200)
	lapsed := newOrg(t, `"valid_from":"2020-01-01T00:00:00Z","valid_until":"2021-01-01T00:00:00Z"`)
	for _, r := range list {
		as := (*org).as
		if strings.HasSuffix(r.path, "/logout") { // it ends the session that walks
			as = (*org).login
		}
		if strings.HasSuffix(r.path, "/users/sessions") { // the admin's end all others
			as = (*org).anew
		}
		r.want(t, o.nobody(), "nobody", "unauthenticated")
		for _, role := range roles {
			outcome := "forbidden"
			if slices.Contains(r.roles, role) {
				outcome = "in"
			}
			r.want(t, as(o, t, role), role, outcome)
		}
		without := map[bool]string{true: "module-not-licensed", false: "in"}
		r.want(t, as(bare, t, "admin"), "admin without the module", without[r.hr])
		r.want(t, as(lapsed, t, "admin"), "a lapsed admin", map[bool]string{true: "in", false: "subscription-lapsed"}[r.lapsed])
		r.want(t, as(strict, t, "finance"), "finance without a second factor", map[bool]string{true: "in", false: "mfa-enrolment-required"}[r.unenrolled])
	}
}

// TestAccessIsWhole: the contract has every route that the server has, and no other.
func TestAccessIsWhole(t *testing.T) {
	t.Parallel()
	served := decode[struct{ Items, Console []string }](t, public("localhost").get(t, "/dev/routes").want(t, 200))
	sameRoutes(t, "access.txt", rights(accessText), served.Items)
	sameRoutes(t, "console.txt", consoleRights(), served.Console)
}

func sameRoutes(t *testing.T, file string, list []right, served []string) {
	t.Helper()
	var written []string
	for _, r := range list {
		written = append(written, r.method+" "+r.path)
	}
	slices.Sort(served)
	slices.Sort(written)
	if !slices.Equal(served, written) {
		for _, one := range served {
			if !slices.Contains(written, one) {
				t.Errorf("%s does not say who may: %s", file, one)
			}
		}
		for _, one := range written {
			if !slices.Contains(served, one) {
				t.Errorf("%s has what is not served: %s", file, one)
			}
		}
	}
}
