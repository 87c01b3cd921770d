package tests

import (
	"slices"
	"strings"
	"testing"
)

// Somebody who has lost what the second step asks for is helped by an
// administrator, who can do no more than that (ASVS 6.4.4).
func TestRemoveFactors(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	admin, owner, elsewhere := o.as(t, "admin"), o.login(t, "clinical"), o.login(t, "clinical")
	owner.confirm(t, owner.enrol(t))
	passkey := owner.device("ES256")
	owner.register(t, passkey)
	owner.confirmed(t, true)
	path := "/api/users/" + owner.id + "/factors"
	remove := func(name string, as *visitor, path string, status int, problem string, ledger ...string) scenario {
		return scenario{name: name, as: as, method: "DELETE", path: path, status: status, problem: problem, ledger: ledger}
	}
	o.play(t,
		remove("by somebody else", o.as(t, "hr"), path, 403, "forbidden"),
		remove("one's own", admin, o.user(t, "admin").path()+"/factors", 409, "own-factors"),
		remove("of nobody", admin, "/api/users/nosuch/factors", 404, "not-found"),
		remove("another organisation's", newOrg(t).as(t, "admin"), path, 404, "not-found"),
		remove("lost ones", admin, path, 204, "", "account.factors-remove"),
	)
	owner.get(t, "/api/auth/session").refused(t, 401, "unauthenticated")
	elsewhere.get(t, "/api/auth/session").refused(t, 401, "unauthenticated")
	o.nobody().send(t, "POST", passkeyPath, used(passkey, o.nobody().asked(t, loginPasskey, ""))).refused(t, 401, "invalid-passkey")
	o.login(t, "clinical").confirmed(t, false) // the password alone, and as it was
	if list := o.letters(t, "clinical@"+o.slug+".example"); len(list) != 1 || !strings.HasSuffix(list[0].Subject, ": Two-factor authentication was removed") {
		t.Errorf("%d messages to its owner", len(list))
	}
}

// confirmed: the visitor's account has an authenticator app, or has none.
func (v *visitor) confirmed(t *testing.T, want bool) {
	t.Helper()
	a := v.send(t, "POST", "/api/auth/totp", "")
	if want {
		a.refused(t, 409, "already-enrolled")
	} else {
		a.want(t, 201)
	}
}

// The pages of the same, without a script: asked first, then done, once.
func TestRemoveFactorsPages(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	admin, owner := o.as(t, "admin"), o.login(t, "clinical")
	owner.confirm(t, owner.enrol(t))
	at, cookie := "/users/"+owner.id, "Cookie: __Host-session="+admin.token
	o.nobody().get(t, at, cookie).want(t, 200).shows(t, `href="`+at+`/factors"`)
	o.nobody().get(t, at+"/factors", cookie).want(t, 200).shows(t, "Reset two-step sign-in for Devi Raman?",
		`action="`+at+`/factors"`, `href="`+at+`"`)
	owner.confirmed(t, true) // asking removes nothing
	before := admin.head(t)
	o.post(t, at+"/factors", cookie).leads(t, at)
	if got := admin.since(t, before); !slices.Equal(got, []string{"account.factors-remove"}) {
		t.Errorf("the ledger gained %v", got)
	}
	owner.get(t, "/api/auth/session").refused(t, 401, "unauthenticated")
	o.login(t, "clinical").confirmed(t, false)

	o.post(t, "/users/"+admin.id+"/factors", cookie).want(t, 409)
	o.post(t, "/users/nosuch/factors", cookie).want(t, 404)
	o.nobody().get(t, "/users/nosuch/factors", cookie).want(t, 404)
	foreign := "Cookie: __Host-session=" + newOrg(t).as(t, "admin").token
	o.post(t, "/users/"+owner.id+"/factors", foreign).want(t, 303) // to sign in
	o.as(t, "admin").get(t, "/api/auth/session").want(t, 200)
}
