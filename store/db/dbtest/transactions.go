package dbtest

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"ringfence/store/db"
)

func transactions(t *testing.T, open Opener) {
	d := opened(t, open, `CREATE TABLE t (n INTEGER PRIMARY KEY) STRICT`)
	t.Run("an error in the last statement leaves nothing", func(t *testing.T) { allOrNothing(t, d) })
	t.Run("a read may not write", func(t *testing.T) { readOnly(t, d) })
	t.Run("a write is seen by the next read", func(t *testing.T) { readYourWrites(t, d) })
	t.Run("a read sees one snapshot", func(t *testing.T) { snapshot(t, d) })
	t.Run("one failing writer harms no other", func(t *testing.T) { isolated(t, d) })
}

func allOrNothing(t *testing.T, d db.DB) {
	_, err := d.Write(context.Background(), []db.Stmt{
		db.Q(`INSERT INTO t VALUES (1), (2)`),
		db.Q(`CREATE TABLE u (n INTEGER) STRICT`),
		db.Q(`DELETE FROM t WHERE n = 1`),
		db.Q(`INSERT INTO t VALUES (2)`),
	}, nil)
	WantKind(t, err, db.Unique)
	if n := Count(t, d, `SELECT (SELECT count(*) FROM t) + (SELECT count(*) FROM sqlite_schema WHERE name = 'u')`); n != 0 {
		t.Errorf("%d things left", n)
	}
}

func readOnly(t *testing.T, d db.DB) {
	for _, sql := range []string{
		`INSERT INTO t VALUES (7)`,
		`INSERT INTO t VALUES (7) RETURNING n`,
		`WITH k (i) AS (SELECT 7) INSERT INTO t SELECT i FROM k`,
		`CREATE TABLE u (n INTEGER) STRICT`,
		`SELECT 1; INSERT INTO t VALUES (7)`,
	} {
		for _, stmts := range [][]db.Stmt{{db.Q(sql)}, {db.Q(`SELECT 1`), db.Q(sql)}} {
			_, err := d.Read(context.Background(), stmts)
			WantKind(t, err, db.Internal)
		}
	}
	if n := Count(t, d, `SELECT count(*) FROM t`); n != 0 {
		t.Errorf("a read wrote %d rows", n)
	}
}

func readYourWrites(t *testing.T, d db.DB) {
	for i := int64(1); i <= 20; i++ {
		Write(t, d, nil, db.Q(`INSERT INTO t VALUES (?)`, db.Int(i)))
		if n := Count(t, d, `SELECT max(n) FROM t`); n != i {
			t.Fatalf("after writing %d a read saw %d", i, n)
		}
	}
}

// snapshot reads a count before and after a statement that takes a while, as a
// writer keeps writing.
func snapshot(t *testing.T, d db.DB) {
	const work = `WITH RECURSIVE k (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM k WHERE i < 3000) SELECT max(i) FROM k`
	var stop atomic.Bool
	var writer sync.WaitGroup
	writer.Go(func() {
		for i := int64(1000); !stop.Load(); i++ {
			if _, err := d.Write(context.Background(), []db.Stmt{db.Q(`INSERT INTO t VALUES (?)`, db.Int(i))}, nil); err != nil {
				t.Errorf("write: %v", err)
				return
			}
		}
	})
	defer writer.Wait()
	defer stop.Store(true)
	first, last := int64(0), int64(0)
	for i := 0; !t.Failed() && (i < 10 || last < first+10); i++ {
		out := Read(t, d, db.Q(`SELECT count(*) FROM t`), db.Q(work), db.Q(`SELECT count(*) FROM t`))
		before, after := out[0][0][0].Int64(), out[2][0][0].Int64()
		if before != after {
			t.Fatalf("%d rows became %d within a read", before, after)
		}
		if first == 0 {
			first = before
		}
		last = after
	}
}

// isolated has 40 writers at once of which every other fails after it has
// written a row.
func isolated(t *testing.T, d db.DB) {
	Exec(t, d, `CREATE TABLE w (id TEXT PRIMARY KEY) STRICT`)
	errs := make([]error, 40)
	var all sync.WaitGroup
	for i := range errs {
		all.Go(func() {
			stmts := []db.Stmt{db.Q(`INSERT INTO w VALUES (?)`, db.Text(fmt.Sprint("w", i)))}
			if i%2 == 1 {
				stmts = append(stmts, stmts[0])
			}
			_, errs[i] = d.Write(context.Background(), stmts, nil)
		})
	}
	all.Wait()
	for i, err := range errs {
		if i%2 == 1 {
			WantKind(t, err, db.Unique)
		} else if err != nil {
			t.Errorf("writer %d: %v", i, err)
		}
		if n := Count(t, d, `SELECT count(*) FROM w WHERE id = ?`, db.Text(fmt.Sprint("w", i))); n != int64(1-i%2) {
			t.Errorf("writer %d left %d rows", i, n)
		}
	}
}
