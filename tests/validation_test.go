package tests

import (
	"strings"
	"testing"
)

// enough is a body with what a staff record needs, and more behind it.
func enough(more string) string {
	return `{"given_name":"Ida","family_name":"Quist","email":"ida@elsewhere.example"` + more + `}`
}

func bad(field, code string) string { return `"field":"` + field + `","code":"` + code + `"` }

func TestValidation(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	refuse := func(name, body string, has ...string) scenario {
		return scenario{name: name, as: o.as(t, "hr"), method: "POST", path: "/api/hr/employees", body: body, status: 400, problem: "invalid-request", has: has}
	}
	o.play(t,
		refuse("every bad field is named", `{"given_name":" ","email":"ida","start_date":"2026-02-30","ni_number":"QQ123456C","sort_code":"12","bank_account":"1","x":"y"}`,
			bad("given_name", "required"), bad("family_name", "required"), bad("email", "malformed"), bad("start_date", "malformed"),
			bad("ni_number", "malformed"), bad("sort_code", "malformed"), bad("bank_account", "malformed"), bad("x", "unknown")),
		refuse("nothing", `{}`, bad("given_name", "required"), bad("family_name", "required"), bad("email", "required")),
		refuse("a number", enough(`,"job_title":7`), bad("job_title", "wrong-type")),
		refuse("a list", enough(`,"job_title":["Nurse"]`), bad("job_title", "wrong-type")),
		refuse("an object", enough(`,"address":{"line":"1"}`), bad("address", "wrong-type")),
		refuse("null for what is required", `{"given_name":null,"family_name":"Q","email":"q@q.example"}`, bad("given_name", "required")),
		refuse("what cannot be seen", enough(`,"job_title":"Ward\u0000 nurse","department":"\b","address":"a\u202eb","end_date":"\ud800"`),
			bad("job_title", "malformed"), bad("department", "malformed"), bad("address", "malformed"), bad("end_date", "malformed")),
		refuse("too long", enough(`,"job_title":"`+strings.Repeat("é", 121)+`"`), bad("job_title", "too-long")),
		refuse("given twice", enough(`,"job_title":"A","job_title":"B"`), bad("job_title", "duplicate")),
		refuse("a field of ours", enough(`,"version":"9","account_id":"x"`), bad("version", "unknown"), bad("account_id", "unknown")),
		refuse("an end before the start", enough(`,"start_date":"2026-03-01","end_date":"2026-02-01"`), bad("end_date", "before-start")),
		refuse("born tomorrow", enough(`,"date_of_birth":"2199-01-01"`), bad("date_of_birth", "in-future")),
		refuse("a manager who is not there", enough(`,"manager_id":"nosuch"`), bad("manager_id", "not-found")),
		refuse("not an object", `[]`, bad("body", "malformed")),
		refuse("two objects", `{}{}`, bad("body", "malformed")),
		refuse("cut short", `{"given_name":"Ida"`, bad("body", "malformed")),
		refuse("not UTF-8", "{\"given_name\":\"\xff\"}", bad("body", "malformed")),
	)
}

func TestBodies(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	send := func(name, body string, status int, problem string, header ...string) scenario {
		return scenario{name: name, as: o.as(t, "hr"), method: "POST", path: "/api/hr/employees", body: body, status: status, problem: problem, header: header}
	}
	deep := strings.Repeat("[", 100_000)
	o.play(t,
		send("larger than 1 MiB", enough(`,"address":"`+strings.Repeat("x", 1<<20)+`"`), 413, "too-large"),
		send("plain text", enough(""), 415, "unsupported-media-type", "Content-Type: text/plain"),
		send("a form", "given_name=Ida", 415, "unsupported-media-type", "Content-Type: application/x-www-form-urlencoded"),
		send("nested 100,000 deep", deep, 400, "invalid-request"),
		send("nested 100,000 deep in a field", `{"given_name":`+deep+strings.Repeat("]", 100_000)+`}`, 400, "invalid-request"),
		send("objects nested 100,000 deep", strings.Repeat(`{"a":`, 100_000), 400, "invalid-request"),
		send("no body", "", 415, "unsupported-media-type"),
	)
	o.nobody().send(t, "POST", "/api/auth/login", deep).refused(t, 400, "invalid-request")
	o.nobody().send(t, "POST", "/api/hr/employees", deep).refused(t, 401, "unauthenticated")
	o.nobody().get(t, "/healthz").want(t, 200)
}

// What people type is brought into one form, and stands as it was meant.
func TestCanonicalForms(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	hr := o.as(t, "hr")
	one := hr.staff(t)["Lena Novak"]
	for _, c := range []struct{ name, typed, stands string }{
		{"ni_number", " ab 12 34 56 c ", "AB123456C"},
		{"sort_code", "30-94-30", "309430"},
		{"bank_account", "0073 3445", "00733445"},
		{"email", "Lena@Elsewhere.Example", "Lena@elsewhere.example"},
		{"job_title", " Ward\tnurse\n", "Ward nurse"},
		{"job_title", "Robert'); DROP TABLE employees;--", "Robert'); DROP TABLE employees;--"},
		{"job_title", `<b>"&\u0041'`, `<b>"&\u0041'`},
		{"job_title", "看護師 🩺", "看護師 🩺"},
		{"job_title", "", ""},
		{"address", "1 Quay\r\nBristol", "1 Quay\nBristol"},
	} {
		hr.send(t, "PATCH", one.path(), object(c.name, c.typed)).want(t, 200)
		got := decode[employee](t, hr.get(t, one.path()))
		if got.text(c.name) != c.stands {
			t.Errorf("%s: %q stands as %q, want %q", c.name, c.typed, got.text(c.name), c.stands)
		}
	}
	if got := hr.staff(t, "q", `' OR 1=1 --`); len(got) != 0 {
		t.Errorf("an injected search finds %d", len(got))
	}
}

// HMRC's prefixes: https://www.gov.uk/hmrc-internal-manuals/national-insurance-manual/nim39110
func TestNINumbers(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	hr := o.as(t, "hr")
	one := hr.staff(t)["Lena Novak"]
	for number, status := range map[string]int{
		"AB123456A": 200, "CE123456D": 200, "zy123456b": 200,
		"BG123456A": 400, "GB123456A": 400, "KN123456A": 400, "NK123456A": 400, "NT123456A": 400, "TN123456A": 400, "ZZ123456A": 400,
		"DA123456A": 400, "AD123456A": 400, "FA123456A": 400, "AV123456A": 400, "AO123456A": 400, "OA123456A": 200,
		"AB123456E": 400, "AB12345A": 400, "AB1234567A": 400, "A1123456A": 400, "AB12345６A": 400, "AB123456": 400,
	} {
		hr.send(t, "PATCH", one.path(), object("ni_number", number)).want(t, status)
	}
}

func TestManagerCycles(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	staff := o.as(t, "hr").staff(t)
	set := func(name, who, manager string, status int, problem string, ledger ...string) scenario {
		return scenario{name: name, as: o.as(t, "hr"), method: "PATCH", path: staff[who].path(), body: object("manager_id", staff[manager].id()), status: status, problem: problem, ledger: ledger}
	}
	o.play(t,
		set("oneself", "Amara Okafor", "Amara Okafor", 400, "invalid-request"),
		set("who reports to one", "Amara Okafor", "Ben Whitfield", 400, "invalid-request"),
		set("who reports to who reports to one", "Amara Okafor", "Lena Novak", 400, "invalid-request"),
		set("somebody else", "Lena Novak", "Kwame Mensah", 200, "", "employee.update"),
	)
}
