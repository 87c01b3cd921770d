package tenantdb

import (
	"path/filepath"
	"strings"
	"testing"

	"ringfence/domain"
	"ringfence/migrations"
	"ringfence/store/db"
	"ringfence/store/db/dbtest"
	"ringfence/store/db/file"
)

// TestStaffPlans: whatever way the staff are listed, an index has their order or
// finds them, so that a page costs what it shows and not how many there are.
func TestStaffPlans(t *testing.T) {
	t.Parallel()
	d, err := file.Open(filepath.Join(t.TempDir(), "tenant.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	for _, step := range migrations.Tenant() {
		dbtest.Exec(t, d, step.Statements...)
	}
	h, a := &Handle{gate: &Gate{selections: map[selection]string{}}}, &Access{User: domain.User{ID: "a", Role: domain.HR}}
	r := domain.Employees
	for _, sort := range append([]string{""}, r.Sorts...) {
		for _, turn := range []string{"", "-"} {
			for _, f := range []Filter{{}, {After: "x"}, {Before: "x"}} {
				if f.Sort = turn + sort; sort == "" {
					f.Sort = ""
				}
				list, err := f.queries(h, r, a)
				if err != nil {
					t.Fatal(err)
				}
				plan := explain(t, d, list[0])
				if strings.Contains(plan, "TEMP B-TREE FOR ORDER") || f.at() != "" && strings.Contains(plan, "SCAN r") {
					t.Errorf("%+v: %s", f, plan)
				}
			}
		}
	}
	for _, f := range []Filter{{Where: [][2]string{{"department", "x"}}, Count: true}, {Text: "x", Count: true}} {
		list, err := f.queries(h, r, a)
		if err != nil {
			t.Fatal(err)
		}
		for _, q := range list {
			if plan := explain(t, d, q); strings.Contains(plan, "SCAN r\n") || strings.Contains(plan, "TEMP B-TREE FOR ORDER") {
				t.Errorf("%+v: %s", f, plan)
			}
		}
	}
	for _, name := range r.Filters {
		if plan := explain(t, d, Distinct(r, &r.Columns[r.Index(name)], a)); strings.Contains(plan, "SCAN r") {
			t.Errorf("what %s can be: %s", name, plan)
		}
	}
	if plan := explain(t, d, anyUnindexed(r.Table)); !strings.Contains(plan, "employees_unindexed") {
		t.Error(plan)
	}
}

// explain is how SQLite does a query, a step a line.
func explain(t *testing.T, d db.DB, q Query) string {
	t.Helper()
	var lines []string
	for _, row := range dbtest.Write(t, d, nil, db.Q("EXPLAIN QUERY PLAN "+q.stmt.SQL, q.stmt.Args...))[0] {
		lines = append(lines, row[3].S)
	}
	return strings.Join(lines, "\n") + "\n"
}
