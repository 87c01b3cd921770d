package tests

import (
	"net/http"
	"strings"
	"testing"
)

func TestLogin(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	try := func(name, body string, status int, problem string, s scenario) scenario {
		s.name, s.as, s.method, s.path, s.body, s.status, s.problem = name, o.nobody(), "POST", "/api/auth/login", body, status, problem
		return s
	}
	email := "hr@" + o.slug + ".example"
	failed := scenario{ledger: []string{"auth.login-failed"}}
	o.play(t,
		try("right", o.credentials("hr"), 200, "", scenario{has: []string{`"role":"hr"`, `"email":"` + email + `"`}, ledger: []string{"auth.login"}}),
		try("the address in capitals", object("email", strings.ToUpper(email), "password", password), 200, "", scenario{ledger: []string{"auth.login"}}),
		try("wrong password", object("email", email, "password", "ringfence-demo-passphrasf"), 401, "invalid-credentials", failed),
		try("password with a space behind", object("email", email, "password", password+" "), 401, "invalid-credentials", failed),
		try("unknown account", object("email", "nobody@"+o.slug+".example", "password", password), 401, "invalid-credentials", failed),
		try("injection", object("email", "x'--@"+o.slug+".example", "password", "' OR 1=1 --"), 401, "invalid-credentials", failed),
		try("no password", object("email", email), 400, "invalid-request", scenario{has: []string{`"field":"password","code":"required"`}}),
		try("not an address", object("email", "hr", "password", password), 400, "invalid-request", scenario{has: []string{`"field":"email"`}, hasNot: []string{password}}),
		try("unknown field", object("email", email, "password", password, "role", "admin"), 400, "invalid-request", scenario{has: []string{`"field":"role","code":"unknown"`}}),
		try("wrong type", `{"email":"`+email+`","password":12345678}`, 400, "invalid-request", scenario{has: []string{`"field":"password","code":"wrong-type"`}}),
		try("not JSON", `email=hr`, 400, "invalid-request", scenario{}),
		try("wrong content type", o.credentials("hr"), 415, "unsupported-media-type", scenario{header: []string{"Content-Type: text/plain"}}),
	)
}

// Nobody learns from the answer whether an account exists.
func TestLoginRefusalsAreAlike(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	var texts []string
	for _, email := range []string{"admin@" + o.slug + ".example", "nobody@" + o.slug + ".example"} {
		a := o.nobody().send(t, "POST", "/api/auth/login", object("email", email, "password", "not the passphrase"))
		texts = append(texts, withoutID(t, a.refused(t, 401, "invalid-credentials")))
	}
	if texts[0] != texts[1] {
		t.Errorf("%s\n%s", texts[0], texts[1])
	}
}

func TestLoginCookie(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	a := o.nobody().send(t, "POST", "/api/auth/login", o.credentials("hr")).want(t, 200)
	cookies := a.Cookies()
	if len(cookies) != 1 {
		t.Fatalf("%d cookies", len(cookies))
	}
	c := cookies[0]
	if c.Name != "__Host-session" || !c.Secure || !c.HttpOnly || c.Path != "/" || c.Domain != "" || c.SameSite != http.SameSiteLaxMode {
		t.Errorf("%v", c)
	}
	o.nobody().get(t, "/api/auth/session", "Cookie: "+c.Name+"="+c.Value).want(t, 200)
	o.nobody().get(t, "/api/auth/session", "Cookie: session="+c.Value).refused(t, 401, "unauthenticated")
	out := o.nobody().send(t, "POST", "/api/auth/logout", "", "Cookie: "+c.Name+"="+c.Value).want(t, 204)
	if left := out.Cookies(); len(left) != 1 || left[0].Value != "" || left[0].MaxAge >= 0 {
		t.Errorf("logging out leaves %v", left)
	}
	o.nobody().get(t, "/api/auth/session", "Cookie: "+c.Name+"="+c.Value).refused(t, 401, "unauthenticated")
}

// Signing in anew in one browser ends the session that it held; a cookie of
// another organisation's, or none at all, ends nothing (ASVS 7.2.4).
func TestLoginEndsWhatTheBrowserHeld(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	held, other := o.login(t, "hr"), o.login(t, "hr")
	again := func(o *org) {
		o.nobody().send(t, "POST", "/api/auth/login", o.credentials("hr"), "Cookie: __Host-session="+held.token).want(t, 200)
	}
	again(newOrg(t))
	held.get(t, "/api/auth/session").want(t, 200)
	again(o)
	held.get(t, "/api/auth/session").refused(t, 401, "unauthenticated")
	other.get(t, "/api/auth/session").want(t, 200)
}
