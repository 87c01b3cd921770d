package store_test

import (
	"context"
	"errors"
	"testing"

	"ringfence/domain"
	"ringfence/store"
	"ringfence/store/db"
	"ringfence/store/db/dbtest"
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

// TestTouchElsewhere: what another process has just written is not written
// again before it is due.
func TestTouchElsewhere(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	req := w.signIn(t, "north", "hr")
	w.pass(minute)
	_, err := w.check(t, req)
	must(t, err)
	other := w.process(t, masterKey(1))
	for _, step := range []struct{ pass, want int64 }{{minute / 2, noon + minute}, {minute/2 - 1, noon + minute}, {1, noon + 2*minute}} {
		w.pass(step.pass)
		tenant, err := other.Tenant(ctx, "north.test")
		must(t, err)
		_, err = tenant.For(req).Check(ctx)
		must(t, err)
		if got := w.count(t, `SELECT last_used_at FROM sessions WHERE id = ?`, db.Text(req.SessionID)); got != step.want {
			t.Errorf("last used %d ms after noon, want %d", got-noon, step.want-noon)
		}
	}
}

// TestTouchRevivesNothing: a session past its limit is not brought back by
// asking with it, and of one that has ended no use is noted.
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
	ended := w.signIn(t, "north", "hr")
	w.exec(t, `UPDATE sessions SET ended_at = last_used_at WHERE id = ?`, db.Text(ended.SessionID))
	w.pass(2 * minute)
	_, err := w.check(t, ended)
	wantIs(t, err, domain.ErrUnauthenticated)
	if n := w.count(t, `SELECT count(*) FROM sessions WHERE last_used_at > ended_at`); n != 0 {
		t.Error("a use of an ended session is noted")
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

// TestGuardFails closed when the database does.
func TestGuardFails(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	req := w.signIn(t, "north", "hr")
	tenant := w.as(t, req)
	w.faults.Set("north", 1, false)
	list, err := tenant.Employees(ctx, store.EmployeeFilter{Limit: 50})
	wantIs(t, err, domain.ErrDatabase)
	if list != nil || !errors.Is(err, dbtest.ErrFault) {
		t.Errorf("%d records; the cause is lost: %v", len(list), err)
	}
}
