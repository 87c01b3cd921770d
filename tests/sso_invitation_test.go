package tests

import (
	"slices"
	"strings"
	"testing"
)

// invited opens the invitation's page and goes on to the provider.
func (b *browser) invited(t *testing.T, token string) string {
	t.Helper()
	page := b.open(t, "GET", "/invitation/"+token, "").want(t, 200)
	path := "/auth/oidc/start?invitation=" + token
	if !strings.Contains(page.text, path) {
		t.Fatalf("the page does not offer it:\n%s", page.text)
	}
	return b.open(t, "GET", path, "").want(t, 303).Header.Get("Location")
}

// An invitation can be accepted by signing in at the provider: the identity is
// the account's from then on, and there is no password.
func TestInvitationBySSO(t *testing.T) {
	t.Parallel()
	o, p := withSSO(t, "both")
	const email = "nia@elsewhere.example"
	o.invite(t, email, "readonly")
	token := o.linked(t, email)
	admin := o.as(t, "admin")
	before := admin.head(t)
	b := o.browser()
	b.open(t, "GET", authorize(t, p, b.invited(t, token), "nia"), "").leads(t, "/")
	if got := b.who(t); got != email {
		t.Errorf("signed in as %q", got)
	}
	if got := admin.since(t, before); !slices.Equal(got, []string{"account.accept", "identity.connect", "auth.login"}) {
		t.Errorf("%v", got)
	}
	again := o.browser()
	again.through(t, p, "nia").leads(t, "/employees")
	list := decode[page[connected]](t, again.open(t, "GET", "/api/auth/identities", "")).Items
	again.open(t, "POST", "/account/sso/disconnect", "id="+list[0].ID).want(t, 409) // the only way in

	used := o.browser()
	address := used.open(t, "GET", "/auth/oidc/start?invitation="+token, "").want(t, 303).Header.Get("Location")
	used.open(t, "GET", authorize(t, p, address, "another"), "").want(t, 400)
	o.turnsAway(t, o.browser().through(t, p, "another"), "not-connected")
}

// An identity that an account has accepts nothing for another, and leaves the
// invitation as it was.
func TestInvitationBySomebodyElse(t *testing.T) {
	t.Parallel()
	o, p := withSSO(t, "both")
	o.connect(t, p, "hr", "hr")
	const email = "nia@elsewhere.example"
	o.invite(t, email, "admin")
	token := o.linked(t, email)
	b := o.browser()
	b.open(t, "GET", authorize(t, p, b.invited(t, token), "hr"), "").want(t, 409)
	o.reason(t, "identity-taken")
	for _, bad := range []string{"nosuch", strings.Repeat("x", 65), "a%0Ab", "%27%20OR%201=1"} {
		b := o.browser()
		a := b.open(t, "GET", "/auth/oidc/start?invitation="+bad, "")
		if a.StatusCode == 303 {
			a = b.open(t, "GET", authorize(t, p, a.Header.Get("Location"), "nobody yet"), "")
		}
		a.want(t, 400)
	}
	o.accept(t, email)
}

// Where passwords are not used, none can be chosen by a link either, and
// nobody is sent one.
func TestLinksWithoutPasswords(t *testing.T) {
	t.Parallel()
	o, p := withSSO(t, "both")
	o.connect(t, p, "admin", "admin")
	o.invite(t, "nia@elsewhere.example", "readonly")
	invitation := object("token", o.linked(t, "nia@elsewhere.example"), "password", newPassword)
	hr := "hr@" + o.slug + ".example"
	o.nobody().send(t, "POST", "/api/auth/password-reset", object("email", hr)).want(t, 202)
	reset := o.linked(t, hr)
	o.as(t, "admin").send(t, "PUT", "/api/settings/sso", provider(p, "sso")).want(t, 200)
	o.nobody().send(t, "POST", "/api/auth/invitation/accept", invitation).refused(t, 403, "password-sign-in-off")
	o.nobody().send(t, "POST", "/api/auth/password-reset/confirm", object("token", reset, "new", newPassword)).refused(t, 403, "password-sign-in-off")
	o.nobody().send(t, "POST", "/api/auth/password-reset", object("email", hr)).want(t, 202)
	if again := o.linked(t, hr); again != reset {
		t.Error("a link was sent")
	}
	o.at.log.secret(newPassword)
	b := o.browser()
	token := o.linked(t, "nia@elsewhere.example")
	if page := b.open(t, "GET", "/invitation/"+token, ""); strings.Contains(page.text, "<form") {
		t.Error("a form for a password")
	}
	b.open(t, "GET", authorize(t, p, b.invited(t, token), "nia"), "").leads(t, "/")
}
