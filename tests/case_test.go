package tests

import (
	"strings"
	"testing"
)

// TestCases: what people ask about their data is answered within a month, put
// off once by two, closed with a reason, and part of what is held on them (GDPR-3).
func TestCases(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	hr := o.as(t, "hr")
	staff := hr.staff(t)
	var who employee
	for _, e := range staff {
		who = e
		break
	}
	const path = "/api/gdpr/cases"
	asked := object("kind", "access", "subject_name", "Nia Owen", "employee_id", who.id(), "received_on", "2026-01-31", "details", "By letter of that day")
	made := hr.send(t, "POST", path, asked).want(t, 201)
	at := made.Header.Get("Location")
	o.play(t,
		scenario{name: "due a month later, at its end", as: hr, method: "GET", path: at, status: 200, has: []string{`"due_on":"2026-02-28"`, `"state":"open"`, "By letter"}},
		scenario{name: "it cannot come from the future", as: hr, method: "POST", path: path, body: strings.Replace(asked, "2026-01-31", "2126-01-31", 1), status: 400, problem: "invalid-request"},
		scenario{name: "no day of one's own", as: hr, method: "PATCH", path: at, body: `{"due_on":"2027-01-01"}`, status: 400, problem: "invalid-request"},
		scenario{name: "received on another day", as: hr, method: "PATCH", path: at, body: `{"received_on":"2026-01-30"}`, status: 200, has: []string{`"due_on":"2026-02-28"`}, ledger: []string{"case.update"}},
		scenario{name: "more time needs a reason", as: hr, method: "POST", path: at + "/extend", body: `{}`, status: 400, problem: "invalid-request"},
		scenario{name: "more time", as: hr, method: "POST", path: at + "/extend", body: object("reason", "Ten years of letters"), status: 200, has: []string{`"due_on":"2026-04-30"`, `"state":"extended"`},
			ledger: []string{"case.extend"}},
		scenario{name: "once", as: hr, method: "POST", path: at + "/extend", body: object("reason", "Again"), status: 409, problem: "wrong-state"},
		scenario{name: "a refusal needs its reason", as: hr, method: "POST", path: at + "/close", body: `{}`, status: 400, problem: "invalid-request"},
		scenario{name: "closed", as: hr, method: "POST", path: at + "/close", body: object("reason", "Sent in full"), status: 200, has: []string{`"state":"closed"`, `"due_on":"2026-04-30"`, "Sent in full"},
			ledger: []string{"case.close"}},
		scenario{name: "over is over", as: hr, method: "PATCH", path: at, body: `{"kind":"erasure"}`, status: 409, problem: "wrong-state"},
		scenario{name: "a manager has nothing to do with it", as: o.as(t, "manager"), method: "GET", path: at, status: 403, problem: "forbidden"},
	)
	sar := decode[subjectAccess](t, hr.get(t, "/api/hr/gdpr/sar?empId="+who.id()).want(t, 200))
	if rows := sar.Records["gdpr_cases"]; len(rows) != 1 || !strings.Contains(written(rows), "By letter of that day") {
		t.Errorf("the case is not in what is held: %v", rows)
	}
}

// TestCaseTask: a request waits for those who answer it, by its day.
func TestCaseTask(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	hr := o.as(t, "hr")
	hr.send(t, "POST", "/api/gdpr/cases", object("kind", "erasure", "subject_name", "Somebody Else", "received_on", "2026-01-15")).want(t, 201)
	waits := func(v *visitor) bool {
		return strings.Contains(v.get(t, "/api/tasks").want(t, 200).text, "Answer a data request: Somebody Else")
	}
	if !waits(hr) || !waits(o.as(t, "admin")) || waits(o.as(t, "manager")) {
		t.Error("it waits for HR and the administrators alone")
	}
	hr.browses(t, "/data-requests").want(t, 200).shows(t, "Somebody Else", "15 February 2026")
}
