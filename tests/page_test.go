package tests

import (
	"net/url"
	"regexp"
	"strings"
	"testing"
)

const isForm = "Content-Type: application/x-www-form-urlencoded"

// form is the sign-in form's, filled.
func (o *org) form(role, next string) string {
	return url.Values{"email": {role + "@" + o.slug + ".example"}, "password": {password}, "next": {next}}.Encode()
}

// leads fails the test unless the answer sends the reader there.
func (a *answer) leads(t *testing.T, to string) *answer {
	t.Helper()
	if got := a.want(t, 303).Header.Get("Location"); got != to {
		t.Errorf("%s leads to %q, want %q", a.Request.URL.Path, got, to)
	}
	return a
}

// browse signs in by the form and returns the cookie to send.
func (o *org) browse(t *testing.T, role string) string {
	t.Helper()
	a := o.nobody().send(t, "POST", "/login", o.form(role, ""), isForm).leads(t, "/")
	o.at.log.secret(a.Cookies()[0].Value)
	return "Cookie: __Host-session=" + a.Cookies()[0].Value
}

func TestLoginPage(t *testing.T) {
	t.Parallel()
	o := newOrg(t, `"name":"Quay <b>Street"`)
	nobody := o.nobody()
	nobody.get(t, "/employees?q=x").leads(t, "/login?next=%2Femployees%3Fq%3Dx")
	page := nobody.get(t, "/login?next=%2Femployees%3Fq%3Dx").want(t, 200)
	for _, part := range []string{`value="/employees?q=x"`, `type="password"`, "Quay &lt;b&gt;Street"} {
		if !strings.Contains(page.text, part) {
			t.Errorf("the page does not have %s", part)
		}
	}
	nobody.send(t, "POST", "/login", o.form("hr", "/employees"), isForm).leads(t, "/employees")
	wrong := nobody.send(t, "POST", "/login", strings.Replace(o.form("hr", ""), password, "wrong", 1), isForm).want(t, 401)
	if wrong.kind() != "text/html" || strings.Contains(wrong.text, `value="wrong"`) || len(wrong.Cookies()) != 0 {
		t.Errorf("%s", wrong.text)
	}
	nobody.send(t, "POST", "/login", "email=hr", isForm).want(t, 400)
	nobody.send(t, "POST", "/login", o.credentials("hr")).want(t, 415)
}

// ownPath is what no browser takes for another host's address.
var ownPath = regexp.MustCompile(`^/([^/\\\x00-\x1f][^\\\x00-\x1f]*)?$`)

// Signing in leads nowhere but to this host.
func TestOpenRedirects(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	for _, next := range []string{
		"https://evil.example/", "//evil.example", `/\evil.example`, "/\t/evil.example", "javascript:alert(1)", "\r\nSet-Cookie: a=b",
	} {
		a := o.nobody().send(t, "POST", "/login", o.form("readonly", next), isForm).want(t, 303)
		if to := a.Header.Get("Location"); !ownPath.MatchString(to) || len(a.Cookies()) != 1 {
			t.Errorf("%q leads to %q", next, to)
		}
	}
	o.nobody().send(t, "POST", "/login", o.form("readonly", "/employees?q=a%2Fb"), isForm).leads(t, "/employees?q=a%2Fb")
}

func TestLogoutPage(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	cookie := o.browse(t, "hr")
	o.nobody().get(t, "/employees", cookie).want(t, 200)
	o.nobody().send(t, "POST", "/logout", "", cookie, isForm).leads(t, "/login")
	o.nobody().get(t, "/employees", cookie).leads(t, "/login?next=%2Femployees")
}

func TestProblemPages(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	cookie := o.browse(t, "clinical")
	for path, status := range map[string]int{"/employees/nosuch": 404, "/ledger": 403, "/nosuch": 404} {
		page := o.nobody().get(t, path, cookie, "Accept: text/html,*/*").want(t, status)
		if page.kind() != "text/html" || !strings.Contains(page.text, page.Header.Get("X-Request-Id")) {
			t.Errorf("%s: %s %s", path, page.kind(), page.text)
		}
	}
	o.nobody().get(t, "/api/nosuch", "Accept: text/html").refused(t, 404, "not-found")
	o.nobody().get(t, "/nosuch").refused(t, 404, "not-found")
}

