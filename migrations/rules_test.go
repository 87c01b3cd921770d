package migrations_test

import (
	"context"
	"strings"
	"testing"

	"ringfence/migrations"
	"ringfence/store/db"
	"ringfence/store/db/dbtest"
)

// refused runs a statement that the schema itself must refuse.
func refused(t *testing.T, d db.DB, kind db.ErrorKind, detail, sql string) {
	t.Helper()
	_, err := d.Write(context.Background(), []db.Stmt{db.Q(sql)}, nil)
	if !db.IsKind(err, kind) || kind == db.Raised && !db.IsRaised(err, detail) {
		t.Errorf("%s: %v, want kind %d %s", sql, err, kind, detail)
	}
}

func TestSubscriptionsDoNotOverlap(t *testing.T) {
	t.Parallel()
	d := tenantDatabase(t)
	const insert = `INSERT INTO subscriptions (id, plan, modules, seats, valid_from, valid_until) VALUES `
	dbtest.Exec(t, d, insert+`('b', 'standard', 'hr', 1, 100, 200)`)
	for _, overlap := range []string{"50, 101", "199, 300", "120, 130", "50, 300", "100, 200"} {
		refused(t, d, db.Raised, "subscription-overlap", insert+`('x', 'standard', 'hr', 1, `+overlap+`)`)
	}
	dbtest.Exec(t, d, insert+`('a', 'standard', 'hr', 1, 50, 100), ('c', 'standard', 'hr', 1, 200, 300)`) // they touch
	refused(t, d, db.Raised, "subscription-overlap", `UPDATE subscriptions SET valid_until = 201 WHERE id = 'b'`)
	refused(t, d, db.Constraint, "", `UPDATE subscriptions SET valid_until = valid_from WHERE id = 'b'`)
	dbtest.Exec(t, d, `UPDATE subscriptions SET valid_until = 150 WHERE id = 'b'`, insert+`('d', 'standard', 'hr', 1, 150, 200)`)
}

func TestRegistryRules(t *testing.T) {
	t.Parallel()
	d := migrated(t, migrations.Registry())
	const insert = `INSERT INTO tenants (slug, id, name, region, database, state, created_at) VALUES `
	dbtest.Exec(t, d, insert+`('north-1', 't1', 'North', 'uk', 'db1', 'active', 0), ('south', 't2', 'South', 'uk', 'db2', 'active', 0)`)
	for _, slug := range []string{"console", "www", "api", "North", "1north", "no.rth", "no rth", "", "-north", "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddx"} {
		refused(t, d, db.Constraint, "", insert+`('`+slug+`', 't3', 'X', 'uk', 'db3', 'active', 0)`)
	}
	refused(t, d, db.Unique, "", insert+`('north-1', 't3', 'X', 'uk', 'db3', 'active', 0)`)
	refused(t, d, db.Unique, "", insert+`('west', 't3', 'X', 'uk', 'db1', 'active', 0)`)
	refused(t, d, db.Constraint, "", insert+`('west', 't3', 'X', 'mars', 'db3', 'active', 0)`)
	refused(t, d, db.Raised, "region-fixed", `UPDATE tenants SET region = 'eu' WHERE id = 't1'`)
	refused(t, d, db.Constraint, "", `INSERT INTO hostnames (hostname, tenant_id) VALUES ('North.example', 't1')`)

	window := func(id, tenant, times string) string {
		return `INSERT INTO subscriptions (id, tenant_id, plan, modules, seats, suspended, source, reason, version, created_at, updated_at, valid_from, valid_until)
VALUES ('` + id + `', '` + tenant + `', 'starter', 'hr', 1, 'false', 'invoice', '', 1, 0, 0, ` + times + `)`
	}
	dbtest.Exec(t, d, window("a", "t1", "0, 10"), window("b", "t2", "0, 10")) // two tenants
	refused(t, d, db.Raised, "subscription-overlap", window("c", "t1", "9, 20"))
	refused(t, d, db.Raised, "subscription-overlap", `UPDATE subscriptions SET tenant_id = 't1' WHERE id = 'b'`)
	refused(t, d, db.Constraint, "", window("c", "t1", "20, 20"))
	dbtest.Exec(t, d, `UPDATE subscriptions SET valid_until = 0, cancelled_at = 0 WHERE id = 'a'`, window("c", "t1", "0, 10")) // what was cancelled before it began holds no time
}

