package tests

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"ringfence/store/oidc/oidctest"
)

func hangUp(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }

func TestSSOSettings(t *testing.T) {
	t.Parallel()
	o, p, other := newOrg(t), oidctest.New(t), oidctest.New(t)
	o.at.log.secret(oidctest.ClientSecret, "another-secret")
	wrong, away := oidctest.New(t), oidctest.New(t)
	wrong.Describe(map[string]any{"issuer": "https://evil.example"})
	away.Lie(oidctest.Configuration, hangUp)
	put := func(name, body string, status int, problem string, s scenario) scenario {
		s.name, s.as, s.method, s.path, s.body, s.status, s.problem = name, o.as(t, "admin"), "PUT", "/api/settings/sso", body, status, problem
		s.hasNot = []string{oidctest.ClientSecret}
		return s
	}
	without := func(issuer, client, mode string) string {
		return object("issuer", issuer, "client_id", client, "mode", mode)
	}
	changed := scenario{ledger: []string{"settings.sso"}}
	refused := func(field, code string) scenario { return scenario{has: []string{bad(field, code)}} }
	o.play(t,
		scenario{name: "at first", as: o.as(t, "admin"), method: "GET", path: "/api/settings/sso", status: 200,
			has: []string{`"mode":"password"`, `"client_secret_set":false`, `"issuer":null`}},
		put("nothing", `{}`, 400, "invalid-request", refused("mode", "required")),
		put("another mode", object("mode", "both ways"), 400, "invalid-request", refused("mode", "malformed")),
		put("no issuer", object("mode", "sso"), 400, "invalid-request", scenario{has: []string{bad("issuer", "required"), bad("client_id", "required")}}),
		put("no secret", without(p.Issuer, "x", "both"), 400, "invalid-request", refused("client_secret", "required")),
		put("too long a secret", provider(p, "both", "client_secret", strings.Repeat("x", 1001)), 400, "invalid-request", refused("client_secret", "too-long")),
		put("in clear", provider(p, "both", "issuer", "http://provider.example"), 400, "invalid-request", refused("issuer", "bad-address")),
		put("a file", provider(p, "both", "issuer", "file:///etc/passwd"), 400, "invalid-request", refused("issuer", "bad-address")),
		put("nobody there", provider(away, "both"), 400, "invalid-request", refused("issuer", "unreachable")),
		put("no provider", provider(p, "both", "issuer", p.Issuer+"/elsewhere"), 400, "invalid-request", refused("issuer", "bad-answer")),
		put("of another name", provider(wrong, "both"), 400, "invalid-request", refused("issuer", "wrong-issuer")),
		put("a slash too many", provider(p, "both", "issuer", p.Issuer+"/"), 400, "invalid-request", refused("issuer", "wrong-issuer")),
		put("right", provider(p, "both"), 200, "", scenario{has: []string{`"mode":"both"`, `"client_secret_set":true`, `/auth/oidc/callback"`}, ledger: changed.ledger}),
		put("the same with the secret kept", without(p.Issuer, oidctest.ClientID, "both"), 200, "", scenario{has: []string{`"client_secret_set":true`}}),
		put("another mode with the secret kept", without(p.Issuer, oidctest.ClientID, "sso"), 200, "", changed),
		put("another issuer does not get the secret", without(other.Issuer, oidctest.ClientID, "sso"), 400, "invalid-request", refused("client_secret", "required")),
		put("another client does not get the secret", without(p.Issuer, "another", "sso"), 400, "invalid-request", refused("client_secret", "required")),
		put("passwords need no provider", object("mode", "password"), 200, "", scenario{has: []string{`"client_secret_set":false`}, ledger: changed.ledger}),
		put("and the secret is gone", without(p.Issuer, oidctest.ClientID, "sso"), 400, "invalid-request", refused("client_secret", "required")),
		scenario{name: "not an administrator", as: o.as(t, "hr"), method: "PUT", path: "/api/settings/sso", body: provider(p, "sso"), status: 403, problem: "forbidden"},
		scenario{name: "not an administrator's to read", as: o.as(t, "hr"), method: "GET", path: "/api/settings/sso", status: 403, problem: "forbidden"},
	)
}

