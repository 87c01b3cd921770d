package store_test

import (
	"sync"
	"testing"

	"ringfence/domain"
	"ringfence/store"
	"ringfence/store/db"
	"ringfence/store/db/dbtest"
)

// memory is what programs have in common.
type memory struct{ kept sync.Map }

func (m *memory) Recall(key string) []byte {
	value, _ := m.kept.Load(key)
	bytes, _ := value.([]byte)
	return bytes
}

func (m *memory) Keep(key string, value []byte) { m.kept.Store(key, value) }
func (m *memory) Forget()                       { m.kept.Clear() }

// trips is how many round trips it takes s to say who answers at a hostname,
// which must be want.
func trips(t *testing.T, s *store.Store, hostname string, want error) int {
	t.Helper()
	counted, stats := store.WithStats(ctx)
	tenant, err := s.Tenant(counted, hostname)
	wantIs(t, err, want)
	if err == nil && tenant.Info().Slug+".test" != hostname {
		t.Errorf("%s answers at %s", tenant.Info().Slug, hostname)
	}
	return int(stats.RoundTrips)
}

func wantTrips(t *testing.T, s *store.Store, hostname string, want int) {
	t.Helper()
	if n := trips(t, s, hostname, nil); n != want {
		t.Errorf("%s: %d round trips, want %d", hostname, n, want)
	}
}

// TestShared: what one program was told, another is not told again before it
// is due, and each tenant's keys open what is its own.
func TestShared(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	must(t, w.Provision(ctx, clinic("south")))
	common := &memory{}
	one, two := w.sharing(t, common), w.sharing(t, common)
	wantTrips(t, one, "north.test", 1)
	wantTrips(t, one, "south.test", 1)
	w.pass(minute / 4)
	wantTrips(t, two, "south.test", 0)
	wantTrips(t, two, "north.test", 0)
	tenant, err := two.Tenant(ctx, "north.test")
	must(t, err)
	list, err := tenant.For(w.signIn(t, "north", "hr")).Employees(ctx, store.EmployeeFilter{Limit: 50})
	if err != nil || len(list) != 7 {
		t.Errorf("%d records, %v", len(list), err)
	}
	w.pass(minute/4 - 1)
	wantTrips(t, two, "north.test", 0)
	w.pass(1)
	wantTrips(t, two, "north.test", 1) // half a minute after one was told
	wantTrips(t, one, "north.test", 0)
}

// TestSharedChange: who changes the registry is told what it says now, and
// what is nobody's is not kept.
func TestSharedChange(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	common := &memory{}
	one, two := w.sharing(t, common), w.sharing(t, common)
	wantTrips(t, one, "north.test", 1)
	for _, s := range []*store.Store{one, two} {
		if n := trips(t, s, "south.test", domain.ErrUnknownHost); n == 0 {
			t.Error("nobody was kept")
		}
	}
	must(t, two.Provision(ctx, clinic("south")))
	wantTrips(t, two, "south.test", 1)
	wantTrips(t, two, "north.test", 1) // all was forgotten
}

// TestSharedBehind: a row of a schema that was behind is not kept.
func TestSharedBehind(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	dbtest.Write(t, w.db("registry"), nil, db.Q(`UPDATE tenants SET schema_version = 1`))
	common := &memory{}
	trips(t, w.sharing(t, common), "north.test", nil)
	if kept := common.Recall("north.test"); kept != nil {
		t.Errorf("%s was kept", kept)
	}
	wantTrips(t, w.sharing(t, common), "north.test", 1)
}

// TestSharedMalformed is as if nothing were kept.
func TestSharedMalformed(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	for _, value := range []string{"", "x", "[]", `["9999999999999"]`, `["x","a","b","c","d","e","f","g"]`, `["9999999999999","a","b","c","d","e","f","g","h"]`} {
		common := &memory{}
		common.Keep("north.test", []byte(value))
		wantTrips(t, w.sharing(t, common), "north.test", 1)
	}
}
