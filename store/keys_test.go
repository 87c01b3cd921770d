package store_test

import (
	"testing"

	"ringfence/domain"
	"ringfence/store"
	"ringfence/store/db/dbtest"
)

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

// TestReady: a master key that did not wrap the registry's keys is as one that
// is missing (M5).
func TestReady(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	must(t, w.Ready(ctx))
	wantIs(t, w.process(t, masterKey(2)).Ready(ctx), domain.ErrEncryption)
	wantIs(t, w.process(t, nil).Ready(ctx), domain.ErrEncryption)
	w.faults.Set("registry", 1, false)
	wantIs(t, w.Ready(ctx), domain.ErrDatabase)
}
