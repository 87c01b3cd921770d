package tests

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"ringfence/store/oidc/oidctest"
)

// reason fails the test unless the ledger's last refusal of single sign-on has
// that reason.
func (o *org) reason(t *testing.T, want string) entry {
	t.Helper()
	list := o.as(t, "admin").entries(t, "limit=1&action=auth.sso-failed")
	if len(list) == 0 || list[0].After["reason"] != want {
		t.Errorf("the ledger has %v, want %s", list, want)
		return entry{}
	}
	return list[0]
}

// turnsAway fails the test unless the answer is a page that says what to do and
// lets nobody in, and the ledger says why.
func (o *org) turnsAway(t *testing.T, a *answer, want string) {
	t.Helper()
	a.want(t, 401)
	if a.kind() != "text/html" || !strings.Contains(a.text, "/login") || strings.Contains(a.text, want) {
		t.Errorf("%s", a.text)
	}
	for _, c := range a.Cookies() {
		t.Errorf("a refusal sets %s", c.Name)
	}
	if e := o.reason(t, want); e.RequestID != a.Header.Get("X-Request-Id") {
		t.Errorf("the entry is of another request: %v", e)
	}
	o.check(t, a, `"security":"auth.sso-failed `+want+`"`)
}

// What a provider may not say, through the whole application; the rest of it
// stands beside the code (store/oidc).
func TestHostileProvider(t *testing.T) {
	t.Parallel()
	o, p := withSSO(t, "both")
	o.connect(t, p, "hr", "hr")
	for want, edit := range map[string]func(*oidctest.Token){
		"wrong-issuer":    func(k *oidctest.Token) { k.Claims["iss"] = "https://evil.example" },
		"wrong-audience":  func(k *oidctest.Token) { k.Claims["aud"] = "somebody else" },
		"wrong-nonce":     func(k *oidctest.Token) { k.Claims["nonce"] = "of another sign-in" },
		"wrong-algorithm": oidctest.Unsigned,
		"unknown-key":     func(k *oidctest.Token) { k.Header["kid"] = "nosuch" },
		"bad-signature":   func(k *oidctest.Token) { k.Key = oidctest.NewRSA("rsa-1") },
		"expired":         func(k *oidctest.Token) { k.Claims["exp"] = time.Now().Unix() - 120 },
		"not-yet":         func(k *oidctest.Token) { k.Claims["iat"] = time.Now().Unix() + 120 },
		"no-subject":      func(k *oidctest.Token) { delete(k.Claims, "sub") },
	} {
		o.turnsAway(t, o.browser().through(t, p, "hr", edit), want)
	}
	for _, secret := range oidctest.RSA().PublicForms() {
		o.turnsAway(t, o.browser().through(t, p, "hr", func(k *oidctest.Token) { k.Key.Private, k.Header["alg"] = secret, "HS256" }), "wrong-algorithm")
	}
	p.Publish(oidctest.RSA(), oidctest.EC())
	later := func(k *oidctest.Token) { k.Header["kid"] = "looked for again" }
	o.browser().through(t, p, "hr", later).want(t, 401)
	for path, answer := range map[string]http.HandlerFunc{
		oidctest.TokenPath: func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "/elsewhere", http.StatusTemporaryRedirect)
		},
	} {
		p.Lie(path, answer)
		o.turnsAway(t, o.browser().through(t, p, "hr"), "code-refused")
		p.Lie(path, nil)
	}
	if p.Asked("/elsewhere") != 0 {
		t.Error("a redirection was followed, with the secret")
	}
	o.browser().through(t, p, "hr").leads(t, "/employees")
}

