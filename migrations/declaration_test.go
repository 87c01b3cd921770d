package migrations_test

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

// impersonal are the columns of a tenant's database that hold nothing about a
// person. What stands neither here nor in domain.Tables fails TestDeclared.
var impersonal = []struct{ table, columns, reason string }{
	{"ledger", "seq at prev_hash hash", "the chain itself"},
	{"ledger", "actor entity_id request_id", "opaque ids"},
	{"ledger", "role action entity", "names of the application's own"},
	{"ledger", "before after", "fingerprints for what domain.Table does not class as Fact (LEDGER-2)"},
	{"ledger_head", "id seq hash mac", "the chain's end"},
	{"subscriptions", "id plan modules seats valid_from valid_until suspended", "what the organisation has paid for"},
	{"accounts", "id disabled version created_at updated_at accepted_at", "how the row stands"},
	{"sessions", "id account_id created_at last_used_at expires_at ended_at", "opaque ids and how the row stands"},
	{"employees", "id version created_at updated_at", "opaque ids and how the row stands"},
	{"absences", "id version created_at updated_at", "opaque ids and how the row stands"},
	{"timesheets", "id version created_at updated_at", "opaque ids and how the row stands"},
	{"credentials", "id version created_at updated_at", "opaque ids and how the row stands"},
	{"courses", "id version created_at updated_at", "an opaque id and how the row stands"},
	{"training", "id version created_at updated_at", "opaque ids and how the row stands"},
	{"gdpr_cases", "id version created_at updated_at", "opaque ids and how the row stands"},
	{"payroll", "id version created_at updated_at", "opaque ids and how the row stands"},
	{"idempotency", "account_id route key claim claimed_at status", "opaque ids and how the row stands"},
	{"idempotency", "payload", "a keyed fingerprint"},
	{"links", "account_id kind created_at expires_at used_at", "opaque ids and how the row stands"},
	{"outbox", "id state tries next_at created_at settled_at", "opaque ids and how the row stands"},
	{"attempts", "id kind at open_until", "an opaque id and how the row stands"},
	{"attempts", "account address", "keyed fingerprints, or opaque ids"},
	{"limits", "kind account address until", "as in attempts"},
	{"authenticators", "account_id last_step created_at confirmed_at", "opaque ids and how the row stands"},
	{"recovery_codes", "account_id hash used_at", "an opaque id, a keyed hash and how the row stands"},
	{"challenges", "id account_id version method tries_left expires_at", "a hash, an opaque id and how the row stands"},
	{"passkeys", "id account_id credential_id public_key sign_count backup_eligible backed_up created_at last_used_at", "opaque ids, a public key and how the row stands"},
	{"passkeys", "host transports", "the organisation's own hostname, and how a browser reaches the authenticator"},
	{"spent_challenges", "hash expires_at", "a hash and how the row stands"},
	{"subscriptions_noticed", "subscription_id valid_until days", "what the organisation has paid for"},
	{"settings", "id mfa_required_for_all windows_version", "the organisation's own rules, and how far its copy of the windows has come"},
	{"settings", "sso_mode sso_issuer sso_client_id", "the organisation's own rules"},
	{"settings", "sso_client_secret", "sealed; the organisation's, of nobody in it"},
	{"settings", "file_bytes logo", "the organisation's own rules, and an opaque id"},
	{"settings", "leave_nation leave_month leave_days leave_carry", "the organisation's own rules"},
	{"calendars", "account_id created_at", "an opaque id and how the row stands"},
	{"files", "id version created_at updated_at", "opaque ids and how the row stands"},
	{"identities", "id account_id issuer created_at", "opaque ids, the provider's address and how the row stands"},
	{"sso_flows", "state browser nonce", "hashes and random values"},
	{"jobs", "id kind state done total account_id lease lease_until tries created_at started_at finished_at", "opaque ids and how the row stands"},
	{"jobs", "errors", "codes and sentences of the application's own"},
	{"notices", "account_id action entity_id created_at read_at", "opaque ids, a name of the application's own and how the row stands"},
	{"reminders", "account_id task mailed_at", "opaque ids behind a name of the application's own"},
	{"sso_flows", "purpose session_id attempt_id issuer client_id expires_at", "opaque ids, the provider's address and how the row stands"},
}

// TestDeclared: every column is declared once, as personal or as not, and
// every declaration has its column (VAULT-2).
func TestDeclared(t *testing.T) {
	t.Parallel()
	declared := map[string]int{}
	for _, table := range domain.Tables {
		for _, c := range table.Columns {
			declared[table.Name+"."+c.Name]++
			if c.Indexed { // keyed, of a value that is declared
				declared[table.Name+"."+c.IndexName()]++
			}
		}
	}
	for _, table := range domain.Tables {
		if table.Search != nil { // the values of columns that are declared
			declared[table.Name+".search"]++
		}
	}
	for _, list := range impersonal {
		for _, name := range strings.Fields(list.columns) {
			declared[list.table+"."+name]++
		}
	}
	for _, name := range columns(t, tenantDatabase(t)) {
		if declared[name] != 1 {
			t.Errorf("%s is declared %d times: declare it in domain, with its class, or here, with the reason", name, declared[name])
		}
		delete(declared, name)
	}
	for name := range declared {
		t.Errorf("%s is declared and not in the schema", name)
	}
}

// TestTypes: a column holds what its declaration says; a sealed value is text
// whatever it was before.
func TestTypes(t *testing.T) {
	t.Parallel()
	d := tenantDatabase(t)
	const typeSQL = `SELECT type FROM pragma_table_info(?) WHERE name = ?`
	for _, table := range domain.Tables {
		for _, c := range table.Columns {
			want := "TEXT"
			if c.Kind != nil && c.Kind.Integer && c.Class != domain.Sealed {
				want = "INTEGER"
			}
			if typ := dbtest.One(t, d, typeSQL, db.Text(table.Name), db.Text(c.Name)).Text(); typ != want {
				t.Errorf("%s.%s is %s", table.Name, c.Name, typ)
			}
		}
	}
}

// columns are "table.column" of every table in a database.
func columns(t *testing.T, d db.DB) (names []string) {
	t.Helper()
	rows := dbtest.Read(t, d, db.Q(`SELECT m.name || '.' || p.name FROM sqlite_schema m JOIN pragma_table_info(m.name) p
WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'`))[0]
	for _, row := range rows {
		names = append(names, row[0].Text())
	}
	if len(names) == 0 {
		t.Fatal("no columns were found")
	}
	return names
}

func tenantDatabase(t *testing.T) db.DB { return migrated(t, migrations.Tenant()) }

func migrated(t *testing.T, steps []migrations.Migration) db.DB {
	t.Helper()
	d, err := file.Open(filepath.Join(t.TempDir(), "test.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	for _, m := range steps {
		dbtest.Exec(t, d, m.Statements...)
	}
	return d
}
