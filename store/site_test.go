package store_test

import (
	"fmt"
	"testing"

	"ringfence/domain"
	"ringfence/store"
	"ringfence/store/db"
	"ringfence/store/db/dbtest"
)

// look asks who answers at a hostname and counts the round trips.
func look(t *testing.T, s *store.Store, hostname string) (int64, error) {
	t.Helper()
	counted, stats := store.WithStats(ctx)
	_, err := s.Tenant(counted, hostname)
	return stats.RoundTrips, err
}

// TestHostnames: the slug under the base domain, and custom hostnames.
func TestHostnames(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	dbtest.Exec(t, w.db("registry"), `INSERT INTO hostnames (hostname, tenant_id) SELECT 'records.clinic.example', id FROM tenants`)
	for hostname, want := range map[string]error{
		"north.test": nil, "records.clinic.example": nil,
		"south.test": domain.ErrUnknownHost, "test": domain.ErrUnknownHost, "north": domain.ErrUnknownHost, ".test": domain.ErrUnknownHost,
		"a.north.test": domain.ErrUnknownHost, "north.test.example": domain.ErrUnknownHost, "northtest": domain.ErrUnknownHost,
		"clinic.example": domain.ErrUnknownHost, "": domain.ErrUnknownHost, "north%.test": domain.ErrUnknownHost, "nort_.test": domain.ErrUnknownHost,
	} {
		_, err := look(t, w.Store, hostname)
		if wantIs(t, err, want); t.Failed() {
			t.Fatalf("at %q", hostname)
		}
	}
}

// TestSiteLife: the registry's answer, known or not, is believed for half a minute.
func TestSiteLife(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	if trips, err := look(t, w.Store, "north.test"); err != nil || trips != 1 {
		t.Fatalf("%v, %d round trips", err, trips)
	}
	if trips, err := look(t, w.Store, "east.test"); err != domain.ErrUnknownHost || trips != 1 {
		t.Fatalf("%v, %d round trips", err, trips)
	}
	dbtest.Exec(t, w.db("registry"), `UPDATE tenants SET slug = 'east'`)
	for _, step := range []struct {
		pass        int64
		north, east error
		trips       int64
	}{
		{0, nil, domain.ErrUnknownHost, 0},
		{30_000 - 1, nil, domain.ErrUnknownHost, 0},
		{1, domain.ErrUnknownHost, nil, 1},
		{0, domain.ErrUnknownHost, nil, 0},
	} {
		w.pass(step.pass)
		for hostname, want := range map[string]error{"north.test": step.north, "east.test": step.east} {
			if trips, err := look(t, w.Store, hostname); err != want || trips != step.trips {
				t.Errorf("%d ms on, %s: %v, %d round trips", w.clock.Load()-noon, hostname, err, trips)
			}
		}
	}
}

// TestSiteFails: an unreachable registry is no answer, and none is remembered.
func TestSiteFails(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	w.faults.set("registry", 1, false)
	_, err := look(t, w.Store, "north.test")
	wantIs(t, err, domain.ErrDatabase)
	_, err = look(t, w.Store, "north.test")
	wantIs(t, err, nil)
	w.faults.set("registry", always, false)
	_, err = look(t, w.Store, "north.test")
	wantIs(t, err, nil) // what is known goes on while the registry is away
}

// TestManyHostnames: made-up names do not fill the memory, nor push a tenant out for good.
func TestManyHostnames(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	for i := range 5000 {
		if _, err := look(t, w.Store, fmt.Sprintf("x%d.example", i)); err != domain.ErrUnknownHost {
			t.Fatal(err)
		}
	}
	if _, err := look(t, w.Store, "north.test"); err != nil {
		t.Error(err)
	}
	if n := w.Sites(); n > 4096 {
		t.Errorf("%d hostnames are remembered", n)
	}
}

// TestWithoutKeys: sealed fields and writes are unavailable, the rest works
// (VAULT-3).
func TestWithoutKeys(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	req := w.signIn(t, "north", "readonly")
	admin := w.signIn(t, "north", "admin")
	for name, s := range map[string]*store.Store{"no master key": w.process(t, nil), "another master key": w.process(t, masterKey(2))} {
		t.Run(name, func(t *testing.T) {
			on := func(req store.Request) *store.Tenant {
				tenant, err := s.Tenant(ctx, "north.test")
				must(t, err)
				return tenant.For(req)
			}
			_, err := on(req).Check(ctx)
			wantIs(t, err, nil)
			_, err = on(admin).Audit(ctx, store.AuditFilter{Limit: 5})
			wantIs(t, err, nil)
			list, err := on(admin).Employees(ctx, store.EmployeeFilter{Limit: 5})
			wantIs(t, err, domain.ErrEncryption)
			if list != nil {
				t.Errorf("%d records came out", len(list))
			}
			_, _, err = on(admin).AddEmployee(ctx, values(map[string]string{"given_name": "A", "family_name": "B", "email": "a@b.cd"}))
			wantIs(t, err, domain.ErrEncryption)
			_, err = on(admin).VerifyLedger(ctx)
			wantIs(t, err, domain.ErrEncryption)
			_, err = on(store.Request{}).Login(ctx, "admin@north.example", "passwd", "test")
			wantIs(t, err, domain.ErrEncryption)
		})
	}
	if n := w.count(t, `SELECT count(*) FROM employees`); n != 7 {
		t.Errorf("%d records", n)
	}
}

// TestKeyDestroyed: when the wrapped keys are gone, sealed values are.
func TestKeyDestroyed(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	req := w.signIn(t, "north", "hr")
	dbtest.Exec(t, w.db("registry"), `DELETE FROM tenant_keys WHERE purpose = 'data' AND tenant_id <> 'registry'`)
	w.pass(30_000)
	_, err := w.as(t, req).Employees(ctx, store.EmployeeFilter{Limit: 5})
	wantIs(t, err, domain.ErrEncryption)
}

// TestPing reports whether the registry answers.
func TestPing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	must(t, w.Ping(ctx)) // an empty file: the schema is made
	w.faults.set("registry", 1, false)
	wantIs(t, w.Ping(ctx), domain.ErrDatabase)
	must(t, w.Provision(ctx, clinic("north")))
	must(t, w.process(t, masterKey(1)).Ping(ctx))
	wantIs(t, w.process(t, masterKey(2)).Ping(ctx), domain.ErrEncryption) // not ready with a wrong key (M5)
	if n := dbtest.Count(t, w.db("registry"), `SELECT count(*) FROM plans WHERE id = ?`, db.Text("standard")); n != 1 {
		t.Error("no plans")
	}
}
