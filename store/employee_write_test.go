package store_test

import (
	"testing"

	"ringfence/domain"
	"ringfence/store/db"
)

// TestManager must be another member of staff who is not below.
func TestManager(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	req := w.signIn(t, "north", "hr")
	manager := w.employee(t, "north", "manager")
	for name, c := range map[string]struct{ id, code string }{
		"another":  {w.employee(t, "north", "finance"), ""},
		"above":    {w.employee(t, "north", "admin"), ""},
		"oneself":  {manager, "invalid-request"},
		"below":    {w.employee(t, "north", "employee"), "invalid-request"},
		"not here": {"nobody", "invalid-request"},
		"cleared":  {"", ""},
	} {
		_, _, err := w.as(t, req).EditEmployee(ctx, manager, 0, c.id, setManager(c.id))
		if wantCode(t, err, c.code); t.Failed() {
			t.Fatal(name)
		}
	}
	_, _, err := w.as(t, req).AddEmployee(ctx, person("New", "new@b.cd", "nobody"))
	wantCode(t, err, "invalid-request")
}

// TestVersion: an edit of what has changed since it was read is refused.
func TestVersion(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	req := w.signIn(t, "north", "hr")
	id := w.employee(t, "north", "clinical")
	w.exec(t, `UPDATE employees SET version = 4 WHERE id = ?`, db.Text(id))
	for version, want := range map[int64]error{0: nil, 4: nil, 3: domain.ErrConflict, 5: domain.ErrConflict} {
		_, _, err := w.as(t, req).EditEmployee(ctx, id, version, "", setManager(""))
		wantIs(t, err, want)
	}
}

// TestWritersOnly: finance changes bank details, and is told by name what it
// may not change.
func TestWritersOnly(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	req := w.signIn(t, "north", "finance")
	set := func(names ...string) error {
		_, _, err := w.as(t, req).EditEmployee(ctx, w.employee(t, "north", "clinical"), 0, "", func(r *domain.Record, _ domain.Role) error {
			for _, name := range names {
				r.Values[domain.Employees.Index(name)] = "1"
			}
			return nil
		})
		return err
	}
	wantIs(t, set("bank_account", "sort_code"), nil)
	err := set("bank_account", "email", "address")
	wantIs(t, err, domain.ErrForbidden)
	if refusal, ok := err.(*domain.Error); !ok || len(refusal.Fields) != 2 || refusal.Fields[0].Field != "email" || refusal.Fields[1].Field != "address" {
		t.Errorf("%+v", err)
	}
	if domain.ErrForbidden.Fields != nil {
		t.Error("the refusal that all share was changed")
	}
}