// An identity is its issuer and subject. Whoever has the email address of an
// account has not got the account.
func TestUnconnectedIdentity(t *testing.T) {
	t.Parallel()
	o, p := withSSO(t, "both")
	o.connect(t, p, "hr", "hr")
	named := func(k *oidctest.Token) { k.Claims["email"], k.Claims["email_verified"] = "hr@"+o.slug+".example", true }
	for _, subject := range []string{"somebody else", "HR", "hr ", "hr@" + o.slug + ".example", "' OR 1=1 --"} {
		page := o.browser().through(t, p, subject, named)
		o.turnsAway(t, page, "not-connected")
		if !strings.Contains(page.text, "not connected to an account") {
			t.Errorf("%s", page.text)
		}
	}
	if e := o.reason(t, "not-connected"); !strings.HasPrefix(e.EntityID, "fp:") {
		t.Errorf("%v", e)
	}
}

// Another organisation with the same provider does not know the identity.
func TestIdentityOfAnotherOrganisation(t *testing.T) {
	t.Parallel()
	pair, p := newOrgs(t, live, 2), oidctest.New(t)
	for _, o := range pair {
		o.as(t, "admin").send(t, "PUT", "/api/settings/sso", provider(p, "both")).want(t, 200)
	}
	pair[0].connect(t, p, "hr", "hr")
	pair[1].turnsAway(t, pair[1].browser().through(t, p, "hr"), "not-connected")

	b := pair[0].browser()
	back := authorize(t, p, b.start(t), "hr")
	astray := pair[1].browser()
	astray.cookies = b.cookies
	pair[1].turnsAway(t, astray.open(t, "GET", back, ""), "unknown-state")
}

// The response of one provider is not taken for another's (RFC 9207), and a
// code of one never goes to another.
func TestMixUp(t *testing.T) {
	t.Parallel()
	o, honest := withSSO(t, "both")
	evil := oidctest.New(t)
	o.connect(t, honest, "hr", "hr")
	admin := o.as(t, "admin")

	b := o.browser()
	back := authorize(t, honest, b.start(t), "hr")
	o.turnsAway(t, b.open(t, "GET", back+"&iss="+url.QueryEscape(evil.Issuer), ""), "wrong-issuer")

	b = o.browser()
	back = authorize(t, honest, b.start(t), "hr")
	admin.send(t, "PUT", "/api/settings/sso", provider(evil, "both")).want(t, 200)
	o.turnsAway(t, b.open(t, "GET", back, ""), "provider-changed")
	if evil.Asked(oidctest.TokenPath) != 0 {
		t.Error("the code went to another provider")
	}
	// The same subject of another issuer is another person.
	o.turnsAway(t, o.browser().through(t, evil, "hr"), "not-connected")

	// A provider that names itself in every response. It is one of its own: an
	// instance knows for a while what a provider has said before.
	naming := oidctest.New(t)
	naming.Describe(map[string]any{"authorization_response_iss_parameter_supported": true})
	admin.send(t, "PUT", "/api/settings/sso", provider(naming, "sso")).want(t, 200)
	b = o.browser()
	o.turnsAway(t, b.open(t, "GET", authorize(t, naming, b.start(t), "hr"), ""), "wrong-issuer")
}

// A response is for the browser that asked for it, once.
func TestSSOReplay(t *testing.T) {
	t.Parallel()
	o, p := withSSO(t, "both")
	o.connect(t, p, "hr", "hr")

	b := o.browser()
	address := b.start(t)
	back := authorize(t, p, address, "hr")
	cookie := b.cookies["__Host-oidc"]
	o.turnsAway(t, o.browser().open(t, "GET", back, ""), "other-browser")
	other := o.browser()
	other.start(t)
	o.turnsAway(t, other.open(t, "GET", back, ""), "other-browser")
	b.open(t, "GET", back, "").leads(t, "/employees") // what others try takes nothing from it
	b.cookies = map[string]string{"__Host-oidc": cookie}
	o.turnsAway(t, b.open(t, "GET", back, ""), "unknown-state")

	// The code again, in a flow of its own.
	again := o.browser()
	used, err := url.Parse(back)
	if err != nil {
		t.Fatal(err)
	}
	fresh, err := url.Parse(again.start(t))
	if err != nil {
		t.Fatal(err)
	}
	replayed := callback(t, fresh.Query().Get("redirect_uri"), "code", used.Query().Get("code"), "state", fresh.Query().Get("state"))
	o.turnsAway(t, again.open(t, "GET", replayed, ""), "code-refused")

	// Somebody's code, caught before it was used: the verifier is not theirs.
	caught := o.browser()
	code, _, err := p.Authorize(o.browser().start(t), "hr")
	if err != nil {
		t.Fatal(err)
	}
	mine, err := url.Parse(caught.start(t))
	if err != nil {
		t.Fatal(err)
	}
	o.turnsAway(t, caught.open(t, "GET", callback(t, mine.Query().Get("redirect_uri"), "code", code, "state", mine.Query().Get("state")), ""), "code-refused")
}