// TestAccountsRules: a role is one of the seven, an address is lower case.
func TestAccountsRules(t *testing.T) {
	t.Parallel()
	d := tenantDatabase(t)
	const insert = `INSERT INTO accounts (id, email, name, role, password_hash, created_at, updated_at) VALUES `
	dbtest.Exec(t, d, insert+`('1', 'a@b.cd', 'A', 'admin', 'x', 0, 0)`)
	refused(t, d, db.Constraint, "", insert+`('2', 'c@b.cd', 'A', 'root', 'x', 0, 0)`)
	refused(t, d, db.Constraint, "", insert+`('2', 'C@b.cd', 'A', 'hr', 'x', 0, 0)`)
	refused(t, d, db.Unique, "", insert+`('2', 'a@b.cd', 'A', 'hr', 'x', 0, 0)`)
	refused(t, d, db.Constraint, "", `INSERT INTO sessions (id, account_id, created_at, last_used_at, expires_at, device) VALUES ('s', 'nobody', 0, 0, 0, '')`)
}

// TestRequire aborts a batch for what is false or unknown.
func TestRequire(t *testing.T) {
	t.Parallel()
	d := tenantDatabase(t)
	for _, condition := range []string{"0", "NULL", "(SELECT 1 WHERE 0)", "1 = 2"} {
		refused(t, d, db.Raised, "stale", `INSERT INTO require (holds) SELECT `+condition)
	}
	dbtest.Exec(t, d, `INSERT INTO require (holds) SELECT 1`, `INSERT INTO require (holds) SELECT EXISTS (SELECT 1)`)
}

// TestLastAdminStays: somebody who has accepted and is not disabled.
func TestLastAdminStays(t *testing.T) {
	t.Parallel()
	d := tenantDatabase(t)
	dbtest.Exec(t, d, `INSERT INTO accounts (id, email, name, role, password_hash, created_at, updated_at, accepted_at, disabled) VALUES
('1', 'a@b.cd', 'A', 'admin', 'x', 0, 0, 1, 0), ('2', 'b@b.cd', 'B', 'admin', '', 0, 0, NULL, 0), ('3', 'c@b.cd', 'C', 'admin', 'x', 0, 0, 1, 1), ('4', 'd@b.cd', 'D', 'hr', 'x', 0, 0, 1, 0)`)
	for _, sql := range []string{`UPDATE accounts SET role = 'hr' WHERE id = '1'`, `UPDATE accounts SET disabled = 1 WHERE id = '1'`,
		`UPDATE accounts SET accepted_at = NULL WHERE id = '1'`, `DELETE FROM accounts WHERE id = '1'`, `UPDATE accounts SET role = 'hr'`} {
		refused(t, d, db.Raised, "last-admin", sql)
	}
	dbtest.Exec(t, d, `UPDATE accounts SET accepted_at = 1 WHERE id = '2'`, `UPDATE accounts SET role = 'hr' WHERE id = '1'`, `DELETE FROM accounts WHERE id = '3'`)
	refused(t, d, db.Raised, "last-admin", `DELETE FROM accounts WHERE id = '2'`)
	dbtest.Exec(t, d, `UPDATE accounts SET role = 'admin' WHERE id = '4'`, `DELETE FROM accounts WHERE id = '2'`)
}

// TestOwnersExist: what belongs to an account belongs to one that is there.
func TestOwnersExist(t *testing.T) {
	t.Parallel()
	d := tenantDatabase(t)
	dbtest.Exec(t, d, `INSERT INTO accounts (id, email, name, role, password_hash, created_at, updated_at) VALUES ('1', 'a@b.cd', 'A', 'admin', 'x', 0, 0)`)
	const staff = `INSERT INTO employees (id, account_id, manager_id, given_name, family_name, email, version, created_at, updated_at) VALUES `
	dbtest.Exec(t, d, staff+`('e1', '1', NULL, 'A', 'A', 'a@b.cd', 1, 0, 0), ('e2', NULL, 'e1', 'B', 'B', 'b@b.cd', 1, 0, 0)`)
	refused(t, d, db.Unique, "", staff+`('e3', '1', NULL, 'C', 'C', 'c@b.cd', 1, 0, 0)`)
	for _, sql := range []string{
		staff + `('e3', 'nobody', NULL, 'C', 'C', 'c@b.cd', 1, 0, 0)`,
		staff + `('e3', NULL, 'nobody', 'C', 'C', 'c@b.cd', 1, 0, 0)`,
		`INSERT INTO authenticators (account_id, secret, created_at) VALUES ('nobody', 'x', 0)`,
		`INSERT INTO recovery_codes (account_id, hash) VALUES ('nobody', 'x')`,
		`INSERT INTO challenges (id, account_id, version, method, tries_left, expires_at) VALUES ('c', 'nobody', 1, 'password', 5, 0)`,
		`INSERT INTO links (account_id, kind, hash, created_at, expires_at) VALUES ('nobody', 'reset', 'x', 0, 0)`,
		`INSERT INTO passkeys (id, account_id, credential_id, host, public_key, sign_count, name, transports, backup_eligible, backed_up, created_at)
VALUES ('p', 'nobody', 'c', 'h', 'k', 0, 'n', '', 0, 0, 0)`,
	} {
		refused(t, d, db.Constraint, "", sql)
	}
}

