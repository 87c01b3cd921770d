package tests

import (
	"strconv"
	"testing"
)

// trips fails the test if the answer took more round trips to a database.
func (a *answer) trips(t *testing.T, most int) {
	t.Helper()
	got, err := strconv.Atoi(a.Header.Get("X-Database-Round-Trips"))
	if err != nil || got < 1 || got > most {
		t.Errorf("%s %s: %q round trips, want at most %d", a.Request.Method, a.Request.URL.Path, a.Header.Get("X-Database-Round-Trips"), most)
	}
}

// PLAT-4: one round trip for an authenticated read, two for a write, one more
// where the hostname is not yet known. Nothing else may run meanwhile: a
// tenant that is made makes every hostname be looked up anew.
func TestRoundTrips(t *testing.T) {
	o := newOrg(t)
	o.nobody().get(t, "/healthz").trips(t, 1) // the hostname
	o.nobody().send(t, "POST", "/api/auth/login", o.credentials("hr")).trips(t, 2)
	hr, admin := o.as(t, "hr"), o.as(t, "admin")
	one := hr.staff(t)["Joanna Pike"]
	for _, path := range []string{
		"/api/auth/session", "/api/auth/sessions", "/api/hr/employees", "/api/hr/employees?q=a&department=People&limit=2", one.path(),
		"/", "/employees", "/employees/" + one.id(), "/employees/" + one.id() + "/edit", "/employees/new", "/sessions",
	} {
		hr.get(t, path).want(t, 200).trips(t, 1)
	}
	for _, path := range []string{"/api/audit", "/api/audit?action=auth.login", "/api/audit/verify", "/", "/employees/" + one.id(), "/ledger"} {
		admin.get(t, path).want(t, 200).trips(t, 1)
	}
	key := "Idempotency-Key: trips"
	hr.send(t, "POST", "/api/hr/employees", enough("")).want(t, 201).trips(t, 2)
	hr.send(t, "POST", "/api/hr/employees", enough(""), key).want(t, 201).trips(t, 2)
	hr.send(t, "POST", "/api/hr/employees", enough(""), key).want(t, 201).trips(t, 1)
	hr.send(t, "POST", "/api/hr/employees", `{}`).want(t, 400).trips(t, 1)
	hr.send(t, "POST", "/api/hr/employees", `{}`, "Idempotency-Key: trips-2").want(t, 400).trips(t, 2)
	hr.send(t, "PATCH", one.path(), object("job_title", "A")).want(t, 200).trips(t, 2)
	hr.send(t, "PATCH", one.path(), object("manager_id", hr.staff(t)["Ben Whitfield"].id()), key).want(t, 200).trips(t, 2)
	hr.send(t, "DELETE", "/api/auth/sessions", "").want(t, 204).trips(t, 2)
	hr.send(t, "POST", "/api/auth/logout", "").want(t, 204).trips(t, 2)
}
