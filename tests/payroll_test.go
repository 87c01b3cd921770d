package tests

import (
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
)

const payPath = "/api/hr/payroll"

// payslip is the body of one: gross £2,500.00, net £1,900.00 unless more says otherwise.
func payslip(employee, period string, more ...string) string {
	members := map[string]string{"gross_pence": "250000", "tax_pence": "30000", "ni_pence": "15000", "pension_pence": "10000",
		"other_pence": "5000", "net_pence": "190000", "pay_on": `"` + period + `-27"`, "employee_id": `"` + employee + `"`, "period": `"` + period + `"`}
	for i := 0; i < len(more); i += 2 {
		members[more[i]] = more[i+1]
	}
	var parts []string
	for name, value := range members {
		parts = append(parts, `"`+name+`":`+value)
	}
	return "{" + strings.Join(parts, ",") + "}"
}

func periodOf(month string) string { return object("period", month) }

// TestPayroll: payslips are prepared, finalised by somebody else, and then stay
// as they are; whose they are reads them then, and nobody's else (HR-2).
func TestPayroll(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	finance, hr, employee := o.as(t, "finance"), o.as(t, "hr"), o.as(t, "employee")
	own := ownStaff(t, employee)
	other := hr.staff(t)["Lena Novak"].id()
	at := finance.send(t, "POST", payPath, payslip(own, "2031-03")).want(t, 201).Header.Get("Location")
	list := []scenario{
		{name: "a second one", as: finance, method: "POST", path: payPath, body: payslip(own, "2031-03"), status: 409, problem: "payslip-exists"},
		{name: "a wrong sum", as: finance, method: "POST", path: payPath, body: payslip(other, "2031-03", "net_pence", "190001"), status: 400, problem: "invalid-request", has: []string{"wrong-sum", "£1,900.00"}},
		{name: "negative gross", as: finance, method: "POST", path: payPath, body: payslip(other, "2031-03", "gross_pence", "-1", "net_pence", "-60001"), status: 400, problem: "invalid-request"},
		{name: "beyond JSON", as: finance, method: "POST", path: payPath, body: payslip(other, "2031-03", "gross_pence", "9007199254740993"), status: 400, problem: "invalid-request"},
		{name: "a fraction of a penny", as: finance, method: "POST", path: payPath, body: payslip(other, "2031-03", "tax_pence", "0.5"), status: 400, problem: "invalid-request"},
		{name: "a state of one's own", as: finance, method: "POST", path: payPath, body: payslip(other, "2031-03", "state", `"final"`), status: 400, problem: "invalid-request"},
		{name: "a correction of a draft", as: finance, method: "POST", path: payPath, body: payslip(own, "2031-04", "correction_of", `"`+at[len(payPath)+1:]+`"`), status: 400, problem: "invalid-request"},
		{name: "nobody reads their own draft", as: employee, method: "GET", path: at, status: 404, problem: "not-found"},
		{name: "nor finds it in the list", as: employee, method: "GET", path: payPath, status: 200, hasNot: []string{own}},
		{name: "nor in the pages", as: employee, method: "GET", path: "/payslips" + at[len(payPath):], status: 404},
		{name: "who prepared it does not finalise", as: finance, method: "POST", path: payPath + "/finalise", body: periodOf("2031-03"), status: 403, problem: "two-people"},
		{name: "a month without drafts", as: hr, method: "POST", path: payPath + "/finalise", body: periodOf("2031-04"), status: 409, problem: "wrong-state"},
		{name: "drafts that nobody saw", as: hr, method: "POST", path: payPath + "/finalise", body: object("period", "2031-03", "seen", "1-7-1"), status: 409, problem: "conflict"},
		{name: "changed by hr", as: hr, method: "PATCH", path: at, body: `{"pay_on":"2031-03-28"}`, status: 200, ledger: []string{"payslip.update"}},
		{name: "who changed it does not either", as: hr, method: "POST", path: payPath + "/finalise", body: periodOf("2031-03"), status: 403, problem: "two-people"},
		{name: "finalised", as: o.as(t, "admin"), method: "POST", path: payPath + "/finalise", body: periodOf("2031-03"), status: 200,
			header: []string{keyed(`"pay"`)}, has: []string{`"run":1`, `"payslips":1`, `"state":"final"`}, ledger: []string{"payrun.finalise"}},
		{name: "again with the key", as: o.as(t, "admin"), method: "POST", path: payPath + "/finalise", body: periodOf("2031-03"), status: 200,
			header: []string{keyed(`"pay"`)}, has: []string{`"run":1`, `"payslips":1`}},
		{name: "once", as: o.as(t, "admin"), method: "POST", path: payPath + "/finalise", body: periodOf("2031-03"), status: 409, problem: "wrong-state"},
		{name: "final ones are not changed", as: hr, method: "PATCH", path: at, body: `{"pay_on":"2031-03-29"}`, status: 409, problem: "wrong-state"},
		{name: "nor removed", as: hr, method: "DELETE", path: at, status: 409, problem: "wrong-state"},
		{name: "whose it is reads it", as: employee, method: "GET", path: at, status: 200, has: []string{`"net_pence":190000`, `"state":"final"`}},
		{name: "and nobody else", as: o.as(t, "manager"), method: "GET", path: at, status: 404, problem: "not-found"},
		{name: "another first one", as: finance, method: "POST", path: payPath, body: payslip(own, "2031-03"), status: 409, problem: "payslip-exists"},
		{name: "a correction", as: finance, method: "POST", path: payPath, body: payslip(own, "2031-03", "correction_of", `"`+at[len(payPath)+1:]+`"`), status: 201, ledger: []string{"payslip.create"}},
		{name: "of somebody else's", as: finance, method: "POST", path: payPath, body: payslip(other, "2031-03", "correction_of", `"`+at[len(payPath)+1:]+`"`), status: 400, problem: "invalid-request"},
		{name: "its own run", as: hr, method: "POST", path: payPath + "/finalise", body: periodOf("2031-03"), status: 200, has: []string{`"run":2`}, ledger: []string{"payrun.finalise"}},
	}
	for _, role := range []string{"manager", "clinical", "readonly", "employee"} {
		for _, path := range []string{"/payroll", "/payroll/run?period=2031-03", payPath + "/run?period=2031-03", payPath + "/export.csv?period=2031-03"} {
			list = append(list, scenario{name: role + " at " + path, as: o.as(t, role), method: "GET", path: path, status: 403, problem: slugAt(path)})
		}
		list = append(list, scenario{name: role + " pays nobody", as: o.as(t, role), method: "POST", path: payPath, body: payslip(own, "2031-05"), status: 403, problem: "forbidden"})
	}
	o.play(t, list...)
}

