package dbtest

import (
	"context"
	"slices"
	"strings"
	"testing"

	"ringfence/store/db"
)

// limits are the same in every driver: what just fits works, a little more is
// refused before anything is run.
func limits(t *testing.T, open Opener) {
	d := opened(t, open, `CREATE TABLE v (x TEXT NOT NULL) STRICT`)
	for name, sized := range map[string]struct {
		most int
		of   func(n int) db.Stmt
	}{
		"statement": {db.MaxSQL, func(n int) db.Stmt {
			sql := `INSERT INTO v SELECT 'long' WHERE ? IN (?` + strings.Repeat(`, ?`, db.MaxArgs-2) + `) /*`
			return db.Q(sql+strings.Repeat("x", n-len(sql)-2)+`*/`, slices.Repeat([]db.Value{db.Int(1)}, db.MaxArgs)...)
		}},
		"arguments": {db.MaxArgs, func(n int) db.Stmt {
			return db.Q(`INSERT INTO v VALUES (?)`+strings.Repeat(`, (?)`, n-1), slices.Repeat([]db.Value{db.Text("x")}, n)...)
		}},
		"text": {db.MaxText, func(n int) db.Stmt { return db.Q(`INSERT INTO v VALUES (?)`, db.Text(strings.Repeat("x", n))) }},
	} {
		t.Run(name, func(t *testing.T) {
			Write(t, d, nil, sized.of(sized.most))
			_, err := d.Write(context.Background(), []db.Stmt{sized.of(sized.most + 1)}, nil)
			WantKind(t, err, db.Internal)
		})
	}
	if n := Count(t, d, `SELECT count(*) FROM v`); n != 2+db.MaxArgs {
		t.Errorf("%d rows", n)
	}
}
