package registry_test

import (
	"sync"
	"testing"

	"ringfence/domain"
	"ringfence/store/db"
	"ringfence/store/db/dbtest"
	"ringfence/store/registry"
	"ringfence/store/tenantdb"
)

// memory is what programs have in common.
type memory struct{ kept sync.Map }

func (m *memory) Get(key string) []byte {
	value, _ := m.kept.Load(key)
	bytes, _ := value.([]byte)
	return bytes
}

func (m *memory) Set(key string, value []byte) { m.kept.Store(key, value) }
func (m *memory) Clear(key string)             { m.kept.Delete(key) }

// trips is how many round trips it takes s to say who answers at a hostname,
// which must be want.
func trips(t *testing.T, r *registry.Registry, hostname string, want error) int {
	t.Helper()
	counted, stats := tenantdb.WithStats(ctx)
	site, err := r.Site(counted, hostname)
	wantIs(t, err, want)
	if err == nil && site.Tenant().Slug+".test" != hostname {
		t.Errorf("%s answers at %s", site.Tenant().Slug, hostname)
	}
	return int(stats.RoundTrips)
}

func wantTrips(t *testing.T, s *registry.Registry, hostname string, want int) {
	t.Helper()
	if n := trips(t, s, hostname, nil); n != want {
		t.Errorf("%s: %d round trips, want %d", hostname, n, want)
	}
}

// TestShared: what one program was told, another is not told again before it
// is due, and each tenant's keys open what is its own.
func TestShared(t *testing.T) {
	t.Parallel()
	w := withNorth(t)
	provision(t, w.Registry, "south")
	common := &memory{}
	one, two := w.process(t, masterKey(1), common), w.process(t, masterKey(1), common)
	wantTrips(t, one, "north.test", 1)
	wantTrips(t, one, "south.test", 1)
	w.pass(minute / 4)
	wantTrips(t, two, "south.test", 0)
	wantTrips(t, two, "north.test", 0)
	site, err := two.Site(ctx, "north.test")
	must(t, err)
	opens(t, site, nil)
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
	w := withNorth(t)
	common := &memory{}
	one, two := w.process(t, masterKey(1), common), w.process(t, masterKey(1), common)
	wantTrips(t, one, "north.test", 1)
	for _, s := range []*registry.Registry{one, two} {
		if n := trips(t, s, "south.test", domain.ErrUnknownHost); n == 0 {
			t.Error("nobody was kept")
		}
	}
	provision(t, two, "south")
	wantTrips(t, two, "south.test", 1)
	wantTrips(t, two, "north.test", 0) // nothing else was forgotten
}

// TestSharedBehind: a row of a schema that was behind is not kept.
func TestSharedBehind(t *testing.T) {
	t.Parallel()
	w := withNorth(t)
	dbtest.Write(t, w.db("registry"), nil, db.Q(`UPDATE tenants SET schema_version = 1`))
	common := &memory{}
	trips(t, w.process(t, masterKey(1), common), "north.test", nil)
	if kept := common.Get("north.test"); kept != nil {
		t.Errorf("%s was kept", kept)
	}
	wantTrips(t, w.process(t, masterKey(1), common), "north.test", 1)
}

// TestSharedMalformed is as if nothing were kept.
func TestSharedMalformed(t *testing.T) {
	t.Parallel()
	w := withNorth(t)
	for _, value := range []string{"", "x", "[]", `["1766000001000"]`, `["x","a","b","c","d","e","f","g","h"]`, `["1766000001000","a","b","c","d","e","f","g","h","i"]`} {
		common := &memory{}
		common.Set("north.test", []byte(value))
		wantTrips(t, w.process(t, masterKey(1), common), "north.test", 1)
	}
}

// TestClockSetBack: what was said in a time that has not come yet is asked again.
func TestClockSetBack(t *testing.T) {
	t.Parallel()
	w := withNorth(t)
	one := w.process(t, masterKey(1), &memory{})
	w.pass(24 * hour)
	wantTrips(t, one, "north.test", 1)
	w.pass(-24 * hour)
	wantTrips(t, one, "north.test", 1)
	wantTrips(t, one, "north.test", 0)
}