// slugAt is the problem by which an address refuses a role; a page has words.
func slugAt(path string) string {
	if strings.HasPrefix(path, "/api/") {
		return "forbidden"
	}
	return ""
}

// ownStaff is the id of a visitor's own staff record.
func ownStaff(t *testing.T, v *visitor) string {
	t.Helper()
	return decode[page[employee]](t, v.get(t, "/api/hr/employees?limit=1")).Items[0].id()
}

// TestPayTrips: a read is one round trip, a write two, also of a whole month (PLAT-4).
func TestPayTrips(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	finance, hr := o.as(t, "finance"), o.as(t, "hr")
	finance.send(t, "POST", payPath, payslip(ownStaff(t, o.as(t, "employee")), "2031-03")).want(t, 201)
	hr.get(t, payPath)
	for _, c := range []struct{ method, path, body, want string }{
		{"GET", payPath + "/run?period=2031-03", "", "1"},
		{"GET", "/payroll/run?period=2031-03", "", "1"},
		{"POST", payPath + "/finalise", periodOf("2031-03"), "2"},
		{"GET", payPath + "/export.csv?period=2031-03", "", "2"},
		{"GET", "/payslips", "", "1"},
	} {
		if got := hr.send(t, c.method, c.path, c.body).want(t, 200).Header.Get("X-Database-Round-Trips"); got != c.want {
			t.Errorf("%s %s: %s round trips, want %s", c.method, c.path, got, c.want)
		}
	}
}

