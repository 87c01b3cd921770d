package dbtest

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"ringfence/store/db"
	"ringfence/store/ledger"
)

// Key is the suite's chain key.
var Key = []byte("0123456789abcdef0123456789abcdef")

// Entries makes n entries about entity.
func Entries(entity string, n int) *ledger.Append {
	a := &ledger.Append{Key: Key}
	for i := range n {
		a.Entries = append(a.Entries, ledger.Entry{
			At: 1_700_000_000_000 + int64(i), Actor: "acct_1", Role: "hr", Action: "employee.update", Entity: entity,
			EntityID: fmt.Sprint("emp_", i), Before: `{"name":"Zoë"}`, After: `{"name":"🩺"}`, RequestID: "req-1",
		})
	}
	return a
}

// VerifyChain reads the ledger, fails if a link or the head is not what the
// arithmetic gives, and returns its length.
func VerifyChain(t testing.TB, d db.DB) int64 {
	t.Helper()
	out := Read(t, d,
		db.Q(`SELECT at, actor, role, action, entity, entity_id, before, after, request_id, seq, prev_hash, hash FROM ledger ORDER BY seq`),
		db.Q(`SELECT seq, hash, mac FROM ledger_head`))
	c := ledger.NewChainer(Key)
	seq, hash := int64(0), ""
	for _, r := range out[0] {
		l := c.Link(seq, hash, entry(r))
		if r[9].Int64() != l.Seq || r[10].Text() != l.PrevHash || r[11].Text() != l.Hash {
			t.Fatalf("link %d: %v, want %+v", l.Seq, r, l)
		}
		seq, hash = l.Seq, l.Hash
	}
	if want := fmt.Sprintf("%d|%s|%s", seq, hash, c.HeadMAC(seq, hash)); seq > 0 && render(out[1]) != want {
		t.Fatalf("head %s, want %s", render(out[1]), want)
	}
	return seq
}

func entry(r []db.Value) ledger.Entry {
	return ledger.Entry{
		At: r[0].Int64(), Actor: r[1].Text(), Role: r[2].Text(), Action: r[3].Text(), Entity: r[4].Text(),
		EntityID: r[5].Text(), Before: r[6].Text(), After: r[7].Text(), RequestID: r[8].Text(),
	}
}

func chains(t *testing.T, open Opener) {
	d := opened(t, open)
	CreateLedger(t, d)
	Exec(t, d, `CREATE TABLE w (id TEXT PRIMARY KEY) STRICT`)
	t.Run("entries are linked", func(t *testing.T) { linked(t, d) })
	t.Run("a failed write adds none", func(t *testing.T) { failedAddsNone(t, d) })
	t.Run("the ledger is append-only", func(t *testing.T) { appendOnly(t, d) })
	t.Run("fifty writers at once", func(t *testing.T) { fiftyWriters(t, d) })
	t.Run("without the tables", func(t *testing.T) { noLedger(t, open) })
}

func linked(t *testing.T, d db.DB) {
	Write(t, d, Entries("employee", 1))
	Write(t, d, Entries("several", 5), db.Q(`INSERT INTO w VALUES ('first')`), db.Q(`SELECT count(*) FROM w`))
	Write(t, d, Entries("none", 0))
	Write(t, d, nil, db.Q(`INSERT INTO w VALUES ('unrecorded')`))
	if n := VerifyChain(t, d); n != 6 {
		t.Errorf("%d entries, want 6", n)
	}
}

func failedAddsNone(t *testing.T, d db.DB) {
	before := VerifyChain(t, d)
	_, err := d.Write(context.Background(), []db.Stmt{db.Q(`INSERT INTO w VALUES ('new')`), db.Q(`INSERT INTO w VALUES ('first')`)}, Entries("failed", 2))
	WantKind(t, err, db.Unique)
	if n := VerifyChain(t, d); n != before {
		t.Errorf("%d entries, want %d", n, before)
	}
}

func appendOnly(t *testing.T, d db.DB) {
	for _, sql := range []string{`UPDATE ledger SET actor = 'x'`, `DELETE FROM ledger`, `DELETE FROM ledger_head`} {
		_, err := d.Write(context.Background(), []db.Stmt{db.Q(sql)}, nil)
		if !db.IsRaised(err, "ledger-append-only") {
			t.Errorf("%s: %v", sql, err)
		}
	}
}

// fiftyWriters never fork the chain, though every fifth of them fails.
func fiftyWriters(t *testing.T, d db.DB) {
	before := VerifyChain(t, d)
	errs := make([]error, 50)
	var all sync.WaitGroup
	for i := range errs {
		all.Go(func() {
			id := fmt.Sprint("writer ", i)
			if i%5 == 4 {
				id = "first"
			}
			_, errs[i] = d.Write(context.Background(), []db.Stmt{db.Q(`INSERT INTO w VALUES (?)`, db.Text(id))}, Entries(id, 1+i%3))
		})
	}
	all.Wait()
	want := before
	for i, err := range errs {
		if i%5 == 4 {
			WantKind(t, err, db.Unique)
		} else if err != nil {
			t.Errorf("writer %d: %v", i, err)
		} else {
			want += int64(1 + i%3)
		}
	}
	if n := VerifyChain(t, d); n != want {
		t.Errorf("%d entries, want %d", n, want)
	}
}

func noLedger(t *testing.T, open Opener) {
	d := opened(t, open, `CREATE TABLE w (id TEXT PRIMARY KEY) STRICT`)
	_, err := d.Write(context.Background(), []db.Stmt{db.Q(`INSERT INTO w VALUES ('x')`)}, Entries("employee", 1))
	WantKind(t, err, db.Internal)
	if n := Count(t, d, `SELECT count(*) FROM w`); n != 0 {
		t.Errorf("%d rows written without their entry", n)
	}
}
