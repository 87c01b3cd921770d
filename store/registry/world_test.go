package registry_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"ringfence/domain"
	"ringfence/store/db"
	"ringfence/store/db/dbtest"
	"ringfence/store/db/file"
	"ringfence/store/registry"
	"ringfence/store/tenantdb"
	"ringfence/store/vault"
)

var ctx = context.Background()

const (
	noon   = 1_766_000_000_000 // when every test begins, Unix milliseconds
	minute = 60_000
	hour   = 60 * minute
)

// world is a Registry over SQLite files whose clock moves only when told to.
type world struct {
	*registry.Registry
	clock  atomic.Int64
	dir    string
	faults dbtest.Faults
	mu     sync.Mutex
	raw    map[string]db.DB // by reference, past the registries and the faults
}

func newWorld(t testing.TB) *world {
	w := &world{dir: t.TempDir(), raw: map[string]db.DB{}}
	t.Cleanup(func() {
		for _, d := range w.raw {
			must(t, d.Close())
		}
	})
	w.clock.Store(noon)
	w.Registry = w.process(t, masterKey(1), nil)
	return w
}

// withNorth is a world with one tenant, "north".
func withNorth(t testing.TB) *world {
	t.Helper()
	w := newWorld(t)
	provision(t, w.Registry, "north")
	return w
}

// provision makes a tenant whose database has only its schema.
func provision(t testing.TB, r *registry.Registry, slug string) {
	t.Helper()
	reg, err := r.Register(ctx, registry.NewTenant{Tenant: domain.Tenant{Slug: slug, Name: slug, Region: "uk"}})
	must(t, err)
	_, err = r.Open(ctx, reg)
	must(t, err)
	must(t, r.Activate(ctx, reg))
}

// process is another Registry over the same files.
func (w *world) process(t testing.TB, master *vault.Master, common registry.Shared) *registry.Registry {
	t.Helper()
	d, err := w.open("registry", "uk")
	must(t, err)
	r := registry.New(registry.Config{BaseDomain: "test", DB: d, Open: w.open, Master: master, Shared: common,
		Place: func(slug, _ string) string { return slug },
		Now:   func() time.Time { return time.UnixMilli(w.clock.Load()) }})
	t.Cleanup(func() { must(t, r.Close()) })
	return r
}

func (w *world) open(ref, _ string) (db.DB, error) {
	d, err := file.Open(filepath.Join(w.dir, ref+".db"))
	if err != nil {
		return nil, err
	}
	return w.faults.Wrap(ref, d), nil
}

// db is a database as somebody with the file has it.
func (w *world) db(ref string) db.DB {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.raw[ref] == nil {
		d, err := file.Open(filepath.Join(w.dir, ref+".db"))
		if err != nil {
			panic(err)
		}
		w.raw[ref] = d
	}
	return w.raw[ref]
}

// made makes a database's file. SQLite does not wait for its turn when two
// processes make one at the same instant (changing to WAL).
func (w *world) made(t testing.TB, ref string) {
	t.Helper()
	d, err := w.open(ref, "uk")
	must(t, err)
	dbtest.Exec(t, d, `CREATE TABLE made (n INTEGER) STRICT`)
	must(t, d.Close())
}

func (w *world) pass(ms int64) { w.clock.Add(ms) }

func masterKey(fill byte) *vault.Master {
	m, err := vault.ParseMaster(base64.StdEncoding.EncodeToString(bytes.Repeat([]byte{fill}, vault.KeySize)))
	if err != nil {
		panic(err)
	}
	return m
}

// opens checks whether a site's keys can be opened.
func opens(t testing.TB, site *tenantdb.Site, want error) {
	t.Helper()
	wantIs(t, tenantdb.NewGate(time.Now, nil, nil, nil).Open(site).HasKeys(), want)
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// wantIs fails unless err is target (or nil for nil).
func wantIs(t testing.TB, err, target error) {
	t.Helper()
	if !errors.Is(err, target) {
		t.Errorf("%v, want %v", err, target)
	}
}
