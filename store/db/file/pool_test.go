//go:build !js

package file

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"ringfence/store/db"
	"ringfence/store/db/dbtest"
)

func TestOpen(t *testing.T) {
	path := filepath.Join(t.TempDir(), "strange ?#% name.db")
	d, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	dbtest.Exec(t, d, `CREATE TABLE t (n INTEGER) STRICT`)
	for _, suffix := range []string{"", "-wal", "-shm"} {
		info, err := os.Stat(path + suffix)
		if err != nil {
			t.Fatal(err)
		}
		if mode := info.Mode().Perm(); mode != 0o600 {
			t.Errorf("%s has mode %o", suffix, mode)
		}
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path + "-wal"); !os.IsNotExist(err) {
		t.Errorf("closing left the write-ahead log: %v", err)
	}
	if _, err := Open(filepath.Join(t.TempDir(), "missing", "x.db")); !db.IsKind(err, db.Unavailable) {
		t.Errorf("in a missing folder: %v", err)
	}
}

func TestSettings(t *testing.T) {
	d := newDB(t)
	c, err := d.take(false)
	if err != nil {
		t.Fatal(err)
	}
	defer d.put(c, true, false)
	var got []string
	for _, p := range strings.Fields("journal_mode synchronous foreign_keys trusted_schema busy_timeout") {
		rows, err := c.run("PRAGMA "+p, nil)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, rows[0][0].Text())
	}
	if s := strings.Join(got, " "); s != "wal 2 1 0 5000" {
		t.Errorf("settings %s", s)
	}
}

// TestReads tells what cannot write by its text.
func TestReads(t *testing.T) {
	for sql, want := range map[string]bool{
		"SELECT 1":     true,
		"\n\tselect 1": true,
		"VALUES (1)":   true,
		"WITH k (i) AS (SELECT 7)\nSELECT i FROM k":               true,
		"WITH k (i) AS (SELECT 7)\nINSERT INTO t SELECT i FROM k": false,
		"with k as (select 7)\ndelete from t":                     false,
		"WITH k AS (SELECT 7) UPDATE t SET n = 7":                 false,
		"WITH k (i) AS (SELECT 7) REPLACE INTO t SELECT i FROM k": false,
		"SELECT 1; DELETE FROM t":                                 false,
		"INSERT INTO t VALUES (1)":                                false,
		"SELECTED":                                                false,
		"PRAGMA user_version = 3":                                 false,
		"-- SELECT\nDELETE FROM t":                                false,
		"":                                                        false,
		"SELECT updated_at, 'DELETE' FROM t WHERE replace(a, b, c) = 1": true,
	} {
		if got := db.Reads(sql); got != want {
			t.Errorf("%q: %v", sql, got)
		}
	}
}

// TestOneConnection has whoever reads and writes in turn need no second one.
func TestOneConnection(t *testing.T) {
	d := newDB(t)
	for i := range int64(3) {
		dbtest.Write(t, d, nil, insert(i))
		dbtest.Count(t, d, `SELECT count(*) FROM t`)
	}
	if n := connections.dbs[d]; n != 1 {
		t.Errorf("%d connections", n)
	}
}

func TestNotADatabase(t *testing.T) {
	path := filepath.Join(t.TempDir(), "tenant.db")
	if err := os.WriteFile(path, []byte(strings.Repeat("not a database ", 500)), 0o600); err != nil {
		t.Fatal(err)
	}
	d, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 * cap(d.(*DB).slots) { // an error must give its slot back
		_, err := d.Read(context.Background(), []db.Stmt{db.Q(`SELECT 1`)})
		dbtest.WantKind(t, err, db.Unavailable)
		_, err = d.Write(context.Background(), []db.Stmt{db.Q(`SELECT 1`)}, nil)
		dbtest.WantKind(t, err, db.Unavailable)
	}
	if err := d.Close(); err != nil {
		t.Error(err)
	}
}

// TestTwoProcesses has two drivers on one file write in turn and at once.
func TestTwoProcesses(t *testing.T) {
	path := filepath.Join(t.TempDir(), "tenant.db")
	var both [2]db.DB
	for i := range both {
		var err error
		if both[i], err = Open(path); err != nil {
			t.Fatal(err)
		}
		defer both[i].Close()
	}
	dbtest.CreateLedger(t, both[0])
	var all sync.WaitGroup
	for i := range 40 {
		all.Go(func() { dbtest.Write(t, both[i%2], dbtest.Entries(fmt.Sprint(i), 1)) })
	}
	all.Wait()
	if n := dbtest.VerifyChain(t, both[0]); n != 40 {
		t.Errorf("%d entries, want 40", n)
	}
}

// TestManyDatabases opens more databases than may have connections.
func TestManyDatabases(t *testing.T) {
	defer LimitConnections(connections.most)
	LimitConnections(16)
	dir := t.TempDir()
	dbs := make([]db.DB, 40)
	before := runtime.NumGoroutine()
	for i := range dbs {
		var err error
		if dbs[i], err = Open(filepath.Join(dir, fmt.Sprint(i))); err != nil {
			t.Fatal(err)
		}
	}
	if n := runtime.NumGoroutine(); n > before {
		t.Errorf("%d goroutines for %d databases at rest", n-before, len(dbs))
	}
	for i, d := range dbs {
		dbtest.Write(t, d, nil, db.Q(`CREATE TABLE t (n INTEGER) STRICT`), db.Q(`INSERT INTO t VALUES (?)`, db.Int(int64(i))))
		dbtest.Read(t, d, db.Q(`SELECT n FROM t`))
	}
	if connections.n > connections.most {
		t.Errorf("%d connections are open", connections.n)
	}
	for i, d := range dbs { // the first were closed, and open again
		if n := dbtest.Count(t, d, `SELECT n FROM t`); n != int64(i) {
			t.Fatalf("database %d holds %d", i, n)
		}
		if err := d.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if q := connections; q.n != 0 || len(q.dbs) != 0 {
		t.Errorf("%d connections of %d databases left open", q.n, len(q.dbs))
	}
}

// TestStatementCache runs more texts than a connection keeps.
func TestStatementCache(t *testing.T) {
	d := newDB(t)
	for i := range maxStmts + 10 {
		if n := dbtest.Count(t, d, fmt.Sprint("SELECT ", i)); n != int64(i) {
			t.Fatalf("SELECT %d: %d", i, n)
		}
	}
	if n := len(d.idle[0].stmts); n > maxStmts {
		t.Errorf("%d statements kept", n)
	}
}