// TestValuesAreChecked: what a column may hold the schema itself knows.
func TestValuesAreChecked(t *testing.T) {
	t.Parallel()
	d := tenantDatabase(t)
	dbtest.Exec(t, d, `INSERT INTO accounts (id, email, name, role, password_hash, created_at, updated_at) VALUES ('1', 'a@b.cd', 'A', 'admin', 'x', 0, 0)`)
	const passkey = `INSERT INTO passkeys (account_id, credential_id, host, public_key, name, transports, created_at, id, sign_count, backup_eligible, backed_up)
VALUES ('1', 'c', 'h', 'k', 'n', '', 0, `
	const challenge = `INSERT INTO challenges (account_id, version, method, expires_at, id, tries_left) VALUES ('1', 1, 'password', 0, `
	dbtest.Exec(t, d, passkey+`'p', 0, 1, 1)`, challenge+`'c', 0)`)
	for _, sql := range []string{
		`INSERT INTO settings (id) VALUES (2)`, `UPDATE settings SET id = 2`, `UPDATE settings SET mfa_required_for_all = 2`, `UPDATE settings SET mfa_required_for_all = NULL`,
		`UPDATE settings SET sso_mode = 'none'`, `UPDATE settings SET sso_mode = NULL`, `UPDATE settings SET sso_issuer = NULL`,
		`UPDATE passkeys SET sign_count = -1`, `UPDATE passkeys SET sign_count = NULL`, `UPDATE passkeys SET backed_up = 2`, `UPDATE passkeys SET backup_eligible = -1`,
		`UPDATE challenges SET tries_left = -1`, `UPDATE challenges SET tries_left = NULL`,
		`INSERT INTO links (account_id, kind, hash, created_at, expires_at) VALUES ('1', 'other', 'x', 0, 0)`,
	} {
		refused(t, d, db.Constraint, "", sql)
	}
	registry := migrated(t, migrations.Registry())
	dbtest.Exec(t, registry, `INSERT INTO tenants (slug, id, name, region, database, state, created_at) VALUES ('north', 't1', 'North', 'uk', 'db1', 'active', 0)`)
	const window = `INSERT INTO subscriptions (source, reason, version, created_at, updated_at, id, tenant_id, plan, modules, seats, valid_from, valid_until, suspended) VALUES ('invoice', '', 1, 0, 0, `
	dbtest.Exec(t, registry, window+`'a', 't1', 'starter', 'hr', 0, 0, 10, 'true')`)
	for _, values := range []string{"'starter', 'hr', 1, 20, 30, '2'", "'starter', 'hr', 1, 20, 30, NULL", "'starter', 'hr', -1, 20, 30, 'false'", "'nosuch', 'hr', 1, 20, 30, 'false'"} {
		refused(t, registry, db.Constraint, "", window+`'b', 't1', `+values+`)`)
	}
}

// TestAccountsByName: a page of the list is read from the index, in its order.
func TestAccountsByName(t *testing.T) {
	t.Parallel()
	d := tenantDatabase(t)
	rows, err := d.Write(context.Background(), []db.Stmt{db.Q(`EXPLAIN QUERY PLAN SELECT * FROM accounts a ORDER BY a.name COLLATE NOCASE, a.id LIMIT 51`)}, nil)
	if err != nil {
		t.Fatal(err)
	}
	plan := ""
	for _, row := range rows[0] {
		plan += row[3].Text() + "; "
	}
	if !strings.Contains(plan, "accounts_by_name") || strings.Contains(plan, "TEMP B-TREE") {
		t.Errorf("%s", plan)
	}
}
