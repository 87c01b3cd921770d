package store_test

import (
	"context"
	"sync"

	"ringfence/store/db"
	"ringfence/store/ledger"
)

// faults makes one call of one or all databases fail, before it runs or after.
type faults struct {
	mu    sync.Mutex
	ref   string // "": any database
	at    int    // which call from now on fails; 0: none
	after bool   // it runs, and the answer is lost
	calls int    // since it was set
	do    func() // runs before call at, which then does not fail; nil: it fails
}

var errFault = &db.Error{Kind: db.Unavailable, Detail: "injected"}

func (f *faults) set(ref string, at int, after bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.ref, f.at, f.after, f.calls, f.do = ref, at, after, 0, nil
}

// before has something happen between two calls.
func (f *faults) before(ref string, at int, do func()) {
	f.set(ref, at, false)
	f.mu.Lock()
	defer f.mu.Unlock()
	f.do = do
}

// hit counts a call and says whether it fails, and whether after it has run.
func (f *faults) hit(ref string) (fails, after bool) {
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
	return f.calls == f.at || f.at == always, f.after
}

// always fails every call.
const always = -1

// faulty is a database with faults.
type faulty struct {
	db.DB
	ref    string
	faults *faults
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
		return nil, errFault
	}
	rows, err := call()
	if fails {
		return nil, errFault
	}
	return rows, err
}
