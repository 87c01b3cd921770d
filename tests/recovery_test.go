package tests

import (
	"strings"
	"testing"

	"ringfence/store/webauthn/webauthntest"
)

const recoveryPath = "/api/auth/recovery-codes"

// codesOf are the recovery codes of an answer.
func (o *org) codesOf(t *testing.T, a *answer) []string {
	t.Helper()
	codes := decode[struct {
		Codes []string `json:"recovery_codes"`
	}](t, a).Codes
	for _, code := range codes {
		o.at.log.secret(code)
	}
	return codes
}

// add adds a passkey to the visitor's account and returns the recovery codes
// that come with it.
func (o *org) add(t *testing.T, v *visitor, a *webauthntest.Authenticator) []string {
	t.Helper()
	return o.codesOf(t, v.send(t, "POST", passkeysPath, made("Desk", a.Create(v.asked(t, newPasskey, "")))).want(t, 201))
}

// waiting is what the second step of a sign-in must present.
func (o *org) waiting(t *testing.T, role string) string {
	t.Helper()
	c := decode[signIn](t, o.nobody().send(t, "POST", "/api/auth/login", o.credentials(role)).want(t, 200)).Challenge
	o.at.log.secret(c)
	return c
}

// TestRecoveryOfPasskeys: recovery codes come with the first second factor,
// whichever, stay with the second, and go with the last.
func TestRecoveryOfPasskeys(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	hr := o.login(t, "hr")
	hr.send(t, "POST", recoveryPath, "").refused(t, 409, "no-second-factor")
	codes := o.add(t, hr, hr.device("ES256"))
	if len(codes) != 10 || len(o.add(t, hr, hr.device("ES256"))) != 0 {
		t.Fatalf("%d codes, and more with the second passkey", len(codes))
	}
	if more := o.codesOf(t, hr.send(t, "POST", "/api/auth/totp/confirm", object("code", hr.enrol(t).code(t))).want(t, 200)); len(more) != 0 {
		t.Errorf("%d codes with the app", len(more))
	}
	hr.send(t, "DELETE", "/api/auth/totp", object("password", password, "code", codes[0])).want(t, 204)
	enter := func(code string) *answer {
		return o.nobody().send(t, "POST", "/api/auth/mfa", answerTo(o.waiting(t, "hr"), code))
	}
	enter(codes[0]).refused(t, 401, "invalid-code")
	enter(codes[1]).want(t, 200)

	renewed := o.codesOf(t, hr.send(t, "POST", recoveryPath, "").want(t, 200))
	enter(codes[2]).refused(t, 401, "invalid-code")
	enter(renewed[0]).want(t, 200)
	if e := o.as(t, "admin").entries(t, "action=auth.recovery-renew"); len(e) != 1 || e[0].Actor != hr.id {
		t.Errorf("%+v", e)
	}
	for _, p := range decode[page[struct{ ID string }]](t, hr.get(t, passkeysPath)).Items {
		hr.send(t, "DELETE", passkeysPath+"/"+p.ID, "").want(t, 204)
	}
	if again := o.add(t, hr, hr.device("ES256")); len(again) != 10 {
		t.Errorf("%d codes after the last factor went", len(again))
	}
}

// TestSecondStepPage asks for what the account has.
func TestSecondStepPage(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	hr := o.login(t, "hr")
	o.add(t, hr, hr.device("ES256"))
	ask := func(role string) *answer {
		return o.nobody().get(t, "/login/mfa", "Cookie: __Host-challenge="+o.waiting(t, role)).want(t, 200)
	}
	a := ask("hr").shows(t, "Use a passkey", "Recovery code", "!authenticator")
	if strings.Index(a.text, "Use a passkey") > strings.Index(a.text, "Recovery code") {
		t.Error("the passkey comes last")
	}
	ask("admin").shows(t, "authenticator app", "recovery code", "!Use a passkey")
}

// TestRecoveryPages: the account's page says how many are left and leads to new
// ones, which are shown once.
func TestRecoveryPages(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	admin := o.as(t, "admin")
	cookie := "Cookie: __Host-session=" + admin.token
	o.nobody().get(t, "/account", cookie).shows(t, `href="/account/recovery-codes"`, "None left")
	o.nobody().get(t, "/account/recovery-codes", cookie).want(t, 200).shows(t, "Your old codes stop working", "!password")
	shown := o.post(t, "/account/recovery-codes", cookie).want(t, 200).shows(t, "Your old codes no longer work", "I have saved these codes")
	if n := strings.Count(shown.text, `<span class="rf-code">`); n != 10 {
		t.Errorf("%d codes", n)
	}
	o.nobody().get(t, "/account", cookie).shows(t, "10 left")
}
