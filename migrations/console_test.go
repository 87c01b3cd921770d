package migrations_test

import (
	"strings"
	"testing"

	"ringfence/migrations"
	"ringfence/store/db"
	"ringfence/store/db/dbtest"
)

// tenantsOwn are what a tenant's database has and the console's does not need:
// records, and what the registry keeps of all tenants.
var tenantsOwn = []string{
	"employees", "absences", "subscriptions",
	"credentials",
	"courses",
	"training",
	"timesheets",
	"payroll",
	"gdpr_cases",
	"calendars",
}

// TestConsoleSchema: what signs in an organisation's people finds the same
// tables, indexes and triggers in the registry, where it signs in the
// operator's. Only the roles differ.
func TestConsoleSchema(t *testing.T) {
	t.Parallel()
	tenant, console := schema(t, migrations.Tenant()), schema(t, migrations.Registry())
	for name, sql := range tenant {
		if owned(name) || name == "windows" {
			continue
		}
		sql = strings.NewReplacer("'admin', 'manager', 'hr', 'clinical', 'finance', 'readonly', 'employee'", "'owner', 'billing', 'support'",
			"'admin'", "'owner'").Replace(sql)
		if console[name] != sql {
			t.Errorf("%s is\n%s\nin a tenant's database and\n%s\nin the registry", name, sql, console[name])
		}
	}
	for _, view := range []string{"windows", "employees"} {
		if console[view] == "" {
			t.Errorf("the registry has no view %s", view)
		}
	}
}

func owned(name string) bool {
	for _, table := range tenantsOwn {
		if name == table || strings.HasPrefix(name, table+"_") {
			return true
		}
	}
	return false
}

// schema is what a database has, by name; a column that was added later stands
// as if it had been there from the start.
func schema(t *testing.T, steps []migrations.Migration) map[string]string {
	t.Helper()
	list := map[string]string{}
	for _, row := range dbtest.Read(t, migrated(t, steps), db.Q(`SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL`))[0] {
		sql := strings.Join(strings.Fields(row[1].Text()), " ")
		list[row[0].Text()] = strings.NewReplacer(" , ", ", ", " )", ")", "( ", "(").Replace(sql)
	}
	return list
}