// The staff forms work without a script, and what is typed never becomes one.
func TestEmployeePages(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	cookie, script := o.browse(t, "hr"), `<script>alert("x")</script>`
	fields := url.Values{"given_name": {script}, "family_name": {`"'><img src=x onerror=alert(1)>`}, "email": {"x@elsewhere.example"},
		"start_date-day": {"3"}, "start_date-month": {"2"}, "start_date-year": {"2021"}}
	added := o.nobody().send(t, "POST", "/employees/new", fields.Encode(), isForm, cookie).want(t, 303)
	at := added.Header.Get("Location")
	for _, path := range []string{at, at + "/edit", "/employees", "/employees?q=%3Cscript%3E"} {
		page := o.nobody().get(t, path, cookie).want(t, 200)
		if strings.Contains(page.text, "<script>") || strings.Contains(page.text, "<img src=x") || !strings.Contains(page.text, "&lt;script&gt;") {
			t.Errorf("%s: the name is not escaped:\n%s", path, page.text)
		}
	}
	if e := decode[employee](t, o.as(t, "hr").get(t, "/api/hr"+at)); e.text("start_date") != "2021-02-03" || e.text("given_name") != script {
		t.Errorf("%v", e)
	}
	fields.Set("email", "nowhere")
	again := o.nobody().send(t, "POST", at+"/edit", fields.Encode(), isForm, cookie).want(t, 400)
	if !strings.Contains(again.text, `value="nowhere"`) || strings.Contains(again.text, "<script>") {
		t.Errorf("the form does not come back with what was typed:\n%s", again.text)
	}
}

// TestNotice: an action says on the next page that it worked, once, and one
// that failed does not.
func TestNotice(t *testing.T) {
	t.Parallel()
	hr := newOrg(t).as(t, "hr")
	who := hr.staff(t)["Lena Novak"]
	send := func(version string) *answer {
		return hr.send(t, "POST", "/employees/"+who.id()+"/edit", "job_title=Matron&version="+version, "Content-Type: application/x-www-form-urlencoded")
	}
	done := send("1").want(t, 303)
	cookie := done.Header.Get("Set-Cookie")
	if !strings.HasPrefix(cookie, "__Host-notice=") || !strings.Contains(cookie, "HttpOnly") {
		t.Fatalf("the cookie is %q", cookie)
	}
	said, _, _ := strings.Cut(cookie, ";")
	next := hr.get(t, done.Header.Get("Location"), "Cookie: "+said)
	if !strings.Contains(next.text, "Changes saved") || !strings.Contains(next.Header.Get("Set-Cookie"), "Max-Age=0") {
		t.Errorf("the next page says nothing, or leaves it to be said again: %q", next.Header.Get("Set-Cookie"))
	}
	if late := send("1"); late.StatusCode != 409 || late.Header.Get("Set-Cookie") != "" {
		t.Errorf("%d, and it says %q", late.StatusCode, late.Header.Get("Set-Cookie"))
	}
	forged := hr.get(t, "/employees", "Cookie: __Host-notice=%3Cscript%3Ex")
	if strings.Contains(forged.text, "<script>x") {
		t.Error("a notice is not escaped")
	}
}

// TestNoticeToNobody: who has signed out, or chosen a password, is told so on
// the page to sign in on, once.
func TestNoticeToNobody(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	o.invite(t, "nia@elsewhere.example", "hr")
	for _, c := range []struct{ path, body, cookie, says string }{
		{"/logout", "", o.browse(t, "hr"), "You have signed out"},
		{"/invitation/" + o.linked(t, "nia@elsewhere.example"), url.Values{"password": {newPassword}}.Encode(), "Accept: text/html", "Your password is saved"},
	} {
		done := o.nobody().send(t, "POST", c.path, c.body, isForm, c.cookie).leads(t, "/login")
		said := ""
		for _, cookie := range done.Cookies() {
			if cookie.Name == "__Host-notice" {
				said = "Cookie: __Host-notice=" + cookie.Value
			}
		}
		next := o.nobody().get(t, "/login", said)
		if !strings.Contains(next.text, c.says) || !strings.Contains(strings.Join(next.Header.Values("Set-Cookie"), ";"), "__Host-notice=;") {
			t.Errorf("%s: the next page does not say %q once: %q", c.path, c.says, next.Header.Values("Set-Cookie"))
		}
	}
}
