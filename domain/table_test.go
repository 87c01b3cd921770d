package domain_test

import (
	"slices"
	"testing"

	"ringfence/domain"
)

// readersOfSealed is ROLE's table, as the contract words it.
var readersOfSealed = map[string][]string{
	"ni_number":     {"admin", "hr", "finance"},
	"bank_account":  {"admin", "hr", "finance"},
	"sort_code":     {"admin", "hr", "finance"},
	"date_of_birth": {"admin", "hr"},
	"address":       {"admin", "hr"},
}

func TestReadableBy(t *testing.T) {
	t.Parallel()
	for i := range domain.Employees.Columns {
		c := &domain.Employees.Columns[i]
		readers, restricted := readersOfSealed[c.Name]
		if restricted != (c.Class == domain.Sealed) {
			t.Errorf("%s: class %d", c.Name, c.Class)
		}
		for _, name := range domain.TenantRoles.Names() {
			role, _ := domain.ParseRole(name)
			want := !restricted || slices.Contains(readers, name)
			if got := c.ReadableBy(role, false); got != want {
				t.Errorf("%s reads %s: %v, want %v", name, c.Name, got, want)
			}
			if !c.ReadableBy(role, true) {
				t.Errorf("%s does not read their own %s", name, c.Name)
			}
		}
	}
}

// TestWritersRead: nobody writes what they may not see, and only those write
// whom HR-1's routes let in.
func TestWritersRead(t *testing.T) {
	t.Parallel()
	for _, table := range domain.Tables {
		for i := range table.Columns {
			c := &table.Columns[i]
			for _, name := range c.Writers.Names() {
				role, _ := domain.ParseRole(name)
				if !c.WritableBy(role, false) || !c.ReadableBy(role, false) {
					t.Errorf("%s writes %s.%s and does not read it", name, table.Name, c.Name)
				}
			}
		}
	}
	for name, want := range map[string]bool{"bank_account": true, "sort_code": true, "ni_number": false, "email": false, "job_title": false} {
		c := &domain.Employees.Columns[domain.Employees.Index(name)]
		if c.WritableBy(domain.Finance, true) != want || !c.WritableBy(domain.HR, false) || c.WritableBy(domain.Manager, true) || c.WritableBy(domain.Employee, true) {
			t.Errorf("writers of %s: %q", name, c.Writers.Names())
		}
	}
}

// TestSecretsAreNeverRead by anybody, the person concerned included.
func TestSecretsAreNeverRead(t *testing.T) {
	t.Parallel()
	c := &domain.Accounts.Columns[domain.Accounts.Index("password_hash")]
	if c.ReadableBy(domain.Admin, true) || c.ReadableBy(domain.HR, false) {
		t.Error("a password can be read")
	}
}

func TestTables(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, table := range domain.Tables {
		fields := table.Fields()
		for i, c := range table.Columns {
			place := table.Name + "." + c.Name
			if seen[place] || c.Label == "" || fields[i].Name != c.Name || table.Index(c.Name) != i || fields.Index(c.Name) != i {
				t.Errorf("%s is declared badly or twice", place)
			}
			seen[place] = true
		}
		if table.Index("nothing") != -1 || table.Entity == "" {
			t.Errorf("%s is declared badly", table.Name)
		}
	}
}

func TestCheckEmployee(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		start, end, born string
		want             []string
	}{
		{"", "", "", nil},
		{"2026-03-01", "2026-03-01", "1990-01-01", nil},
		{"2026-03-01", "2026-02-28", "", []string{"end_date before-start"}},
		{"", "2026-02-28", "", nil},
		{"", "", "2026-06-01", nil}, // born today
		{"", "", "2026-06-02", []string{"date_of_birth in-future"}},
		{"2026-03-01", "2026-02-28", "2027-01-01", []string{"end_date before-start", "date_of_birth in-future"}},
	} {
		values := make([]string, len(domain.Employees.Columns))
		values[domain.Employees.Index("start_date")] = c.start
		values[domain.Employees.Index("end_date")] = c.end
		values[domain.Employees.Index("date_of_birth")] = c.born
		if got := codes(domain.Invalid(domain.Employees.Check(func(name string) string { return values[domain.Employees.Index(name)] }, "2026-06-01")...)); !slices.Equal(got, c.want) {
			t.Errorf("%+v: %q", c, got)
		}
	}
}
