package tests

import (
	"net/url"
	"strings"
	"testing"
)

// challenge takes the admin's first step.
func (o *org) challenge(t *testing.T) string {
	t.Helper()
	a := o.nobody().send(t, "POST", "/api/auth/login", o.credentials("admin")).want(t, 200)
	got := decode[signIn](t, a)
	if !got.Required || got.Challenge == "" || got.Token != "" || len(a.Cookies()) != 0 {
		t.Fatalf("%s", a.text)
	}
	return got.Challenge
}

// answerTo is the second step's body.
func answerTo(challenge, code string) string { return object("challenge", challenge, "code", code) }

// The second step of signing in (AUTH-6).
func TestMFA(t *testing.T) {
	t.Parallel()
	pair := newOrgs(t, live, 2)
	o, other := pair[0], pair[1]
	first, foreign := o.challenge(t), other.challenge(t)
	step := func(name, body string, status int, problem string, ledger ...string) scenario {
		return scenario{name: name, as: o.nobody(), method: "POST", path: "/api/auth/mfa", body: body, status: status, problem: problem, ledger: ledger}
	}
	o.as(t, "admin")
	code := o.phone.code(t)
	o.play(t,
		step("nothing", `{}`, 400, "invalid-request"),
		step("no code", object("challenge", first), 400, "invalid-request"),
		step("unknown field", object("challenge", first, "code", "000000", "role", "admin"), 400, "invalid-request"),
		step("wrong", answerTo(first, "000000"), 401, "invalid-code", "auth.mfa-failed"),
		step("another organisation's", answerTo(foreign, code), 401, "invalid-code"),
		step("a session's token", answerTo(o.as(t, "hr").id, code), 401, "invalid-code"),
		step("right", answerTo(first, code[:3]+" "+code[3:]), 200, "", "auth.login"),
		step("again", answerTo(first, code), 401, "invalid-code"),
	)
	second := o.challenge(t)
	o.play(t, step("the code again", answerTo(second, code), 401, "invalid-code", "auth.mfa-failed"))
	for range 4 {
		o.nobody().send(t, "POST", "/api/auth/mfa", answerTo(second, "000000")).refused(t, 401, "invalid-code")
	}
	o.play(t, step("the sixth try is right", answerTo(second, o.phone.code(t)), 401, "invalid-code"))
	(&visitor{at: o.at, host: o.host(), token: second}).get(t, "/api/auth/session").refused(t, 401, "unauthenticated")
}

// The second step on its page.
func TestMFAPage(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	nobody := o.nobody()
	nobody.get(t, "/login/mfa").leads(t, "/login")
	a := nobody.send(t, "POST", "/login", o.form("admin", "/ledger"), isForm).leads(t, "/login/mfa?next=%2Fledger")
	if len(a.Cookies()) != 1 || a.Cookies()[0].Name != "__Host-challenge" || !a.Cookies()[0].HttpOnly || !a.Cookies()[0].Secure {
		t.Fatalf("%v", a.Cookies())
	}
	cookie := "Cookie: __Host-challenge=" + a.Cookies()[0].Value
	o.at.log.secret(a.Cookies()[0].Value)
	form := func(code, next string) string { return url.Values{"code": {code}, "next": {next}}.Encode() }
	if page := nobody.get(t, "/login/mfa?next=%2Fledger", cookie).want(t, 200); !strings.Contains(page.text, `value="/ledger"`) || !strings.Contains(page.text, "one-time-code") {
		t.Errorf("%s", page.text)
	}
	wrong := nobody.send(t, "POST", "/login/mfa", form("000000", "/ledger"), isForm, cookie).want(t, 401)
	if strings.Contains(wrong.text, "000000") || wrong.kind() != "text/html" || !strings.Contains(wrong.text, "nhsuk-error-summary") {
		t.Errorf("%s", wrong.text)
	}
	nobody.send(t, "POST", "/login/mfa", form("", ""), isForm, cookie).want(t, 400)
	nobody.send(t, "POST", "/login/mfa", form(o.phone.code(t), ""), isForm).want(t, 401) // no challenge
	in := nobody.send(t, "POST", "/login/mfa", form(o.phone.code(t), "//evil.example"), isForm, cookie).leads(t, "/")
	if len(in.Cookies()) != 2 {
		t.Fatalf("%v", in.Cookies())
	}
	for _, c := range in.Cookies() {
		if c.Name == "__Host-challenge" && c.Value != "" {
			t.Errorf("the challenge stays: %v", c)
		}
		if c.Name == "__Host-session" {
			o.at.log.secret(c.Value)
			nobody.get(t, "/ledger", "Cookie: "+c.Name+"="+c.Value).want(t, 200)
		}
	}
}
