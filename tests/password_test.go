package tests

import (
	"strings"
	"testing"
)

// Changing one's own password (AUTH-2, AUTH-8).
func TestChangePassword(t *testing.T) {
	t.Parallel()
	o := newOrg(t, `"name":"Quay Street Clinic"`)
	v, elsewhere := o.login(t, "finance"), o.login(t, "finance")
	const chosen = "pelican dust at six"
	live.log.secret(chosen)
	change := func(name, current, pass string, status int, bad string, ledger ...string) scenario {
		s := scenario{name: name, as: v, method: "POST", path: "/api/auth/password", body: object("current", current, "new", pass), status: status, ledger: ledger}
		if bad != "" {
			field, code, _ := strings.Cut(bad, " ")
			s.problem, s.has, s.hasNot = "invalid-request", []string{`"field":"` + field + `","code":"` + code + `"`}, []string{pass}
		}
		return s
	}
	o.play(t,
		change("wrong", "not it", chosen, 400, "current wrong", "auth.password-failed"),
		change("nothing", "", "pelican", 400, "current required"),
		change("short", password, "seven77", 400, "new too-short"),
		change("breached", password, "iloveyou1", 400, "new breached"),
		change("the organisation's name", password, "quaystreet clinic", 400, "new guessable"),
		change("the address", password, "finance@"+o.slug+".EXAMPLE", 400, "new guessable"),
		change("the product's name", password, "Ringfence1", 400, "new guessable"),
		change("good", password, chosen, 204, "", "auth.password-change"),
		change("the old one", password, chosen, 400, "current wrong", "auth.password-failed"),
	)
	elsewhere.get(t, "/api/auth/session").refused(t, 401, "unauthenticated")
	v.get(t, "/api/auth/session").want(t, 200)
	o.nobody().send(t, "POST", "/api/auth/login", o.credentials("finance")).refused(t, 401, "invalid-credentials")
	o.enter(t, o.nobody().send(t, "POST", "/api/auth/login", object("email", "finance@"+o.slug+".example", "password", chosen)))
	long := strings.Repeat("long ", 20_000)
	v.send(t, "POST", "/api/auth/password", object("current", chosen, "new", long)).want(t, 204)
	o.enter(t, o.nobody().send(t, "POST", "/api/auth/login", object("email", "finance@"+o.slug+".example", "password", long)))
}

// Who has somebody's session may guess the password as little as anybody.
func TestPasswordGuesses(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	v := o.as(t, "hr")
	for range 10 {
		v.send(t, "POST", "/api/auth/password", object("current", "not it", "new", "pelican dust at six")).refused(t, 400, "invalid-request")
	}
	v.send(t, "POST", "/api/auth/password", object("current", password, "new", "pelican dust at six")).refused(t, 429, "rate-limited").retryable(t)
	v.send(t, "DELETE", "/api/auth/totp", object("password", password, "code", "000000")).refused(t, 429, "rate-limited")
	v.get(t, "/api/hr/employees").want(t, 200)
	o.login(t, "hr")
}
