package registry_test

import (
	"fmt"
	"testing"

	"ringfence/domain"
	"ringfence/store/db"
	"ringfence/store/db/dbtest"
	"ringfence/store/registry"
	"ringfence/store/tenantdb"
	"ringfence/store/vault"
)

// look asks who answers at a hostname and counts the round trips.
func look(t *testing.T, r *registry.Registry, hostname string) (int64, error) {
	t.Helper()
	counted, stats := tenantdb.WithStats(ctx)
	_, err := r.Site(counted, hostname)
	return stats.RoundTrips, err
}

// TestHostnames: the slug under the base domain, and custom hostnames.
func TestHostnames(t *testing.T) {
	t.Parallel()
	w := withNorth(t)
	dbtest.Exec(t, w.db("registry"), `INSERT INTO hostnames (hostname, tenant_id) SELECT 'records.clinic.example', id FROM tenants`)
	for hostname, want := range map[string]error{
		"north.test": nil, "records.clinic.example": nil,
		"south.test": domain.ErrUnknownHost, "test": domain.ErrUnknownHost, "north": domain.ErrUnknownHost, ".test": domain.ErrUnknownHost,
		"a.north.test": domain.ErrUnknownHost, "north.test.example": domain.ErrUnknownHost, "northtest": domain.ErrUnknownHost,
		"clinic.example": domain.ErrUnknownHost, "": domain.ErrUnknownHost, "north%.test": domain.ErrUnknownHost, "nort_.test": domain.ErrUnknownHost,
	} {
		_, err := look(t, w.Registry, hostname)
		if wantIs(t, err, want); t.Failed() {
			t.Fatalf("at %q", hostname)
		}
	}
}

// TestHostLife: the registry's answer, known or not, is believed for half a minute.
func TestHostLife(t *testing.T) {
	t.Parallel()
	w := withNorth(t)
	if trips, err := look(t, w.Registry, "north.test"); err != nil || trips != 1 {
		t.Fatalf("%v, %d round trips", err, trips)
	}
	if trips, err := look(t, w.Registry, "east.test"); err != domain.ErrUnknownHost || trips != 1 {
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
			if trips, err := look(t, w.Registry, hostname); err != want || trips != step.trips {
				t.Errorf("%d ms on, %s: %v, %d round trips", w.clock.Load()-noon, hostname, err, trips)
			}
		}
	}
}

// TestHostFails: an unreachable registry is no answer, and none is remembered.
func TestHostFails(t *testing.T) {
	t.Parallel()
	w := withNorth(t)
	w.faults.Set("registry", 1, false)
	_, err := look(t, w.Registry, "north.test")
	wantIs(t, err, domain.ErrDatabase)
	_, err = look(t, w.Registry, "north.test")
	wantIs(t, err, nil)
	w.faults.Set("registry", dbtest.Always, false)
	_, err = look(t, w.Registry, "north.test")
	wantIs(t, err, nil) // what is known goes on while the registry is away
}

// TestHostsAway: what the registry said before holds for an hour while it is
// away, in any program of the machine, and it is not asked by every request.
func TestHostsAway(t *testing.T) {
	t.Parallel()
	w := withNorth(t)
	common := &memory{}
	one, two := w.process(t, masterKey(1), common), w.process(t, masterKey(1), common)
	wantTrips(t, one, "north.test", 1)
	w.faults.Set("registry", dbtest.Always, false)
	w.pass(minute)
	wantTrips(t, one, "north.test", 1) // asked in vain
	wantTrips(t, one, "north.test", 0)
	wantTrips(t, two, "north.test", 1)
	trips(t, two, "south.test", domain.ErrDatabase) // nothing was said of it
	w.pass(hour - minute - 1)
	wantTrips(t, two, "north.test", 1)
	w.pass(5 * minute / 60)
	trips(t, one, "north.test", domain.ErrDatabase)
	trips(t, two, "north.test", domain.ErrDatabase)
	w.faults.Set("", 0, false)
	dbtest.Exec(t, w.db("registry"), `UPDATE tenants SET state = 'provisioning'`)
	trips(t, one, "north.test", domain.ErrUnknownHost)
}

// TestManyHostnames: made-up names do not fill the memory, nor push a tenant out for good.
func TestManyHostnames(t *testing.T) {
	t.Parallel()
	w := withNorth(t)
	for i := range 5000 {
		if _, err := look(t, w.Registry, fmt.Sprintf("x%d.example", i)); err != domain.ErrUnknownHost {
			t.Fatal(err)
		}
	}
	if _, err := look(t, w.Registry, "north.test"); err != nil {
		t.Error(err)
	}
	if n := w.Hosts(); n > 4096 {
		t.Errorf("%d hostnames are remembered", n)
	}
}

// TestKeys: without the right master key a tenant is found, and its keys are not.
func TestKeys(t *testing.T) {
	t.Parallel()
	w := withNorth(t)
	for master, want := range map[*vault.Master]error{masterKey(1): nil, masterKey(2): domain.ErrEncryption, nil: domain.ErrEncryption} {
		site, err := w.process(t, master, nil).Site(ctx, "north.test")
		must(t, err)
		opens(t, site, want)
	}
}

// TestPing reports whether the registry answers.
func TestPing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	must(t, w.Ping(ctx)) // an empty file: the schema is made
	w.faults.Set("registry", 1, false)
	wantIs(t, w.Ping(ctx), domain.ErrDatabase)
	wantIs(t, w.Ready(ctx), nil) // nothing has been wrapped yet
	if n := dbtest.Count(t, w.db("registry"), `SELECT count(*) FROM plans WHERE id = ?`, db.Text("standard")); n != 1 {
		t.Error("no plans")
	}
}
