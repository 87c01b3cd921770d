package migrations_test

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"ringfence/migrations"
	"ringfence/store/db"
	"ringfence/store/db/dbtest"
)

var all = map[string][]migrations.Migration{"registry": migrations.Registry(), "tenant": migrations.Tenant()}

// TestNumbers: from 1 without a gap, each file named for its number.
func TestNumbers(t *testing.T) {
	t.Parallel()
	fileName := regexp.MustCompile(`^\d{4}_[a-z][a-z0-9_]*$`)
	for dir, steps := range all {
		for i, m := range steps {
			if m.Version != int64(i+1) || !strings.HasPrefix(m.Name, fmt.Sprintf("%04d_", m.Version)) || !fileName.MatchString(m.Name) {
				t.Errorf("%s: step %d is %d, %s", dir, i+1, m.Version, m.Name)
			}
			if len(m.Statements) == 0 {
				t.Errorf("%s/%s: no statements", dir, m.Name)
			}
		}
	}
}

// TestStatements: each is one whole statement that every driver accepts.
func TestStatements(t *testing.T) {
	t.Parallel()
	begins := regexp.MustCompile(`^(CREATE (TABLE|INDEX|UNIQUE INDEX|VIEW|TRIGGER)|INSERT INTO|ALTER TABLE|UPDATE|DROP) `)
	for dir, steps := range all {
		for _, m := range steps {
			for _, sql := range m.Statements {
				if !begins.MatchString(sql) || !strings.HasSuffix(sql, ";") {
					t.Errorf("%s/%s: not one statement: %.60s", dir, m.Name, sql)
				}
				if err := db.Check(context.Background(), []db.Stmt{db.Q(sql)}); err != nil {
					t.Errorf("%s/%s: %v", dir, m.Name, err)
				}
			}
		}
	}
}

// TestTablesAreStrict: a column holds what it says.
func TestTablesAreStrict(t *testing.T) {
	t.Parallel()
	for dir, steps := range all {
		d := migrated(t, steps)
		if n := dbtest.Count(t, d, `SELECT count(*) FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%' AND NOT strict`); n != 0 {
			t.Errorf("%s: %d tables are not STRICT", dir, n)
		}
	}
}

// TestSameLedger: registry and tenants keep the same kind of chain.
func TestSameLedger(t *testing.T) {
	t.Parallel()
	if !slices.Equal(migrations.Registry()[0].Statements, migrations.Tenant()[0].Statements) {
		t.Error("the ledgers differ")
	}
}