// TestPayRemoved: who removes a draft has prepared what is left.
func TestPayRemoved(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	finance, hr := o.as(t, "finance"), o.as(t, "hr")
	staff := hr.staff(t)
	finance.send(t, "POST", payPath, payslip(staff["Lena Novak"].id(), "2031-03")).want(t, 201)
	at := finance.send(t, "POST", payPath, payslip(staff["Kwame Mensah"].id(), "2031-03")).want(t, 201).Header.Get("Location")
	o.play(t,
		scenario{name: "removed", as: hr, method: "DELETE", path: at, status: 204, ledger: []string{"payrun.remove"}},
		scenario{name: "gone", as: hr, method: "DELETE", path: at, status: 404, problem: "not-found"},
		scenario{name: "not finalised by the same", as: hr, method: "POST", path: payPath + "/finalise", body: periodOf("2031-03"), status: 403, problem: "two-people"})
}

// TestPayFinaliseAtOnce: of several who finalise at once, one does.
func TestPayFinaliseAtOnce(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	finance, hr, admin := o.as(t, "finance"), o.as(t, "hr"), o.as(t, "admin")
	for _, who := range hr.staff(t) {
		finance.send(t, "POST", payPath, payslip(who.id(), "2031-03")).want(t, 201)
	}
	before := admin.head(t)
	var all sync.WaitGroup
	status := make([]int, 6)
	for i := range status {
		v := hr
		if i%2 == 1 {
			v = admin
		}
		all.Go(func() { status[i] = v.send(t, "POST", payPath+"/finalise", periodOf("2031-03")).StatusCode })
	}
	all.Wait()
	slices.Sort(status)
	if want := []int{200, 409, 409, 409, 409, 409}; !slices.Equal(status, want) {
		t.Errorf("%v, want %v", status, want)
	}
	if got := admin.since(t, before); !slices.Equal(got, []string{"payrun.finalise"}) {
		t.Errorf("the ledger gained %v", got)
	}
	admin.verify(t)
}

// TestBankFile: what is final is paid, to whom bank details are known; who took
// the file is in the ledger, and a name is no formula.
func TestBankFile(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	finance, hr := o.as(t, "finance"), o.as(t, "hr")
	made := decode[employee](t, hr.send(t, "POST", "/api/hr/employees", object("given_name", "=cmd|' /C calc'!A0", "family_name", "Zed", "email", "zed@example.org")).want(t, 201))
	finance.send(t, "POST", payPath, payslip(made.id(), "2031-03")).want(t, 201)
	finance.send(t, "POST", payPath, payslip(hr.staff(t)["Lena Novak"].id(), "2031-03", "gross_pence", "60000", "net_pence", "0")).want(t, 201)
	const file = payPath + "/export.csv?period=2031-03"
	o.play(t,
		scenario{name: "drafts are not paid", as: hr, method: "GET", path: file, status: 200, hasNot: []string{"Zed", "Novak"}, ledger: []string{"payrun.bank-file"}},
		scenario{name: "finalised", as: hr, method: "POST", path: payPath + "/finalise", body: periodOf("2031-03"), status: 200, ledger: []string{"payrun.finalise"}},
		scenario{name: "without bank details", as: finance, method: "GET", path: file, status: 409, problem: "bank-details-missing", has: []string{"Zed has no bank details", made.id()}},
		scenario{name: "bank details", as: finance, method: "PATCH", path: made.path(), body: object("bank_account", "00733445", "sort_code", "309430"), status: 200, ledger: []string{"employee.update"}},
		scenario{name: "paid", as: finance, method: "GET", path: file, status: 200, has: []string{"name,sort_code,account,net\r\n", "'=cmd|' /C calc'!A0 Zed,309430,00733445,1900.00\r\n"},
			hasNot: []string{"Novak"}, ledger: []string{"payrun.bank-file"}},
		scenario{name: "no such month", as: finance, method: "GET", path: payPath + "/export.csv?period=2031-13", status: 400, problem: "invalid-request"})
	e := o.as(t, "admin").entries(t, "limit=1")[0]
	if e.Actor != finance.id || e.EntityID != "2031-03" || e.After["payments"] != "1" || e.After["run"] != "1" {
		t.Errorf("%+v", e)
	}
}

