package tests

import (
	"net/url"
	"regexp"
	"strings"
	"testing"
)

var (
	shownKey      = regexp.MustCompile(`<span class="rf-code">([A-Z2-7 ]{39})</span>`)
	shownRecovery = regexp.MustCompile(`<span class="rf-code">([0-9a-z-]{29})</span>`)
)

// Setting up an authenticator app by the pages, when it is required, up to the
// page of recovery codes; then removing it.
func TestAccountPages(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	o.as(t, "admin").send(t, "PUT", "/api/settings/security", `{"mfa_required_for_all":true}`).want(t, 200)
	cookie, nobody := o.browse(t, "clinical"), o.nobody()
	for _, path := range []string{"/", "/employees", "/sessions"} {
		nobody.get(t, path, cookie).leads(t, "/account")
	}
	page := nobody.get(t, "/account", cookie).want(t, 200)
	if !strings.Contains(page.text, "set up two-step sign-in") || strings.Contains(page.text, `href="/employees"`) {
		t.Errorf("%s", page.text)
	}
	nobody.get(t, "/account/authenticator", cookie).leads(t, "/account") // nothing begun
	nobody.send(t, "POST", "/account/authenticator/new", "", isForm, cookie, "Sec-Fetch-Site: cross-site").want(t, 403)
	nobody.send(t, "POST", "/account/authenticator/new", "", isForm, cookie).leads(t, "/account/authenticator")
	page = nobody.get(t, "/account/authenticator", cookie).want(t, 200)
	key := shownKey.FindStringSubmatch(page.text)
	if key == nil || !strings.Contains(page.text, "<svg") {
		t.Fatalf("%s", page.text)
	}
	phone := &authenticator{secret: key[1]}
	o.at.log.secret(strings.ReplaceAll(key[1], " ", ""))
	wrong := nobody.send(t, "POST", "/account/authenticator", "code=000000", isForm, cookie).want(t, 400)
	if !strings.Contains(wrong.text, key[1]) || !strings.Contains(wrong.text, "nhsuk-error-summary") {
		t.Errorf("%s", wrong.text)
	}
	codes := shownRecovery.FindAllStringSubmatch(nobody.send(t, "POST", "/account/authenticator", "code="+phone.code(t), isForm, cookie).want(t, 200).text, -1)
	if len(codes) != 10 {
		t.Fatalf("%d recovery codes", len(codes))
	}
	nobody.get(t, "/employees", cookie).want(t, 200)
	if page := nobody.get(t, "/account", cookie).want(t, 200); !strings.Contains(page.text, "10 left") {
		t.Errorf("%s", page.text)
	}
	nobody.get(t, "/account/authenticator/remove", cookie).want(t, 200)
	remove := func(pass, code string) *answer {
		return nobody.send(t, "POST", "/account/authenticator/remove", url.Values{"password": {pass}, "code": {code}}.Encode(), isForm, cookie)
	}
	if bad := remove("not it", codes[0][1]).want(t, 400); strings.Contains(bad.text, "not it") {
		t.Error("the password comes back")
	}
	remove(password, "000000").want(t, 400)
	remove(password, codes[0][1]).leads(t, "/account")
	nobody.get(t, "/employees", cookie).leads(t, "/account")
}

// Changing the password by its page.
func TestPasswordPage(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	cookie, elsewhere, nobody := o.browse(t, "hr"), o.browse(t, "hr"), o.nobody()
	form := func(current, pass string) string { return url.Values{"current": {current}, "new": {pass}}.Encode() }
	for body, words := range map[string]string{
		form("", ""):                          "Current password is required",
		form("not it", "pelican dust at six"): "Your current password is incorrect",
		form(password, "short"):               "at least 8 characters",
		form(password, "password1"):           "data breach",
	} {
		page := nobody.send(t, "POST", "/account/password", body, isForm, cookie).want(t, 400)
		if !strings.Contains(page.text, words) || strings.Contains(page.text, "pelican") {
			t.Errorf("%s:\n%s", words, page.text)
		}
	}
	nobody.send(t, "POST", "/account/password", form(password, "pelican dust at six"), isForm, cookie).leads(t, "/account")
	nobody.get(t, "/employees", cookie).want(t, 200)
	nobody.get(t, "/employees", elsewhere).leads(t, "/login?next=%2Femployees")
}

// What an organisation asks of its accounts, by its page.
func TestSettingsPage(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	admin := o.as(t, "admin")
	cookie := "Cookie: __Host-session=" + admin.token
	for body, status := range map[string]int{"mfa_required_for_all=perhaps": 400, "": 415, "mfa_required_for_all=true&x=1": 400, "mfa_required_for_all=true": 303} {
		header := isForm
		if body == "" {
			header = "Accept: */*"
		}
		o.nobody().send(t, "POST", "/settings/security", body, header, cookie).want(t, status)
	}
	admin.get(t, "/api/settings/security").want(t, 200)
	if page := o.nobody().get(t, "/settings", cookie).want(t, 200); !strings.Contains(page.text, `value="true" selected`) {
		t.Errorf("%s", page.text)
	}
	o.as(t, "hr").get(t, "/settings", "Accept: text/html").leads(t, "/account")
}
