package tests

import (
	"strings"
	"testing"

	"ringfence/store/webauthn"
	"ringfence/store/webauthn/webauthntest"
)

// device is a new authenticator in a visitor's hands.
func (v *visitor) device(algorithm string) *webauthntest.Authenticator {
	a := webauthntest.New(algorithm, v.host, "http://"+v.host+":"+v.at.port)
	a.User = []byte(v.id)
	return a
}

// asked is the challenge that a route for options gives.
func (v *visitor) asked(t testing.TB, path, body string) string {
	t.Helper()
	a := v.send(t, "POST", path, body).want(t, 200)
	return decode[struct{ PublicKey struct{ Challenge string } }](t, a).PublicKey.Challenge
}

const (
	passkeysPath  = "/api/auth/passkeys"
	passkeyPath   = "/api/auth/passkey"
	mfaPasskey    = "/api/auth/mfa/passkey"
	newPasskey    = passkeysPath + "/options"
	loginPasskey  = passkeyPath + "/options"
	secondPasskey = mfaPasskey + "/options"
)

func made(name string, r webauthn.Registration) string {
	return object("name", name, "transports", "internal", "client_data", webauthntest.Text(r.ClientData),
		"authenticator_data", webauthntest.Text(r.AuthData), "public_key", webauthntest.Text(r.PublicKey))
}

func used(a *webauthntest.Authenticator, challenge string, more ...string) string {
	s := a.Get(challenge)
	return object(append([]string{"id", webauthntest.Text(a.ID), "client_data", webauthntest.Text(s.ClientData),
		"authenticator_data", webauthntest.Text(s.AuthData), "signature", webauthntest.Text(s.Signature), "user_handle", a.Handle()}, more...)...)
}

// register adds a passkey to the visitor's account and returns its id.
func (v *visitor) register(t testing.TB, a *webauthntest.Authenticator) string {
	t.Helper()
	body := made("Ward 3 tablet", a.Create(v.asked(t, newPasskey, "")))
	return decode[struct{ ID string }](t, v.send(t, "POST", passkeysPath, body).want(t, 201)).ID
}

// A passkey signs in by itself, and is the second step after a password.
func TestPasskeys(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	admin, hr := o.as(t, "admin"), o.login(t, "hr")
	elsewhere := o.login(t, "hr")
	for _, algorithm := range []string{"ES256", "RS256", "EdDSA"} {
		a := hr.device(algorithm)
		hr.register(t, a)
		in := o.enter(t, o.nobody().send(t, "POST", passkeyPath, used(a, o.nobody().asked(t, loginPasskey, ""))))
		if in.id != hr.id {
			t.Errorf("%s signs in %s, not %s", algorithm, in.id, hr.id)
		}
		in.get(t, "/api/hr/employees").want(t, 200)
	}
	elsewhere.get(t, "/api/auth/session").refused(t, 401, "unauthenticated")

	a := hr.device("ES256")
	hr.register(t, a)
	first := decode[signIn](t, o.nobody().send(t, "POST", "/api/auth/login", o.credentials("hr")).want(t, 200))
	if !first.Required {
		t.Fatal("no second step is asked for")
	}
	second := used(a, o.nobody().asked(t, secondPasskey, object("challenge", first.Challenge)), "challenge", first.Challenge)
	o.enter(t, o.nobody().send(t, "POST", mfaPasskey, second)).get(t, "/api/auth/session").want(t, 200)
	o.nobody().send(t, "POST", mfaPasskey, second).refused(t, 401, "invalid-passkey")

	entry := admin.entries(t, "action=auth.login&limit=1")[0]
	if entry.After["method"] != "password+passkey" || entry.Actor != hr.id {
		t.Errorf("%+v", entry)
	}
	admin.verify(t)
}

