package store_test

import (
	"context"
	"errors"
	"testing"

	"ringfence/domain"
	"ringfence/store"
	"ringfence/store/db"
)

var ctx = context.Background()

// TestIdle: half an hour without a request, to the millisecond (AUTH-4).
func TestIdle(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	for idle, want := range map[int64]error{30*minute - 1: nil, 30 * minute: domain.ErrUnauthenticated, 30*minute + 1: domain.ErrUnauthenticated} {
		req := w.signIn(t, "north", "hr")
		w.pass(idle)
		_, err := w.check(t, req)
		wantIs(t, err, want)
	}
}

// TestAbsolute: twelve hours, however busy, to the millisecond.
func TestAbsolute(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	req := w.signIn(t, "north", "hr")
	for range 12*60/29 - 1 {
		w.pass(29 * minute)
		_, err := w.check(t, req)
		must(t, err)
	}
	w.clock.Store(noon + 12*hour - 29*minute)
	_, err := w.check(t, req)
	wantIs(t, err, nil)
	w.clock.Store(noon + 12*hour - 1)
	_, err = w.check(t, req)
	wantIs(t, err, nil)
	w.pass(1)
	_, err = w.check(t, req)
	wantIs(t, err, domain.ErrUnauthenticated)
}

// TestTouch: the last use is written with the guard, in its round trip, and
// at most once a minute.
func TestTouch(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	req := w.signIn(t, "north", "hr")
	for _, step := range []struct{ pass, want int64 }{{0, noon}, {minute - 1, noon}, {1, noon + minute}, {minute - 1, noon + minute}, {1, noon + 2*minute}} {
		w.pass(step.pass)
		counted, stats := store.WithStats(ctx)
		_, err := w.as(t, req).Check(counted)
		must(t, err)
		if got := w.count(t, `SELECT last_used_at FROM sessions WHERE id = ?`, db.Text(req.SessionID)); got != step.want || stats.RoundTrips != 1 {
			t.Errorf("last used %d ms after noon, want %d; %d round trips", got-noon, step.want-noon, stats.RoundTrips)
		}
	}
}

// TestTouchRevivesNothing: a session past its limit is not brought back by
// asking with it.
func TestTouchRevivesNothing(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	req := w.signIn(t, "north", "hr")
	w.pass(31 * minute)
	for range 2 {
		_, err := w.check(t, req)
		wantIs(t, err, domain.ErrUnauthenticated)
		w.pass(2 * minute)
	}
}

// TestRevoked takes effect on the next request (AUTH-4), and no row gets past.
func TestRevoked(t *testing.T) {
	t.Parallel()
	for name, sql := range map[string]string{
		"session ended":       `UPDATE sessions SET ended_at = 1`,
		"session deleted":     `DELETE FROM sessions`,
		"account disabled":    `UPDATE accounts SET disabled = 1 WHERE role = 'hr'`,
		"session of another":  `UPDATE sessions SET account_id = (SELECT id FROM accounts WHERE role = 'admin')`,
		"expired by somebody": `UPDATE sessions SET expires_at = 0`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := withClinic(t)
			req := w.signIn(t, "north", "hr")
			list, err := w.as(t, req).Employees(ctx, store.EmployeeFilter{Limit: 50})
			if err != nil || len(list) != 7 {
				t.Fatalf("%d records, %v", len(list), err)
			}
			w.exec(t, sql)
			list, err = w.as(t, req).Employees(ctx, store.EmployeeFilter{Limit: 50})
			wantIs(t, err, domain.ErrUnauthenticated)
			if list != nil {
				t.Errorf("%d records came out", len(list))
			}
		})
	}
}

// TestNobody: without a session, and with one of another tenant, nothing.
func TestNobody(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	must(t, w.Provision(ctx, clinic("south")))
	elsewhere := w.signIn(t, "south", "admin")
	for _, req := range []store.Request{{Allow: domain.AllRoles}, elsewhere, {SessionID: "", AccountID: w.account(t, "north", "admin"), Role: domain.Admin, Allow: domain.AllRoles}} {
		_, err := w.check(t, req)
		wantIs(t, err, domain.ErrUnauthenticated)
	}
}

// TestForbidden: a role that the route does not name, whatever the token says.
func TestForbidden(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	req := w.signIn(t, "north", "employee")
	req.Role, req.Allow = domain.Admin, domain.Only(domain.Admin)
	links, err := w.as(t, req).Audit(ctx, store.AuditFilter{Limit: 10})
	wantIs(t, err, domain.ErrForbidden)
	if links != nil {
		t.Errorf("%d entries came out", len(links))
	}
}

