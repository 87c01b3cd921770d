package tests

import (
	"net/url"
	"strings"
	"testing"
)

// typist is a browser that had a session, on a server whose clock can be moved.
type typist struct {
	*org
	jar map[string]string
}

// typing is a browser in which the holder of a role has signed in.
func (o *org) typing(t *testing.T, role string) *typist {
	b := &typist{o, map[string]string{}}
	b.signIn(t, role, "")
	return b
}

func (b *typist) send(t *testing.T, method, path, body string, headers ...string) *answer {
	t.Helper()
	var cookies []string
	for name, value := range b.jar {
		cookies = append(cookies, name+"="+value)
	}
	if cookies != nil {
		headers = append(headers, "Cookie: "+strings.Join(cookies, "; "))
	}
	if method == "POST" {
		headers = append(headers, isForm)
	}
	a := b.nobody().send(t, method, path, body, headers...)
	for _, c := range a.Cookies() {
		b.jar[c.Name] = c.Value
		if c.MaxAge < 0 {
			delete(b.jar, c.Name)
		}
		if strings.HasPrefix(c.Name, "__Host-form") && c.MaxAge > 0 && (!c.HttpOnly || !c.Secure || c.MaxAge != 1800 || len(c.Name)+len(c.Value) > 4096) {
			t.Errorf("cookie %s: %d bytes, %d seconds", c.Name, len(c.Value), c.MaxAge)
		}
	}
	return a
}

// signIn signs in by the page and goes where it leads.
func (b *typist) signIn(t *testing.T, role, next string) *answer {
	t.Helper()
	to := b.send(t, "POST", "/login", b.form(role, next)).want(t, 303).Header.Get("Location")
	return b.send(t, "GET", to, "").want(t, 200)
}

// kept is how many cookies hold what was typed.
func (b *typist) kept() (n int) {
	for name := range b.jar {
		if strings.HasPrefix(name, "__Host-form") {
			n++
		}
	}
	return n
}

const newEmployee = "/employees/new"

var typed = url.Values{"given_name": {"Zebedee"}, "family_name": {"Quill & Co"}, "email": {"nowhere"}, "start_date-day": {"3"}, "start_date-month": {"March"}, "start_date-year": {"2021"}}

// ended is a server of the test's own with one organisation, whose clerk's
// session has just ended with the form on the screen.
func ended(t *testing.T, after string) (*server, *typist) {
	t.Helper()
	s := another(t, t.TempDir(), "--dev", "--no-seed")
	s.log.secret("Zebedee")
	b := newOrgs(t, s, 1)[0].typing(t, "hr")
	s.moveClock(t, `{"advance_s":`+after+`}`)
	return s, b
}

func showsTyped(a *answer) bool {
	return strings.Contains(a.text, `value="Zebedee"`) && strings.Contains(a.text, `value="Quill &amp; Co"`) && strings.Contains(a.text, `value="nowhere"`) &&
		strings.Contains(a.text, `id="start_date-month" name="start_date-month"`) && strings.Contains(a.text, "You are signed in again")
}

// A form that is posted when the session has ended is there again, filled in,
// when the same person has signed in; nothing is saved of itself.
func TestKeptForm(t *testing.T) {
	t.Parallel()
	for name, after := range map[string]string{"idle": "1801", "after twelve hours": "44000"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, b := ended(t, after)
			a := b.send(t, "POST", newEmployee, typed.Encode()).leads(t, "/login?next=%2Femployees%2Fnew")
			for name, value := range b.jar {
				if strings.Contains(value, "Zebedee") || strings.Contains(a.Header.Get("Location"), "Zebedee") {
					t.Errorf("%s shows what was typed: %s", name, value)
				}
			}
			if page := b.send(t, "GET", "/login?next=%2Femployees%2Fnew", ""); !strings.Contains(page.text, "what you typed has been kept") {
				t.Error("the sign-in page does not say why it is shown")
			}
			again := b.signIn(t, "hr", newEmployee)
			if !showsTyped(again) || b.kept() != 0 {
				t.Errorf("%d cookies are left\n%s", b.kept(), again.text)
			}
			if second := b.send(t, "GET", newEmployee, ""); strings.Contains(second.text, "Zebedee") {
				t.Error("what was typed is shown twice")
			}
			if list := b.as(t, "hr").staff(t); len(list) != 12 {
				t.Errorf("%d members of staff: it was saved of itself", len(list))
			}
		})
	}
}

