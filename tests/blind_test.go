package tests

import (
	"database/sql"
	"net/url"
	"strings"
	"testing"
)

// TestBlindIndex: a sealed number finds the records that have it, for the roles
// that may read it, and stands nowhere but where it is sealed (VAULT-6).
func TestBlindIndex(t *testing.T) {
	data := t.TempDir()
	s := another(t, data, "--dev", "--no-seed")
	list := newOrgs(t, s, 2)
	o, hr := list[0], list[0].as(t, "hr")
	const number = "CE123456D"
	s.log.secret(number)
	for _, each := range list {
		each.as(t, "hr").send(t, "POST", "/api/hr/employees", enough(`,"ni_number":"`+number+`"`)).want(t, 201)
	}
	find := func(value string) string { return "/api/hr/employees?ni_number=" + url.QueryEscape(value) }
	for _, role := range []string{"admin", "hr", "finance"} {
		found := decode[page[employee]](t, o.as(t, role).get(t, find(" ce 12 34 56 d ")).want(t, 200)).Items
		if len(found) != 1 || found[0].text("ni_number") != number || found[0]["ni_number_index"] != nil {
			t.Errorf("%s: %v", role, found)
		}
	}
	for _, role := range []string{"manager", "clinical", "readonly", "employee"} {
		for _, value := range []string{number, "CE123456A"} {
			o.as(t, role).get(t, find(value)).refused(t, 403, "forbidden")
		}
	}
	for _, bad := range []string{"CE12345", "QQ123456C", "*", "CE123456D%"} {
		if a := hr.get(t, find(bad)); strings.Contains(a.refused(t, 400, "invalid-request").text, bad) {
			t.Error(a.text)
		}
	}
	o.nobody().get(t, find(number)).refused(t, 401, "unauthenticated")
	hr.get(t, "/employees?ni_number="+number).want(t, 400) // an address is kept, and leads on
	hr.get(t, "/employees/export.csv?ni_number="+number).want(t, 400)
	if sheet := hr.get(t, "/employees/export.csv").want(t, 200).text; strings.Contains(sheet, "index") || strings.Contains(sheet, "b1.") {
		t.Error("the index is exported")
	}
	one, other := indexOf(t, data, list[0]), indexOf(t, data, list[1])
	if len(one) < 40 || len(other) != len(one) || one == other {
		t.Errorf("two organisations have %q and %q", one, other)
	}
}

// indexOf is the index of the record that was added last, in the organisation's file.
func indexOf(t *testing.T, data string, o *org) (index string) {
	t.Helper()
	err := with(files(t, data)[o.slug], func(db *sql.DB) error {
		return db.QueryRow(`SELECT ni_number_index FROM employees ORDER BY created_at DESC LIMIT 1`).Scan(&index)
	})
	if err != nil {
		t.Fatal(err)
	}
	return index
}

// TestFindByNumber: the page finds by a form that is posted, and what was typed
// leads nowhere else.
func TestFindByNumber(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	hr := o.as(t, "hr")
	const number = "CE123456D"
	one := decode[employee](t, hr.send(t, "POST", "/api/hr/employees", enough(`,"ni_number":"`+number+`"`)).want(t, 201))
	for role, may := range map[string]bool{"admin": true, "hr": true, "finance": true, "manager": false, "readonly": false, "employee": false} {
		v := o.as(t, role)
		if got := strings.Contains(v.get(t, "/employees").want(t, 200).text, `href="/employees/find"`); got != may {
			t.Errorf("%s is offered it: %v", role, got)
		}
		if !may {
			v.send(t, "POST", "/employees/find", "ni_number="+number, isForm).want(t, 403)
			continue
		}
		v.send(t, "POST", "/employees/find", "ni_number=ce+12+34+56+d", isForm).leads(t, "/employees/"+one.id())
		v.send(t, "POST", "/employees/find", "ni_number=CE123456A", isForm).shows(t, "No employee has this National Insurance number")
	}
	v := hr
	v.send(t, "POST", "/employees/find", "ni_number=12", isForm).want(t, 400)
	v.send(t, "POST", "/employees/find", "ni_number=", isForm).want(t, 400)
	hr.send(t, "POST", "/api/hr/employees", enough(`,"ni_number":"`+number+`"`)).want(t, 201)
	v.send(t, "POST", "/employees/find", "ni_number="+number, isForm).want(t, 200).shows(t, "More than one has it", one.id())
}