// TestBankLook: changed bank details are looked at by somebody who did not
// change them, and whose they are not.
func TestBankLook(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	finance, hr := o.as(t, "finance"), o.as(t, "hr")
	staff := hr.staff(t)
	who := staff["Lena Novak"]
	finance.send(t, "PATCH", who.path(), object("bank_account", "11111111")).want(t, 200)
	type run struct {
		BankChanges []struct {
			Name       string
			Change     int64
			LookedAtBy *string `json:"looked_at_by"`
		} `json:"bank_changes"`
	}
	read := func() run { return decode[run](t, hr.get(t, payPath+"/run?period=2031-03").want(t, 200)) }
	got := read().BankChanges
	if len(got) != 1 || got[0].Name != "Lena Novak" || got[0].LookedAtBy != nil {
		t.Fatalf("%+v", got)
	}
	change := got[0].Change
	look := func(seq int64) string {
		return `{"employee_id":"` + who.id() + `","change":` + strconv.FormatInt(seq, 10) + `}`
	}
	o.play(t,
		scenario{name: "who changed them", as: finance, method: "POST", path: payPath + "/bank-looks", body: look(change), status: 403, problem: "two-people"},
		scenario{name: "another change", as: hr, method: "POST", path: payPath + "/bank-looks", body: look(change - 1), status: 409, problem: "conflict"},
		scenario{name: "a second person", as: hr, method: "POST", path: payPath + "/bank-looks", body: look(change), status: 204, ledger: []string{"employee.bank-look"}})
	if got := read().BankChanges; len(got) != 1 || got[0].LookedAtBy == nil || *got[0].LookedAtBy != "Carys Llewellyn" {
		t.Errorf("%+v", got)
	}
	finance.send(t, "PATCH", who.path(), object("sort_code", "222222")).want(t, 200)
	if got := read().BankChanges; len(got) != 1 || got[0].LookedAtBy != nil {
		t.Errorf("changed again: %+v", got)
	}
}

// TestPayCopy: last month's payslips become drafts, once, for who is still there.
func TestPayCopy(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	finance, hr := o.as(t, "finance"), o.as(t, "hr")
	staff := hr.staff(t)
	for _, name := range []string{"Lena Novak", "Kwame Mensah", "Joanna Pike"} {
		finance.send(t, "POST", payPath, payslip(staff[name].id(), "2031-01", "pay_on", `"2031-01-31"`)).want(t, 201)
	}
	hr.send(t, "PATCH", staff["Joanna Pike"].path(), object("end_date", "2031-01-31")).want(t, 200)
	finance.send(t, "POST", payPath, payslip(staff["Kwame Mensah"].id(), "2031-02")).want(t, 201)
	o.play(t,
		scenario{name: "copied", as: hr, method: "POST", path: payPath + "/copy", body: periodOf("2031-02"), status: 200, has: []string{`"copied":1`}, ledger: []string{"payrun.copy", "payslip.create"}},
		scenario{name: "once", as: hr, method: "POST", path: payPath + "/copy", body: periodOf("2031-02"), status: 200, has: []string{`"copied":0`}},
		scenario{name: "the latest first", as: hr, method: "GET", path: payPath + "?limit=1", status: 200, has: []string{`"period":"2031-02"`}},
		scenario{name: "as a draft", as: hr, method: "GET", path: payPath + "?period=2031-02&employee_id=" + staff["Lena Novak"].id(), status: 200,
			has: []string{`"pay_on":"2031-02-28"`, `"state":"draft"`, `"net_pence":190000`}},
		scenario{name: "who copied has prepared", as: hr, method: "POST", path: payPath + "/finalise", body: periodOf("2031-02"), status: 403, problem: "two-people"})
}

