package store_test

import (
	"testing"

	"ringfence/domain"
	"ringfence/store"
	"ringfence/store/db"
	"ringfence/store/db/dbtest"
)

// byNumber are the records that a role finds by National Insurance number.
func byNumber(t *testing.T, tenant *store.Tenant, number string) ([]domain.Record, error) {
	t.Helper()
	list, err := tenant.List(ctx, domain.Employees, store.Filter{Exact: [][2]string{{"ni_number", number}}, Limit: 50})
	return list.Records, err
}

func (w *world) findsByNumber(t *testing.T, role, number string, want int) {
	t.Helper()
	list, err := byNumber(t, w.as(t, w.signIn(t, "north", role)), number)
	if err != nil || len(list) != want {
		t.Errorf("%s finds %d by %s, want %d: %v", role, len(list), number, want, err)
	}
}

// TestBlindIndex: a sealed column is found by its whole value, by the roles that
// may read it of everybody (VAULT-6).
func TestBlindIndex(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	for _, role := range []string{"admin", "hr", "finance"} {
		w.findsByNumber(t, role, "AB123456C", 7)
		w.findsByNumber(t, role, "AB123456D", 0)
	}
	for _, role := range []string{"manager", "clinical", "readonly", "employee"} {
		_, err := byNumber(t, w.as(t, w.signIn(t, "north", role)), "AB123456C")
		wantCode(t, err, "forbidden")
	}
	hr := w.as(t, w.signIn(t, "north", "hr"))
	_, change, err := hr.Edit(ctx, domain.Employees, w.employee(t, "north", "hr"), 0, map[string]string{"ni_number": "CE123456D"})
	must(t, err)
	must(t, hr.Commit(ctx, change, store.Answer{}))
	w.findsByNumber(t, "hr", "CE123456D", 1)
	w.findsByNumber(t, "hr", "AB123456C", 6)
	hr = hr.Again()
	_, change, err = hr.Edit(ctx, domain.Employees, w.employee(t, "north", "hr"), 0, map[string]string{"ni_number": ""})
	must(t, err)
	must(t, hr.Commit(ctx, change, store.Answer{}))
	w.findsByNumber(t, "hr", "CE123456D", 0)
	if n := w.count(t, `SELECT count(ni_number_index) FROM employees`); n != 6 {
		t.Errorf("%d indexes", n)
	}
}

// TestBlindIndexLater: what was sealed before the index was there, or is left of
// work that was cut short, gets its index when somebody searches, once.
func TestBlindIndexLater(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	w.exec(t, `UPDATE employees SET ni_number_index = NULL WHERE given_name < 'h'`)
	const entries = `SELECT count(*) FROM ledger WHERE action = 'employee.index' AND actor = 'system'`
	for range 2 {
		w.findsByNumber(t, "hr", "AB123456C", 7)
		if n, done := w.count(t, `SELECT count(ni_number_index) FROM employees`), w.count(t, entries); n != 7 || done != 1 {
			t.Errorf("%d indexes, %d entries", n, done)
		}
	}
}

// TestBlindIndexSlices: more than one write's worth is done in several.
func TestBlindIndexSlices(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	n := clinic("north")
	for range 1100 {
		n.Employees = append(n.Employees, store.NewEmployee{Values: person("x", "x@north.example", "")})
	}
	must(t, w.Provision(ctx, n))
	w.exec(t, `UPDATE employees SET ni_number_index = NULL`)
	list, err := byNumber(t, w.as(t, w.signIn(t, "north", "hr")), "AB123456C")
	if err != nil || len(list) != 51 {
		t.Errorf("%d, %v", len(list), err)
	}
	if left := w.count(t, `SELECT count(*) FROM employees WHERE ni_number_index IS NULL`); left != 0 {
		t.Errorf("%d are left", left)
	}
	if done := w.count(t, `SELECT count(*) FROM ledger WHERE action = 'employee.index'`); done != 3 {
		t.Errorf("%d slices", done)
	}
}

// TestBlindIndexOfTwo: equal values of two tenants have different indexes, and
// without the keys there is no search.
func TestBlindIndexOfTwo(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	must(t, w.Provision(ctx, clinic("south")))
	const index = `SELECT group_concat(DISTINCT ni_number_index) FROM employees`
	north, south := dbtest.One(t, w.db("north"), index).Text(), dbtest.One(t, w.db("south"), index).Text()
	if len(north) < 40 || len(south) != len(north) || north == south {
		t.Errorf("%q, %q", north, south)
	}
	w.exec(t, `UPDATE employees SET ni_number_index = ?`, db.Text(south))
	w.findsByNumber(t, "hr", "AB123456C", 0)
	tenant, err := w.process(t, nil).Tenant(ctx, "north.test")
	must(t, err)
	_, err = byNumber(t, tenant.For(w.signIn(t, "north", "hr")), "AB123456C")
	wantIs(t, err, domain.ErrEncryption)
	_, err = byNumber(t, tenant.For(w.signIn(t, "north", "manager")), "AB123456C")
	wantCode(t, err, "forbidden")
}
