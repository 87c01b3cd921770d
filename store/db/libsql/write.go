package libsql

import (
	"context"
	"regexp"
	"time"

	"ringfence/store/db"
	"ringfence/store/ledger"
)

const (
	// maxForks bounds how often a write is tried again because another
	// process appended to the ledger first.
	maxForks = 32
	// settleTime is spent on learning what became of a write that got no answer.
	settleTime = 5 * time.Second
)

// head is the number and hash of the ledger's last entry.
type head struct {
	seq  int64
	hash string
}

// Write implements db.DB. The chain is computed here, from the head last seen;
// if another process has moved it, the ledger's trigger refuses the batch and
// it is tried again from the new head.
//
// Without a chain, a write that got no answer is Unavailable and may or may not
// have happened. With one, the ledger is asked whether it has the entry.
func (d *DB) Write(ctx context.Context, stmts []db.Stmt, chain *ledger.Append) ([]db.Rows, error) {
	if err := db.Check(ctx, stmts); err != nil {
		return nil, err
	}
	if chain == nil || len(chain.Entries) == 0 {
		out, f := d.batch(ctx, beginWrite, stmts)
		return out, f.afterWrite()
	}
	select {
	case d.chain <- struct{}{}:
		defer func() { <-d.chain }()
	case <-ctx.Done():
		return nil, db.Cancelled(ctx.Err())
	}
	for range maxForks {
		out, forked, err := d.extend(ctx, stmts, chain)
		if !forked {
			return out, err
		}
	}
	return nil, &db.Error{Kind: db.Unavailable, Detail: "not run: the ledger kept moving"}
}

// extend tries to write from the head last seen. The caller holds the chain.
func (d *DB) extend(ctx context.Context, stmts []db.Stmt, chain *ledger.Append) (out []db.Rows, forked bool, err error) {
	if d.head == nil {
		if d.head, err = d.readHead(ctx); err != nil {
			return nil, false, err
		}
	}
	all, last := links(stmts, *d.head, chain)
	d.head = nil // until it is known to be this
	out, f := d.batch(ctx, beginWrite, all)
	switch {
	case f == nil:
		d.head = &last
		return out[:len(stmts)], false, nil
	case db.IsRaised(f.err, "ledger-fork"):
		return nil, true, nil
	case f.outcome == unknown:
		return d.settle(ctx, stmts, last, f.err)
	}
	return nil, false, f.afterWrite()
}

// links adds the statements that append chain's entries after head h.
func links(stmts []db.Stmt, h head, chain *ledger.Append) ([]db.Stmt, head) {
	all := append(make([]db.Stmt, 0, len(stmts)+2*len(chain.Entries)), stmts...)
	c := ledger.NewChainer(chain.Key)
	for _, e := range chain.Entries {
		l := c.Link(h.seq, h.hash, e)
		h = head{l.Seq, l.Hash}
		all = append(all, db.Q(db.AppendSQL, db.LinkArgs(l)...),
			db.Q(db.HeadSetSQL, db.Int(h.seq), db.Text(h.hash), db.Text(c.HeadMAC(h.seq, h.hash))))
	}
	return all, h
}

func (d *DB) readHead(ctx context.Context) (*head, error) {
	out, err := d.Read(ctx, []db.Stmt{db.Q(db.HeadSQL)})
	if err != nil {
		return nil, err
	}
	if len(out[0]) != 1 {
		return nil, &db.Error{Kind: db.Internal, Detail: "the ledger has no head"}
	}
	return &head{out[0][0][0].Int64(), out[0][0][1].Text()}, nil
}

// settle asks the ledger what became of a write that got no answer: its last
// entry stands there, or another stands in its place (so it has not happened
// and never will), or none does and it may yet happen.
func (d *DB) settle(ctx context.Context, stmts []db.Stmt, last head, cause error) ([]db.Rows, bool, error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), settleTime)
	defer cancel()
	out, err := d.Read(ctx, []db.Stmt{db.Q(`SELECT hash FROM ledger WHERE seq = ?`, db.Int(last.seq))})
	switch {
	case err != nil || len(out[0]) == 0:
		return nil, false, cause
	case out[0][0][0].Text() != last.hash:
		return nil, true, nil
	}
	d.head = &last
	for i := range stmts {
		if returns.MatchString(stmts[i].SQL) {
			return nil, false, &db.Error{Kind: db.Unavailable, Detail: "written, but what it returned is lost", Err: cause}
		}
	}
	return make([]db.Rows, len(stmts)), false, nil
}

// returns matches every statement that has a result, and perhaps others.
var returns = regexp.MustCompile(`(?i)^\s*(SELECT|VALUES|WITH|EXPLAIN)\b|\bRETURNING\b`)

// afterWrite is asError for a write: what was written and cannot be told
// counts as unknown.
func (f *failure) afterWrite() error {
	if f != nil && f.outcome == committed {
		f.err.Kind = db.Unavailable
	}
	return f.asError()
}
