package dbtest

import (
	"context"
	"math"
	"strings"
	"testing"

	"ringfence/store/db"
)

// values go in and come back the same: bound, stored and returned.
func values(t *testing.T, open Opener) {
	d := opened(t, open, `CREATE TABLE v (id INTEGER PRIMARY KEY, x ANY) STRICT`)
	for i, c := range []struct {
		name, typeof string
		v            db.Value
	}{
		{"null", "null", db.Null},
		{"zero", "integer", db.Int(0)},
		{"negative", "integer", db.Int(-42)},
		{"beyond 32 bits", "integer", db.Int(1 << 40)},
		{"largest", "integer", db.Int(db.MaxInt)},
		{"smallest", "integer", db.Int(-db.MaxInt)},
		{"true", "integer", db.Bool(true)},
		{"half", "real", db.Float(0.5)},
		{"tiny", "real", db.Float(math.SmallestNonzeroFloat64)},
		{"seventeen digits", "real", db.Float(0.1 + 0.2)},
		{"negative float", "real", db.Float(-1234567.891)},
		{"empty", "text", db.Text("")},
		{"ascii", "text", db.Text("O'Neill \"quoted\" \\ ; -- ?")},
		{"unicode", "text", db.Text("Siân Ó Briain, Zoë, 手術, עברית")},
		{"astral", "text", db.Text("🩺👩🏽‍⚕️𝔘")},
		{"combining", "text", db.Text("e\u0301 \u202e \ufeff \uffff")},
		{"control", "text", db.Text("\x01\x02\a\b\t\n\v\f\r\x1b\x1f\x7f\u0085\u2028\u2029")},
		{"like a number", "text", db.Text("0012")},
		{"large", "text", db.Text(strings.Repeat("0123456789abcdeé", 1<<16))},
	} {
		t.Run(c.name, func(t *testing.T) {
			Write(t, d, nil, db.Q(`INSERT INTO v (id, x) VALUES (?, ?)`, db.Int(int64(i)), c.v))
			got := Read(t, d, db.Q(`SELECT x, typeof(x), ? FROM v WHERE id = ?`, c.v, db.Int(int64(i))))[0]
			if len(got) != 1 || len(got[0]) != 3 {
				t.Fatalf("%d rows", len(got))
			}
			if row := got[0]; row[0] != c.v || row[2] != c.v || row[1].Text() != c.typeof {
				t.Errorf("stored %.60v, bound %.60v, as %s; want %.60v as %s", row[0], row[2], row[1].Text(), c.v, c.typeof)
			}
		})
	}
	t.Run("integral floats stay real", func(t *testing.T) { integralFloats(t, d) })
}

// integralFloats may come back as integers, but are stored and calculated with
// as what they are.
func integralFloats(t *testing.T, d db.DB) {
	Exec(t, d, `CREATE TABLE f (x REAL NOT NULL) STRICT`)
	Write(t, d, nil, db.Q(`INSERT INTO f (x) VALUES (?), (?)`, db.Float(3), db.Int(4)))
	for i, row := range Read(t, d, db.Q(`SELECT x, typeof(x), typeof(?), x / 2, ? / 2 FROM f ORDER BY x`, db.Float(3), db.Float(3)))[0] {
		want := float64(3 + i)
		if row[0].Float64() != want || row[1].Text() != "real" || row[2].Text() != "real" || row[3].Float64() != want/2 || row[4].Float64() != 1.5 {
			t.Errorf("row %d: %v", i, row)
		}
	}
}

// refusals are the same in every driver, and write nothing.
func refusals(t *testing.T, open Opener) {
	d := opened(t, open, `CREATE TABLE v (x ANY) STRICT`)
	for name, stmt := range map[string]db.Stmt{
		"integer too large":        db.Q(`INSERT INTO v VALUES (?)`, db.Int(db.MaxInt+1)),
		"integer too small":        db.Q(`INSERT INTO v VALUES (?)`, db.Int(math.MinInt64)),
		"not a number":             db.Q(`INSERT INTO v VALUES (?)`, db.Float(math.NaN())),
		"infinite":                 db.Q(`INSERT INTO v VALUES (?)`, db.Float(math.Inf(-1))),
		"not UTF-8":                db.Q(`INSERT INTO v VALUES (?)`, db.Text("caf\xe9")),
		"NUL":                      db.Q(`INSERT INTO v VALUES (?)`, db.Text("a\x00b")),
		"an argument missing":      db.Q(`INSERT INTO v VALUES (?)`),
		"an argument too many":     db.Q(`INSERT INTO v VALUES (?)`, db.Int(1), db.Int(2)),
		"COMMIT":                   db.Q(`COMMIT`),
		"begin":                    db.Q("\n begin immediate"),
		"ROLLBACK":                 db.Q(`ROLLBACK;`),
		"SAVEPOINT":                db.Q(`SAVEPOINT x`),
		"PRAGMA":                   db.Q(`PRAGMA journal_mode = OFF`),
		"ATTACH":                   db.Q(`ATTACH ':memory:' AS other`),
		"VACUUM":                   db.Q(`VACUUM`),
		"a syntax error":           db.Q(`INSERT INTO v VALUE (1)`),
		"an unknown table":         db.Q(`INSERT INTO nowhere VALUES (1)`),
		"an unknown column":        db.Q(`INSERT INTO v (y) VALUES (1)`),
		"an integer overflow":      db.Q(`INSERT INTO v SELECT sum(x) FROM (SELECT 9223372036854775807 AS x UNION ALL SELECT 1)`),
		"malformed JSON extracted": db.Q(`INSERT INTO v SELECT json_extract('{', '$.a')`),
	} {
		t.Run(name, func(t *testing.T) {
			_, err := d.Write(context.Background(), []db.Stmt{db.Q(`INSERT INTO v VALUES (1)`), stmt}, nil)
			WantKind(t, err, db.Internal)
			if n := Count(t, d, `SELECT count(*) FROM v`); n != 0 {
				t.Errorf("%d rows written", n)
			}
		})
	}
	t.Run("returned", func(t *testing.T) { refusedReturns(t, d) })
}

// refusedReturns asks for integers that JavaScript would round. A driver that
// sees the answer of a write only after its commit says that the outcome is
// unknown.
func refusedReturns(t *testing.T, d db.DB) {
	for _, sql := range []string{`SELECT 9007199254740992`, `SELECT -9007199254740992`, `SELECT 9223372036854775807`} {
		_, err := d.Read(context.Background(), []db.Stmt{db.Q(sql)})
		WantKind(t, err, db.Internal)
	}
	_, err := d.Write(context.Background(), []db.Stmt{db.Q(`INSERT INTO v VALUES (9007199254740993) RETURNING x`)}, nil)
	if db.IsKind(err, db.Unavailable) {
		return
	}
	WantKind(t, err, db.Internal)
	if n := Count(t, d, `SELECT count(*) FROM v`); n != 0 {
		t.Errorf("%d rows written", n)
	}
}
