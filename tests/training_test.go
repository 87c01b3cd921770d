package tests

import (
	"strings"
	"testing"
	"time"

	"ringfence/domain"
)

// inDays is a day so many days from today, where the organisation is.
func inDays(days int) string {
	return domain.Local(time.Now().UnixMilli()).AddDate(0, 0, days).Format(time.DateOnly)
}

// TestCredentials: people keep their own, HR keeps everybody's and checks them;
// the number is for HR, the admin and the person (HR-2, ROLE).
func TestCredentials(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	hr, employee, manager := o.as(t, "hr"), o.as(t, "employee"), o.as(t, "manager")
	me := decode[page[map[string]any]](t, employee.get(t, "/api/hr/employees?limit=1")).Items[0]["id"].(string)
	const path = "/api/hr/credentials"
	body := func(more ...string) string { return object(append([]string{"employee_id", me}, more...)...) }
	at := employee.send(t, "POST", path, body("kind", "nmc", "number", "12a 3456b", "issued_on", inDays(-300), "expires_on", inDays(20))).
		want(t, 201).Header.Get("Location")
	lena := hr.staff(t)["Lena Novak"].id()
	other := object("employee_id", lena, "kind", "gmc", "number", "7012345")
	o.play(t,
		scenario{name: "the same again", as: employee, method: "POST", path: path, body: body("kind", "nmc", "number", "12A3456B", "expires_on", inDays(20)), status: 409, problem: "credential-exists"},
		scenario{name: "a number of no such form", as: employee, method: "POST", path: path, body: body("kind", "hcpc", "number", "12345"), status: 400, problem: "invalid-request", has: []string{"PH12345"}},
		scenario{name: "an unknown kind", as: hr, method: "POST", path: path, body: body("kind", "mot", "number", "12345"), status: 400, problem: "invalid-request"},
		scenario{name: "a check of one's own making", as: employee, method: "POST", path: path, body: body("kind", "gmc", "number", "7012345", "verified_on", inDays(0)), status: 400, problem: "invalid-request"},
		scenario{name: "for somebody else", as: manager, method: "POST", path: path, body: other, status: 400, problem: "invalid-request"},
		scenario{name: "HR may", as: hr, method: "POST", path: path, body: other, status: 201, has: []string{`"state":"unverified"`}, ledger: []string{"credential.create"}},
		scenario{name: "the person reads the number", as: employee, method: "GET", path: at, status: 200, has: []string{`"number":"12A3456B"`}},
		scenario{name: "HR does", as: hr, method: "GET", path: at, status: 200, has: []string{`"number":"12A3456B"`}},
		scenario{name: "the manager does not", as: manager, method: "GET", path: at, status: 200, has: []string{`"expires_on":"` + inDays(20)}, hasNot: []string{"3456", `"number"`, `"certificate"`}},
		scenario{name: "nor who reads all", as: o.as(t, "readonly"), method: "GET", path: at, status: 200, hasNot: []string{"3456", `"number"`}},
		scenario{name: "nor a sheet", as: manager, method: "GET", path: "/credentials/export.csv", status: 200, has: []string{"Grace Adeyemi,nmc"}, hasNot: []string{"3456", "number"}},
		scenario{name: "a colleague finds nothing", as: o.as(t, "clinical"), method: "GET", path: at, status: 404, problem: "not-found"},
		scenario{name: "nor finance", as: o.as(t, "finance"), method: "GET", path: at, status: 404, problem: "not-found"},
		scenario{name: "the manager does not check", as: manager, method: "POST", path: at + "/verify", body: `{}`, status: 403, problem: "forbidden"},
		scenario{name: "nor the certificate, which shows it", as: manager, method: "GET", path: at + "/certificate", status: 403, problem: "forbidden"},
		scenario{name: "checked", as: hr, method: "POST", path: at + "/verify", body: `{}`, status: 200, has: []string{`"verified_by":"` + hr.id, `"verified_on":"` + inDays(0)}, ledger: []string{"credential.verify"}},
		scenario{name: "changed by the person", as: employee, method: "PATCH", path: at, body: `{"expires_on":"` + inDays(900) + `"}`, status: 200,
			has: []string{`"state":"unverified"`, `"verified_by":null`}, ledger: []string{"credential.update"}},
	)
	if list := hr.get(t, path+"?employee_id="+me+"&kind=nmc").text; !strings.Contains(list, "12A3456B") || strings.Contains(list, "7012345") {
		t.Error(list)
	}
	if a := hr.get(t, path); a.Header.Get("X-Database-Round-Trips") != "1" {
		t.Error("a list takes more than one round trip")
	}
	page := manager.get(t, strings.TrimPrefix(at, "/api/hr")).want(t, 200).text
	if !strings.Contains(page, "https://www.nmc.org.uk/") || !strings.Contains(page, "NMC") || strings.Contains(page, "3456") {
		t.Error("the page leads to no register, or shows the number")
	}
	newOrg(t).as(t, "admin").get(t, at).refused(t, 404, "not-found")
}

