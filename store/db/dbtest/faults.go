package dbtest

import (
	"context"
	"sync"

	"ringfence/store/db"
	"ringfence/store/ledger"
)

// Faults makes one call of one or all databases fail, before it runs or after.
// Its zero value makes none fail.
type Faults struct {
	mu    sync.Mutex
	ref   string // "": any database
	at    int    // which call from now on fails; 0: none
	after bool   // it runs, and the answer is lost
	calls int    // since it was set
	do    func() // runs before call at, which then does not fail; nil: it fails
}

// ErrFault is how a call fails.
var ErrFault = &db.Error{Kind: db.Unavailable, Detail: "injected"}

// Set has call at, counted from now, of the database ref fail; after: it runs,
// and its answer is lost.
func (f *Faults) Set(ref string, at int, after bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.ref, f.at, f.after, f.calls, f.do = ref, at, after, 0, nil
}

// Before has something happen between two calls.
func (f *Faults) Before(ref string, at int, do func()) {
	f.Set(ref, at, false)
	f.mu.Lock()
	defer f.mu.Unlock()
	f.do = do
}

// hit counts a call and says whether it fails, and whether after it has run.
func (f *Faults) hit(ref string) (fails, after bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.ref != "" && f.ref != ref {
		return false, false
	}
	f.calls++
	if f.do != nil {
		if f.calls == f.at {
			f.do()
		}
		return false, false
	}
	return f.calls == f.at || f.at == Always, f.after
}

// Always is the call of Set that fails every one.
const Always = -1

// Wrap is d with the faults of ref.
func (f *Faults) Wrap(ref string, d db.DB) db.DB { return &faulty{d, ref, f} }

// faulty is a database with faults.
type faulty struct {
	db.DB
	ref    string
	faults *Faults
}

func (d *faulty) Read(ctx context.Context, stmts []db.Stmt) ([]db.Rows, error) {
	return d.run(func() ([]db.Rows, error) { return d.DB.Read(ctx, stmts) })
}

func (d *faulty) Write(ctx context.Context, stmts []db.Stmt, chain *ledger.Append) ([]db.Rows, error) {
	return d.run(func() ([]db.Rows, error) { return d.DB.Write(ctx, stmts, chain) })
}

func (d *faulty) run(call func() ([]db.Rows, error)) ([]db.Rows, error) {
	fails, after := d.faults.hit(d.ref)
	if fails && !after {
		return nil, ErrFault
	}
	rows, err := call()
	if fails {
		return nil, ErrFault
	}
	return rows, err
}
