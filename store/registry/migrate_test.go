package registry_test

import (
	"slices"
	"strconv"
	"sync"
	"testing"

	"ringfence/domain"
	"ringfence/migrations"
	"ringfence/store/db"
	"ringfence/store/db/dbtest"
	"ringfence/store/registry"
)

// withBehind is a world of tenants whose databases are still empty files.
func withBehind(t *testing.T, slugs ...string) *world {
	t.Helper()
	w := newWorld(t)
	must(t, w.Ping(ctx))
	for _, slug := range slugs {
		dbtest.Write(t, w.db("registry"), nil, db.Q(`INSERT INTO tenants (id, slug, name, region, database, state, created_at) VALUES (?, ?, ?, 'uk', ?, 'active', 0)`,
			db.Text("id-"+slug), db.Text(slug), db.Text(slug), db.Text(slug)))
	}
	return w
}

// newest is the version of this build's schema.
var newest = migrations.Tenant()[len(migrations.Tenant())-1].Version

// standing is "slug version error" of every tenant; the newest version is "new".
func (w *world) standing(t *testing.T) (list []string) {
	t.Helper()
	all, err := w.Migrations(ctx)
	must(t, err)
	for _, m := range all {
		version := strconv.FormatInt(m.Version, 10)
		if m.Version == newest {
			version = "new"
		}
		list = append(list, m.Slug+" "+version+" "+m.Error)
	}
	return list
}

func wantStanding(t *testing.T, w *world, want ...string) {
	t.Helper()
	if got := w.standing(t); !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

func wantTried(t *testing.T, w *world, limit, tried, bad int) {
	t.Helper()
	gotTried, gotBad, err := w.MigrateAll(ctx, limit)
	if gotTried != tried || gotBad != bad || err != nil {
		t.Errorf("tried %d, %d failed, %v; want %d, %d", gotTried, gotBad, err, tried, bad)
	}
}

// TestMigrateAll isolates a tenant's failure, shows it, and mends it next time
// (PLAT-5).
func TestMigrateAll(t *testing.T) {
	t.Parallel()
	w := withBehind(t, "a", "b", "c")
	w.begun(t, "b")
	w.faults.Set("b", 3, false) // its third step
	wantTried(t, w, 0, 3, 1)
	wantStanding(t, w, "a new ", "b 0 db: injected", "c new ")
	if n := dbtest.Count(t, w.db("b"), `SELECT max(version) FROM schema_migrations`); n != 2 {
		t.Errorf("b is at step %d: each is a transaction of its own", n)
	}
	wantTried(t, w, 0, 1, 0) // continues where it stopped
	wantStanding(t, w, "a new ", "b new ", "c new ")
	wantTried(t, w, 0, 0, 0)
}

// TestMigrateLook: a slug from before that was kept is not to be imitated
// either; of two that are alike already both go on.
func TestMigrateLook(t *testing.T) {
	t.Parallel()
	w := withBehind(t, "clinic-1", "clinic-l", "ward")
	wantTried(t, w, 0, 3, 0)
	if n := dbtest.Count(t, w.db("registry"), `SELECT count(look) FROM tenants`); n != 2 {
		t.Errorf("%d have a look", n)
	}
}

// begun applies the first step to a tenant's database.
func (w *world) begun(t *testing.T, slug string) {
	t.Helper()
	d, err := w.open(slug, "uk")
	must(t, err)
	must(t, registry.Migrate(ctx, d, migrations.Tenant()[:1], 0))
	must(t, d.Close())
}

// TestMigrateNew: a new database takes all steps or none.
func TestMigrateNew(t *testing.T) {
	t.Parallel()
	w := withBehind(t, "a")
	w.faults.Set("a", 2, true) // all steps are applied, and the answer is lost
	wantTried(t, w, 0, 1, 1)
	wantStanding(t, w, "a 0 db: injected")
	if n := dbtest.Count(t, w.db("a"), `SELECT count(*) FROM schema_migrations`); n != newest {
		t.Errorf("%d steps", n)
	}
	wantTried(t, w, 0, 1, 0)
	wantStanding(t, w, "a new ")
}

// TestMigrateAllIsBounded, and takes those that have not failed before first.
func TestMigrateAllIsBounded(t *testing.T) {
	t.Parallel()
	w := withBehind(t, "a", "b", "c")
	w.faults.Set("a", dbtest.Always, false)
	wantTried(t, w, 1, 1, 1)
	wantTried(t, w, 2, 2, 0)
	wantStanding(t, w, "a 0 db: injected", "b new ", "c new ")
}

// TestMigrateAtOnce: of many processes at work at once, each step is applied
// by one.
func TestMigrateAtOnce(t *testing.T) {
	t.Parallel()
	w := withBehind(t, "a", "b")
	w.made(t, "a")
	w.made(t, "b")
	var all sync.WaitGroup
	for range 4 {
		s := w.process(t, masterKey(1), nil)
		all.Go(func() {
			if _, bad, err := s.MigrateAll(ctx, 0); bad != 0 || err != nil {
				t.Errorf("%d failed, %v", bad, err)
			}
		})
	}
	all.Wait()
	wantStanding(t, w, "a new ", "b new ")
	for _, slug := range []string{"a", "b"} {
		if n := dbtest.Count(t, w.db(slug), `SELECT count(*) * 10 + count(DISTINCT version) FROM schema_migrations`); n != 11*newest {
			t.Errorf("%s: %d", slug, n)
		}
	}
}

// TestMigrateOnFirstUse: a tenant that is behind is brought forward by the
// first request that reaches it, and refused as long as that fails.
func TestMigrateOnFirstUse(t *testing.T) {
	t.Parallel()
	w := withBehind(t, "a")
	w.faults.Set("a", dbtest.Always, false)
	_, err := look(t, w.Registry, "a.test")
	wantIs(t, err, domain.ErrDatabase)
	wantStanding(t, w, "a 0 db: injected")
	w.faults.Set("", 0, false)
	_, err = look(t, w.Registry, "a.test")
	wantIs(t, err, nil)
	wantStanding(t, w, "a new ")
}

// TestMigrateIsAtomic: a step that fails half-way leaves nothing of itself.
func TestMigrateIsAtomic(t *testing.T) {
	t.Parallel()
	w := withBehind(t, "a")
	d, err := w.open("a", "uk")
	must(t, err)
	t.Cleanup(func() { d.Close() })
	dbtest.Exec(t, d, `CREATE TABLE sessions (n INTEGER) STRICT`) // in the way of step 2, after its first table
	wantTried(t, w, 0, 1, 1)
	if n := dbtest.Count(t, d, `SELECT count(*) FROM sqlite_schema WHERE name = 'accounts'`); n != 0 {
		t.Error("half of a step stands")
	}
	dbtest.Exec(t, d, `DROP TABLE sessions`)
	wantTried(t, w, 0, 1, 0)
	wantStanding(t, w, "a new ")
}

// TestMigrateRegistryAtOnce: several processes meet an empty registry.
func TestMigrateRegistryAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var all sync.WaitGroup
	for _, s := range []*registry.Registry{w.Registry, w.process(t, masterKey(1), nil), w.process(t, masterKey(1), nil)} {
		all.Go(func() {
			if err := s.Ping(ctx); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if n := dbtest.Count(t, w.db("registry"), `SELECT count(*) FROM schema_migrations`); n != int64(len(migrations.Registry())) {
		t.Errorf("%d steps", n)
	}
}
