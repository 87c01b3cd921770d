package store_test

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"ringfence/domain"
	"ringfence/migrations"
	"ringfence/store"
	"ringfence/store/db"
	"ringfence/store/db/dbtest"
)

// newest is the version of this build's schema.
var newest = migrations.Tenant()[len(migrations.Tenant())-1].Version

// provisioned says how a tenant stands after provisioning, registry and all.
func (w *world) provisioned(t testing.TB, slug string) string {
	t.Helper()
	var b strings.Builder
	for _, q := range []struct{ ref, sql string }{
		{"registry", `SELECT state || ' at ' || CASE schema_version WHEN ` + strconv.FormatInt(newest, 10) + ` THEN 'the newest' ELSE schema_version END || ' of ' || database FROM tenants WHERE slug = ?`},
		{"registry", `SELECT group_concat(purpose || version) FROM tenant_keys WHERE tenant_id = (SELECT id FROM tenants WHERE slug = ?)`},
		{"registry", `SELECT count(*) || ' windows' FROM subscriptions WHERE tenant_id = (SELECT id FROM tenants WHERE slug = ?)`},
		{"registry", `SELECT count(*) || ' in the registry''s ledger' FROM ledger WHERE entity_id = (SELECT id FROM tenants WHERE slug = ?)`},
		{slug, `SELECT count(*) || ' beginnings' FROM ledger WHERE action = 'tenant.provision' AND seq = 1 AND ? <> ''`},
		{slug, `SELECT count(*) || ' entries' FROM ledger WHERE ? <> ''`},
		{slug, `SELECT count(*) || ' accounts' FROM accounts WHERE ? <> ''`},
		{slug, `SELECT count(*) || ' records, ' || count(account_id) || ' with accounts, ' || count(manager_id) || ' managed' FROM employees WHERE ? <> ''`},
		{slug, `SELECT group_concat(id) FROM subscriptions WHERE ? <> ''`},
	} {
		fmt.Fprintln(&b, dbtest.One(t, w.db(q.ref), q.sql, db.Text(slug)).Text())
	}
	return b.String()
}

const wellProvisioned = `active at the newest of north
data1,index1,ledger1
1 windows
1 in the registry's ledger
1 beginnings
16 entries
7 accounts
7 records, 7 with accounts, 2 managed
w-north
`

func TestProvision(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	if got := w.provisioned(t, "north"); got != wellProvisioned {
		t.Errorf("%s", got)
	}
	report, err := w.VerifyTenant(ctx, "north")
	if err != nil || !report.Valid || report.Entries != 16 {
		t.Errorf("%+v, %v", report, err)
	}
	must(t, w.Provision(ctx, clinic("north"))) // again: nothing changes
	if got := w.provisioned(t, "north"); got != wellProvisioned {
		t.Errorf("again: %s", got)
	}
}

// TestProvisionResumes: whichever call fails, before it ran or after, a second
// run ends at the same state.
func TestProvisionResumes(t *testing.T) {
	t.Parallel()
	for _, after := range []bool{false, true} {
		t.Run(fmt.Sprint("after ", after), func(t *testing.T) {
			t.Parallel()
			failures := 0
			for call := 1; ; call++ {
				w := newWorld(t)
				w.faults.Set("", call, after)
				err := w.Provision(ctx, clinic("north"))
				if err == nil {
					break
				}
				failures++
				wantIs(t, err, dbtest.ErrFault)
				if tenant, err := w.Tenant(ctx, "north.test"); tenant != nil && !after {
					t.Errorf("call %d: it answers half made: %v", call, err)
				}
				must(t, w.process(t, masterKey(1)).Provision(ctx, clinic("north")))
				if got := w.provisioned(t, "north"); got != wellProvisioned {
					t.Fatalf("call %d failed: %s", call, got)
				}
			}
			if failures < 10 {
				t.Errorf("only %d calls were made to fail", failures)
			}
		})
	}
}

// TestProvisionAtOnce: two processes, one tenant.
func TestProvisionAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.made(t, "registry")
	w.made(t, "north")
	other := w.process(t, masterKey(1))
	done := make(chan error)
	go func() { done <- other.Provision(ctx, clinic("north")) }()
	err := w.Provision(ctx, clinic("north"))
	must(t, errors.Join(err, <-done))
	if got := w.provisioned(t, "north"); got != wellProvisioned {
		t.Errorf("%s", got)
	}
}

// TestProvisionRefusesWhatIsTaken: a window's id, or a database, of another tenant.
func TestProvisionRefusesWhatIsTaken(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	window, database := clinic("south"), clinic("east")
	window.Windows[0].ID = "w-north"
	database.Database = "north"
	for _, n := range []store.NewTenant{window, database} {
		if err := w.Provision(ctx, n); !db.IsKind(err, db.Unique) {
			t.Errorf("%s: %v", n.Slug, err)
		}
		_, err := w.Tenant(ctx, n.Slug+".test")
		wantIs(t, err, domain.ErrUnknownHost)
	}
}

// TestProvisionWithoutMaster makes nothing.
func TestProvisionWithoutMaster(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	wantIs(t, w.process(t, nil).Provision(ctx, clinic("north")), domain.ErrEncryption)
	if n := dbtest.Count(t, w.db("registry"), `SELECT count(*) FROM tenants`); n != 0 {
		t.Errorf("%d tenants", n)
	}
}