// Two browsers of one tab's cookie come back at once: one flow, one session.
func TestSSOAtOnce(t *testing.T) {
	t.Parallel()
	o, p := withSSO(t, "both")
	o.connect(t, p, "hr", "hr")
	b := o.browser()
	back := authorize(t, p, b.start(t), "hr")
	cookie := "Cookie: __Host-oidc=" + b.cookies["__Host-oidc"]
	got := make([]int, 10)
	together(len(got), func(i int) {
		a, err := o.nobody().try(context.Background(), "GET", back, "", cookie, "Accept: text/html")
		if err != nil {
			t.Error(err)
			return
		}
		got[i] = a.StatusCode
	})
	slices.Sort(got)
	if got[0] != 303 || got[1] != 401 || got[9] != 401 {
		t.Errorf("%v", got)
	}
}

func TestSSOResponses(t *testing.T) {
	t.Parallel()
	o, p := withSSO(t, "both")
	for _, path := range []string{"/auth/oidc/callback", "/auth/oidc/callback?code=x", "/auth/oidc/callback?code=x&state=", "/auth/oidc/callback?state=nosuch&code=x",
		"/auth/oidc/callback?error=access_denied", "/auth/oidc/callback?state=%00&code=%ff"} {
		o.turnsAway(t, o.browser().open(t, "GET", path, ""), "unknown-state")
	}
	for _, c := range []struct{ name, value, want string }{
		{"error", "access_denied", "denied"}, {"error", "server_error", "provider-error"}, {"nothing", "else", "provider-error"},
	} {
		b := o.browser()
		u, err := url.Parse(b.start(t))
		if err != nil {
			t.Fatal(err)
		}
		o.turnsAway(t, b.open(t, "GET", callback(t, u.Query().Get("redirect_uri"), "state", u.Query().Get("state"), c.name, c.value), ""), c.want)
	}
	if got := p.Asked(oidctest.TokenPath); got != 0 {
		t.Errorf("%d codes were sent", got)
	}
}

// Those who come back with nothing are counted by their address; those who
// sign in are not.
func TestSSORateLimit(t *testing.T) {
	t.Parallel()
	o, p := withSSO(t, "both")
	o.connect(t, p, "hr", "hr")
	for range 30 {
		o.browser().through(t, p, "hr").leads(t, "/employees")
	}
	limited := 0
	for range 105 {
		if a := o.browser().open(t, "GET", "/auth/oidc/callback?state=nosuch", ""); a.StatusCode == 429 {
			limited++
		}
	}
	if limited != 5 {
		t.Errorf("%d of 105 were refused, want 5", limited)
	}
	o.browser().open(t, "GET", "/auth/oidc/start", "").want(t, 429)
	admin := o.as(t, "admin")
	if list := admin.entries(t, "limit=200&action=auth.rate-limited"); len(list) != 1 || list[0].Entity != "address" {
		t.Errorf("%v", list)
	}
	o.nobody().send(t, "POST", "/api/auth/login", o.credentials("hr")).want(t, 200)
}
