package tests

import (
	"strings"
	"testing"
)

const (
	askReset     = "/api/auth/password-reset"
	confirmReset = "/api/auth/password-reset/confirm"
)

func TestPasswordReset(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	hr, email := o.as(t, "hr"), "hr@"+o.slug+".example"
	ask := func(name, email string, status int, problem string, ledger ...string) scenario {
		return scenario{name: name, as: o.nobody(), method: "POST", path: askReset, body: object("email", email), status: status, problem: problem, ledger: ledger}
	}
	o.play(t,
		ask("an account", "HR@"+o.slug+".example", 202, "", "auth.reset-request"),
		ask("no account", "nobody@"+o.slug+".example", 202, "", "auth.reset-request"),
		ask("no account, written in another way", "Nobody@"+o.slug+".EXAMPLE", 202, "", "auth.reset-request"),
		ask("no address", "hr", 400, "invalid-request"),
	)
	if e := o.as(t, "admin").entries(t, "limit=2&action=auth.reset-request"); e[0].EntityID != e[1].EntityID || !strings.HasPrefix(e[0].EntityID, "fp:") {
		t.Errorf("one address that is nobody's is two in the ledger: %v", e)
	}
	first := o.linked(t, email)
	o.play(t, ask("once more", email, 202, "", "auth.reset-request"))
	token := o.linked(t, email)
	if len(o.letters(t, email)) != 2 || o.letters(t, "nobody@"+o.slug+".example") != nil {
		t.Errorf("%d messages", len(o.letters(t, email)))
	}
	confirm := func(name, token, pass string, status int, problem string, s scenario) scenario {
		s.name, s.as, s.method, s.path, s.body, s.status, s.problem = name, o.nobody(), "POST", confirmReset, object("token", token, "new", pass), status, problem
		return s
	}
	o.play(t,
		confirm("the first link", first, newPassword, 400, "invalid-token", scenario{}),
		confirm("a link of nothing", "x", newPassword, 400, "invalid-token", scenario{}),
		confirm("too short", token, "short12", 400, "invalid-request", scenario{has: []string{`"field":"new","code":"too-short"`}}),
		confirm("a password that all know", token, "password123", 400, "invalid-request", scenario{has: []string{`"field":"new","code":"breached"`}}),
		scenario{name: "the session goes on", as: hr, method: "GET", path: "/api/auth/session", status: 200},
		confirm("right", token, newPassword, 204, "", scenario{ledger: []string{"auth.password-reset"}}),
		confirm("again", token, newPassword, 400, "invalid-token", scenario{}),
		scenario{name: "the session is over", as: hr, method: "GET", path: "/api/auth/session", status: 401, problem: "unauthenticated"},
		scenario{name: "the old password", as: o.nobody(), method: "POST", path: "/api/auth/login", body: o.credentials("hr"), status: 401, problem: "invalid-credentials", ledger: []string{"auth.login-failed"}},
		scenario{name: "the new one", as: o.nobody(), method: "POST", path: "/api/auth/login", body: object("email", email, "password", newPassword), status: 200, ledger: []string{"auth.login"}},
	)
	if list := o.letters(t, email); len(list) != 3 || list[0].Subject != o.slug+": Your password was changed" {
		t.Errorf("%+v", list)
	}
}

// A new password is no way around the second factor.
func TestPasswordResetKeepsTheFactor(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	email := "admin@" + o.slug + ".example"
	held := decode[signIn](t, o.nobody().send(t, "POST", "/api/auth/login", o.credentials("admin")).want(t, 200))
	o.at.log.secret(held.Challenge)
	o.nobody().send(t, "POST", askReset, object("email", email)).want(t, 202)
	o.nobody().send(t, "POST", confirmReset, object("token", o.linked(t, email), "new", newPassword)).want(t, 204)
	a := o.nobody().send(t, "POST", "/api/auth/login", object("email", email, "password", newPassword)).want(t, 200)
	if got := decode[signIn](t, a); !got.Required || got.Token != "" {
		t.Errorf("%+v", got)
	}
	o.nobody().send(t, "POST", "/api/auth/mfa", object("challenge", held.Challenge, "code", o.phone.code(t))).refused(t, 401, "invalid-code")
	o.enter(t, a).get(t, "/api/auth/session").want(t, 200)
}

