// Package dbtest is the conformance suite of package db: what every driver
// promises, asked of the real thing.
package dbtest

import (
	"context"
	"errors"
	"testing"

	"ringfence/migrations"
	"ringfence/store/db"
	"ringfence/store/ledger"
)

// Opener opens a database that is empty and of its own. The suite closes it.
type Opener func(t *testing.T) db.DB

// Run holds a driver to the suite.
func Run(t *testing.T, open func(t *testing.T) db.DB) {
	for _, part := range []struct {
		name string
		run  func(*testing.T, Opener)
	}{
		{"values", values},
		{"refusals", refusals},
		{"limits", limits},
		{"statements", statements},
		{"results", results},
		{"transactions", transactions},
		{"errors", classification},
		{"schema", schema},
		{"ledger", chains},
		{"contexts", contexts},
		{"close", closing},
	} {
		t.Run(part.name, func(t *testing.T) { part.run(t, open) })
	}
}

// CreateLedger creates the ledger's tables.
func CreateLedger(t testing.TB, d db.DB) {
	t.Helper()
	Exec(t, d, migrations.Tenant()[0].Statements...)
}

// Exec writes statements without arguments in one batch.
func Exec(t testing.TB, d db.DB, sqls ...string) {
	t.Helper()
	stmts := make([]db.Stmt, len(sqls))
	for i, sql := range sqls {
		stmts[i] = db.Q(sql)
	}
	Write(t, d, nil, stmts...)
}

// Write writes a batch that must succeed.
func Write(t testing.TB, d db.DB, chain *ledger.Append, stmts ...db.Stmt) []db.Rows {
	t.Helper()
	out, err := d.Write(context.Background(), stmts, chain)
	if err != nil {
		t.Fatalf("write: %v", err)
	}
	if len(out) != len(stmts) {
		t.Fatalf("write: %d result sets for %d statements", len(out), len(stmts))
	}
	return out
}

// Read reads a batch that must succeed.
func Read(t testing.TB, d db.DB, stmts ...db.Stmt) []db.Rows {
	t.Helper()
	out, err := d.Read(context.Background(), stmts)
	if err != nil {
		t.Fatalf("read: %v", err)
	}
	if len(out) != len(stmts) {
		t.Fatalf("read: %d result sets for %d statements", len(out), len(stmts))
	}
	return out
}

// One reads the single value of a statement.
func One(t testing.TB, d db.DB, sql string, args ...db.Value) db.Value {
	t.Helper()
	rows := Read(t, d, db.Q(sql, args...))[0]
	if len(rows) != 1 || len(rows[0]) != 1 {
		t.Fatalf("%s: %v, want one value", sql, rows)
	}
	return rows[0][0]
}

// Count reads an integer.
func Count(t testing.TB, d db.DB, sql string, args ...db.Value) int64 {
	t.Helper()
	return One(t, d, sql, args...).Int64()
}

// WantKind fails unless err is an *db.Error of kind k.
func WantKind(t testing.TB, err error, k db.ErrorKind) {
	t.Helper()
	if _, ok := err.(*db.Error); !ok {
		t.Fatalf("error %T (%v), want *db.Error", err, err)
	}
	if !db.IsKind(err, k) {
		t.Fatalf("kind %d (%v), want %d", err.(*db.Error).Kind, err, k)
	}
}

// opened opens a database and creates tables in it.
func opened(t *testing.T, open Opener, sqls ...string) db.DB {
	t.Helper()
	d := open(t)
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	if len(sqls) > 0 {
		Exec(t, d, sqls...)
	}
	return d
}

func contexts(t *testing.T, open Opener) {
	d := opened(t, open, `CREATE TABLE t (n INTEGER) STRICT`)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := d.Read(ctx, []db.Stmt{db.Q(`SELECT 1`)})
	WantKind(t, err, db.Unavailable)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("read: %v does not wrap the context's error", err)
	}
	_, err = d.Write(ctx, []db.Stmt{db.Q(`INSERT INTO t VALUES (1)`)}, nil)
	WantKind(t, err, db.Unavailable)
	if n := Count(t, d, `SELECT count(*) FROM t`); n != 0 {
		t.Errorf("a cancelled write wrote %d rows", n)
	}
}

func closing(t *testing.T, open Opener) {
	d := open(t)
	Exec(t, d, `CREATE TABLE t (n INTEGER) STRICT`)
	Read(t, d, db.Q(`SELECT * FROM t`))
	if err := d.Close(); err != nil {
		t.Errorf("close: %v", err)
	}
	if err := d.Close(); err != nil {
		t.Errorf("close again: %v", err)
	}
	_, err := d.Read(context.Background(), []db.Stmt{db.Q(`SELECT 1`)})
	WantKind(t, err, db.Unavailable)
	_, err = d.Write(context.Background(), []db.Stmt{db.Q(`INSERT INTO t VALUES (1)`)}, nil)
	WantKind(t, err, db.Unavailable)
}
