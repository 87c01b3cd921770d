package tests

import (
	"context"
	"strconv"
	"testing"
)

// PLAT-4: one round trip to a database for an authenticated read, two for a
// write, one more where the hostname is not yet known. Nothing else may run
// meanwhile: a tenant that is made makes every hostname be looked up anew. So
// does, once, an instance of the edge's pool that begins: only where the server
// says that one did is it measured anew.
func TestRoundTrips(t *testing.T) {
	for range 3 {
		var over trips
		began := instances(t)
		over.measure(t)
		if len(over) == 0 {
			return
		}
		if instances(t) == began {
			t.Fatalf("too many round trips: %q", over)
		}
	}
	t.Fatal("instances begin whenever it is measured")
}

// instances is how many of the edge's pool have begun; natively none do.
func instances(t *testing.T) int {
	t.Helper()
	if host == "native" {
		return 0
	}
	a, err := public("localhost").try(context.Background(), "GET", "/dev/edge", "") // the shim's own answer
	if err != nil {
		t.Fatal(err)
	}
	return decode[struct{ Started int }](t, a.want(t, 200)).Started
}

// trips are the requests that took more round trips than they may.
type trips []string

func (over *trips) most(n int, t *testing.T, a *answer) {
	t.Helper()
	header := a.Header.Get("X-Database-Round-Trips")
	got, err := strconv.Atoi(header)
	if err != nil || got < 1 {
		t.Errorf("%s %s: %q round trips", a.Request.Method, a.Request.URL.Path, header)
	}
	if got > n {
		*over = append(*over, a.Request.Method+" "+a.Request.URL.String()+": "+header)
	}
}

func (over *trips) measure(t *testing.T) {
	o := newOrg(t)
	over.most(1, t, o.nobody().get(t, "/healthz")) // the hostname
	over.most(2, t, o.nobody().send(t, "POST", "/api/auth/login", o.credentials("hr")))
	hr, admin := o.as(t, "hr"), o.as(t, "admin")
	over.most(2, t, o.nobody().send(t, "POST", "/api/auth/mfa", answerTo(o.challenge(t), o.phone.code(t))).want(t, 200))
	one := hr.staff(t)["Joanna Pike"]
	for _, path := range []string{
		"/api/auth/session", "/api/auth/sessions", "/api/hr/employees", "/api/hr/employees?q=a&department=People&limit=2", one.path(),
		"/", "/employees", "/employees/" + one.id(), "/employees/" + one.id() + "/edit", "/employees/new", "/sessions", "/api/auth/passkeys", "/account/passkeys", "/account", "/account/password",
	} {
		over.most(1, t, hr.get(t, path).want(t, 200))
	}
	for _, path := range []string{"/api/audit", "/api/audit?action=auth.login", "/api/audit/verify", "/api/users", "/api/users?state=active&limit=2", "/api/users/" + hr.id, "/api/users/changes", "/users", "/users/new", "/users/" + hr.id, "/users/" + hr.id + "/edit", "/users/" + hr.id + "/disable", "/users/changes", "/", "/employees/" + one.id(), "/ledger", "/settings", "/api/settings/security"} {
		over.most(1, t, admin.get(t, path).want(t, 200))
	}
	const staff, key = "/api/hr/employees", "Idempotency-Key: trips"
	for _, write := range []struct {
		method, path, body, header string
		status, most               int
	}{
		{"POST", staff, enough(""), "Accept: */*", 201, 2},
		{"POST", staff, enough(""), key, 201, 2},
		{"POST", staff, enough(""), key, 201, 1}, // replayed
		{"POST", staff, `{}`, "Accept: */*", 400, 1},
		{"POST", staff, `{}`, key + "-2", 400, 2},
		{"PATCH", one.path(), object("job_title", "A"), "Accept: */*", 200, 2},
		{"PATCH", one.path(), object("manager_id", hr.staff(t)["Ben Whitfield"].id()), key, 200, 2},
		{"DELETE", "/api/auth/sessions", "", "Accept: */*", 204, 2},
		{"POST", "/api/auth/password", object("current", password, "new", "short"), "Accept: */*", 400, 2},
		{"POST", "/api/auth/totp", "", "Accept: */*", 201, 2},
		{"POST", "/api/auth/totp/confirm", object("code", "000000"), "Accept: */*", 401, 2},
		{"POST", "/api/auth/mfa", object("challenge", "nothing", "code", "000000"), "Accept: */*", 401, 1},
		{"POST", "/api/auth/logout", "", "Accept: */*", 204, 2},
	} {
		over.most(write.most, t, hr.send(t, write.method, write.path, write.body, write.header).want(t, write.status))
	}
	u := o.invite(t, "trips@elsewhere.example", "hr")
	over.most(2, t, admin.send(t, "POST", "/api/users", object("email", "more@elsewhere.example", "name", "M", "role", "hr")).want(t, 201))
	over.most(2, t, admin.send(t, "PATCH", u.path(), object("role", "finance")).want(t, 200))
	over.most(2, t, admin.send(t, "POST", u.path()+"/invitation", "").want(t, 204))
	token := object("token", o.linked(t, u.Email), "password", newPassword)
	over.most(2, t, o.nobody().send(t, "POST", "/api/auth/invitation/accept", token).want(t, 204))
	over.most(2, t, o.nobody().send(t, "POST", "/api/auth/password-reset", object("email", u.Email)).want(t, 202))
}
