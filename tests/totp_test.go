package tests

import (
	"slices"
	"strings"
	"sync"
	"testing"
)

// enrol begins to set up an authenticator app.
func (v *visitor) enrol(t *testing.T) *authenticator {
	t.Helper()
	got := decode[struct {
		Secret  string
		Address string `json:"otpauth_url"`
		QR      string `json:"qr_svg"`
	}](t, v.send(t, "POST", "/api/auth/totp", "").want(t, 201))
	v.at.log.secret(got.Secret)
	if len(got.Secret) != 32 || !strings.HasPrefix(got.Address, "otpauth://totp/") || !strings.Contains(got.Address, "secret="+got.Secret) ||
		!strings.HasPrefix(got.QR, "<svg") || strings.Contains(got.QR, got.Secret) {
		t.Errorf("%+v", got)
	}
	return &authenticator{secret: got.Secret}
}

// confirm sets it up and returns the recovery codes.
func (v *visitor) confirm(t *testing.T, phone *authenticator) []string {
	t.Helper()
	got := decode[struct {
		Codes []string `json:"recovery_codes"`
	}](t, v.send(t, "POST", "/api/auth/totp/confirm", object("code", phone.code(t))).want(t, 200))
	slices.Sort(got.Codes)
	if len(slices.Compact(got.Codes)) != 10 {
		t.Fatalf("%d recovery codes", len(got.Codes))
	}
	v.at.log.secret(got.Codes...)
	return got.Codes
}

// second takes the second step of signing in as a role, with a code.
func (o *org) second(t *testing.T, role, code string) *answer {
	t.Helper()
	first := decode[signIn](t, o.nobody().send(t, "POST", "/api/auth/login", o.credentials(role)).want(t, 200))
	if !first.Required {
		t.Fatal("no second step is asked for")
	}
	return o.nobody().send(t, "POST", "/api/auth/mfa", answerTo(first.Challenge, code))
}

// An authenticator app, from enrolment to removal (AUTH-6).
func TestTOTP(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	v, elsewhere := o.login(t, "clinical"), o.login(t, "clinical")
	replaced := v.enrol(t)
	phone := v.enrol(t)
	if replaced.secret == phone.secret {
		t.Error("the same secret twice")
	}
	do := func(name, method, path, body string, status int, problem string, has string, ledger ...string) scenario {
		s := scenario{name: name, as: v, method: method, path: "/api/auth/" + path, body: body, status: status, problem: problem, ledger: ledger}
		if has != "" {
			s.has = []string{has}
		}
		return s
	}
	o.login(t, "clinical") // with the password alone: nothing is confirmed
	o.play(t,
		do("a code of a secret that was replaced", "POST", "totp/confirm", object("code", replaced.code(t)), 401, "invalid-code", "", "auth.mfa-failed"),
		do("no code", "POST", "totp/confirm", `{}`, 400, "invalid-request", `"field":"code","code":"required"`),
		do("nothing to remove", "DELETE", "totp", object("password", password, "code", "000000"), 404, "not-found", ""),
	)
	before := o.as(t, "admin").head(t)
	codes := v.confirm(t, phone)
	if got := o.as(t, "admin").since(t, before); !slices.Equal(got, []string{"auth.totp-confirm"}) {
		t.Errorf("%v", got)
	}
	elsewhere.get(t, "/api/auth/session").refused(t, 401, "unauthenticated")
	v.get(t, "/api/auth/session").want(t, 200)
	o.play(t,
		do("enrolling anew", "POST", "totp", "", 409, "already-enrolled", ""),
		do("confirming anew", "POST", "totp/confirm", object("code", "000000"), 409, "already-enrolled", ""),
	)
	o.enter(t, o.second(t, "clinical", phone.code(t)))
	o.enter(t, o.second(t, "clinical", strings.ToUpper(codes[0])))
	o.second(t, "clinical", codes[0]).refused(t, 401, "invalid-code")
	o.play(t,
		do("removing without the password", "DELETE", "totp", object("password", "not it", "code", codes[1]), 400, "invalid-request", `"field":"password","code":"wrong"`, "auth.password-failed"),
		do("removing without a code", "DELETE", "totp", object("password", password, "code", "000000"), 401, "invalid-code", "", "auth.mfa-failed"),
		do("removing by a code that was used", "DELETE", "totp", object("password", password, "code", codes[0]), 401, "invalid-code", "", "auth.mfa-failed"),
		do("removing", "DELETE", "totp", object("password", password, "code", phone.code(t)), 204, "", "", "auth.totp-remove"),
	)
	o.login(t, "clinical")
}

