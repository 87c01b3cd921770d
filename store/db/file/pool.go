//go:build !js

package file

import (
	"context"
	"database/sql/driver"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"ringfence/store/db"
)

// A quota is how many connections of one kind a process keeps. Beyond it, those
// of the database that was left alone longest are closed.
type quota struct {
	most int

	mu  sync.Mutex
	dbs map[*DB]int // how many connections each has, if any
	n   int
}

// A connection is three file descriptors and 0.4 MB. Many databases are read
// at once; one that is written to now and then needs no writer in between.
var (
	readers = &quota{most: 1200}
	writers = &quota{most: 128}
)

// clock ticks once a batch.
var clock atomic.Int64

// connect opens a connection of a kind and runs its first statement.
func (d *DB) connect(kind *quota, first string) (*conn, error) {
	connector, err := connectorFor(d.dsn)
	if err != nil {
		return nil, wrap(err)
	}
	raw, err := patiently(connector)
	if err != nil {
		return nil, &db.Error{Kind: db.Unavailable, Detail: err.Error(), Err: err}
	}
	c := &conn{raw: raw, kind: kind, stmts: map[string]*stmt{}}
	if longest := kind.count(d, 1); longest != nil {
		_ = longest.closeIdle(kind) // nothing was under way on them
	}
	if _, err := c.run(first, nil); err != nil {
		d.discard(c)
		return nil, err
	}
	return c, nil
}

// patiently connects. Two processes that meet a new file both turn it to WAL,
// for which SQLite does not wait as the busy timeout says: the one that comes
// second tries again, for a second.
func patiently(connector driver.Connector) (raw driver.Conn, err error) {
	for range 50 {
		raw, err = connector.Connect(context.Background())
		if err == nil || !strings.Contains(err.Error(), "SQLITE_BUSY") {
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	return raw, err
}

// count notes that d has n connections more, and names the database whose idle
// ones should go.
func (q *quota) count(d *DB, n int) *DB {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.dbs == nil {
		q.dbs = map[*DB]int{}
	}
	q.n += n
	if q.dbs[d] += n; q.dbs[d] == 0 {
		delete(q.dbs, d)
	}
	if n < 0 || q.n <= q.most {
		return nil
	}
	return q.leftAlone(d)
}

// leftAlone is the database other than d that was used longest ago. Its turn
// comes last then: if all it has is in use, it is not asked again and again.
func (q *quota) leftAlone(d *DB) *DB {
	var oldest *DB
	for x := range q.dbs {
		if x != d && (oldest == nil || x.used.Load() < oldest.used.Load()) {
			oldest = x
		}
	}
	if oldest != nil {
		oldest.used.Store(clock.Add(1))
	}
	return oldest
}

// acquire waits for a reader's slot and returns a connection.
func (d *DB) acquire(ctx context.Context) (*conn, error) {
	select {
	case d.slots <- struct{}{}:
	case <-ctx.Done():
		return nil, db.Cancelled(ctx.Err())
	}
	c, err := d.reader()
	if err != nil {
		<-d.slots
	}
	return c, err
}

func (d *DB) reader() (*conn, error) {
	c, err := d.rested()
	if c != nil || err != nil {
		return c, err
	}
	return d.connect(readers, "PRAGMA query_only = 1") // from here SQLite refuses to write
}

// rested takes the reader that was used last, if one is at rest.
func (d *DB) rested() (*conn, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.closed {
		return nil, errClosed
	}
	d.used.Store(clock.Add(1))
	n := len(d.idle)
	if n == 0 {
		return nil, nil
	}
	c := d.idle[n-1]
	d.idle = d.idle[:n-1]
	return c, nil
}

// release puts a reader to rest, or closes it if it is not fit for more.
func (d *DB) release(c *conn, fit bool) {
	d.mu.Lock()
	rest := fit && !d.closed
	if rest {
		d.idle = append(d.idle, c)
	}
	d.mu.Unlock()
	if !rest {
		d.discard(c)
	}
	<-d.slots
}

func (d *DB) discard(c *conn) {
	_ = c.close() // what it had begun is rolled back
	c.kind.count(d, -1)
}

// closeIdle closes the connections of a kind that are at rest.
func (d *DB) closeIdle(kind *quota) (err error) {
	for _, c := range d.takeIdle(kind) {
		if e := c.close(); e != nil {
			err = e
		}
		kind.count(d, -1)
	}
	return err
}

func (d *DB) takeIdle(kind *quota) (idle []*conn) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if kind == readers {
		idle, d.idle = d.idle, nil
	} else if d.writer != nil {
		idle, d.writer = []*conn{d.writer}, nil
	}
	return idle
}

var errClosed = &db.Error{Kind: db.Unavailable, Detail: "the database is closed"}