// Nobody else gets what was typed, nor the same person late or at another form,
// and what another site posts is not taken.
func TestKeptFormIsTheirs(t *testing.T) {
	t.Parallel()
	s, b := ended(t, "1801")
	other := newOrgs(t, s, 1)[0]
	b.send(t, "POST", newEmployee, typed.Encode()).want(t, 303)
	jar := func() map[string]string {
		copied := map[string]string{}
		for name, value := range b.jar {
			if strings.HasPrefix(name, "__Host-form") {
				copied[name] = value
			}
		}
		return copied
	}
	if a := (&typist{other, jar()}).signIn(t, "hr", newEmployee); strings.Contains(a.text, "Zebedee") || strings.Contains(a.text, "signed in again") {
		t.Error("another organisation sees it")
	}
	for name, change := range map[string]func(string) string{"cut": func(v string) string { return v[:len(v)-4] }, "changed": func(v string) string { return v[:40] + "AAAA" + v[44:] }, "nonsense": func(string) string { return "v1.1.x" }} {
		who := &typist{b.org, jar()}
		who.jar["__Host-form0"] = change(who.jar["__Host-form0"])
		if a := who.signIn(t, "hr", newEmployee); strings.Contains(a.text, "Zebedee") {
			t.Errorf("%s: it opens", name)
		}
	}
	who := &typist{b.org, jar()}
	if a := who.signIn(t, "hr", "/absences/new"); strings.Contains(a.text, "Zebedee") || strings.Contains(a.text, "signed in again") {
		t.Error("it is shown in another form")
	}
	s.moveClock(t, `{"advance_s":1801}`)
	who.send(t, "POST", "/absences/new", "reason=x&note=Zebedee&first_day-day=3&first_day-month=&first_day-year=2027").want(t, 303)
	if a := who.signIn(t, "finance", "/absences/new"); who.kept() != 1 || strings.Contains(a.text, `value="2027"`) || strings.Contains(a.text, "signed in again") {
		t.Error("another account sees it")
	}
	if a := who.signIn(t, "hr", "/absences/new"); who.kept() != 0 || !strings.Contains(a.text, `value="2027"`) || !strings.Contains(a.text, "Zebedee") {
		t.Error("whoever typed it does not see it")
	}
	who = &typist{b.org, jar()}
	if a := who.signIn(t, "hr", newEmployee); strings.Contains(a.text, "Zebedee") {
		t.Error("it is shown after half an hour")
	}
}

func TestFormsThatAreNotKept(t *testing.T) {
	t.Parallel()
	s, b := ended(t, "1801")
	b.send(t, "POST", newEmployee, typed.Encode(), "Sec-Fetch-Site: cross-site").want(t, 403)
	b.send(t, "POST", "/account/password", "current=Zebedee&new=Zebedee-Zebedee").leads(t, "/login?next=%2Faccount%2Fpassword")
	b.send(t, "POST", "/logout", "").leads(t, "/login")
	long := url.Values{"given_name": {"Zebedee"}, "address": {strings.Repeat("Long Lane ", 2000)}}
	b.send(t, "POST", newEmployee, long.Encode()).leads(t, "/login?next=%2Femployees%2Fnew")
	if b.kept() != 0 {
		t.Errorf("%d cookies", b.kept())
	}
	if page := b.send(t, "GET", "/login", ""); !strings.Contains(page.text, "so nothing was saved") {
		t.Errorf("the page does not say that nothing was saved")
	}
	long.Set("address", strings.Repeat("Long Lane ", 500))
	b.send(t, "POST", newEmployee, long.Encode()).want(t, 303)
	if b.kept() != 2 {
		t.Errorf("%d cookies hold a long form", b.kept())
	}
	b.send(t, "POST", newEmployee, typed.Encode()).want(t, 303)
	if b.kept() != 1 {
		t.Errorf("%d cookies hold a short form behind a long one", b.kept())
	}
	if a := b.signIn(t, "hr", newEmployee); !showsTyped(a) {
		t.Error("the form that was posted last is not shown")
	}
	s.moveClock(t, `{"advance_s":46000}`) // beyond what the cookie lives for
	b.send(t, "POST", newEmployee, typed.Encode(), "Sec-Fetch-Site: cross-site").want(t, 303)
	b.send(t, "POST", newEmployee, typed.Encode()).want(t, 303)
	if b.kept() != 0 {
		t.Errorf("a form is kept for a session that ended long ago")
	}
}

// What was asked for is still asked for after signing in.
func TestNextKeepsFilters(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	const path = "/employees?department=Ward+3&q=a%26b&sort=-job_title"
	o.nobody().get(t, path).leads(t, "/login?next="+url.QueryEscape(path))
	o.nobody().send(t, "POST", "/login", o.form("hr", path), isForm).leads(t, path)
	long := "/employees?q=" + strings.Repeat("x", 1900)
	o.nobody().send(t, "POST", "/login", o.form("hr", long), isForm).leads(t, long)
	o.nobody().get(t, long+strings.Repeat("x", 200)).leads(t, "/login")
}
