package tests

import (
	"regexp"
	"strings"
	"testing"
)

var (
	tags     = regexp.MustCompile(`<[^>]*>`)
	rawID    = regexp.MustCompile(`fp:[0-9a-f]{6}|\b[0-9a-f]{64}\b|\b[a-z]+\.(login|create|update|role|approve)\b`)
	olderRef = regexp.MustCompile(`href="([^"]*)" rel="next"`)
	newerRef = regexp.MustCompile(`href="([^"]*)" rel="prev"`)
)

// activity are the sentences of the activity page, newest first, with its text.
func (v *visitor) activity(t testing.TB, query string) (sentences []string, page string) {
	t.Helper()
	page = v.get(t, "/ledger"+query).want(t, 200).text
	for _, part := range strings.Split(page, "<li><span>")[1:] {
		line, _, _ := strings.Cut(part, `<span class="rf-muted">`)
		_, line, _ = strings.Cut(line, "</span>") // the time
		sentences = append(sentences, strings.TrimSpace(strings.ReplaceAll(tags.ReplaceAllString(line, ""), "&#39;", "'")))
	}
	return sentences, page
}

// The ledger's page says who did what, by name, and leads to whom it is about
// (LEDGER-4).
func TestActivity(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	hr, admin := o.as(t, "hr"), o.as(t, "admin")
	one := hr.staff(t)["Imran Chaudhry"]
	hr.send(t, "PATCH", one.path(), object("job_title", "Lead physiotherapist")).want(t, 200)
	hr.send(t, "PATCH", one.path(), object("ni_number", "AB 65 43 21 D")).want(t, 200)
	admin.send(t, "PATCH", "/api/users/"+o.as(t, "manager").id, object("role", "hr")).want(t, 200)
	o.nobody().send(t, "POST", "/api/auth/login", object("email", "manager@"+o.slug+".example", "password", "wrong")).want(t, 401)
	o.nobody().send(t, "POST", "/api/auth/login", object("email", "nobody@elsewhere.example", "password", "wrong")).want(t, 401)
	said, page := admin.activity(t, "")
	for i, want := range []string{
		"Someone entered a wrong password for an unknown email address",
		"Someone entered a wrong password for Ben Whitfield",
		"Amara Okafor changed Ben Whitfield's role from Manager to Human resources",
		"Carys Llewellyn changed Imran Chaudhry's National Insurance number",
		"Carys Llewellyn changed Imran Chaudhry's job title from Physiotherapist to Lead physiotherapist",
	} {
		if said[i] != want && said[i+1] != want && said[i+2] != want { // signing in stands between
			t.Errorf("%q is not near line %d:\n%s", want, i, strings.Join(said, "\n"))
		}
	}
	if !strings.Contains(page, `href="/employees/`+one.id()+`"`) || !strings.Contains(page, `href="/users/`+o.as(t, "manager").id+`"`) {
		t.Error("the page does not lead to the record, or to the user")
	}
	if found := rawID.FindString(tags.ReplaceAllString(page, " ")); found != "" {
		t.Errorf("the page shows %s", found)
	}
	if len(page) > 20_000 {
		t.Errorf("%d bytes for %d entries", len(page), len(said))
	}
}

// What is asked for is found by the name that is shown, and by the day where
// the organisation is.
func TestActivityFilters(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	hr, admin := o.as(t, "hr"), o.as(t, "admin")
	one := hr.staff(t)["Joanna Pike"]
	hr.send(t, "PATCH", one.path(), object("job_title", "Porter")).want(t, 200)
	for query, want := range map[string]int{
		"?who=Carys+Llewellyn":                             2,
		"?who=carys&kind=auth":                             1,
		"?who=Carys+Llewellyn&kind=settings":               0,
		"?kind=absence&limit=200":                          12,
		"?kind=subscription":                               1,
		"?who=ringfence&kind=employee":                     12,
		"?entity=employee&entity_id=" + one.id():           2,
		"?from=2199-01-01":                                 0,
		"?to=2020-01-01":                                   0,
		"?who=Carys+Llewellyn&from=2020-01-01&to=2199-1-1": -1,
	} {
		if want < 0 {
			admin.get(t, "/ledger"+query).want(t, 400)
			continue
		}
		if got, _ := admin.activity(t, query); len(got) != want {
			t.Errorf("%s: %d lines, want %d: %q", query, len(got), want, got)
		}
	}
	_, page := admin.activity(t, "?who=Carys+Llewellyn&kind=auth")
	if !strings.Contains(page, `value="Carys Llewellyn"`) || !strings.Contains(page, `<option value="auth" selected>`) {
		t.Error("the filter does not show what was asked for")
	}
}

