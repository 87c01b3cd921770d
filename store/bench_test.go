package store_test

import (
	"fmt"
	"testing"

	"ringfence/store/db"
	"ringfence/store/db/dbtest"
)

// BenchmarkMigrateAll brings tenants forward whose databases are empty files.
func BenchmarkMigrateAll(b *testing.B) {
	w := newWorld(b)
	must(b, w.Ping(ctx))
	var stmts []db.Stmt
	for i := range b.N {
		id := db.Text(fmt.Sprintf("t%06d", i))
		stmts = append(stmts, db.Q(`INSERT INTO tenants (id, slug, name, region, database, state, created_at) VALUES (?, ?, ?, 'uk', ?, 'active', 0)`, id, id, id, id))
	}
	dbtest.Write(b, w.db("registry"), nil, stmts...)
	b.ResetTimer()
	if tried, bad, err := w.MigrateAll(ctx, 0); tried != b.N || bad != 0 || err != nil {
		b.Fatal(tried, bad, err)
	}
}
