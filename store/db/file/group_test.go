//go:build !js

package file

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"path/filepath"
	"runtime"
	"testing"

	"ringfence/store/db"
	"ringfence/store/db/dbtest"
)

func newDB(t *testing.T) *DB {
	t.Helper()
	d, err := Open(filepath.Join(t.TempDir(), "tenant.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	dbtest.Exec(t, d, `CREATE TABLE t (n INTEGER PRIMARY KEY) STRICT`)
	return d.(*DB)
}

// together has the writers' batches committed by one leader, in one group.
func together(d *DB, batches ...[]db.Stmt) []error {
	d.lead <- struct{}{}
	answers := make([]chan error, len(batches))
	for i, stmts := range batches {
		answers[i] = make(chan error, 1)
		go func() {
			_, err := d.Write(context.Background(), stmts, dbtest.Entries(fmt.Sprint(i), 2))
			answers[i] <- err
		}()
		d.await(i + 1)
	}
	d.commit(d.queued())
	<-d.lead
	errs := make([]error, len(batches))
	for i := range errs {
		errs[i] = <-answers[i]
	}
	return errs
}

// await lets others run until n batches are queued.
func (d *DB) await(n int) {
	for queued := -1; queued != n; runtime.Gosched() {
		d.mu.Lock()
		queued = len(d.queue)
		d.mu.Unlock()
	}
}

func insert(n int64) db.Stmt { return db.Q(`INSERT INTO t VALUES (?)`, db.Int(n)) }

func TestGroup(t *testing.T) {
	for _, c := range []struct {
		name   string
		schema []string
		bad    []db.Stmt
		kind   db.ErrorKind
	}{
		{"fails in a statement", nil, []db.Stmt{insert(50), insert(50)}, db.Unique},
		{"returns what may not be", nil, []db.Stmt{db.Q(`INSERT INTO t VALUES (9007199254740993) RETURNING n`)}, db.Internal},
		{"rolls the transaction back", []string{
			`CREATE TABLE r (n INTEGER) STRICT`,
			`CREATE TRIGGER r_no BEFORE INSERT ON r BEGIN SELECT RAISE(ROLLBACK, 'ringfence:no'); END`,
		}, []db.Stmt{insert(50), db.Q(`INSERT INTO r VALUES (1)`)}, db.Raised},
		{"cannot be committed", []string{
			`CREATE TABLE f (n INTEGER REFERENCES t (n) DEFERRABLE INITIALLY DEFERRED) STRICT`,
		}, []db.Stmt{insert(50), db.Q(`INSERT INTO f VALUES (-1)`)}, db.Constraint},
		{"fails in its second entry", []string{
			`CREATE TRIGGER third BEFORE INSERT ON ledger WHEN NEW.entity = '2' AND NEW.entity_id = 'emp_1'
			BEGIN SELECT RAISE(ABORT, 'ringfence:no'); END`,
		}, []db.Stmt{insert(50)}, db.Raised},
	} {
		t.Run("one "+c.name, func(t *testing.T) {
			d := newDB(t)
			dbtest.CreateLedger(t, d)
			dbtest.Exec(t, d, c.schema...)
			// the last would collide with what the bad one leaves
			errs := together(d, []db.Stmt{insert(1)}, []db.Stmt{insert(2)}, c.bad, []db.Stmt{insert(50)})
			dbtest.WantKind(t, errs[2], c.kind)
			if err := errors.Join(errs[0], errs[1], errs[3]); err != nil {
				t.Error(err)
			}
			if got := dbtest.One(t, d, `SELECT group_concat(n, ' ') FROM t`).Text(); got != "1 2 50" {
				t.Errorf("rows %s", got)
			}
			if n := dbtest.VerifyChain(t, d); n != 6 {
				t.Errorf("%d entries, want 6", n)
			}
		})
	}
}

// A failing connection is a real one on which one statement goes wrong.
type failing struct {
	driver.Conn
	at string
	do func() error
}

func (f failing) Prepare(sql string) (driver.Stmt, error) {
	if sql == f.at {
		return nil, f.do()
	}
	return f.Conn.Prepare(sql)
}

func TestGroupFails(t *testing.T) {
	for name, f := range map[string]failing{
		"at COMMIT":            {at: "COMMIT", do: func() error { return errors.New("disk I/O error (10)") }},
		"at BEGIN":             {at: "BEGIN IMMEDIATE", do: func() error { return errors.New("disk I/O error (10)") }},
		"by a panic":           {at: "SAVEPOINT batch", do: func() error { panic("fault") }},
		"by a panic at COMMIT": {at: "COMMIT", do: func() error { panic("fault") }},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDB(t)
			dbtest.CreateLedger(t, d)
			c := d.idle[0]
			c.forget()
			f.Conn = c.raw
			c.raw = f
			for i, err := range together(d, []db.Stmt{insert(1)}, []db.Stmt{insert(2)}) {
				if _, ok := err.(*db.Error); !ok {
					t.Errorf("writer %d: %v", i, err)
				}
			}
			if n := dbtest.Count(t, d, `SELECT count(*) FROM t`); n != 0 {
				t.Errorf("%d rows of a failed group", n)
			}
			_ = d.closeIdle() // the faulty one, where it was kept
			dbtest.Write(t, d, dbtest.Entries("next", 1), insert(3))
			if n := dbtest.VerifyChain(t, d); n != 1 {
				t.Errorf("%d entries, want 1", n)
			}
		})
	}
}

