package dbtest

import (
	"strings"
	"testing"

	"ringfence/store/db"
)

// statements asks for the SQL the store relies on.
func statements(t *testing.T, open Opener) {
	d := opened(t, open,
		`CREATE TABLE t (id TEXT PRIMARY KEY, n INTEGER NOT NULL, version INTEGER NOT NULL DEFAULT 1) STRICT`,
		`INSERT INTO t (id, n) VALUES ('a', 1), ('b', 2), ('c', 3)`)
	for _, c := range []struct {
		name string
		stmt db.Stmt
		want string
	}{
		{"integer division", db.Q(`SELECT ? / ?, 7 % 4, -7 / 2`, db.Int(7), db.Int(2)), "3|3|-3"},
		{"typeof a bound integer", db.Q(`SELECT typeof(?), ? || ''`, db.Int(1), db.Int(1)), "integer|1"},
		{"limit and offset bound", db.Q(`SELECT id FROM t ORDER BY id LIMIT ? OFFSET ?`, db.Int(1), db.Int(1)), "b"},
		{"comparison with a bound integer", db.Q(`SELECT id FROM t WHERE n > ? ORDER BY n DESC`, db.Int(1)), "c\nb"},
		{"null is not equal", db.Q(`SELECT count(*) FROM t WHERE id = ?`, db.Null), "0"},
		{"null is", db.Q(`SELECT ? IS NULL`, db.Null), "1"},
		{"many arguments", db.Q(`SELECT id FROM t WHERE id IN (?`+strings.Repeat(", ?", 89)+`)`, texts("b", 90)...), "b"},
		{"row values", db.Q(`SELECT id FROM t WHERE (n, id) > (?, ?) ORDER BY n, id`, db.Int(2), db.Text("b")), "c"},
		{"columns of the same name", db.Q(`SELECT a.n, b.n FROM t a JOIN t b ON b.n = a.n + 1 ORDER BY a.n`), "1|2\n2|3"},
		{"values", db.Q(`VALUES (?, 'x'), (2, 'y')`, db.Int(1)), "1|x\n2|y"},
		{"recursive", db.Q(`WITH RECURSIVE k (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM k WHERE i < ?) SELECT sum(i) FROM k`, db.Int(100)), "5050"},
		{"window", db.Q(`SELECT id, row_number() OVER (ORDER BY n DESC) FROM t ORDER BY id`), "a|3\nb|2\nc|1"},
		{"json read", db.Q(`SELECT json_extract(?, '$.a[1]'), json_type(?, '$.a')`, db.Text(`{"a":[1,"x"]}`), db.Text(`{"a":[]}`)), "x|array"},
		{"json made", db.Q(`SELECT json_object('id', id, 'n', n) FROM t WHERE id = 'a'`), `{"id":"a","n":1}`},
		{"json rows", db.Q(`SELECT value FROM json_each(?) ORDER BY value`, db.Text(`["y","x"]`)), "x\ny"},
		{"json array of rows", db.Q(`SELECT json_group_array(id) FROM (SELECT id FROM t ORDER BY id)`), `["a","b","c"]`},
		{"case and like", db.Q(`SELECT lower('ÀB'), 'Smith' LIKE 'sm%', instr('abc', ?)`, db.Text("c")), "Àb|1|3"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := render(Read(t, d, c.stmt)[0]); got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
	t.Run("upsert", func(t *testing.T) { upsert(t, d) })
	t.Run("returning", func(t *testing.T) { returning(t, d) })
	t.Run("changes between statements", func(t *testing.T) { changes(t, d) })
}

func upsert(t *testing.T, d db.DB) {
	q := db.Q(`INSERT INTO t (id, n) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET n = excluded.n, version = version + 1`, db.Text("u"), db.Int(9))
	Write(t, d, nil, q, q)
	if got := render(Read(t, d, db.Q(`SELECT n, version FROM t WHERE id = 'u'`))[0]); got != "9|2" {
		t.Errorf("%s", got)
	}
}

func returning(t *testing.T, d db.DB) {
	out := Write(t, d, nil,
		db.Q(`INSERT INTO t (id, n) VALUES ('r', 1), ('s', 2) RETURNING id, n + 1`),
		db.Q(`UPDATE t SET n = n + 10 WHERE id IN ('r', 's') RETURNING n`),
		db.Q(`DELETE FROM t WHERE id = 's' RETURNING id`),
		db.Q(`DELETE FROM t WHERE id = 'nobody' RETURNING id`))
	if got := render(out[0]) + ";" + render(out[1]) + ";" + render(out[2]) + ";" + render(out[3]); got != "r|2\ns|3;11\n12;s;" {
		t.Errorf("%q", got)
	}
	if n := Count(t, d, `SELECT count(*) FROM t WHERE id IN ('r', 's')`); n != 1 {
		t.Errorf("%d rows left", n)
	}
}

func changes(t *testing.T, d db.DB) {
	out := Write(t, d, nil,
		db.Q(`UPDATE t SET n = n WHERE id IN ('a', 'b', 'c')`),
		db.Q(`SELECT changes()`),
		db.Q(`UPDATE t SET n = n WHERE id = 'nobody'`),
		db.Q(`SELECT changes()`))
	if got := render(out[1]) + render(out[3]); got != "30" {
		t.Errorf("changes %q", got)
	}
}

func texts(s string, n int) []db.Value {
	out := make([]db.Value, n)
	for i := range out {
		out[i] = db.Text(s)
	}
	return out
}

// render writes rows as text, cells apart by "|".
func render(rows db.Rows) string {
	lines := make([]string, len(rows))
	for i, row := range rows {
		cells := make([]string, len(row))
		for j, v := range row {
			cells[j] = v.Text()
		}
		lines[i] = strings.Join(cells, "|")
	}
	return strings.Join(lines, "\n")
}