// What is not a good answer says no more than that, and leaves its entry.
func TestPasskeyRefusals(t *testing.T) {
	t.Parallel()
	o, other := newOrg(t), newOrg(t)
	hr, nobody := o.login(t, "hr"), o.nobody()
	a, counts, admins := hr.device("ES256"), hr.device("ES256"), o.as(t, "admin").device("ES256")
	counts.Count = 5
	for _, d := range []*webauthntest.Authenticator{a, counts} {
		hr.register(t, d)
	}
	o.as(t, "admin").register(t, admins)
	ask := func() string { return nobody.asked(t, loginPasskey, "") }
	spent := used(a, ask())
	nobody.send(t, "POST", passkeyPath, spent).want(t, 200)
	copied := *counts
	nobody.send(t, "POST", passkeyPath, used(counts, ask())).want(t, 200)

	try := func(name, body string) scenario {
		return scenario{name: name, as: nobody, method: "POST", path: passkeyPath, body: body, status: 401, problem: "invalid-passkey", ledger: []string{"auth.passkey-failed"}}
	}
	bad := func(name, field, body string) scenario {
		return scenario{name: name, as: nobody, method: "POST", path: passkeyPath, body: body, status: 400, problem: "invalid-request", has: []string{`"field":"` + field + `"`}}
	}
	spoilt := func(spoil func(*webauthntest.Authenticator)) string {
		d := *a
		spoil(&d)
		return used(&d, ask())
	}
	o.play(t,
		try("replayed", spent),
		try("another organisation's challenge", used(a, other.nobody().asked(t, loginPasskey, ""))),
		try("a challenge to register by", used(a, hr.asked(t, newPasskey, ""))),
		try("a counter that goes back", used(&copied, ask())),
		try("unknown", used(hr.device("ES256"), ask())),
		try("another origin", spoilt(func(a *webauthntest.Authenticator) { a.Origin = "http://evil.example" })),
		try("another port", spoilt(func(a *webauthntest.Authenticator) { a.Origin = "http://" + o.host() + ":1" })),
		try("another organisation's host", spoilt(func(a *webauthntest.Authenticator) { a.Host = other.host() })),
		try("nobody verified", spoilt(func(a *webauthntest.Authenticator) { a.Flags = webauthntest.UserPresent })),
		try("another account's passkey", spoilt(func(a *webauthntest.Authenticator) { a.ID, a.User = admins.ID, admins.User })),
		try("deep client data", spoilt(func(a *webauthntest.Authenticator) { a.Origin = strings.Repeat("[", 2500) })),
		bad("oversize", "client_data", spoilt(func(a *webauthntest.Authenticator) { a.Origin = strings.Repeat("x", 4000) })),
		bad("padded", "id", strings.Replace(spent, `"id":"`, `"id":"=`, 1)),
		bad("not base64url", "signature", strings.Replace(spent, `"signature":"`, `"signature":"+/`, 1)),
		bad("unknown field", "role", strings.Replace(spent, `{`, `{"role":"admin",`, 1)),
		bad("nothing", "signature", `{}`),
	)
	// At another organisation the same passkey is nobody's.
	astray := used(a, other.nobody().asked(t, loginPasskey, ""))
	other.nobody().send(t, "POST", passkeyPath, astray).refused(t, 401, "invalid-passkey")
}

