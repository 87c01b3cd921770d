package store_test

import (
	"testing"

	"ringfence/domain"
	"ringfence/store/db"
	"ringfence/store/db/dbtest"
)

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

// TestRegistryAway: while the registry is away nobody who has paid is locked
// out, and nobody else is let in (SUB-2).
func TestRegistryAway(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	hr := w.signIn(t, "north", "hr")
	w.exec(t, `UPDATE subscriptions SET valid_until = ?`, db.Int(noon+20*minute))
	for i, step := range []struct {
		passed int64
		code   string
	}{{0, ""}, {10 * minute, ""}, {20*minute - 1, ""}, {20 * minute, "subscription-lapsed"}, {40 * minute, "subscription-lapsed"}} {
		w.clock.Store(noon + step.passed)
		_, err := w.check(t, hr)
		wantCode(t, err, step.code)
		if i == 0 {
			w.faults.Set("registry", dbtest.Always, false)
		}
	}
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
