package tests

import (
	"net/url"
	"strings"
	"testing"

	"ringfence/store/oidc/oidctest"
)

type connected struct{ ID, Issuer string }

func (v *visitor) identities(t *testing.T) []connected {
	t.Helper()
	return decode[page[connected]](t, v.get(t, "/api/auth/identities").want(t, 200)).Items
}

func TestConnect(t *testing.T) {
	t.Parallel()
	o, p := withSSO(t, "both")
	admin, hr := o.as(t, "admin"), o.as(t, "hr")
	before := admin.head(t)
	o.connect(t, p, "hr", "hr")
	o.connect(t, p, "hr", "hr") // again changes nothing
	if got := admin.since(t, before); len(got) != 1 || got[0] != "identity.connect" {
		t.Errorf("%v", got)
	}
	if list := hr.identities(t); len(list) != 1 || list[0].Issuer != p.Issuer {
		t.Errorf("%v", list)
	}
	page := o.browserOf(t, "hr").open(t, "GET", "/account/sso", "").want(t, 200)
	if !strings.Contains(page.text, "127.0.0.1") || !strings.Contains(page.text, "Disconnect") {
		t.Errorf("%s", page.text)
	}

	// Another account cannot take it.
	b := o.browserOf(t, "finance")
	taken := b.open(t, "GET", authorize(t, p, b.begin(t), "hr"), "").want(t, 409)
	if o.reason(t, "identity-taken"); !strings.Contains(taken.text, "another account") {
		t.Errorf("%s", taken.text)
	}
	if list := o.as(t, "finance").identities(t); len(list) != 0 {
		t.Errorf("%v", list)
	}
}

// A flow that connects ends in the session that began it, and a flow that
// signs in connects nothing.
func TestConnectIsBound(t *testing.T) {
	t.Parallel()
	o, p := withSSO(t, "both")
	hr := o.browserOf(t, "hr")

	back := authorize(t, p, hr.begin(t), "mine")
	nobody := o.browser()
	nobody.cookies["__Host-oidc"] = hr.cookies["__Host-oidc"]
	o.turnsAway(t, nobody.open(t, "GET", back, ""), "other-session")

	back = authorize(t, p, hr.begin(t), "mine")
	finance := o.browserOf(t, "finance")
	finance.cookies["__Host-oidc"] = hr.cookies["__Host-oidc"]
	o.turnsAway(t, finance.open(t, "GET", back, ""), "other-session")

	back = authorize(t, p, hr.begin(t), "mine")
	forged := o.browserOf(t, "hr")
	forged.cookies["__Host-oidc"], forged.cookies["__Host-session"] = hr.cookies["__Host-oidc"], "eyJ.forged.token"
	o.turnsAway(t, forged.open(t, "GET", back, ""), "other-session")

	hr.open(t, "GET", authorize(t, p, hr.start(t), "mine"), "").want(t, 401)
	o.reason(t, "not-connected")

	back = authorize(t, p, hr.begin(t), "mine")
	o.as(t, "hr").send(t, "POST", "/api/auth/logout", "").want(t, 204)
	o.turnsAway(t, hr.open(t, "GET", back, ""), "other-session")
	o.browser().through(t, p, "mine").want(t, 401)
}

// Another site cannot press Connect.
func TestConnectFromAnotherSite(t *testing.T) {
	t.Parallel()
	o, _ := withSSO(t, "both")
	b := o.browserOf(t, "hr")
	b.open(t, "POST", "/account/sso", "", "Sec-Fetch-Site: cross-site").want(t, 403)
	b.open(t, "POST", "/account/sso/disconnect", "id=x", "Sec-Fetch-Site: same-site").want(t, 403)
	o.nobody().send(t, "POST", "/account/sso", "", isForm).leads(t, "/login?next=%2Faccount%2Fsso")
}

func TestDisconnect(t *testing.T) {
	t.Parallel()
	o, p := withSSO(t, "both")
	admin := o.as(t, "admin")
	o.connect(t, p, "hr", "hr")
	o.connect(t, p, "hr", "hr-2")
	list := o.as(t, "hr").identities(t)
	remove := func(name string, as *visitor, id string, status int, problem string, ledger ...string) scenario {
		return scenario{name: name, as: as, method: "DELETE", path: "/api/auth/identities/" + id, status: status, problem: problem, ledger: ledger}
	}
	o.play(t,
		remove("somebody else's", admin, list[0].ID, 404, "not-found"),
		remove("one that is not there", o.as(t, "hr"), "nosuch", 404, "not-found"),
		remove("one of two", o.as(t, "hr"), list[0].ID, 204, "", "identity.disconnect"),
		remove("one that is gone", o.as(t, "hr"), list[0].ID, 404, "not-found"),
	)
	admin.send(t, "PUT", "/api/settings/sso", provider(p, "sso")).want(t, 200)
	o.play(t, remove("the only way in", o.as(t, "hr"), list[1].ID, 409, "last-way-in"))
	form := url.Values{"id": {list[1].ID}}.Encode()
	o.browserOf(t, "hr").open(t, "POST", "/account/sso/disconnect", form).want(t, 409)
	admin.send(t, "PUT", "/api/settings/sso", provider(p, "both")).want(t, 200)
	o.browserOf(t, "hr").open(t, "POST", "/account/sso/disconnect", form).leads(t, "/account/sso")
	o.turnsAway(t, o.browser().through(t, p, "hr-2"), "not-connected")
}

// The window of the subscription counts, however somebody signs in.
func TestSSOOutsideTheWindow(t *testing.T) {
	t.Parallel()
	o, p := newOrg(t, `"suspended":true`), oidctest.New(t)
	o.as(t, "admin").get(t, "/settings/sso", "Accept: text/html").want(t, 402)
	o.as(t, "admin").send(t, "PUT", "/api/settings/sso", provider(p, "both")).refused(t, 402, "subscription-suspended")
}