// Only their owner sees, names and removes them.
func TestOwnPasskeys(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	hr, admin := o.login(t, "hr"), o.as(t, "admin")
	id := hr.register(t, hr.device("ES256"))
	own := passkeysPath + "/" + id
	try := func(name string, as *visitor, method, path, body string, status int, problem string, ledger ...string) scenario {
		return scenario{name: name, as: as, method: method, path: path, body: body, status: status, problem: problem, ledger: ledger}
	}
	rename := object("name", "My <b>telephone")
	o.play(t,
		try("rename", hr, "PATCH", own, rename, 200, "", "auth.passkey-rename"),
		try("the same name", hr, "PATCH", own, rename, 200, ""),
		try("no name", hr, "PATCH", own, object("name", " "), 400, "invalid-request"),
		try("a long name", hr, "PATCH", own, object("name", strings.Repeat("x", 61)), 400, "invalid-request"),
		try("another's, to rename", admin, "PATCH", own, rename, 404, "not-found"),
		try("another's, to remove", admin, "DELETE", own, "", 404, "not-found"),
		try("wrong password", hr, "DELETE", own, object("password", "wrong"), 400, "invalid-request", "auth.password-failed"),
		try("nobody", o.nobody(), "GET", passkeysPath, "", 401, "unauthenticated"),
	)
	list := decode[page[struct {
		ID, Name, Host string
		LastUsedAt     *string `json:"last_used_at"`
	}]](t, hr.get(t, passkeysPath).want(t, 200)).Items
	if len(list) != 1 || list[0].ID != id || list[0].Name != "My <b>telephone" || list[0].Host != o.host() || list[0].LastUsedAt != nil {
		t.Errorf("%+v", list)
	}
	if got := decode[page[struct{ ID string }]](t, admin.get(t, passkeysPath).want(t, 200)).Items; len(got) != 0 {
		t.Errorf("the admin sees %v", got)
	}
	if text := admin.get(t, "/api/audit?limit=200").text; strings.Contains(text, "telephone") || strings.Contains(text, "tablet") {
		t.Error("a name is in the ledger")
	}
	o.play(t, try("remove", hr, "DELETE", own, object("password", password), 204, "", "auth.passkey-remove"),
		try("once", hr, "DELETE", own, "", 404, "not-found"))
}

// A passkey is the second factor that an account must have, and the last one
// stays.
func TestPasskeyEnrols(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	o.as(t, "admin").send(t, "PUT", "/api/settings/security", `{"mfa_required_for_all":true}`).want(t, 200)
	clinical := o.login(t, "clinical")
	clinical.get(t, "/api/hr/employees").refused(t, 403, "mfa-enrolment-required")
	id := clinical.register(t, clinical.device("ES256"))
	clinical.get(t, "/api/hr/employees").want(t, 200)
	clinical.send(t, "DELETE", passkeysPath+"/"+id, "").refused(t, 409, "last-factor")
	clinical.get(t, "/api/hr/employees").want(t, 200)
}

// The pages do the rest without a script, and offer the passkey to one of our
// own alone.
func TestPasskeyPages(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	hr := o.login(t, "hr")
	id := hr.register(t, hr.device("ES256"))
	nobody, cookie := o.nobody(), "Cookie: __Host-session="+hr.token
	for path, scripted := range map[string]bool{"/login": true, "/account": false, "/account/passkeys": false, "/account/passkeys/new": false, "/account/passkeys/" + id + "/remove": false} {
		a := nobody.get(t, path, cookie).want(t, 200)
		policy := a.Header.Get("Content-Security-Policy")
		if !strings.Contains(policy, "script-src 'self'") || strings.Contains(a.text, "/assets/passkey.") != scripted || strings.Contains(policy, "unsafe") {
			t.Errorf("%s: %s", path, policy)
		}
	}
	asked := nobody.send(t, "POST", "/account/passkeys/new", "name=Desk", isForm, cookie).want(t, 200)
	if !strings.Contains(asked.text, "data-options=") || !strings.Contains(asked.text, `value="Desk"`) {
		t.Errorf("%s", asked.text)
	}
	nobody.send(t, "POST", "/account/passkeys/new", "name=", isForm, cookie).want(t, 400)
	nobody.send(t, "POST", "/account/passkeys/"+id+"/edit", "name=Desk", isForm, cookie).leads(t, "/account/passkeys")
	if a := nobody.get(t, "/account/passkeys", cookie).want(t, 200); !strings.Contains(a.text, "Desk") {
		t.Errorf("%s", a.text)
	}
	nobody.send(t, "POST", "/login/passkey", "id=eA&client_data=eA&authenticator_data=eA&signature=eA&user_handle=eA", isForm).want(t, 401)
	nobody.send(t, "POST", "/account/passkeys/"+id+"/remove", "", isForm, cookie, "Sec-Fetch-Site: cross-site").want(t, 403)
	nobody.send(t, "POST", "/account/passkeys/"+id+"/remove", "", isForm, cookie).leads(t, "/account/passkeys")
	nobody.get(t, "/account/passkeys/"+id+"/remove", cookie).want(t, 404)
}