// Who may not sign in gets no link, and nobody learns it from the answer.
func TestPasswordResetTellsNothing(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	o.as(t, "admin").send(t, "PATCH", o.user(t, "finance").path(), `{"disabled":true}`).want(t, 200)
	o.invite(t, "nia@elsewhere.example", "hr")
	want := ""
	for i, email := range []string{"hr@" + o.slug + ".example", "finance@" + o.slug + ".example", "nia@elsewhere.example", "nobody@elsewhere.example"} {
		before := len(o.letters(t, email))
		a := o.nobody().send(t, "POST", askReset, object("email", email)).want(t, 202)
		got := a.text + a.Header.Get("Content-Length")
		if i == 0 {
			want = got
		}
		if sent := len(o.letters(t, email)) - before; got != want || sent != map[bool]int{true: 1}[i == 0] {
			t.Errorf("%s: %q, want %q; %d messages", email, got, want, sent)
		}
	}
}

func TestPasswordResetIsLimited(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	for _, email := range []string{"hr@" + o.slug + ".example", "nobody@" + o.slug + ".example"} {
		for range 5 {
			o.nobody().send(t, "POST", askReset, object("email", email)).want(t, 202)
		}
		a := o.nobody().send(t, "POST", askReset, object("email", email)).refused(t, 429, "rate-limited")
		if a.Header.Get("Retry-After") == "" {
			t.Error("no Retry-After")
		}
	}
}

// Dead links are limited, also where they are only looked at, and shut nobody
// out who has a real one.
func TestDeadLinks(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	email := "hr@" + o.slug + ".example"
	o.nobody().send(t, "POST", askReset, object("email", email)).want(t, 202)
	real := "/reset/" + o.linked(t, email)
	for range 15 {
		o.nobody().send(t, "POST", confirmReset, object("token", "x", "new", newPassword)).refused(t, 400, "invalid-token")
		o.nobody().get(t, "/reset/x").want(t, 400).shows(t, "This link has expired or has already been used.", `href="/forgot"`, "!<form")
	}
	o.nobody().send(t, "POST", confirmReset, object("token", "y", "new", newPassword)).refused(t, 429, "rate-limited")
	o.nobody().get(t, "/invitation/y").want(t, 429)
	for range 40 {
		o.nobody().get(t, real).want(t, 200).shows(t, `autocomplete="new-password"`)
	}
	o.post(t, real, "", "new", newPassword).want(t, 303)
	for range 30 {
		o.nobody().get(t, real).want(t, 400).shows(t, "Ask for a new link")
	}
	o.nobody().get(t, real).want(t, 429)
	o.invite(t, "nia@elsewhere.example", "hr")
	o.nobody().get(t, "/invitation/"+o.linked(t, "nia@elsewhere.example")).want(t, 200)
}

// Who loses a password or a second factor is told, wherever it was done.
func TestNotices(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	hr, admin := o.as(t, "hr"), o.as(t, "admin")
	hr.send(t, "POST", "/api/auth/password", object("current", password, "new", newPassword)).want(t, 204)
	admin.send(t, "DELETE", "/api/auth/totp", object("password", password, "code", o.phone.code(t))).want(t, 204)
	for email, subject := range map[string]string{"hr": "Your password was changed", "admin": "Two-factor authentication was removed"} {
		list := o.letters(t, email+"@"+o.slug+".example")
		if len(list) != 1 || list[0].Subject != o.slug+": "+subject || !strings.Contains(list[0].Text, "http://"+o.host()+":"+o.at.port+"/forgot\n") {
			t.Errorf("%s: %+v", email, list)
		}
	}
}
