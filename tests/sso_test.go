package tests

import (
	"encoding/json"
	"html"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"ringfence/store/oidc/oidctest"
)

// provider writes the settings of an OpenID provider.
func provider(p *oidctest.Provider, mode string, more ...string) string {
	return object(append([]string{"issuer", p.Issuer, "client_id", oidctest.ClientID, "client_secret", oidctest.ClientSecret, "mode", mode}, more...)...)
}

// withSSO is an organisation that signs in through a provider of the test's.
func withSSO(t *testing.T, mode string) (*org, *oidctest.Provider) {
	t.Helper()
	o, p := newOrg(t), oidctest.New(t)
	o.at.log.secret(oidctest.ClientSecret, oidctest.AccessToken)
	o.as(t, "admin").send(t, "PUT", "/api/settings/sso", provider(p, mode)).want(t, 200)
	return o, p
}

// browser is one that keeps the cookies it is given.
type browser struct {
	*visitor
	cookies map[string]string
}

func (o *org) browser() *browser { return &browser{o.nobody(), map[string]string{}} }

// browserOf is a browser of somebody who has signed in.
func (o *org) browserOf(t *testing.T, role string) *browser {
	t.Helper()
	b := o.browser()
	b.cookies["__Host-session"] = o.as(t, role).token
	return b
}

func (b *browser) open(t *testing.T, method, path, body string, headers ...string) *answer {
	t.Helper()
	jar := "Cookie: "
	for name, value := range b.cookies {
		jar += name + "=" + value + "; "
	}
	if method == "POST" {
		headers = append(headers, isForm)
	}
	a := b.send(t, method, path, body, append(headers, jar, "Accept: text/html")...)
	for _, c := range a.Cookies() {
		if c.MaxAge < 0 {
			delete(b.cookies, c.Name)
			continue
		}
		b.cookies[c.Name] = c.Value
		b.at.log.secret(c.Value)
	}
	return a
}

// start goes to the provider and returns the address it was sent to.
func (b *browser) start(t *testing.T) string {
	t.Helper()
	return b.open(t, "GET", "/auth/oidc/start?next=%2Femployees", "").want(t, 303).Header.Get("Location")
}

// authorize signs in at the provider, and returns the address to come back to.
func authorize(t *testing.T, p *oidctest.Provider, address, subject string, edit ...func(*oidctest.Token)) string {
	t.Helper()
	code, r, err := p.Authorize(address, subject, edit...)
	if err != nil {
		t.Fatal(err)
	}
	live.log.secret(code, r.State)
	return callback(t, r.Redirect, "code", code, "state", r.State)
}

// callback is a path of our own with parameters.
func callback(t *testing.T, redirect string, pairs ...string) string {
	t.Helper()
	u, err := url.Parse(redirect)
	if err != nil || u.Path != "/auth/oidc/callback" {
		t.Fatalf("%q: %v", redirect, err)
	}
	q := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		q.Set(pairs[i], pairs[i+1])
	}
	return u.Path + "?" + q.Encode()
}

// through goes all the way.
func (b *browser) through(t *testing.T, p *oidctest.Provider, subject string, edit ...func(*oidctest.Token)) *answer {
	t.Helper()
	return b.open(t, "GET", authorize(t, p, b.start(t), subject, edit...), "")
}

var link = regexp.MustCompile(`<a class="nhsuk-button" href="([^"]+)"`)

// begin presses Connect, and returns where the page leads.
func (b *browser) begin(t *testing.T) string {
	t.Helper()
	page := b.open(t, "POST", "/account/sso", "").want(t, 200)
	found := link.FindStringSubmatch(page.text)
	if found == nil {
		t.Fatalf("no link to the provider:\n%s", page.text)
	}
	return html.UnescapeString(found[1])
}

// connect makes a subject at the provider the role's.
func (o *org) connect(t *testing.T, p *oidctest.Provider, role, subject string) {
	t.Helper()
	b := o.browserOf(t, role)
	b.open(t, "GET", authorize(t, p, b.begin(t), subject), "").leads(t, "/account/sso")
}

