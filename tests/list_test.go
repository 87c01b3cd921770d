package tests

import (
	"encoding/json"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// all walks a list from its first page to its last.
func all[T any](t *testing.T, v *visitor, path string, pageSize int) (items []T, pages int) {
	t.Helper()
	cursor := ""
	for pages < 100 {
		got := decode[page[T]](t, v.get(t, path+"limit="+strconv.Itoa(pageSize)+cursor).want(t, 200))
		items, pages = append(items, got.Items...), pages+1
		if got.Next == nil {
			return items, pages
		}
		if len(got.Items) != pageSize {
			t.Fatalf("a page of %d that is not the last", len(got.Items))
		}
		cursor = "&cursor=" + url.QueryEscape(*got.Next)
	}
	t.Fatal("the list does not end")
	return nil, 0
}

func TestPages(t *testing.T) {
	t.Parallel()
	o := newOrg(t, `"staff":130`)
	admin := o.as(t, "admin")
	for size, want := range map[int]int{7: 19, 65: 2, 130: 1, 200: 1} {
		items, pages := all[employee](t, admin, "/api/hr/employees?", size)
		if len(items) != 130 || pages != want {
			t.Errorf("%d items on %d pages of %d, want 130 on %d", len(items), pages, size, want)
		}
		ids := map[string]bool{}
		for _, e := range items {
			ids[e.id()] = true
		}
		byName := slices.IsSortedFunc(items, func(a, b employee) int {
			return slices.Compare([]string{a.text("family_name"), a.text("given_name")}, []string{b.text("family_name"), b.text("given_name")})
		})
		if len(ids) != 130 || !byName {
			t.Errorf("%d different records, by name: %t", len(ids), byName)
		}
	}
	if got := decode[page[employee]](t, admin.get(t, "/api/hr/employees")); len(got.Items) != 50 {
		t.Errorf("a page has %d unless told", len(got.Items))
	}
}

// TestForgedRecords: a page crosses as one text, and no value can hold what
// stands between two of them in it.
func TestForgedRecords(t *testing.T) {
	t.Parallel()
	hr := newOrg(t).as(t, "hr")
	before := hr.staff(t)
	marks := strings.Repeat("\x7f1", 40)
	for _, field := range []string{"given_name", "department", "address"} {
		forged := map[string]string{"given_name": "Ida", "family_name": "Quist", "email": "ida@elsewhere.example", field: "Ida" + marks}
		body, err := json.Marshal(forged)
		if err != nil {
			t.Fatal(err)
		}
		hr.send(t, "POST", "/api/hr/employees", string(body)).refused(t, 400, "invalid-request")
	}
	if after := hr.staff(t); len(after) != len(before) {
		t.Errorf("%d records became %d", len(before), len(after))
	}
}

func TestQueries(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	admin := o.as(t, "admin")
	for query, field := range map[string]string{
		"limit=0": "limit", "limit=201": "limit", "limit=-1": "limit", "limit=ten": "limit", "limit=99999999999999999999": "limit",
		"limit=1&limit=2": "limit", "colour=red": "colour", "q=%zz": "query",
	} {
		o.refuses(t, "/api/hr/employees?"+query, field)
		if field != "query" {
			o.refuses(t, "/api/audit?"+query, field)
		}
	}
	for query, field := range map[string]string{
		"cursor=one": "cursor", "cursor=0": "cursor", "cursor=-5": "cursor", "cursor=9007199254740993": "cursor", "from=yesterday": "from", "to=2026-13-01": "to",
	} {
		o.refuses(t, "/api/audit?"+query, field)
	}
	o.as(t, "employee").get(t, "/api/audit?limit=0").refused(t, 403, "forbidden")
	admin.get(t, "/api/hr/employees?limit=200").want(t, 200)
}

func (o *org) refuses(t *testing.T, path, field string) {
	t.Helper()
	scenario{as: o.as(t, "admin"), method: "GET", path: path, status: 400, problem: "invalid-request", has: []string{`"field":"` + field + `"`}}.play(t)
}

func TestSearch(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	v := o.as(t, "readonly")
	o.as(t, "hr").send(t, "POST", "/api/hr/employees", enough(`,"job_title":"100%_sure\\","department":"People"`)).want(t, 201)
	for query, want := range map[string]int{
		"mensah": 1, "KWAME MEN": 1, "ward manager": 1, "kwame.10@": 1, "zzz": 0, " mensah ": 1,
		"%": 1, "_": 1, `\`: 1, "100%_s": 1, "100__s": 0, "'": 0, "AB100000": 0,
	} {
		if got := v.staff(t, "q", query); len(got) != want {
			t.Errorf("%q finds %d, want %d", query, len(got), want)
		}
	}
	if got := v.staff(t, "department", "People"); len(got) != 3 {
		t.Errorf("a department has %d", len(got))
	}
	if got := v.staff(t, "department", "People", "q", "quist"); len(got) != 1 {
		t.Errorf("both find %d", len(got))
	}
}

// An export of several pages, each sent when the one before has been taken, has
// every record once.
func TestExportIsWhole(t *testing.T) {
	t.Parallel()
	hr := newOrg(t, `"staff":2001`).as(t, "hr")
	sheet := hr.get(t, "/employees/export.csv").want(t, 200)
	lines := strings.Split(strings.TrimSuffix(sheet.text, "\r\n"), "\r\n")
	seen := map[string]bool{}
	for _, line := range lines {
		if strings.Contains(line, "@") {
			seen[strings.Split(line, ",")[2]] = true
		}
	}
	if len(seen) != 2001 || strings.Count(sheet.text, "\ufeff") != 1 || strings.Count(sheet.text, "given_name") != 1 {
		t.Errorf("%d records in %d lines", len(seen), len(lines))
	}
}
