package tests

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

var rowLink = regexp.MustCompile(`<a class="nhsuk-link" href="/employees/([\w-]{22})">`)

// listed are the ids on a page of the list, and the page.
func (v *visitor) listed(t *testing.T, query string) (ids []string, page string) {
	t.Helper()
	page = v.get(t, "/employees"+query).want(t, 200).text
	for _, m := range rowLink.FindAllStringSubmatch(page, -1) {
		ids = append(ids, m[1])
	}
	return ids, page
}

// The pages of a list lead on and back again, in any order and narrowed.
func TestListBackwards(t *testing.T) {
	t.Parallel()
	hr := newOrg(t, `"staff":23`).as(t, "hr")
	for _, query := range []string{"?limit=5", "?limit=5&sort=job_title", "?limit=5&sort=-department", "?limit=3&department=Ward+3"} {
		whole, _ := hr.listed(t, strings.NewReplacer("limit=5", "limit=200", "limit=3", "limit=200").Replace(query))
		var there, back []string
		page, last := "", query
		for at := query; at != ""; at = leadsTo(olderRef, page) {
			at, last = strings.TrimPrefix(at, "/employees"), at // a link has the path too
			var ids []string
			ids, page = hr.listed(t, at)
			there = append(there, ids...)
		}
		for at := last; at != ""; at = leadsTo(newerRef, page) {
			var ids []string
			ids, page = hr.listed(t, strings.TrimPrefix(at, "/employees"))
			back = slices.Concat(ids, back)
		}
		if len(whole) < 4 || !slices.Equal(there, whole) || !slices.Equal(back, whole) {
			t.Errorf("%s: %d there and %d back, want %d", query, len(there), len(back), len(whole))
		}
	}
	hr.get(t, "/employees?before=nosuch").want(t, 400)
	hr.get(t, "/api/hr/employees?before=nosuch").want(t, 400)
}

// A list says how many there are, and what is narrowed is downloaded narrowed.
func TestListExport(t *testing.T) {
	t.Parallel()
	hr := newOrg(t).as(t, "hr")
	_, page := hr.listed(t, "?department=Ward+3&sort=job_title&limit=1")
	m := regexp.MustCompile(`href="(/employees/export\.csv[^"]*)"`).FindStringSubmatch(page)
	if m == nil || m[1] != "/employees/export.csv?department=Ward+3" || !strings.Contains(page, "2 staff") {
		t.Fatalf("%v\n%s", m, page)
	}
	if text := hr.get(t, m[1]).want(t, 200).text; strings.Count(text, "Ward 3") != 2 || strings.Contains(text, "Surgery") {
		t.Errorf("%s", text)
	}
}

// A list of what concerns members of staff is searched by whom it is about, and
// does not list all of them to choose from.
func TestSearchBySubject(t *testing.T) {
	t.Parallel()
	o := newOrg(t, `"staff":60`)
	hr := o.as(t, "hr")
	grace := hr.staff(t)["Grace Adeyemi"]
	const path = "/api/hr/absences?q=ADEYEMI+gracé&limit=200"
	found := decode[page[employee]](t, hr.get(t, path).want(t, 200)).Items
	if len(found) == 0 {
		t.Fatal("nothing is found")
	}
	for _, a := range found {
		if a.text("employee_id") != grace.id() {
			t.Errorf("%v", a)
		}
	}
	if list := decode[page[employee]](t, o.as(t, "clinical").get(t, path).want(t, 200)).Items; len(list) != 0 {
		t.Errorf("%d beyond reach", len(list))
	}
	shown := hr.get(t, "/absences?q=adeyemi").want(t, 200).text
	ids, _ := offered(shown, "employee_id")
	if len(ids) > 21 || !strings.Contains(shown, `name="q"`) || strings.Contains(shown, "Kwame") {
		t.Errorf("%d to choose from", len(ids))
	}
	if _, chosen := offered(hr.get(t, "/absences?employee_id="+grace.id()).want(t, 200).text, "employee_id"); chosen != "Grace Adeyemi" {
		t.Errorf("%q is chosen", chosen)
	}
}

// A heading leads to the list in its order, then the other way round, and keeps
// what the list is narrowed by.
func TestSortByHeading(t *testing.T) {
	t.Parallel()
	hr := newOrg(t).as(t, "hr")
	heading := func(query, label string) (to, order string) {
		_, page := hr.listed(t, query)
		m := regexp.MustCompile(`<th class="nhsuk-table__header" role="columnheader" scope="col"( aria-sort="(\w+)")?>` + label + ` <a class="rf-sort" href="([^"]*)"`).FindStringSubmatch(page)
		if m == nil {
			t.Fatalf("%s: %s leads nowhere", query, label)
		}
		return strings.TrimPrefix(strings.ReplaceAll(m[3], "&amp;", "&"), "/employees"), m[2]
	}
	query := "?department=Ward+3&limit=1"
	for _, want := range [][2]string{{"", "?department=Ward+3&sort=job_title"}, {"ascending", "?department=Ward+3&sort=-job_title"}, {"descending", "?department=Ward+3&sort=job_title"}} {
		to, order := heading(query, "Job title")
		if to != want[1] || order != want[0] {
			t.Errorf("%s leads to %s, %q; want %v", query, to, order, want)
		}
		query = to
	}
	if to, order := heading(query, "Name"); to != "?department=Ward+3" || order != "" {
		t.Errorf("%s, %q", to, order)
	}
	if _, order := heading("", "Name"); order != "ascending" {
		t.Errorf("%q", order)
	}
}
