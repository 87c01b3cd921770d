//go:build !js

package file_test

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"

	"ringfence/store/db"
	"ringfence/store/db/dbtest"
)

// bench opens a database with people in it.
func bench(b *testing.B) db.DB {
	d := open(b, filepath.Join(b.TempDir(), "tenant.db"))
	b.Cleanup(func() { _ = d.Close() })
	stmts := []db.Stmt{db.Q(`CREATE TABLE person (
		id TEXT PRIMARY KEY, family TEXT NOT NULL, given TEXT NOT NULL, role TEXT NOT NULL, started INTEGER NOT NULL, version INTEGER NOT NULL) STRICT`)}
	for i := range int64(1000) {
		stmts = append(stmts, insert(fmt.Sprintf("person_%04d", i), i))
	}
	if _, err := d.Write(context.Background(), stmts, nil); err != nil {
		b.Fatal(err)
	}
	dbtest.CreateLedger(b, d)
	return d
}

func insert(id string, n int64) db.Stmt {
	return db.Q(`INSERT INTO person (id, family, given, role, started, version) VALUES (?, ?, ?, ?, ?, ?)`,
		db.Text(id), db.Text("Okonkwo-Haverford"), db.Text("Siân"), db.Text("nurse"), db.Int(1_700_000_000_000+n), db.Int(1))
}

// BenchmarkRead is an authenticated list: a check by key and twenty rows in one
// snapshot, from 32 callers.
func BenchmarkRead(b *testing.B) {
	d := bench(b)
	stmts := []db.Stmt{
		db.Q(`SELECT role, version FROM person WHERE id = ?`, db.Text("person_0500")),
		db.Q(`SELECT id, family, given, role, started, version FROM person WHERE id > ? ORDER BY id LIMIT ?`, db.Text("person_0300"), db.Int(20)),
	}
	parallel(b, func(int) error {
		out, err := d.Read(context.Background(), stmts)
		if err == nil && (len(out[0]) != 1 || len(out[1]) != 20) {
			err = fmt.Errorf("%d and %d rows", len(out[0]), len(out[1]))
		}
		return err
	})
}

// BenchmarkReadOne is the smallest read.
func BenchmarkReadOne(b *testing.B) {
	d := bench(b)
	stmts := []db.Stmt{db.Q(`SELECT role, version FROM person WHERE id = ?`, db.Text("person_0500"))}
	parallel(b, func(int) error {
		_, err := d.Read(context.Background(), stmts)
		return err
	})
}

// BenchmarkWrite is one insert with one ledger entry, from 32 callers, each of
// which returns when its row is on disk.
func BenchmarkWrite(b *testing.B) {
	d := bench(b)
	chain := dbtest.Entries("person", 1)
	parallel(b, func(i int) error {
		_, err := d.Write(context.Background(), []db.Stmt{insert(fmt.Sprint("new_", i), int64(i))}, chain)
		return err
	})
	b.StopTimer()
	if n := dbtest.VerifyChain(b, d); n != int64(b.N) {
		b.Fatalf("%d entries for %d writes", n, b.N)
	}
}

// BenchmarkWriteAlone is the same from one caller: a commit each.
func BenchmarkWriteAlone(b *testing.B) {
	d := bench(b)
	chain := dbtest.Entries("person", 1)
	for i := 0; b.Loop(); i++ {
		if _, err := d.Write(context.Background(), []db.Stmt{insert(fmt.Sprint("new_", i), int64(i))}, chain); err != nil {
			b.Fatal(err)
		}
	}
}