// One recovery code in many requests at the same instant lets one in.
func TestRecoveryCodeOnce(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	v := o.login(t, "hr")
	code := v.confirm(t, v.enrol(t))[0]
	answers := make([]*answer, 5)
	challenges := make([]string, len(answers))
	for i := range challenges {
		challenges[i] = decode[signIn](t, o.nobody().send(t, "POST", "/api/auth/login", o.credentials("hr"))).Challenge
	}
	var all sync.WaitGroup
	for i := range answers {
		all.Go(func() { answers[i] = o.nobody().send(t, "POST", "/api/auth/mfa", answerTo(challenges[i], code)) })
	}
	all.Wait()
	in := 0
	for _, a := range answers {
		if a.StatusCode == 200 {
			in++
		} else {
			a.refused(t, 401, "invalid-code")
		}
	}
	if in != 1 {
		t.Errorf("%d got in", in)
	}
}

// Where a second factor is asked of all, who has none reaches enrolment and
// nothing else until it is there.
func TestEnrolmentRequired(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	admin, v := o.as(t, "admin"), o.as(t, "readonly")
	o.play(t,
		scenario{name: "a number", as: admin, method: "PUT", path: "/api/settings/security", body: `{"mfa_required_for_all":1}`, status: 400, problem: "invalid-request", has: []string{`"code":"wrong-type"`}},
		scenario{name: "text", as: admin, method: "PUT", path: "/api/settings/security", body: `{"mfa_required_for_all":"true"}`, status: 400, problem: "invalid-request"},
		scenario{name: "not an admin", as: o.as(t, "hr"), method: "PUT", path: "/api/settings/security", body: `{"mfa_required_for_all":true}`, status: 403, problem: "forbidden"},
		scenario{name: "on", as: admin, method: "PUT", path: "/api/settings/security", body: `{"mfa_required_for_all":true}`, status: 200, has: []string{`"mfa_required_for_all":true`}, ledger: []string{"settings.security"}},
		scenario{name: "it is on", as: admin, method: "GET", path: "/api/settings/security", status: 200, has: []string{`"mfa_required_for_all":true`}},
	)
	open := []string{"POST /api/auth/logout", "GET /api/auth/session", "POST /api/auth/password", "POST /api/auth/totp", "POST /api/auth/totp/confirm", "DELETE /api/auth/totp",
		"GET /api/auth/passkeys", "POST /api/auth/passkeys/options", "POST /api/auth/passkeys", "GET /api/settings/logo"}
	for _, op := range walkOrder() {
		if op.Roles != nil && !slices.Contains(open, op.method+" "+op.path) {
			path, body := op.sample()
			v.send(t, op.method, path, body).refused(t, 403, "mfa-enrolment-required")
		}
	}
	v.get(t, "/api/auth/session").want(t, 200)
	v.confirm(t, v.enrol(t))
	v.get(t, "/api/hr/employees").want(t, 200)
	admin.send(t, "PUT", "/api/settings/security", `{"mfa_required_for_all":false}`).want(t, 200)
	o.login(t, "hr").get(t, "/api/hr/employees").want(t, 200)

	admin.send(t, "DELETE", "/api/auth/totp", object("password", password, "code", o.phone.code(t))).want(t, 204)
	admin.get(t, "/api/audit").refused(t, 403, "mfa-enrolment-required")
	admin.confirm(t, admin.enrol(t))
	admin.get(t, "/api/audit").want(t, 200)
}
