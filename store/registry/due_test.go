package registry_test

import (
	"fmt"
	"strings"
	"testing"

	"ringfence/migrations"
	"ringfence/store/db"
	"ringfence/store/db/dbtest"
	"ringfence/store/registry"
	"ringfence/store/tenantdb"
)

// due are the ids of the tenants whose work of a kind is due.
func due(t *testing.T, w *world, kind string) (list []registry.Due, ids string) {
	t.Helper()
	list, err := w.Due(ctx, kind, 100)
	must(t, err)
	for _, d := range list {
		ids += d.Tenant + " "
	}
	return list, ids
}

// TestDueKinds: each kind of a tenant's work is due on its own, at its own
// time, and one visit settles one of them.
func TestDueKinds(t *testing.T) {
	t.Parallel()
	w := withNorth(t)
	<-w.MarkDue(ctx, "a", []tenantdb.Mark{{Kind: "mail"}, {Kind: "job", At: noon + hour}})
	<-w.MarkDue(ctx, "b", []tenantdb.Mark{{Kind: "job"}})
	<-w.MarkDue(ctx, "b", []tenantdb.Mark{{Kind: "job", At: noon + hour}}) // the earlier counts
	_, mail := due(t, w, "mail")
	_, jobs := due(t, w, "job")
	if mail != "a " || jobs != "b " {
		t.Errorf("mail of %s, jobs of %s", mail, jobs)
	}
	w.pass(hour)
	list, jobs := due(t, w, "job")
	if jobs != "b a " {
		t.Errorf("jobs of %s", jobs)
	}
	must(t, w.Visited(ctx, list[0], 0))
	must(t, w.Visited(ctx, list[1], noon+2*hour))
	if _, jobs = due(t, w, "job"); jobs != "" {
		t.Errorf("jobs of %s", jobs)
	}
	if _, mail = due(t, w, "mail"); mail != "a " {
		t.Errorf("mail of %s", mail)
	}
	w.pass(hour)
	if _, jobs = due(t, w, "job"); jobs != "a " {
		t.Errorf("jobs of %s", jobs)
	}
}

// TestDueAll: the visit of all reaches each tenant and the console once, spread over hours.
func TestDueAll(t *testing.T) {
	t.Parallel()
	w := withNorth(t)
	provision(t, w.Registry, "south")
	must(t, w.MarkAllDue(ctx, "job"))
	must(t, w.MarkAllDue(ctx, "job"))
	w.pass(3 * hour)
	first, _ := due(t, w, "job")
	w.pass(3 * hour)
	all, _ := due(t, w, "job")
	if len(first) != 1 || len(all) != 3 {
		t.Fatalf("%d, then %d", len(first), len(all))
	}
	for _, d := range all {
		_, err := w.OpenDue(ctx, d)
		must(t, err)
	}
}

// TestDueIsFound by the index, among however many tenants.
func TestDueIsFound(t *testing.T) {
	t.Parallel()
	w := withNorth(t)
	plan := dbtest.Write(t, w.db("registry"), nil, db.Q(`EXPLAIN QUERY PLAN SELECT tenant_id FROM due_work WHERE kind = ? AND due_at <= ? ORDER BY due_at, tenant_id LIMIT ?`,
		db.Text("mail"), db.Int(noon), db.Int(50)))[0]
	if got := fmt.Sprint(plan); len(plan) != 1 || !strings.Contains(plan[0][3].Text(), "USING COVERING INDEX due_work_by_time") {
		t.Error(got)
	}
}

// TestDueMoved: what was due before the index knew kinds is mail.
func TestDueMoved(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	steps := migrations.Registry()
	must(t, registry.Migrate(ctx, w.db("registry"), steps[:3], 0))
	dbtest.Exec(t, w.db("registry"), `INSERT INTO mail_due VALUES ('a', 1, 2, 3)`)
	must(t, registry.Migrate(ctx, w.db("registry"), steps, 0))
	if _, mail := due(t, w, "mail"); mail != "a " {
		t.Errorf("mail of %q", mail)
	}
}
