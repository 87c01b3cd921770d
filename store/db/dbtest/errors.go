package dbtest

import (
	"context"
	"testing"

	"ringfence/store/db"
)

// classification tells the caller what the database refused, in the same words
// from every driver.
func classification(t *testing.T, open Opener) {
	d := opened(t, open,
		`CREATE TABLE p (id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID`,
		`CREATE TABLE t (
			id    INTEGER PRIMARY KEY,
			email TEXT UNIQUE,
			a     INTEGER NOT NULL DEFAULT 0 CHECK (a < 100),
			p     TEXT REFERENCES p (id),
			late  TEXT REFERENCES p (id) DEFERRABLE INITIALLY DEFERRED
		) STRICT`,
		`CREATE UNIQUE INDEX t_a_email ON t (a, email)`,
		`CREATE TRIGGER t_stale BEFORE UPDATE ON t WHEN NEW.a <= OLD.a
		BEGIN
			SELECT RAISE(ABORT, 'ringfence:stale');
		END`,
		`INSERT INTO p (id) VALUES ('p')`,
		`INSERT INTO t (id, email, a) VALUES (1, 'x@example.org', 5)`)
	for _, c := range []struct {
		name, sql string
		kind      db.ErrorKind
		detail    string // exact, unless empty
	}{
		{"unique", `INSERT INTO t (email) VALUES ('x@example.org')`, db.Unique, "t.email"},
		{"rowid", `INSERT INTO t (id) VALUES (1)`, db.Unique, "t.id"},
		{"primary key", `INSERT INTO p (id) VALUES ('p')`, db.Unique, "p.id"},
		{"check", `INSERT INTO t (a) VALUES (100)`, db.Constraint, ""},
		{"not null", `INSERT INTO t (a) VALUES (NULL)`, db.Constraint, ""},
		{"strict type", `INSERT INTO t (a) VALUES ('many')`, db.Constraint, ""},
		{"foreign key", `INSERT INTO t (p) VALUES ('nobody')`, db.Constraint, ""},
		{"foreign key at commit", `INSERT INTO t (late) VALUES ('nobody')`, db.Constraint, ""},
		{"raised", `UPDATE t SET a = 4 WHERE id = 1`, db.Raised, "stale"},
		{"missing table", `SELECT * FROM nothing`, db.Internal, ""},
		{"missing function", `SELECT nothing()`, db.Internal, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := d.Write(context.Background(), []db.Stmt{db.Q(`UPDATE t SET a = a + 1 WHERE id = 1`), db.Q(c.sql)}, nil)
			WantKind(t, err, c.kind)
			if got := err.(*db.Error).Detail; c.detail != "" && got != c.detail {
				t.Errorf("detail %q, want %q", got, c.detail)
			}
			if a := Count(t, d, `SELECT a FROM t WHERE id = 1`); a != 5 {
				t.Errorf("a is %d: the statement before the error was kept", a)
			}
		})
	}
	t.Run("two columns", func(t *testing.T) {
		Exec(t, d, `CREATE TABLE two (a INTEGER, b INTEGER, UNIQUE (a, b)) STRICT`, `INSERT INTO two VALUES (1, 2)`)
		_, err := d.Write(context.Background(), []db.Stmt{db.Q(`INSERT INTO two VALUES (1, 2)`)}, nil)
		WantKind(t, err, db.Unique)
		if got := err.(*db.Error).Detail; got != "two.a, two.b" {
			t.Errorf("detail %q", got)
		}
	})
	t.Run("in a read", func(t *testing.T) {
		for _, stmts := range [][]db.Stmt{{db.Q(`SELECT * FROM nothing`)}, {db.Q(`SELECT 1`), db.Q(`SELECT * FROM nothing`)}} {
			_, err := d.Read(context.Background(), stmts)
			WantKind(t, err, db.Internal)
			Read(t, d, db.Q(`SELECT 1`), db.Q(`SELECT 2`)) // and the next read is well
		}
	})
}
