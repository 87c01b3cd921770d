package tests

import (
	"net/url"
	"regexp"
	"strings"
	"testing"
)

var optionOf = regexp.MustCompile(`<option value="([^"]*)"( selected)?>([^<]*)</option>`)

// offered are the names that a form's select offers, with their ids, and which is
// selected.
func offered(page, name string) (ids map[string]string, selected string) {
	_, page, _ = strings.Cut(page, `name="`+name+`"`)
	page, _, _ = strings.Cut(page, "</select>")
	ids = map[string]string{}
	for _, m := range optionOf.FindAllStringSubmatch(page, -1) {
		ids[m[3]] = m[1]
		if m[2] != "" {
			selected = m[3]
		}
	}
	return ids, selected
}

// Among more people than can be listed, a form finds the manager by name, without
// a script, keeps what was typed, and saves nothing on the way.
func TestFind(t *testing.T) {
	t.Parallel()
	hr := newOrg(t, `"staff":400`).as(t, "hr")
	fresh := hr.get(t, "/employees/new").want(t, 200).text
	ids, _ := offered(fresh, "manager_id")
	if len(ids) != 1 || !strings.Contains(fresh, `name="manager_id-find"`) || len(fresh) > 20_000 {
		t.Errorf("%d are offered in %d bytes", len(ids), len(fresh))
	}
	form := url.Values{"given_name": {"Zebedee"}, "family_name": {"Quill"}, "email": {"zq@elsewhere.example"}, "start_date-day": {"3"}, "start_date-month": {"3"}, "start_date-year": {"2021"}}
	find := func(words string) (map[string]string, string, string) {
		form.Set("manager_id-find", words)
		page := hr.send(t, "POST", "/employees/new", form.Encode(), isForm).want(t, 200).text
		ids, selected := offered(page, "manager_id")
		if !strings.Contains(page, `value="Zebedee"`) || strings.Contains(page, "There is a problem") != (len(ids) == 1 || len(ids) > 20) {
			t.Errorf("%q: %s", words, page)
		}
		return ids, selected, page
	}
	if ids, _, page := find("grace"); len(ids) != 21 || !strings.Contains(page, "Type more of the name") {
		t.Errorf("%d are called Grace", len(ids))
	}
	if ids, _, page := find("nobody at all"); len(ids) != 1 || !strings.Contains(page, "Check the spelling") {
		t.Errorf("%v", ids)
	}
	ids, selected, _ := find("126 ADEYEMI gracé")
	if len(ids) != 2 || selected != "Grace Adeyemi 126" {
		t.Errorf("%v, of which %q", ids, selected)
	}
	form.Set("manager_id", ids["Grace Adeyemi 126"])
	if ids, selected, _ := find("whitfield 121"); len(ids) != 3 || selected != "Grace Adeyemi 126" {
		t.Errorf("%v, of which %q: what was chosen is not kept", ids, selected)
	}
	if found := decode[page[employee]](t, hr.get(t, "/api/hr/employees?q=zebedee")); len(found.Items) != 0 {
		t.Error("it was saved while looking")
	}
	form.Set("manager_id-find", "")
	at := hr.send(t, "POST", "/employees/new", form.Encode(), isForm).want(t, 303).Header.Get("Location")
	if e := decode[employee](t, hr.get(t, "/api/hr"+at)); e.text("manager_id") != ids["Grace Adeyemi 126"] {
		t.Errorf("%v", e)
	}
	if _, selected := offered(hr.get(t, at+"/edit").want(t, 200).text, "manager_id"); selected != "Grace Adeyemi 126" {
		t.Errorf("%q is selected", selected)
	}
}

// What was typed as chosen does not tell the name of somebody beyond reach.
func TestFindWithinReach(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	lena := o.as(t, "hr").staff(t)["Lena Novak"]
	form := url.Values{"employee_id": {lena.id()}, "employee_id-find": {"novak"}, "kind": {"annual"}}
	page := o.as(t, "finance").send(t, "POST", "/absences/new", form.Encode(), isForm).want(t, 200).text
	if strings.Contains(page, "Lena") {
		t.Error("the form names somebody beyond reach")
	}
}
