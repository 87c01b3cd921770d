package tests

import (
	"net/url"
	"strings"
	"testing"
)

// post sends a form.
func (o *org) post(t *testing.T, path, cookie string, fields ...string) *answer {
	t.Helper()
	form := url.Values{}
	for i := 0; i < len(fields); i += 2 {
		form.Set(fields[i], fields[i+1])
	}
	headers := []string{isForm}
	if cookie != "" {
		headers = append(headers, cookie)
	}
	return o.nobody().send(t, "POST", path, form.Encode(), headers...)
}

// shows fails the test unless the page has the words, or has not those after "!".
func (a *answer) shows(t *testing.T, words ...string) *answer {
	t.Helper()
	for _, w := range words {
		absent, not := strings.CutPrefix(w, "!")
		if strings.Contains(a.text, strings.TrimPrefix(w, "!")) == not {
			t.Errorf("%s: %q: there %t\n%s", a.Request.URL.Path, absent, not, a.text)
		}
	}
	return a
}

// The pages of users, from the invitation to the leaver, without a script.
func TestUserPages(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	admin := o.as(t, "admin")
	cookie, email := "Cookie: __Host-session="+admin.token, "nia@elsewhere.example"
	page := func(path string) *answer { return o.nobody().get(t, path, cookie).want(t, 200) }
	page("/").shows(t, `href="/users"`)
	page("/users/new").shows(t, "Choose a role", `name="email"`)
	o.post(t, "/users/new", cookie, "email", "nowhere", "name", "<b>Nia", "role", "").want(t, 400).shows(t, `value="nowhere"`, "&lt;b&gt;Nia", "!<b>Nia", "Role is required")
	o.post(t, "/users/new", cookie, "email", "hr@"+o.slug+".example", "name", "N", "role", "hr").want(t, 409).shows(t, "A user with this email address already exists")
	at := o.post(t, "/users/new", cookie, "email", email, "name", "<b>Nia", "role", "hr").want(t, 303).Header.Get("Location")
	first := o.linked(t, email)
	page(at).shows(t, "&lt;b&gt;Nia", "!<b>Nia", "Send the invitation again", "Disable this account")
	o.post(t, at+"/invitation", cookie).leads(t, at)
	page("/users?state=invited").shows(t, "&lt;b&gt;Nia", "!Ben Whitfield")

	o.nobody().get(t, "/invitation/"+first).want(t, 400).shows(t, "send the invitation again", "!<form")
	o.post(t, "/invitation/"+first, "", "password", newPassword).want(t, 400).shows(t, "The link does not work")
	second := "/invitation/" + o.linked(t, email)
	o.nobody().get(t, second).want(t, 200).shows(t, `autocomplete="new-password"`)
	o.post(t, second, "", "password", "short12").want(t, 400).shows(t, "at least 8 characters", "!short12")
	o.post(t, second, "", "password", newPassword).leads(t, "/login")
	o.post(t, "/login", "", "email", email, "password", newPassword, "next", "").leads(t, "/")

	page(at+"/edit").shows(t, `value="hr" selected`, `name="version" value="2"`)
	o.post(t, at+"/edit", cookie, "name", "Nia", "role", "finance", "version", "1").want(t, 409)
	o.post(t, at+"/edit", cookie, "name", "Nia", "role", "finance", "version", "2").leads(t, at)
	page(at).shows(t, "Finance", "!Send the invitation again")
	page(at+"/disable").shows(t, "Disable Nia?", `action="`+at+`/disable"`)
	o.post(t, at+"/disable", cookie).leads(t, at)
	page(at).shows(t, "Enable this account", "!Disable this account")
	o.post(t, at+"/enable", cookie).leads(t, at)
	page("/users/changes").shows(t, "Nia", "The person invited", "!anonymous", "From Human resources to Finance", "Returned", "Accepted the invitation")
	o.post(t, "/users/"+admin.id+"/edit", cookie, "name", "A", "role", "hr", "version", "1").want(t, 409).shows(t, "Make someone else an administrator first")
	o.post(t, "/users/"+admin.id+"/disable", cookie).want(t, 409)
	o.nobody().get(t, "/users", "Cookie: __Host-session="+o.as(t, "hr").token).want(t, 403)
	o.nobody().send(t, "POST", at+"/disable", "", isForm, cookie, "Sec-Fetch-Site: cross-site").want(t, 403)
}

func TestResetPages(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	email := "hr@" + o.slug + ".example"
	o.nobody().get(t, "/login").want(t, 200).shows(t, `href="/forgot"`)
	o.nobody().get(t, "/forgot").want(t, 200)
	o.post(t, "/forgot", "", "email", "hr").want(t, 400).shows(t, `value="hr"`)
	known, unknown := o.post(t, "/forgot", "", "email", email).want(t, 200), o.post(t, "/forgot", "", "email", "nobody@elsewhere.example").want(t, 200)
	if known.text != unknown.text {
		t.Error("the pages differ")
	}
	at := "/reset/" + o.linked(t, email)
	o.nobody().get(t, at).want(t, 200)
	o.post(t, at, "", "new", "short12").want(t, 400).shows(t, "!short12")
	o.post(t, at, "", "new", newPassword).leads(t, "/login")
	o.post(t, at, "", "new", newPassword).want(t, 400).shows(t, "The link does not work")
	o.post(t, "/login", "", "email", email, "password", newPassword, "next", "").leads(t, "/")
	line := live.log.of(t, o.nobody().get(t, at).Header.Get("X-Request-Id"))
	if !strings.Contains(line, `"route":"/reset/{token}"`) || strings.Contains(line, at) {
		t.Error(line)
	}
}
