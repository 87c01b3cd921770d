// Package durable is the driver of a SQLite-backed Durable Object: a batch is
// one remote call with one compact JSON text each way. The other side is
// worker/shim/database.mjs.
package durable

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"

	"ringfence/store/db"
	"ringfence/store/ledger"
)

// Call carries a payload to the object and returns its answer. ErrBroken says
// that the object moved or restarted meanwhile. After any error the payload
// may or may not have been run.
type Call func(ctx context.Context, payload string) (string, error)

// ErrBroken is a Call's error when the same call would probably succeed now.
var ErrBroken = errors.New("durable: the object moved or restarted")

// New returns the database behind call.
func New(call Call) db.DB { return &object{call: call} }

type object struct {
	call   Call
	closed atomic.Bool
}

// Read runs stmts over one snapshot.
func (o *object) Read(ctx context.Context, stmts []db.Stmt) ([]db.Rows, error) {
	return o.run(ctx, stmts, nil, false)
}

// Write runs stmts and appends chain in one transaction.
func (o *object) Write(ctx context.Context, stmts []db.Stmt, chain *ledger.Append) ([]db.Rows, error) {
	return o.run(ctx, stmts, chain, true)
}

// Close ends the use of this handle; the object belongs to the platform.
func (o *object) Close() error {
	o.closed.Store(true)
	return nil
}

func (o *object) run(ctx context.Context, stmts []db.Stmt, chain *ledger.Append, write bool) ([]db.Rows, error) {
	if err := db.Check(ctx, stmts); err != nil {
		return nil, err
	}
	if o.closed.Load() {
		return nil, &db.Error{Kind: db.Unavailable, Detail: "durable: closed"}
	}
	payload := encode(stmts, chain, write)
	answer, err := o.call(ctx, payload)
	if !write && errors.Is(err, ErrBroken) && ctx.Err() == nil {
		answer, err = o.call(ctx, payload)
	}
	if err != nil {
		return nil, failure(err)
	}
	return decode(answer, len(stmts))
}

// failure classifies a Call's error. A constraint that is checked only at the
// commit is found after the batch has answered: the object is reset to its
// state before, and the call fails with SQLite's message in its error.
func failure(err error) error {
	if strings.Contains(err.Error(), "constraint failed") {
		return db.Classify(err.Error(), err)
	}
	return &db.Error{Kind: db.Unavailable, Detail: err.Error(), Err: err}
}
