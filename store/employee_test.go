package store_test

import (
	"fmt"
	"slices"
	"testing"

	"ringfence/domain"
	"ringfence/store"
	"ringfence/store/db"
)

// names are the given names of the records a role reaches, sorted.
func (w *world) names(t *testing.T, role string) (list []string) {
	t.Helper()
	records, err := w.as(t, w.signIn(t, "north", role)).Employees(ctx, store.EmployeeFilter{Limit: 200})
	must(t, err)
	for _, r := range records {
		list = append(list, r.Values[0])
	}
	slices.Sort(list)
	return list
}

// TestReach is ROLE's: everybody's, those below and one's own, or one's own.
func TestReach(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	all := slices.Sorted(slices.Values(domain.TenantRoles.Names()))
	for role, want := range map[string][]string{
		"admin": all, "hr": all, "finance": all, "readonly": all,
		"manager": {"employee", "manager"}, "clinical": {"clinical"}, "employee": {"employee"},
	} {
		if got := w.names(t, role); !slices.Equal(got, want) {
			t.Errorf("%s reaches %q, want %q", role, got, want)
		}
		for _, other := range domain.TenantRoles.Names() {
			_, err := w.as(t, w.signIn(t, "north", role)).Employee(ctx, w.employee(t, "north", other))
			if slices.Contains(want, other) {
				wantIs(t, err, nil)
			} else {
				wantIs(t, err, domain.ErrNotFound)
			}
		}
	}
}

// TestReachWithoutARecord: an account that is nobody's reaches nobody.
func TestReachWithoutARecord(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	w.exec(t, `UPDATE employees SET account_id = NULL`)
	for _, role := range []string{"manager", "clinical", "employee"} {
		if got := w.names(t, role); got != nil {
			t.Errorf("%s reaches %q", role, got)
		}
	}
}

// chainBelow hangs n records under the manager, each below the last.
func (w *world) chainBelow(t *testing.T, n int) {
	t.Helper()
	w.exec(t, `INSERT INTO employees (id, given_name, family_name, email, version, created_at, updated_at)
WITH RECURSIVE i(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM i WHERE n < ?) SELECT 'e' || n, 'e' || n, 'x', 'x@y.zz', 1, 0, 0 FROM i`, db.Int(int64(n)))
	w.exec(t, `UPDATE employees SET manager_id = CASE id WHEN 'e1' THEN ? ELSE 'e' || (substr(id, 2) - 1) END WHERE id GLOB 'e[0-9]*' AND family_name = 'x'`,
		db.Text(w.employee(t, "north", "manager")))
}

// TestDeepTree: however far below.
func TestDeepTree(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	w.chainBelow(t, 150)
	if got := w.names(t, "manager"); len(got) != 152 || !slices.Contains(got, "e150") {
		t.Errorf("%d records", len(got))
	}
	_, _, err := w.as(t, w.signIn(t, "north", "hr")).EditEmployee(ctx, w.employee(t, "north", "manager"), 0, "e150", setManager("e150"))
	wantCode(t, err, "invalid-request")
}

func setManager(id string) func(*domain.Record, domain.Role) error {
	return func(r *domain.Record, _ domain.Role) error {
		r.Values[domain.Employees.Index("manager_id")] = id
		return nil
	}
}

// TestCycle: one that somebody made in the database neither hangs nor widens
// anybody's reach, and can be mended.
func TestCycle(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	w.chainBelow(t, 3)
	w.exec(t, `UPDATE employees SET manager_id = 'e3' WHERE given_name = 'manager'`)
	if got := w.names(t, "manager"); !slices.Equal(got, []string{"e1", "e2", "e3", "employee", "manager"}) {
		t.Errorf("the manager reaches %q", got)
	}
	tenant := w.as(t, w.signIn(t, "north", "hr"))
	_, change, err := tenant.EditEmployee(ctx, "e1", 0, "", setManager(""))
	must(t, err)
	must(t, tenant.Commit(ctx, change, store.Answer{}))
}

// TestPages: every record once, by name, in pages of any size.
func TestPages(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	w.chainBelow(t, 5) // of one family name, and "Test" before them
	req := w.signIn(t, "north", "hr")
	for limit := 1; limit <= 13; limit++ {
		var got []string
		for after, more := "", true; more; {
			list, err := w.as(t, req).Employees(ctx, store.EmployeeFilter{After: after, Limit: limit})
			must(t, err)
			if more = len(list) > limit; more {
				list = list[:limit]
			}
			for _, r := range list {
				got, after = append(got, r.Values[1]+" "+r.Values[0]), r.ID
			}
		}
		if len(got) != 12 || !slices.IsSorted(got) || len(slices.Compact(slices.Clone(got))) != 12 {
			t.Errorf("pages of %d: %q", limit, got)
		}
	}
}

// TestFilter finds words in any order, in any case, with or without marks; a
// query's % and _ are themselves.
func TestFilter(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	req := w.signIn(t, "north", "hr")
	tenant := w.as(t, req)
	_, change, err := tenant.Edit(ctx, domain.Employees, w.employee(t, "north", "clinical"), 0,
		map[string]string{"family_name": "Nováková Test", "job_title": `100%_\ nurse`, "department": "Ward 4"})
	must(t, err)
	must(t, tenant.Commit(ctx, change, store.Answer{}))
	for f, want := range map[store.EmployeeFilter]int{
		{Query: "%"}: 1, {Query: "_"}: 1, {Query: `\`}: 1, {Query: "100%_"}: 1, {Query: "0_%"}: 0, {Query: "clinical test"}: 1, {Query: "test  CLINICAL"}: 1, {Query: "novakova"}: 1, {Query: "NOVÁKOVÁ clin"}: 1, {Query: "novakova hr"}: 0,
		{Query: "EMPLOYEE@"}: 1, {Query: "Test"}: 7, {Query: "'"}: 0, {Department: "Ward 4"}: 1, {Department: "ward 4"}: 0, {Query: "hr", Department: "Ward 4"}: 0,
	} {
		f.Limit = 50
		list, err := w.as(t, req).Employees(ctx, f)
		if err != nil || len(list) != want {
			t.Errorf("%+v: %d records, %v", f, len(list), err)
		}
	}
}

// TestHiddenAtTheDatabase: what a role may not read is not opened, so a
// damaged value does not keep it from the rest.
func TestHiddenAtTheDatabase(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	w.exec(t, `UPDATE employees SET address = 'v1.1.damaged' WHERE given_name = 'clinical'`)
	for role, want := range map[string]error{"finance": nil, "readonly": nil, "hr": domain.ErrEncryption, "clinical": domain.ErrEncryption} {
		_, err := w.as(t, w.signIn(t, "north", role)).Employee(ctx, w.employee(t, "north", "clinical"))
		if wantIs(t, err, want); t.Failed() {
			t.Fatal(fmt.Sprint("as ", role))
		}
	}
}