func TestQueuedWriteIsCancelled(t *testing.T) {
	d := newDB(t)
	d.lead <- struct{}{}
	ctx, cancel := context.WithCancel(context.Background())
	answer := make(chan error, 1)
	go func() {
		_, err := d.Write(ctx, []db.Stmt{insert(1)}, nil)
		answer <- err
	}()
	d.await(1)
	cancel()
	err := <-answer
	dbtest.WantKind(t, err, db.Unavailable)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	d.await(0)
	<-d.lead
	dbtest.Write(t, d, nil, insert(2))
	if n := dbtest.Count(t, d, `SELECT sum(n) FROM t`); n != 2 {
		t.Errorf("rows add up to %d: the cancelled write ran", n)
	}
}

func TestRunningWriteIsNotCancelled(t *testing.T) {
	d := newDB(t)
	d.lead <- struct{}{}
	ctx, cancel := context.WithCancel(context.Background())
	answer := make(chan error, 1)
	go func() {
		_, err := d.Write(ctx, []db.Stmt{insert(1)}, nil)
		answer <- err
	}()
	d.await(1)
	jobs := d.queued()
	cancel()
	d.commit(jobs)
	<-d.lead
	if err := <-answer; err != nil {
		t.Errorf("%v", err)
	}
	if n := dbtest.Count(t, d, `SELECT count(*) FROM t`); n != 1 {
		t.Errorf("%d rows", n)
	}
}

// TestCloseCommits: what waits in the queue when the database is closed is
// written, and answered.
func TestCloseCommits(t *testing.T) {
	path := filepath.Join(t.TempDir(), "tenant.db")
	opened, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	d := opened.(*DB)
	dbtest.Exec(t, d, `CREATE TABLE t (n INTEGER PRIMARY KEY) STRICT`)
	j := &job{stmts: []db.Stmt{insert(1)}, done: make(chan struct{})}
	if err := d.enqueue(j); err != nil { // as a writer does that has not yet got to lead
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	select {
	case <-j.done:
	default:
		t.Fatal("the write waits for ever")
	}
	again, err := Open(path)
	if err != nil || j.err != nil {
		t.Fatal(err, j.err)
	}
	defer again.Close()
	if n := dbtest.Count(t, again, `SELECT count(*) FROM t`); n != 1 {
		t.Errorf("%d rows", n)
	}
}
