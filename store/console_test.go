package store_test

import (
	"testing"

	"ringfence/domain"
	"ringfence/store"
	"ringfence/store/db"
	"ringfence/store/db/dbtest"
	"ringfence/store/tenantdb"
)

// withMany is a console with n organisations, each with a window behind it and
// one that counts, and somebody of it who is signed in.
func withMany(t testing.TB, n int64) (*world, store.Request) {
	t.Helper()
	w := newWorld(t)
	must(t, w.Ping(ctx))
	now, end := db.Int(noon), db.Int(noon+12*hour)
	dbtest.Write(t, w.db("registry"), nil,
		db.Q(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
INSERT INTO tenants (id, slug, name, region, database, state, created_at, search) SELECT printf('t%05d', i), printf('clinic-%d', i),
  printf('Clinic %d', i * 7919 % 10007), 'uk', printf('t%05d', i), 'active', i, printf('clinic %d', i * 7919 % 10007) FROM n`, db.Int(n)),
		db.Q(`INSERT INTO subscriptions (id, tenant_id, plan, modules, seats, valid_from, valid_until, suspended, source, reason, version, created_at, updated_at)
SELECT 'old' || id, id, 'standard', 'hr', 9, ? - 90000000, ? - 80000000, 'false', 'invoice', 'Sold', 1, 0, 0 FROM tenants`, now, now),
		db.Q(`INSERT INTO subscriptions (id, tenant_id, plan, modules, seats, valid_from, valid_until, suspended, source, reason, version, created_at, updated_at)
SELECT 'new' || id, id, 'complete', 'hr', 9, ? - 70000000, ? - 60000000 + created_at * 10000, 'false', 'invoice', 'Sold', 1, 0, 0 FROM tenants`, now, now),
		db.Q(`INSERT INTO accounts (id, email, name, role, password_hash, created_at, updated_at, accepted_at) VALUES ('ann', 'ann@console.example', 'Ann', 'billing', '', ?, ?, ?)`, now, now, now),
		db.Q(`INSERT INTO authenticators (account_id, secret, created_at, confirmed_at) VALUES ('ann', '', 0, 1)`),
		db.Q(`INSERT INTO sessions (id, account_id, created_at, last_used_at, expires_at, device) VALUES ('s', 'ann', ?, ?, ?, 'test')`, now, now, end))
	return w, store.Request{ID: "req", SessionID: "s", AccountID: "ann", Role: domain.Billing, Allow: domain.AllRoles}
}

// tenantViews are the ways to look at the list, by how a reader would say it.
var tenantViews = map[string]store.TenantFilter{
	"by name":              {},
	"by end, last first":   {Sort: "-valid_until"},
	"lapsed":               {Status: domain.Lapsed},
	"by word":              {Text: "clinic 77"},
	"ends soon, by oldest": {EndsBefore: noon + day, Sort: "created_at"},
}

func (w *world) tenants(t testing.TB, req store.Request, f store.TenantFilter) (store.TenantList, int64) {
	t.Helper()
	f.Limit = 50
	counted, stats := tenantdb.WithStats(ctx)
	tenant, err := w.Tenant(ctx, "console.test")
	must(t, err)
	list, err := tenant.For(req).Console().Tenants(counted, f)
	must(t, err)
	return list, stats.RoundTrips
}

// TestManyTenants: each view is one round trip, and its pages have every
// organisation once (SUB-4).
func TestManyTenants(t *testing.T) {
	t.Parallel()
	w, req := withMany(t, 130)
	for name, f := range tenantViews {
		seen := map[string]bool{}
		for more := true; more; {
			list, trips := w.tenants(t, req, f)
			if trips != 1 {
				t.Errorf("%s: %d round trips", name, trips)
			}
			if more = len(list.Rows) > 50; more {
				list.Rows = list.Rows[:50]
			}
			for _, row := range list.Rows {
				if seen[row.ID] || len(list.Windows[row.ID]) != 2 {
					t.Fatalf("%s: %s again, or with %d windows", name, row.Slug, len(list.Windows[row.ID]))
				}
				seen[row.ID], f.After = true, row.ID
			}
			if !more && int64(len(seen)) != list.Total {
				t.Errorf("%s: %d of %d", name, len(seen), list.Total)
			}
		}
	}
}

// BenchmarkTenants lists a page of 10,000 organisations.
func BenchmarkTenants(b *testing.B) {
	w, req := withMany(b, 10_000)
	for name, f := range tenantViews {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				w.tenants(b, req, f)
			}
		})
	}
}
