package store_test

import (
	"encoding/json"
	"strings"
	"testing"

	"ringfence/domain"
	"ringfence/store"
	"ringfence/store/db"
	"ringfence/store/db/dbtest"
)

// add decides a new record and leaves it to be committed.
func add(t testing.TB, tenant *store.Tenant, given map[string]string) (domain.Record, *store.Change) {
	t.Helper()
	rec, change, err := tenant.AddEmployee(ctx, values(given))
	must(t, err)
	return rec, change
}

var ann = map[string]string{"given_name": "Ann", "family_name": "Lee", "email": "ann@lee.example", "job_title": "Nurse",
	"ni_number": "CE123456D", "date_of_birth": "1991-05-06", "address": "2 Mill Lane", "bank_account": "12345678", "sort_code": "112233"}

// TestSealedAtRest: no sealed value stands in the file as it is, and each
// opens only in its own row and column (VAULT-1).
func TestSealedAtRest(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	req := w.signIn(t, "north", "hr")
	tenant := w.as(t, req)
	rec, change := add(t, tenant, ann)
	must(t, tenant.Commit(ctx, change, store.Answer{}))
	for _, c := range domain.Employees.Columns {
		stored := dbtest.One(t, w.db("north"), `SELECT `+c.Name+` FROM employees WHERE id = ?`, db.Text(rec.ID)).Text()
		sealed := strings.HasPrefix(stored, "v1.1.") && !strings.Contains(stored, ann[c.Name])
		if sealed != (c.Class == domain.Sealed) {
			t.Errorf("%s is stored as %q", c.Name, stored)
		}
	}
	if n := w.count(t, `SELECT count(*) FROM accounts WHERE password_hash NOT LIKE 'v1.1.%'`); n != 0 {
		t.Errorf("%d passwords are not sealed", n)
	}
	w.exec(t, `UPDATE employees SET sort_code = bank_account WHERE id = ?`, db.Text(rec.ID))
	_, err := w.as(t, req).Get(ctx, domain.Employees, rec.ID)
	wantIs(t, err, domain.ErrEncryption)
	w.exec(t, `UPDATE employees SET sort_code = (SELECT sort_code FROM employees WHERE given_name = 'admin') WHERE id = ?`, db.Text(rec.ID))
	_, err = w.as(t, req).Get(ctx, domain.Employees, rec.ID)
	wantIs(t, err, domain.ErrEncryption)
}

// lastEntry is the newest entry's action, before and after.
func (w *world) lastEntry(t *testing.T) (action string, before, after map[string]string) {
	t.Helper()
	row := dbtest.Read(t, w.db("north"), db.Q(`SELECT action, before, after FROM ledger ORDER BY seq DESC LIMIT 1`))[0][0]
	for text, m := range map[string]*map[string]string{row[1].S: &before, row[2].S: &after} {
		if text != "" {
			must(t, json.Unmarshal([]byte(text), m))
		}
	}
	return row[0].S, before, after
}

// TestLedgerOfRecords: facts as they are, personal values as fingerprints,
// and what did not change not at all (LEDGER-2).
func TestLedgerOfRecords(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	req := w.signIn(t, "north", "hr")
	tenant := w.as(t, req)
	rec, change := add(t, tenant, ann)
	must(t, tenant.Commit(ctx, change, store.Answer{}))
	action, before, after := w.lastEntry(t)
	if action != "employee.create" || before != nil || len(after) != len(ann) {
		t.Errorf("%s: %v, %v", action, before, after)
	}
	for name, value := range ann {
		c := domain.Employees.Columns[domain.Employees.Index(name)]
		if mark := after[name]; (c.Class == domain.Fact) != (mark == value) || c.Class != domain.Fact && !strings.HasPrefix(mark, "fp:") {
			t.Errorf("%s enters the ledger as %q", name, mark)
		}
	}
	created := after

	tenant = w.as(t, req)
	_, change, err := tenant.EditEmployee(ctx, rec.ID, 1, "", func(r *domain.Record, _ domain.Role) error {
		r.Values[domain.Employees.Index("job_title")] = "Matron"
		r.Values[domain.Employees.Index("sort_code")] = "445566"
		r.Values[domain.Employees.Index("address")] = ""
		return nil
	})
	must(t, err)
	must(t, tenant.Commit(ctx, change, store.Answer{}))
	action, before, after = w.lastEntry(t)
	if action != "employee.update" || len(before) != 3 || len(after) != 2 || before["job_title"] != "Nurse" || after["job_title"] != "Matron" ||
		before["sort_code"] != created["sort_code"] || after["sort_code"] == before["sort_code"] || before["address"] != created["address"] {
		t.Errorf("%s: %v, %v", action, before, after)
	}
	for _, secret := range []string{"CE123456D", "445566", "Mill Lane", "Ann"} {
		if n := w.count(t, `SELECT count(*) FROM ledger WHERE instr(before || after, ?) > 0`, db.Text(secret)); n != 0 {
			t.Errorf("%q is in the ledger", secret)
		}
	}
}

