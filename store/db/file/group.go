//go:build !js

package file

import (
	"strings"

	"ringfence/store/db"
	"ringfence/store/ledger"
)

// A group is the transaction a leader runs.
type group struct {
	*conn
	head *head // the ledger's, once read
}

type head struct {
	seq  int64
	hash string
}

// transact runs jobs in one transaction and sets what each of them returns; an
// error is for all of them.
func (d *DB) transact(jobs []*job) error {
	c, err := d.take(true)
	if err != nil {
		return err
	}
	fit := false
	defer func() { d.put(c, fit, true) }() // after a panic too
	g := &group{conn: c}
	if err = g.attempt(jobs); err != nil {
		fit = c.rollback()
		return err
	}
	fit = true
	return nil
}

// attempt runs jobs from BEGIN to COMMIT. A job that is alone needs no
// savepoint: its error ends the transaction.
func (g *group) attempt(jobs []*job) error {
	if _, err := g.run("BEGIN IMMEDIATE", nil); err != nil {
		return err
	}
	for _, j := range jobs {
		var err error
		j.err = nil // of an attempt that was spoilt
		if len(jobs) == 1 {
			j.rows, err = g.batch(j)
		} else {
			err = g.guarded(j)
		}
		if err != nil {
			return err
		}
	}
	_, err := g.run("COMMIT", nil)
	return err
}

// guarded runs a job behind a savepoint; an error means the transaction is lost.
func (g *group) guarded(j *job) error {
	if _, err := g.run("SAVEPOINT batch", nil); err != nil {
		return err
	}
	before := g.head
	if j.rows, j.err = g.batch(j); j.err != nil {
		g.head = before
		if _, err := g.run("ROLLBACK TO batch", nil); err != nil {
			return err
		}
	}
	_, err := g.run("RELEASE batch", nil)
	return err
}

func (g *group) batch(j *job) ([]db.Rows, error) {
	out := make([]db.Rows, len(j.stmts))
	for i := range j.stmts {
		var err error
		if out[i], err = g.run(j.stmts[i].SQL, j.stmts[i].Args); err != nil {
			return nil, err
		}
	}
	return out, g.append(j.chain)
}

// append links the entries to the ledger's head, which nobody else can move
// while this transaction holds the writer's lock.
func (g *group) append(chain *ledger.Append) error {
	if chain == nil || len(chain.Entries) == 0 {
		return nil
	}
	if err := g.readHead(); err != nil {
		return err
	}
	chainer := ledger.NewChainer(chain.Key)
	for _, e := range chain.Entries {
		l := chainer.Link(g.head.seq, g.head.hash, e)
		if _, err := g.run(db.AppendSQL, db.LinkArgs(l)); err != nil {
			return err
		}
		mac := chainer.HeadMAC(l.Seq, l.Hash)
		if _, err := g.run(db.HeadSetSQL, []db.Value{db.Int(l.Seq), db.Text(l.Hash), db.Text(mac)}); err != nil {
			return err
		}
		g.head = &head{l.Seq, l.Hash}
	}
	return nil
}

func (g *group) readHead() error {
	if g.head != nil {
		return nil
	}
	rows, err := g.run(db.HeadSQL, nil)
	if err != nil {
		return err
	}
	if len(rows) != 1 {
		return &db.Error{Kind: db.Internal, Detail: "the ledger has no head"}
	}
	g.head = &head{rows[0][0].Int64(), rows[0][1].Text()}
	return nil
}

// noTransaction recognises SQLite's answers when a transaction or savepoint is
// gone: an error inside it had ended it.
func noTransaction(err error) bool {
	return strings.Contains(err.Error(), "no transaction is active") || strings.Contains(err.Error(), "no such savepoint")
}