// TestRoleChanged: rows built for the token's role never come out once the
// account has another; the question is asked again for the new one.
func TestRoleChanged(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	req := w.signIn(t, "north", "hr")
	w.exec(t, `UPDATE accounts SET role = 'readonly' WHERE id = ?`, db.Text(req.AccountID))
	counted, stats := store.WithStats(ctx)
	tenant := w.as(t, req)
	list, err := tenant.Employees(counted, store.EmployeeFilter{Limit: 50})
	must(t, err)
	access, err := tenant.Check(counted)
	if err != nil || access.User.Role != domain.ReadOnly || stats.RoundTrips != 2 || len(list) != 7 {
		t.Fatalf("%+v, %v, %d round trips, %d records", access, err, stats.RoundTrips, len(list))
	}
	ni := domain.Employees.Index("ni_number")
	for _, rec := range list {
		if (rec.Values[ni] != "") != rec.Own {
			t.Errorf("own %v: %q", rec.Own, rec.Values[ni])
		}
	}
	w.exec(t, `UPDATE accounts SET role = 'employee' WHERE id = ?`, db.Text(req.AccountID))
	if list, err := w.as(t, req).Employees(ctx, store.EmployeeFilter{Limit: 50}); err != nil || len(list) != 1 || !list[0].Own {
		t.Errorf("as an employee: %d records, %v", len(list), err)
	}
}

// TestWindowInTheGuard: each request is decided at its instant, in the same
// round trip (SUB-2); the window that counts is the next one as soon as it begins.
func TestWindowInTheGuard(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	w.exec(t, `UPDATE subscriptions SET valid_from = ?, valid_until = ?`, db.Int(noon+1000), db.Int(noon+2000))
	w.exec(t, `INSERT INTO subscriptions (id, plan, modules, seats, valid_from, valid_until) VALUES ('next', 'complete', 'hr', 1, ?, ?)`, db.Int(noon+2000), db.Int(noon+3000))
	w.exec(t, `INSERT INTO subscriptions (id, plan, modules, seats, valid_from, valid_until) VALUES ('later', 'starter', 'hr', 1, ?, ?)`, db.Int(noon+5000), db.Int(noon+6000))
	hr, admin := w.signIn(t, "north", "hr"), w.signIn(t, "north", "admin")
	admin.Outside = true
	for _, c := range []struct {
		at     int64
		code   string // for hr
		status domain.Status
		plan   string // for admin, on a route that is open outside the window
	}{
		{0, "subscription-not-started", domain.NotStarted, "standard"},
		{999, "subscription-not-started", domain.NotStarted, "standard"},
		{1000, "", domain.Active, "standard"},
		{1999, "", domain.Active, "standard"},
		{2000, "", domain.Active, "complete"},
		{2999, "", domain.Active, "complete"},
		{3000, "subscription-not-started", domain.NotStarted, "starter"},
		{5999, "", domain.Active, "starter"},
		{6000, "subscription-lapsed", domain.Lapsed, "starter"},
	} {
		w.clock.Store(noon + c.at)
		_, err := w.check(t, hr)
		wantCode(t, err, c.code)
		access, err := w.check(t, admin)
		if err != nil || access.Status != c.status || access.Window.Plan != c.plan {
			t.Errorf("%d ms: %+v, %v", c.at, access, err)
		}
	}
	w.exec(t, `DELETE FROM subscriptions`)
	_, err := w.check(t, hr)
	wantCode(t, err, "subscription-lapsed")
}

// TestModuleInTheGuard: what the plan does not license is refused (SUB-2).
func TestModuleInTheGuard(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	req := w.signIn(t, "north", "admin")
	for module, code := range map[domain.Module]string{domain.ModuleHR: "", domain.ModuleCons: "", domain.ModulePeer: "module-not-licensed"} {
		req.Module = module
		_, err := w.check(t, req)
		wantCode(t, err, code)
	}
}

// TestGuardFails closed when the database does.
func TestGuardFails(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	req := w.signIn(t, "north", "hr")
	tenant := w.as(t, req)
	w.faults.set("north", 1, false)
	list, err := tenant.Employees(ctx, store.EmployeeFilter{Limit: 50})
	wantIs(t, err, domain.ErrDatabase)
	if list != nil || !errors.Is(err, errFault) {
		t.Errorf("%d records; the cause is lost: %v", len(list), err)
	}
}