// who is the email address of whoever is signed in, or "".
func (b *browser) who(t *testing.T) string {
	t.Helper()
	var got who
	if err := json.Unmarshal([]byte(b.open(t, "GET", "/api/auth/session", "").text), &got); err != nil {
		t.Fatal(err)
	}
	return got.User.Email
}

func TestSSO(t *testing.T) {
	t.Parallel()
	o, p := withSSO(t, "both")
	admin := o.as(t, "admin")
	o.connect(t, p, "hr", "subject-of-hr")
	before := admin.head(t)
	b := o.browser()
	b.through(t, p, "subject-of-hr").leads(t, "/employees")
	if got := b.who(t); got != "hr@"+o.slug+".example" {
		t.Errorf("signed in as %q", got)
	}
	if _, left := b.cookies["__Host-oidc"]; left {
		t.Error("the flow's cookie stays")
	}
	entered := admin.entries(t, "limit=1")[0]
	if got := admin.since(t, before); len(got) != 1 || entered.Action != "auth.login" || entered.After["method"] != "sso" || entered.Actor != o.as(t, "hr").id {
		t.Errorf("%v %v", got, entered)
	}
	if text := admin.get(t, "/api/audit?limit=200").text; strings.Contains(text, "subject-of-hr") || strings.Contains(text, oidctest.ClientSecret) {
		t.Error("the ledger has the subject or the secret")
	}
}

// An administrator has a second factor: it is asked for, unless the provider
// says that it has asked for several.
func TestSSOAndSecondFactors(t *testing.T) {
	t.Parallel()
	o, p := withSSO(t, "both")
	o.connect(t, p, "admin", "subject-of-admin")
	b := o.browser()
	b.through(t, p, "subject-of-admin").leads(t, "/login/mfa?next=%2Femployees")
	if _, in := b.cookies["__Host-session"]; in {
		t.Error("a session without the second factor")
	}
	strong := o.browser()
	strong.through(t, p, "subject-of-admin", func(k *oidctest.Token) { k.Claims["amr"] = []string{"pwd", "mfa"} }).leads(t, "/employees")
	if got := strong.who(t); got != "admin@"+o.slug+".example" {
		t.Errorf("signed in as %q", got)
	}
}

// Begun by another site, a flow would sign in who did not mean to.
func TestSSOStart(t *testing.T) {
	t.Parallel()
	o, p := withSSO(t, "both")
	b := o.browser()
	for _, site := range []string{"cross-site", "same-site"} {
		b.open(t, "GET", "/auth/oidc/start?next=%2Fsessions", "", "Sec-Fetch-Site: "+site).leads(t, "/login?next=%2Fsessions")
	}
	b.open(t, "GET", "/auth/oidc/start", "", "Sec-Fetch-Site: same-origin").want(t, 303)
	if !strings.HasPrefix(b.start(t), p.Issuer+"/authorize?") {
		t.Error("not the provider")
	}
	o.connect(t, p, "readonly", "r")
	for _, next := range []string{"https://evil.example/", "//evil.example", `/\evil.example`, "/\t/evil.example"} {
		b := o.browser()
		address := b.open(t, "GET", "/auth/oidc/start?next="+url.QueryEscape(next), "").want(t, 303).Header.Get("Location")
		b.open(t, "GET", authorize(t, p, address, "r"), "").leads(t, "/")
	}
	a := o.browser().open(t, "GET", "/auth/oidc/start", "")
	for _, c := range a.Cookies() {
		if c.Name != "__Host-oidc" || !c.Secure || !c.HttpOnly || c.Path != "/" || c.Domain != "" || c.SameSite != 2 || c.MaxAge != 600 {
			t.Errorf("%v", c)
		}
	}
}

// A provider that is away is said to be, and nobody else's fault.
func TestSSOUnavailable(t *testing.T) {
	t.Parallel()
	o, p := withSSO(t, "sso")
	p.Lie(oidctest.TokenPath, hangUp)
	b := o.browser()
	page := b.through(t, p, "x").want(t, 401)
	if !strings.Contains(page.text, "did not work") {
		t.Error(page.text)
	}
	o.reason(t, "unreachable")
}
