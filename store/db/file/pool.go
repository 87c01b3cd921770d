//go:build !js

package file

import (
	"context"
	"database/sql/driver"
	"errors"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"ringfence/store/db"
)

// A quota is how many connections a process keeps. Beyond it, those of the
// database that was left alone longest are closed.
type quota struct {
	most int

	mu  sync.Mutex
	dbs map[*DB]int // how many connections each has, if any
	n   int
}

// MostConnections is how many a process keeps where nothing else is said. A
// connection is three file descriptors and 0.4 MB; to open one, read the
// schema and prepare the statements again takes as long as five requests.
const MostConnections = 1200

var connections = &quota{most: MostConnections}

// LimitConnections sets how many connections the process keeps, before any
// database is opened.
func LimitConnections(most int) { connections.most = most }

// clock ticks once a batch.
var clock atomic.Int64

// connect opens a connection.
func (d *DB) connect() (*conn, error) {
	connector, err := connectorFor(d.dsn)
	if err != nil {
		return nil, wrap(err)
	}
	raw, err := patiently(connector)
	if err != nil {
		return nil, &db.Error{Kind: db.Unavailable, Detail: err.Error(), Err: err}
	}
	if longest := connections.count(d, 1); longest != nil {
		_ = longest.closeIdle() // nothing was under way on them
	}
	return &conn{raw: raw, stmts: map[string]*stmt{}}, nil
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
	d.mu.Lock()
	closed := d.closed
	d.used.Store(clock.Add(1))
	d.mu.Unlock()
	if closed {
		return nil, errClosed
	}
	return d.take(false)
}

// release gives a reader's connection and slot back.
func (d *DB) release(c *conn, fit bool) {
	d.put(c, fit, false)
	<-d.slots
}

// take takes a connection at rest, or opens one.
func (d *DB) take(toWrite bool) (*conn, error) {
	d.mu.Lock()
	c := d.pop(toWrite)
	d.mu.Unlock()
	if c != nil {
		return c, nil
	}
	return d.connect()
}

// pop takes the connection that wrote last for a writer, because its own writes
// have not outdated the pages it holds, and the one that read last for a reader.
func (d *DB) pop(toWrite bool) *conn {
	last := len(d.idle) - 1
	if last < 0 {
		return nil
	}
	c := d.idle[last]
	if toWrite {
		c = d.idle[0]
		copy(d.idle, d.idle[1:])
	}
	d.idle = d.idle[:last]
	return c
}

// put puts a connection to rest, or closes it if it is not fit for more.
func (d *DB) put(c *conn, fit, wrote bool) {
	d.mu.Lock()
	rest := fit && !d.closed
	switch {
	case rest && wrote:
		d.idle = slices.Insert(d.idle, 0, c)
	case rest:
		d.idle = append(d.idle, c)
	}
	d.mu.Unlock()
	if !rest {
		d.discard(c)
	}
}

func (d *DB) discard(c *conn) {
	_ = c.close() // what it had begun is rolled back
	connections.count(d, -1)
}

// closeIdle closes the connections that are at rest.
func (d *DB) closeIdle() (err error) {
	d.mu.Lock()
	idle := d.idle
	d.idle = nil
	d.mu.Unlock()
	for _, c := range idle {
		err = errors.Join(err, c.close())
		connections.count(d, -1)
	}
	return err
}

var errClosed = &db.Error{Kind: db.Unavailable, Detail: "the database is closed"}
