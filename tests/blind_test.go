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
