package tests

import (
	"slices"
	"sync/atomic"
	"testing"

	"ringfence/store/db/hranatest"
)

// An organisation whose database is on a libSQL server: everything is as with
// the host's own, and when the server is away nothing is lost or made up.
func TestLibSQL(t *testing.T) {
	t.Parallel()
	s := hranatest.New(t)
	o := newOrg(t, `"database":"`+s.URL+`"`)
	admin, hr := o.as(t, "admin"), o.as(t, "hr")
	if s.Requests() == 0 {
		t.Fatal("the server was not asked")
	}
	add := func(name string, s scenario) scenario {
		s.name, s.as, s.method, s.path = name, hr, "POST", "/api/hr/employees"
		s.header = []string{"Idempotency-Key: once"}
		s.body = enough(`,"ni_number":"AB123456C"`)
		return s
	}
	o.play(t,
		add("a record", scenario{status: 201, has: []string{`"ni_number":"AB123456C"`}, ledger: []string{"employee.create"}}),
		add("its repetition", scenario{status: 201}),
		scenario{name: "nothing", as: hr, method: "POST", path: "/api/hr/employees", body: `{}`, status: 400,
			problem: "invalid-request"},
		scenario{name: "somebody who may not", as: o.as(t, "readonly"), method: "POST", path: "/api/hr/employees",
			body: enough(""), status: 403, problem: "forbidden"},
		scenario{name: "a log-in that fails", as: o.nobody(), method: "POST", path: "/api/auth/login",
			body:   object("email", "hr@"+o.slug+".example", "password", "wrong"),
			status: 401, problem: "invalid-credentials", ledger: []string{"auth.login-failed"}},
	)
	if got := hr.staff(t, "q", "quist"); len(got) != 1 {
		t.Errorf("%d records", len(got))
	}
	o.writesTogether(t)
	o.withoutServer(t, s)
	admin.verify(t).holds(t, admin.head(t))
}

// writesTogether: of ten writers at once each changes the record once, or is
// told that another came first; the ledger is one chain.
func (o *org) writesTogether(t *testing.T) {
	t.Helper()
	hr, before := o.as(t, "hr"), o.as(t, "admin").head(t)
	path := hr.staff(t)["Joanna Pike"].path()
	var made atomic.Int64
	together(10, func(i int) {
		if a := hr.send(t, "PATCH", path, object("job_title", "Porter "+string(rune('A'+i)))); a.StatusCode == 200 {
			made.Add(1)
		} else if a.slug() != "conflict" {
			t.Errorf("%d %s", a.StatusCode, a.text)
		}
	})
	want := slices.Repeat([]string{"employee.update"}, int(made.Load()))
	if got := o.as(t, "admin").since(t, before); made.Load() == 0 || !slices.Equal(got, want) {
		t.Errorf("%v for %d changes", got, made.Load())
	}
}

// withoutServer: who asks meanwhile is told so, and a write is not made.
func (o *org) withoutServer(t *testing.T, s *hranatest.Server) {
	t.Helper()
	hr, before := o.as(t, "hr"), o.as(t, "admin").head(t)
	s.Fail(func(int64) hranatest.Fault { return hranatest.Status(503, "away") })
	hr.get(t, "/api/hr/employees").refused(t, 503, "database-unavailable")
	hr.send(t, "POST", "/api/hr/employees", enough("")).refused(t, 503, "database-unavailable")
	o.nobody().send(t, "POST", "/api/auth/login", o.credentials("hr")).refused(t, 503, "database-unavailable")
	s.Fail(func(int64) hranatest.Fault { return nil })
	if got := o.as(t, "admin").head(t); got != before {
		t.Errorf("the ledger went from %d to %d", before, got)
	}
}
