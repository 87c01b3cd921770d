package tenantdb_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"path/filepath"
	"testing"
	"time"

	"ringfence/domain"
	"ringfence/migrations"
	"ringfence/store/db"
	"ringfence/store/db/dbtest"
	"ringfence/store/db/file"
	"ringfence/store/tenantdb"
	"ringfence/store/vault"
)

var (
	ctx     = context.Background()
	testNow = time.UnixMilli(1_766_000_000_000)
)

// testGate is one organisation's database, in which ann, who is hr, is signed in.
type testGate struct {
	db     db.DB
	handle *tenantdb.Handle
}

func newTestGate(t *testing.T) *testGate {
	t.Helper()
	d, err := file.Open(filepath.Join(t.TempDir(), "tenant.db"))
	must(t, err)
	t.Cleanup(func() { must(t, d.Close()) })
	for _, step := range migrations.Tenant() {
		for _, sql := range step.Statements {
			dbtest.Exec(t, d, sql)
		}
	}
	now := db.Int(testNow.UnixMilli())
	dbtest.Write(t, d, nil,
		db.Q(`INSERT INTO accounts (id, email, name, role, password_hash, created_at, updated_at) VALUES ('ann', 'ann@north.example', 'Ann', 'hr', '', ?, ?)`, now, now),
		db.Q(`INSERT INTO sessions (id, account_id, created_at, last_used_at, expires_at, device) VALUES ('s', 'ann', ?, ? - 120000, ? + 1000000, '')`, now, now, now),
		db.Q(`INSERT INTO subscriptions (id, plan, modules, seats, valid_from, valid_until) VALUES ('w', 'standard', 'hr', 5, ? - 1000, ? + 1000000)`, now, now))
	return &testGate{db: d, handle: openHandle(t, d)}
}

func openHandle(t *testing.T, d db.DB) *tenantdb.Handle {
	t.Helper()
	master, err := vault.ParseMaster(base64.StdEncoding.EncodeToString(bytes.Repeat([]byte{7}, vault.KeySize)))
	must(t, err)
	wrapped, err := master.NewKeys("north")
	must(t, err)
	keys, err := master.Open("north", wrapped)
	must(t, err)
	gate := tenantdb.NewGate(func() time.Time { return testNow }, nil, nil, nil)
	return gate.Open(tenantdb.NewSite(domain.Tenant{ID: "north"}, d, keys, nil)).
		WithRequest(tenantdb.Request{ID: "r", SessionID: "s", AccountID: "ann", Role: domain.HR, Allow: domain.AllRoles})
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (g *testGate) name(t *testing.T) string {
	return dbtest.One(t, g.db, `SELECT name FROM accounts WHERE id = 'ann'`).Text()
}

func (g *testGate) entries(t *testing.T) int64 {
	return dbtest.Count(t, g.db, `SELECT count(*) FROM ledger`)
}

// TestReadOnlyReads: what could write is refused as a query, whatever way a
// query is run. The first read of a session is a write batch, since the
// session's use is noted in it: there the database would not refuse it.
func TestReadOnlyReads(t *testing.T) {
	t.Parallel()
	for _, sql := range []string{
		`UPDATE accounts SET name = 'Eve'`,
		`DELETE FROM sessions`,
		`SELECT 1; UPDATE accounts SET name = 'Eve'`,
		`WITH k AS (SELECT 1) UPDATE accounts SET name = 'Eve'`,
	} {
		g := newTestGate(t)
		q := tenantdb.Select(sql)
		_, read := g.handle.Read(ctx, func(*tenantdb.Access) []tenantdb.Query { return []tenantdb.Query{q} })
		_, visit := g.handle.Visit(ctx, q)
		attempt, err := g.handle.AttemptBy(tenantdb.AttemptKind{Name: "test", Limits: domain.SignInLimits}, "ann@north.example")
		must(t, err)
		_, tried := attempt.Read(ctx, q)
		if read == nil || visit == nil || tried == nil || g.name(t) != "Ann" {
			t.Errorf("%s: %v, %v, %v; she is called %s", sql, read, visit, tried, g.name(t))
		}
	}
}

// TestNoWriteWithoutEntry: a change that has no entry makes no write.
func TestNoWriteWithoutEntry(t *testing.T) {
	t.Parallel()
	g := newTestGate(t)
	_, err := g.handle.Check(ctx)
	must(t, err)
	update := db.Q(`UPDATE accounts SET name = 'Eve'`)
	refused := map[string]*tenantdb.Change{
		"unchanged":         g.handle.Unchanged().Exec(update),
		"the zero change":   {},
		"scratch elsewhere": g.handle.Unchanged().Scratch(tenantdb.InScratch("accounts", `UPDATE accounts SET name = 'Eve'`)),
		"scratch in name":   g.handle.Unchanged().Scratch(tenantdb.InScratch("attempts", `UPDATE accounts SET name = 'Eve'`)),
		"scratch and more":  g.handle.Unchanged().Scratch(tenantdb.InScratch("attempts", `DELETE FROM attempts; UPDATE accounts SET name = 'Eve'`)),
		"scratch by prefix": g.handle.Unchanged().Scratch(tenantdb.InScratch("limits", `DELETE FROM limits_of_accounts`)),
		"scratch of links":  g.handle.Unchanged().Scratch(tenantdb.InScratch("links", `INSERT INTO links (account_id, kind, hash, created_at, expires_at) VALUES ('ann', 'reset', 'x', 0, 0)`)),
		"no security event": g.handle.SecurityEvent(domain.User{ID: "eve"}, tenantdb.Did("account.role", "account", "ann")).Exec(update),
		"another's":         g.handle.Retry().SecurityEvent(domain.User{}, tenantdb.Did("auth.login", "session", "x")).Exec(update),
	}
	for name, c := range refused {
		if g.handle.Record(ctx, c) == nil || g.name(t) != "Ann" || g.entries(t) != 0 {
			t.Errorf("%s is made", name)
		}
	}
	must(t, g.handle.Record(ctx, g.handle.Begin(tenantdb.Did("account.update", "account", "ann")).Exec(update)))
	if g.name(t) != "Eve" || g.entries(t) != 1 {
		t.Errorf("she is called %s, %d entries", g.name(t), g.entries(t))
	}
}

// TestUnadmitted: nobody begins a change before a read has let them in.
func TestUnadmitted(t *testing.T) {
	t.Parallel()
	g := newTestGate(t)
	c := g.handle.Begin(tenantdb.Did("account.update", "account", "ann")).Exec(db.Q(`UPDATE accounts SET name = 'Eve'`))
	if err := g.handle.Record(ctx, c); !errors.Is(err, domain.ErrUnauthenticated) || g.name(t) != "Ann" {
		t.Errorf("%v; she is called %s", err, g.name(t))
	}
}
