package dbtest

import (
	"fmt"
	"testing"

	"ringfence/store/db"
)

// results come one set a statement, in order, however many and however large.
func results(t *testing.T, open Opener) {
	d := opened(t, open, `CREATE TABLE t (id INTEGER PRIMARY KEY, s TEXT NOT NULL) STRICT`)
	t.Run("no statement", func(t *testing.T) {
		Read(t, d)
		Write(t, d, nil)
	})
	t.Run("a set for each statement", func(t *testing.T) { setEach(t, d) })
	t.Run("a hundred statements", func(t *testing.T) { hundred(t, d) })
	t.Run("ten thousand rows", func(t *testing.T) { manyRows(t, d) })
}

func setEach(t *testing.T, d db.DB) {
	out := Write(t, d, nil,
		db.Q(`SELECT count(*) FROM t`),
		db.Q(`INSERT INTO t (s) VALUES ('x')`),
		db.Q(`SELECT s FROM t`),
		db.Q(`UPDATE t SET s = s || s`),
		db.Q(`SELECT s FROM t`),
		db.Q(`DELETE FROM t`),
		db.Q(`SELECT s FROM t`))
	for i, want := range []string{"0", "", "x", "", "xx", "", ""} {
		if got := render(out[i]); got != want {
			t.Errorf("set %d: %q, want %q", i, got, want)
		}
	}
	read := Read(t, d, db.Q(`SELECT 1`), db.Q(`SELECT s FROM t`), db.Q(`SELECT 2 WHERE 0`), db.Q(`SELECT 3, NULL`))
	if len(read[0]) != 1 || len(read[1]) != 0 || len(read[2]) != 0 || len(read[3]) != 1 || !read[3][0][1].IsNull() {
		t.Errorf("%v", read)
	}
}

func hundred(t *testing.T, d db.DB) {
	stmts := make([]db.Stmt, 100)
	for i := range stmts {
		stmts[i] = db.Q(`SELECT ?, ?`, db.Int(int64(i)), db.Text(fmt.Sprint("s", i)))
	}
	for i, rows := range Read(t, d, stmts...) {
		if want := fmt.Sprintf("%d|s%d", i, i); render(rows) != want {
			t.Errorf("set %d: %s", i, render(rows))
		}
	}
}

func manyRows(t *testing.T, d db.DB) {
	const n = 10_000
	Write(t, d, nil, db.Q(`INSERT INTO t (id, s)
		WITH RECURSIVE k (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM k WHERE i < ?)
		SELECT i, 'row ' || i FROM k`, db.Int(n)))
	rows := Read(t, d, db.Q(`SELECT id, s FROM t ORDER BY id`))[0]
	if len(rows) != n {
		t.Fatalf("%d rows", len(rows))
	}
	for i, row := range rows {
		if row[0].Int64() != int64(i+1) || row[1].Text() != fmt.Sprint("row ", i+1) {
			t.Fatalf("row %d: %v", i, row)
		}
	}
}
