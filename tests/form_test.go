package tests

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var summaryLink = regexp.MustCompile(`<li><a href="#([\w-]+)">`)

// A form that is refused names what is wrong in the order of its fields, and
// takes the months that people write.
func TestFormOrder(t *testing.T) {
	t.Parallel()
	hr := newOrg(t).as(t, "hr")
	fields := url.Values{"given_name": {""}, "family_name": {""}, "email": {"nowhere"}, "ni_number": {"x"}, "date_of_birth-day": {"31"}, "date_of_birth-month": {"Feb"},
		"date_of_birth-year": {"1990"}, "start_date-day": {"x"}, "start_date-month": {""}, "start_date-year": {""}, "sort_code": {"1"}, "bank_account": {"2"}}
	want := []string{"given_name", "family_name", "email", "date_of_birth-day", "start_date-day", "ni_number", "bank_account", "sort_code"}
	for range 5 {
		page := hr.send(t, "POST", "/employees/new", fields.Encode(), isForm).want(t, 400).text
		var got []string
		for _, m := range summaryLink.FindAllStringSubmatch(page, -1) {
			got = append(got, m[1])
		}
		if !slices.Equal(got, want) {
			t.Fatalf("%v, want %v", got, want)
		}
	}
	fields = url.Values{"given_name": {"May"}, "family_name": {"June"}, "email": {"may@elsewhere.example"}, "ni_number": {"AB 12 34 56 C"},
		"start_date-day": {"3"}, "start_date-month": {"March"}, "start_date-year": {"2021"}}
	at := hr.send(t, "POST", "/employees/new", fields.Encode(), isForm).want(t, 303).Header.Get("Location")
	if e := decode[employee](t, hr.get(t, "/api/hr"+at)); e.text("start_date") != "2021-03-03" || e.text("ni_number") != "AB123456C" {
		t.Errorf("%v", e)
	}
}

// A second person with the same email address is asked about, once, and may be
// right: a shared mailbox.
func TestRepeatedEmail(t *testing.T) {
	t.Parallel()
	hr := newOrg(t).as(t, "hr")
	form := url.Values{"given_name": {"Ida"}, "family_name": {"Quist"}, "email": {hr.staff(t)["Lena Novak"].text("email")}}
	send := func(status int) string {
		t.Helper()
		return hr.send(t, "POST", "/employees/new", form.Encode(), isForm).want(t, status).text
	}
	page := send(400)
	if !strings.Contains(page, "Another employee has this email address already") || !strings.Contains(page, `name="repeated" value="`+form.Get("email")+`"`) {
		t.Errorf("%s", page)
	}
	form.Set("repeated", form.Get("email"))
	form.Set("email", strings.ToUpper(hr.staff(t)["Kwame Mensah"].text("email")))
	send(400) // another one, of which nobody has asked
	if len(hr.staff(t)) != 12 {
		t.Error("somebody was added")
	}
	form.Set("repeated", form.Get("email"))
	send(303)
	form = url.Values{"given_name": {"Ida"}, "family_name": {"Quist"}, "email": {"new@elsewhere.example"}}
	send(303)
}
