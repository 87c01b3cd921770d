//go:build !js

package file

import (
	"context"
	"fmt"
	"slices"

	"ringfence/store/db"
	"ringfence/store/ledger"
)

// A job is one caller's batch in the queue.
type job struct {
	stmts []db.Stmt
	chain *ledger.Append
	rows  []db.Rows
	err   error
	done  chan struct{} // closed when rows and err are final
}

// Write implements db.DB. A context that ends takes a batch out of the queue;
// once it has begun it runs to its end.
func (d *DB) Write(ctx context.Context, stmts []db.Stmt, chain *ledger.Append) ([]db.Rows, error) {
	if err := db.Check(ctx, stmts); err != nil {
		return nil, err
	}
	j := &job{stmts: stmts, chain: chain, done: make(chan struct{})}
	if err := d.enqueue(j); err != nil {
		return nil, err
	}
	select {
	case <-j.done:
	case d.lead <- struct{}{}:
		d.commit(d.queued())
		<-d.lead
	case <-ctx.Done():
		if d.withdraw(j) {
			return nil, db.Cancelled(ctx.Err())
		}
	}
	<-j.done // by us, or by the leader before us
	return j.rows, j.err
}

func (d *DB) enqueue(j *job) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.closed {
		return errClosed
	}
	d.used.Store(clock.Add(1))
	d.queue = append(d.queue, j)
	return nil
}

func (d *DB) queued() []*job {
	d.mu.Lock()
	defer d.mu.Unlock()
	jobs := d.queue
	d.queue = nil
	return jobs
}

// withdraw takes a job out of the queue, unless a leader has taken it.
func (d *DB) withdraw(j *job) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	n := len(d.queue)
	d.queue = slices.DeleteFunc(d.queue, func(x *job) bool { return x == j })
	return len(d.queue) < n
}

// commit runs jobs and answers every one of them, whatever happens. The caller
// leads.
func (d *DB) commit(jobs []*job) {
	if len(jobs) == 0 {
		return
	}
	defer func() {
		if p := recover(); p != nil {
			fail(jobs, &db.Error{Kind: db.Unavailable, Detail: fmt.Sprint("panic: ", p)})
		}
		for _, j := range jobs {
			close(j.done)
		}
	}()
	d.run(jobs)
}

// run runs jobs in one transaction, or each in its own when one of them
// spoilt it for all.
func (d *DB) run(jobs []*job) {
	err := d.transact(jobs)
	if err == nil {
		return
	}
	if len(jobs) == 1 || !spoilt(err) {
		fail(jobs, err)
		return
	}
	for i := range jobs {
		d.run(jobs[i : i+1])
	}
}

// spoilt tells a transaction that one batch ended or made impossible to commit
// (RAISE(ROLLBACK), a deferred foreign key) from one that failed by itself.
// Nothing of it has been written.
func spoilt(err error) bool { return db.IsKind(err, db.Constraint) || noTransaction(err) }

func fail(jobs []*job, err error) {
	for _, j := range jobs {
		j.rows, j.err = nil, err
	}
}