// The pages lead on and back again, with the filter.
func TestActivityPages(t *testing.T) {
	t.Parallel()
	admin := newOrg(t).as(t, "admin")
	whole, _ := admin.activity(t, "?kind=employee")
	at, walked, back := "?kind=employee&limit=5", []string(nil), ""
	for at != "" {
		said, page := admin.activity(t, at)
		walked = append(walked, said...)
		back, at = leadsTo(newerRef, page), leadsTo(olderRef, page)
	}
	if len(whole) != 12 || strings.Join(walked, "\n") != strings.Join(whole, "\n") {
		t.Errorf("%d lines, want %d", len(walked), len(whole))
	}
	said, page := admin.activity(t, back)
	if strings.Join(said, "\n") != strings.Join(whole[5:10], "\n") {
		t.Errorf("back from the last page: %q", said)
	}
	said, page = admin.activity(t, leadsTo(newerRef, page))
	if strings.Join(said, "\n") != strings.Join(whole[:5], "\n") || leadsTo(newerRef, page) != "" {
		t.Errorf("back at the first page: %q, and before it %q", said, leadsTo(newerRef, page))
	}
	for _, bad := range []string{"0", "x", "-1", "9007199254740992"} {
		admin.get(t, "/ledger?cursor="+bad).want(t, 400)
		admin.get(t, "/ledger?before="+bad).want(t, 400)
	}
}

// leadsTo is the query of the address that the page has there, or "".
func leadsTo(place *regexp.Regexp, page string) string {
	if m := place.FindStringSubmatch(page); m != nil {
		return strings.TrimPrefix(strings.ReplaceAll(m[1], "&amp;", "&"), "/ledger")
	}
	return ""
}

// One entry's page has what proves it, and of what is personal no more than the
// ledger has.
func TestActivityEntry(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	hr, admin := o.as(t, "hr"), o.as(t, "admin")
	hr.send(t, "PATCH", hr.staff(t)["Lena Novak"].path(), object("job_title", "Lead", "address", "3 Mill Lane", "given_name", "Helena")).want(t, 200)
	e := admin.entries(t, "limit=1&action=employee.update")[0]
	_, page := admin.activity(t, "?kind=employee")
	at := regexp.MustCompile(`/ledger/\d+`).FindString(page)
	entry := admin.get(t, at).want(t, 200).text
	shown, technical, _ := strings.Cut(entry, "Technical details")
	for _, part := range []string{e.Hash, e.PrevHash, e.RequestID, e.EntityID, "employee.update", e.After["address"], "(UTC)"} {
		if !strings.Contains(technical, part) {
			t.Errorf("%q is not among the technical details", part)
		}
	}
	for _, part := range []string{"Carys Llewellyn", "Helena Novak", "Radiographer", "Lead", "Home address", "Not shown here"} {
		if !strings.Contains(shown, part) {
			t.Errorf("%q is not shown", part)
		}
	}
	if strings.Contains(shown, "fp:") || strings.Contains(shown, e.Hash) || strings.Contains(entry, "Mill Lane") {
		t.Error("the page shows a fingerprint or a hash to people, or what is personal")
	}
	for _, path := range []string{"/ledger/0", "/ledger/99999", "/ledger/x", "/ledger/9007199254740991"} {
		admin.get(t, path, "Accept: text/html").want(t, 404)
	}
}

// The check runs in the background; what it found stands on the page, with when.
func TestActivityCheck(t *testing.T) {
	t.Parallel()
	s := another(t, t.TempDir(), "--dev", "--no-seed")
	admin := newOrgs(t, s, 1)[0].as(t, "admin")
	if _, page := admin.activity(t, ""); strings.Contains(page, "Checked on") || !strings.Contains(page, `action="/ledger/verify"`) {
		t.Error("a check that nobody asked for, or none to ask for")
	}
	admin.send(t, "POST", "/ledger/verify", "", isForm).leads(t, "/ledger")
	if said, page := admin.activity(t, ""); said[0] != "Amara Okafor started a check of the activity log" || !strings.Contains(page, "will be checked within a minute") {
		t.Errorf("%q", said[0])
	}
	s.cron(t)
	said, page := admin.activity(t, "")
	if said[0] != "Ringfence finished a check of the activity log" || !regexp.MustCompile(`Checked on \d+ \w+ \d{4}, \d\d:\d\d\.</strong> All \d+ entries are present`).MatchString(page) {
		t.Errorf("%q\n%s", said[0], page)
	}
}
