package tests

import (
	"encoding/json"
	"strings"
	"testing"
)

type subjectAccess struct {
	Subject     struct{ ID, Name string }
	Controller  string
	Particulars struct{ Purposes, Categories, Recipients, Retention, Rights []string }
	Records     map[string][]map[string]any
	AccessLog   []struct{ Who, Role, What string } `json:"access_log"`
	Others      []struct{ Path, Reason string }    `json:"third_parties"`
}

// refusedLeave is leave that somebody asked for and did not get, and who that was.
func (o *org) refusedLeave(t *testing.T, note string) (staff string) {
	t.Helper()
	me := o.as(t, "employee")
	staff = decode[page[employee]](t, me.get(t, "/api/hr/employees?limit=1")).Items[0].id()
	at := me.send(t, "POST", "/api/hr/absences", object("employee_id", staff, "kind", "annual", "first_day", "2031-03-03", "last_day", "2031-03-07",
		"note", note)).want(t, 201).Header.Get("Location")
	o.as(t, "manager").send(t, "POST", at+"/refuse", object("reason", "Bethan is away as well")).want(t, 200)
	return staff
}

// written is a value as JSON.
func written(v any) string {
	text, _ := json.Marshal(v)
	return string(text)
}

// TestSubjectAccess: one call answers with everything on a person, and with
// nothing of anybody else (GDPR-1).
func TestSubjectAccess(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	hr, staff := o.as(t, "hr"), o.refusedLeave(t, "A very private reason")
	hr.send(t, "PATCH", "/api/hr/employees/"+staff, object("ni_number", "AB123456C")).want(t, 200)

	sar := decode[subjectAccess](t, hr.get(t, "/api/hr/gdpr/sar?empId="+staff).want(t, 200))
	if sar.Subject.ID != staff || sar.Controller == "" || len(sar.Particulars.Rights) == 0 || len(sar.Particulars.Categories) != len(sar.Records) {
		t.Errorf("%+v", sar.Particulars)
	}
	for table, want := range map[string]string{"employees": "AB123456C", "absences": "A very private reason", "accounts": "employee@", "sessions": "Go"} {
		if rows := sar.Records[table]; len(rows) == 0 || !strings.Contains(written(rows), want) {
			t.Errorf("%s: %v", table, rows)
		}
	}
	if len(sar.Records["employees"]) != 1 || len(sar.Records["accounts"]) != 1 {
		t.Errorf("%v", sar.Records)
	}
	said := written(sar.AccessLog)
	for _, want := range []string{"refused", "changed"} {
		if !strings.Contains(said, want) {
			t.Errorf("the log does not say %s: %s", want, said)
		}
	}
	if !strings.Contains(written(sar.Others), "records.absences[2].decision_reason") || !strings.Contains(written(sar.Others), "records.absences[2].decided_by_name") {
		t.Errorf("%v", sar.Others)
	}
	for _, secret := range []string{"password_hash", "pbkdf2", "secret"} {
		if strings.Contains(written(sar), secret) {
			t.Errorf("it has a %s", secret)
		}
	}
	whole := hr.get(t, "/api/hr/gdpr/sar?redact=others&empId="+staff).want(t, 200).text
	for _, other := range []string{"Bethan is away", `"decided_by_name":"G`} {
		if strings.Contains(whole, other) {
			t.Errorf("%s was not left out", other)
		}
	}
	if last := o.as(t, "admin").entries(t, "action=employee.disclose&entity_id="+staff); len(last) != 2 {
		t.Errorf("%d entries", len(last))
	}
}

// TestSubjectDocument: the same in words, without what was ticked.
func TestSubjectDocument(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	hr, staff := o.as(t, "hr"), o.refusedLeave(t, "")
	hr.browses(t, "/employees/"+staff+"/data").want(t, 200).shows(t, "Everything held on", "Why we hold it", "Bethan is away as well", "Absences: reason", "Information Commissioner")
	o.post(t, "/employees/"+staff+"/data", "Cookie: __Host-session="+hr.token, "remove-list", "", "remove", "records.absences[2].decision_reason").want(t, 200).
		shows(t, "!Bethan is away", "[removed: about another person]")
	hr.browses(t, "/employees/nosuch/data").want(t, 404)
	hr.browses(t, "/employees/"+staff).shows(t, "/employees/"+staff+"/data")
	hr.get(t, "/api/hr/gdpr/sar").refused(t, 400, "invalid-request")
}