// TestTraining: a course says for how long training is good; people record their
// own, managers that of those below them.
func TestTraining(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	hr, employee, manager := o.as(t, "hr"), o.as(t, "employee"), o.as(t, "manager")
	staff := hr.staff(t)
	course := decode[identified](t, hr.send(t, "POST", "/api/hr/courses", `{"name":"Fire safety","valid_months":12,"mandatory":true,"roles":["employee","hr"]}`).want(t, 201)).ID
	const path = "/api/hr/training"
	body := func(who, done string, more ...string) string {
		return object(append([]string{"employee_id", staff[who].id(), "course_id", course, "completed_on", done}, more...)...)
	}
	o.play(t,
		scenario{name: "a course by a manager", as: manager, method: "POST", path: "/api/hr/courses", body: `{"name":"First aid"}`, status: 403, problem: "forbidden"},
		scenario{name: "of a name that is taken", as: hr, method: "POST", path: "/api/hr/courses", body: `{"name":"fire safety"}`, status: 409, problem: "course-exists"},
		scenario{name: "for a role that is none", as: hr, method: "POST", path: "/api/hr/courses", body: `{"name":"First aid","roles":["owner"]}`, status: 400, problem: "invalid-request"},
		scenario{name: "valid for ever and more", as: hr, method: "POST", path: "/api/hr/courses", body: `{"name":"First aid","valid_months":0}`, status: 400, problem: "invalid-request"},
		scenario{name: "one's own", as: employee, method: "POST", path: path, body: body("Grace Adeyemi", "2024-02-29"), status: 201, has: []string{`"expires_on":"2025-02-28"`}, ledger: []string{"training.create"}},
		scenario{name: "a day that is given", as: employee, method: "POST", path: path, body: body("Grace Adeyemi", "2024-02-28", "expires_on", "2026-01-01"), status: 201, has: []string{`"expires_on":"2026-01-01"`}, ledger: []string{"training.create"}},
		scenario{name: "another's", as: employee, method: "POST", path: path, body: body("Lena Novak", "2024-02-29"), status: 400, problem: "invalid-request"},
		scenario{name: "of a report", as: manager, method: "POST", path: path, body: body("Lena Novak", "2024-02-29"), status: 201, ledger: []string{"training.create"}},
		scenario{name: "of a colleague", as: manager, method: "POST", path: path, body: body("Devi Raman", "2024-02-29"), status: 400, problem: "invalid-request"},
		scenario{name: "in the future", as: manager, method: "POST", path: path, body: body("Lena Novak", inDays(2)), status: 400, problem: "invalid-request"},
		scenario{name: "in no course", as: hr, method: "POST", path: path, body: strings.ReplaceAll(body("Lena Novak", "2024-02-29"), course, "nosuch"), status: 400, problem: "invalid-request", has: []string{"course_id"}},
		scenario{name: "what one's manager sees", as: manager, method: "GET", path: path, status: 200, has: []string{staff["Lena Novak"].id()}},
		scenario{name: "a colleague sees nothing", as: o.as(t, "clinical"), method: "GET", path: path, status: 200, hasNot: []string{staff["Lena Novak"].id()}},
	)
	if a := o.as(t, "clinical").get(t, "/api/hr/courses"); !strings.Contains(a.text, `"roles":["hr","employee"]`) {
		t.Error(a.text)
	}
}

type identified struct{ ID string }

// TestCertificates: people upload their own, those who read the record read it,
// and a credential with another certificate is to be checked anew.
func TestCertificates(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	hr, employee, manager := o.as(t, "hr"), o.as(t, "employee"), o.as(t, "manager")
	me := hr.staff(t)["Grace Adeyemi"].id()
	course := decode[identified](t, hr.send(t, "POST", "/api/hr/courses", `{"name":"Fire safety"}`).want(t, 201)).ID
	add := func(path, body string) string {
		t.Helper()
		return employee.send(t, "POST", path, body).want(t, 201).Header.Get("Location")
	}
	training := add("/api/hr/training", object("employee_id", me, "course_id", course, "completed_on", inDays(-2)))
	credential := add("/api/hr/credentials", object("employee_id", me, "kind", "dbs", "number", "001234567890"))
	upload := func(by *visitor, at, text string) *answer {
		return by.send(t, "PUT", at+"/certificate", text, "Content-Type: application/pdf")
	}
	for _, at := range []string{training, credential} {
		upload(employee, at, "%PDF-1.7 first").want(t, 200)
		upload(employee, at, "<html>").refused(t, 415, "unsupported-media-type")
		upload(o.as(t, "clinical"), at, "%PDF-1.7 other").refused(t, 404, "not-found")
		if got := hr.get(t, at+"/certificate").want(t, 200).text; got != "%PDF-1.7 first" {
			t.Errorf("%q", got)
		}
		if page := employee.get(t, strings.TrimPrefix(at, "/api/hr")).want(t, 200).text; !strings.Contains(page, "Replace") {
			t.Error("the page offers no other certificate")
		}
	}
	manager.get(t, training+"/certificate").want(t, 200)
	manager.get(t, credential+"/certificate").refused(t, 403, "forbidden")
	upload(manager, credential, "%PDF-1.7 other").refused(t, 403, "forbidden")
	hr.send(t, "POST", credential+"/verify", `{}`).want(t, 200)
	if a := upload(employee, credential, "%PDF-1.7 other").want(t, 200); !strings.Contains(a.text, `"state":"unverified"`) {
		t.Error(a.text)
	}
}