// The page does what the answer does.
func TestSSOSettingsPage(t *testing.T) {
	t.Parallel()
	o, p := newOrg(t), oidctest.New(t)
	b := o.browserOf(t, "admin")
	page := b.open(t, "GET", "/settings/sso", "").want(t, 200)
	if !strings.Contains(page.text, "http://"+o.host()+":"+live.port+"/auth/oidc/callback") || !strings.Contains(page.text, "/v2.0") {
		t.Error("no redirect address or no steps")
	}
	fields := url.Values{"issuer": {p.Issuer + "/x"}, "client_id": {oidctest.ClientID}, "client_secret": {oidctest.ClientSecret}, "mode": {"both"}}
	again := b.open(t, "POST", "/settings/sso", fields.Encode()).want(t, 400)
	if !strings.Contains(again.text, "There is a problem") || strings.Contains(again.text, "a secret:") || !strings.Contains(again.text, p.Issuer+"/x") {
		t.Errorf("%s", again.text)
	}
	fields.Set("issuer", p.Issuer)
	b.open(t, "POST", "/settings/sso", fields.Encode()).leads(t, "/settings/sso")
	if page := b.open(t, "GET", "/settings/sso", ""); strings.Contains(page.text, "a secret:") || !strings.Contains(page.text, "One is kept") {
		t.Errorf("%s", page.text)
	}
}

// Each way is offered, and open, as the organisation says.
func TestSSOModes(t *testing.T) {
	t.Parallel()
	o, p := withSSO(t, "both")
	admin := o.as(t, "admin")
	o.connect(t, p, "hr", "hr")
	nobody, hr := o.nobody(), o.credentials("hr")
	offers := func(mode string, password, sso bool) {
		t.Helper()
		page := nobody.get(t, "/login").want(t, 200)
		if strings.Contains(page.text, `name="password"`) != password || strings.Contains(page.text, "/auth/oidc/start") != sso {
			t.Errorf("%s:\n%s", mode, page.text)
		}
	}
	offers("both", true, true)
	nobody.send(t, "POST", "/api/auth/login", hr).want(t, 200)

	underWay := o.browser()
	back := authorize(t, p, underWay.start(t), "hr")
	admin.send(t, "PUT", "/api/settings/sso", provider(p, "password")).want(t, 200)
	offers("password", true, false)
	nobody.get(t, "/auth/oidc/start", "Accept: text/html").want(t, 404)
	underWay.open(t, "GET", back, "").want(t, 401)
	o.reason(t, "provider-changed")

	admin.send(t, "PUT", "/api/settings/sso", provider(p, "sso")).want(t, 200)
	before := admin.head(t)
	nobody.send(t, "POST", "/api/auth/login", hr).refused(t, 403, "password-sign-in-off")
	nobody.send(t, "POST", "/api/auth/login", object("email", "hr@"+o.slug+".example", "password", "wrong")).refused(t, 401, "invalid-credentials")
	if got := admin.since(t, before); len(got) != 2 || got[0] != "auth.password-off" || got[1] != "auth.login-failed" {
		t.Errorf("%v", got)
	}
	if page := nobody.send(t, "POST", "/login", o.form("hr", ""), isForm).want(t, 403); !strings.Contains(page.text, "identity provider") {
		t.Error(page.text)
	}
	o.browser().through(t, p, "hr").leads(t, "/employees")
}

// Until an administrator can sign in through the provider, administrators can
// with their passwords: nobody locks everybody out. Afterwards nobody can.
func TestSSOLocksNobodyOut(t *testing.T) {
	t.Parallel()
	o, p := withSSO(t, "sso")
	challenged := o.nobody().send(t, "POST", "/api/auth/login", o.credentials("admin")).want(t, 200)
	if !decode[signIn](t, challenged).Required {
		t.Error("no second factor")
	}
	if page := o.nobody().get(t, "/login"); !strings.Contains(page.text, `name="password"`) {
		t.Error("no form for administrators")
	}
	o.connect(t, p, "admin", "a")
	o.nobody().send(t, "POST", "/api/auth/login", o.credentials("admin")).refused(t, 403, "password-sign-in-off")
	if page := o.nobody().get(t, "/login"); strings.Contains(page.text, `name="password"`) {
		t.Error("a form that lets nobody in")
	}
}