// TestNothingChanged: an edit that changes nothing writes nothing.
func TestNothingChanged(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	tenant := w.as(t, w.signIn(t, "north", "hr"))
	entries := w.count(t, `SELECT count(*) FROM ledger`)
	rec, change, err := tenant.EditEmployee(ctx, w.employee(t, "north", "clinical"), 0, "", func(*domain.Record, domain.Role) error { return nil })
	must(t, err)
	must(t, tenant.Commit(ctx, change, store.Answer{}))
	if n := w.count(t, `SELECT count(*) FROM ledger`); n != entries || rec.Version != 1 {
		t.Errorf("%d entries more, version %d", n-entries, rec.Version)
	}
}

// TestNoRecordWithoutEntry: when the ledger cannot be written, nothing is (LEDGER-1).
func TestNoRecordWithoutEntry(t *testing.T) {
	t.Parallel()
	for name, sql := range map[string]string{
		"the insert fails":       `CREATE TRIGGER broken BEFORE INSERT ON ledger BEGIN SELECT RAISE(ABORT, 'ringfence:broken'); END`,
		"the head cannot be set": `CREATE TRIGGER broken BEFORE UPDATE ON ledger_head BEGIN SELECT RAISE(ABORT, 'ringfence:broken'); END`,
		"the head is gone":       `DROP TABLE ledger_head`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := withClinic(t)
			tenant := w.as(t, keyed(w.signIn(t, "north", "hr"), "k", "{}"))
			_, change := add(t, tenant, ann)
			w.exec(t, sql)
			if err := tenant.Commit(ctx, change, store.Answer{Status: 201}); err == nil {
				t.Error("it was committed")
			}
			if n := w.count(t, `SELECT count(*) FROM employees`); n != 7 {
				t.Errorf("%d records", n)
			}
			if n := w.count(t, `SELECT count(*) FROM idempotency WHERE status IS NOT NULL`); n != 0 {
				t.Error("an answer was kept")
			}
		})
	}
}

// TestDecidedAndOvertaken: what changes between decision and commit refuses
// the commit, and nothing is written.
func TestDecidedAndOvertaken(t *testing.T) {
	t.Parallel()
	for name, sql := range map[string]string{
		"role changed":     `UPDATE accounts SET role = 'admin' WHERE role = 'hr'`,
		"account disabled": `UPDATE accounts SET disabled = 1 WHERE role = 'hr'`,
		"session ended":    `UPDATE sessions SET ended_at = 1`,
		"record changed":   `UPDATE employees SET version = version + 1`,
		"record deleted":   `DELETE FROM employees WHERE given_name = 'clinical'`,
		"manager deleted":  `DELETE FROM employees WHERE given_name = 'finance'`,
		"a cycle was made": `UPDATE employees SET manager_id = (SELECT id FROM employees WHERE given_name = 'clinical') WHERE given_name = 'finance'`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := withClinic(t)
			tenant := w.as(t, w.signIn(t, "north", "hr"))
			manager := w.employee(t, "north", "finance")
			_, change, err := tenant.EditEmployee(ctx, w.employee(t, "north", "clinical"), 0, manager, func(r *domain.Record, _ domain.Role) error {
				r.Values[domain.Employees.Index("manager_id")] = manager
				return nil
			})
			must(t, err)
			w.exec(t, sql)
			entries := w.count(t, `SELECT count(*) FROM ledger`)
			wantIs(t, tenant.Commit(ctx, change, store.Answer{}), store.ErrStale)
			if n := w.count(t, `SELECT count(*) FROM ledger`); n != entries {
				t.Error("the ledger has an entry")
			}
			if n := w.count(t, `SELECT count(*) FROM employees WHERE given_name = 'clinical' AND manager_id IS NOT NULL`); n != 0 {
				t.Error("the record was changed")
			}
		})
	}
}

// TestCommitNeedsACaller who has been let in.
func TestCommitNeedsACaller(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	tenant := w.as(t, w.signIn(t, "north", "hr"))
	_, change := add(t, tenant, ann)
	wantIs(t, w.as(t, store.Request{}).Commit(ctx, change, store.Answer{}), domain.ErrUnauthenticated)
	for at, after := range []bool{false, true} {
		w.faults.Set("north", 1, after)
		wantIs(t, tenant.Commit(ctx, change, store.Answer{}), domain.ErrDatabase)
		if n := w.count(t, `SELECT count(*) FROM employees`); n != int64(7+at) {
			t.Errorf("%d records", n)
		}
	}
}
