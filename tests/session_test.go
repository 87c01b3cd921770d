package tests

import (
	"strings"
	"testing"
	"time"
)

type who struct {
	User         struct{ ID, Email, Name, Role string }
	Tenant       struct{ Slug, Name, Region string }
	Subscription struct {
		Status     string
		Plan       *string
		Modules    []string
		ValidFrom  *time.Time `json:"valid_from"`
		ValidUntil *time.Time `json:"valid_until"`
	}
}

func TestSession(t *testing.T) {
	t.Parallel()
	o := newOrg(t, `"name":"Quay Street Clinic"`, `"region":"eu"`, `"modules":"hr,peer"`)
	got := decode[who](t, o.as(t, "finance").get(t, "/api/auth/session").want(t, 200))
	if got.User.Email != "finance@"+o.slug+".example" || got.User.Role != "finance" || got.User.ID != o.as(t, "finance").id {
		t.Errorf("user %v", got.User)
	}
	if got.Tenant.Slug != o.slug || got.Tenant.Name != "Quay Street Clinic" || got.Tenant.Region != "eu" {
		t.Errorf("tenant %v", got.Tenant)
	}
	s := got.Subscription
	if s.Status != "active" || strings.Join(s.Modules, ",") != "hr,peer" || !s.ValidFrom.Before(time.Now()) || !s.ValidUntil.After(time.Now()) {
		t.Errorf("subscription %v", s)
	}
}

func TestLogout(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	leaving, staying := o.login(t, "hr"), o.login(t, "hr")
	o.play(t,
		scenario{name: "log out", as: leaving, method: "POST", path: "/api/auth/logout", status: 204, ledger: []string{"auth.logout"}},
		scenario{name: "the session is over", as: leaving, method: "GET", path: "/api/hr/employees", status: 401, problem: "unauthenticated"},
		scenario{name: "it cannot log out again", as: leaving, method: "POST", path: "/api/auth/logout", status: 401, problem: "unauthenticated"},
		scenario{name: "the other one is not", as: staying, method: "GET", path: "/api/hr/employees", status: 200},
		scenario{name: "nobody cannot log out", as: o.nobody(), method: "POST", path: "/api/auth/logout", status: 401, problem: "unauthenticated"},
	)
}

type sessionItem struct {
	ID      string
	Device  string
	Current bool
}

// others lists the visitor's sessions but the one that asks.
func (v *visitor) others(t *testing.T) (ids []string) {
	t.Helper()
	current := 0
	for _, s := range decode[page[sessionItem]](t, v.get(t, "/api/auth/sessions").want(t, 200)).Items {
		if s.Current {
			current++
		} else {
			ids = append(ids, s.ID)
		}
	}
	if current != 1 {
		t.Errorf("%d current sessions", current)
	}
	return ids
}

func TestSessions(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	first, second, third := o.login(t, "hr"), o.login(t, "hr"), o.login(t, "hr")
	if got := first.others(t); len(got) != 2 {
		t.Fatalf("others: %v", got)
	}
	mine := first.others(t)[0]
	end := func(name string, as *visitor, path string, status int, problem string, ledger ...string) scenario {
		return scenario{name: name, as: as, method: "DELETE", path: "/api/auth/sessions" + path, status: status, problem: problem, ledger: ledger}
	}
	o.play(t,
		end("somebody else's", o.as(t, "admin"), "/"+mine, 404, "not-found"),
		end("one that is not there", first, "/nosuch", 404, "not-found"),
		end("one's own", first, "/"+mine, 204, "", "auth.logout"),
		end("one that has ended", first, "/"+mine, 404, "not-found"),
		end("all the others", first, "", 204, "", "auth.logout-others"),
	)
	for _, v := range []*visitor{second, third} {
		v.get(t, "/api/auth/session").refused(t, 401, "unauthenticated")
	}
	if got := first.others(t); len(got) != 0 {
		t.Errorf("others: %v", got)
	}
}

// An administrator ends everybody's sessions at once, but the one that asks.
func TestEndEverybodysSessions(t *testing.T) {
	t.Parallel()
	o, other := newOrg(t), newOrg(t)
	admin, hr, elsewhere := o.as(t, "admin"), o.as(t, "hr"), other.as(t, "hr")
	held := decode[signIn](t, o.nobody().send(t, "POST", "/api/auth/login", o.credentials("admin")).want(t, 200))
	o.at.log.secret(held.Challenge)
	o.play(t,
		scenario{name: "not by others", as: hr, method: "DELETE", path: "/api/users/sessions", status: 403, problem: "forbidden"},
		scenario{name: "all", as: admin, method: "DELETE", path: "/api/users/sessions", status: 204, ledger: []string{"auth.logout-everybody"}},
	)
	hr.get(t, "/api/auth/session").refused(t, 401, "unauthenticated")
	elsewhere.get(t, "/api/auth/session").want(t, 200)
	o.nobody().send(t, "POST", "/api/auth/mfa", answerTo(held.Challenge, o.phone.code(t))).refused(t, 401, "invalid-code")
	hr = o.login(t, "hr")
	cookie := "Cookie: __Host-session=" + admin.token
	o.nobody().get(t, "/settings", cookie).shows(t, `href="/users/sessions"`)
	o.nobody().get(t, "/users/sessions", cookie).shows(t, "nhsuk-button--warning")
	o.post(t, "/users/sessions", cookie).leads(t, "/settings")
	hr.get(t, "/api/auth/session").refused(t, 401, "unauthenticated")
}

// The page names devices in plain words, and signs out everywhere else.
func TestSessionsPage(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	hr := o.login(t, "hr")
	cookie := "Cookie: __Host-session=" + hr.token
	o.nobody().get(t, "/sessions", cookie).want(t, 200).shows(t, "!everywhere else")
	const agent = "User-Agent: Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36"
	elsewhere := o.enter(t, o.nobody().send(t, "POST", "/api/auth/login", o.credentials("hr"), agent))
	o.nobody().get(t, "/sessions", cookie).want(t, 200).shows(t, "Chrome on Windows", "!Mozilla", "Sign out everywhere else")
	o.post(t, "/sessions/others", cookie).leads(t, "/sessions")
	elsewhere.get(t, "/api/auth/session").refused(t, 401, "unauthenticated")
	hr.get(t, "/api/auth/session").want(t, 200)
}