// TestPayPages: the same by forms, as a browser sends them; people are told, and
// read and keep their payslip.
func TestPayPages(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	finance, hr, employee := o.as(t, "finance"), o.as(t, "hr"), o.as(t, "employee")
	own := ownStaff(t, employee)
	form := func(v *visitor, path, body string) *answer {
		t.Helper()
		return v.send(t, "POST", path, body, "Content-Type: application/x-www-form-urlencoded")
	}
	const amounts = "&pay_on-day=27&pay_on-month=3&pay_on-year=2031&gross_pence=2%2C500.00&tax_pence=-12.50&net_pence="
	form(finance, "/payroll/new", "employee_id="+own+"&period=2031-03"+amounts+"2500").want(t, 400)
	at := form(finance, "/payroll/new", "employee_id="+own+"&period=2031-03"+amounts+"2512.50").want(t, 303).Header.Get("Location")
	seen := func(v *visitor, words ...string) string {
		t.Helper()
		shown := v.get(t, "/payroll/run?period=2031-03").want(t, 200).text
		for _, w := range words {
			if !strings.Contains(shown, w) {
				t.Errorf("the run has no %q", w)
			}
		}
		_, rest, _ := strings.Cut(shown, `name="seen" value="`)
		value, _, _ := strings.Cut(rest, `"`)
		return value
	}
	seen(finance, "somebody else has to finalise it", "£2,512.50", "people without a payslip", "Draft")
	form(hr, "/payroll/run/finalise", "period=2031-03&seen="+seen(hr, "Finalise pay run")).want(t, 303)
	seen(hr, "Run 1", "/payroll/run/bank.csv?period=2031-03", "Final")
	if shown := employee.get(t, "/notices").text; !strings.Contains(shown, "Your payslip is ready") || !strings.Contains(shown, "/payslips"+at[len("/payroll"):]) {
		t.Errorf("the employee is not told:\n%s", shown)
	}
	if shown := employee.get(t, "/payslips").want(t, 200).text; !strings.Contains(shown, "March 2031") || !strings.Contains(shown, "£2,512.50") {
		t.Errorf("the list is\n%s", shown)
	}
	slip := "/payslips" + at[len("/payroll"):]
	if shown := employee.get(t, slip).want(t, 200).text; !strings.Contains(shown, "−£12.50") || !strings.Contains(shown, "National Insurance number") {
		t.Errorf("the payslip is\n%s", shown)
	}
	if file := employee.get(t, slip+"/payslip.pdf").want(t, 200); !strings.HasPrefix(file.text, "%PDF-") || file.Header.Get("Content-Type") != "application/pdf" {
		t.Errorf("%q", file.Header)
	}
	o.as(t, "manager").get(t, slip+"/payslip.pdf").want(t, 404)
	form(hr, at+"/correct", "pay_on-day=3&pay_on-month=4&pay_on-year=2031&gross_pence=10&net_pence=11").want(t, 400)
	draft := form(hr, at+"/correct", "pay_on-day=3&pay_on-month=4&pay_on-year=2031&gross_pence=10&net_pence=10").want(t, 303).Header.Get("Location")
	form(hr, draft+"/remove", "").want(t, 303)
	hr.get(t, draft).want(t, 404)
}
