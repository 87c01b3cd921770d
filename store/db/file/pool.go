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

// maxOpen is how many connections a process keeps before it closes those of
// the database that was left alone longest. A connection is three file
// descriptors and up to 2 MB of page cache. A variable for the tests' sake.
var maxOpen = 512

// open counts the connections of the process.
var open struct {
	clock atomic.Int64 // one tick a batch

	mu  sync.Mutex
	dbs map[*DB]int // how many connections each has, if any
	n   int
}

// connect opens a connection and runs its first statement.
func (d *DB) connect(first string) (*conn, error) {
	connector, err := connectorFor(d.dsn)
	if err != nil {
		return nil, wrap(err)
	}
	raw, err := patiently(connector)
	if err != nil {
		return nil, &db.Error{Kind: db.Unavailable, Detail: err.Error(), Err: err}
	}
	c := &conn{raw: raw, stmts: map[string]*stmt{}}
	if longest := counted(d, 1); longest != nil {
		_ = longest.closeIdle() // nothing was under way on them
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

// counted notes that d has n connections more, and names the database whose
// idle ones should go.
func counted(d *DB, n int) *DB {
	open.mu.Lock()
	defer open.mu.Unlock()
	if open.dbs == nil {
		open.dbs = map[*DB]int{}
	}
	open.n += n
	if open.dbs[d] += n; open.dbs[d] == 0 {
		delete(open.dbs, d)
	}
	if n < 0 || open.n <= maxOpen {
		return nil
	}
	return leftAlone(d)
}

// leftAlone is the database other than d that was used longest ago. Its turn
// comes last then: if all it has is in use, it is not asked again and again.
func leftAlone(d *DB) *DB {
	var oldest *DB
	for x := range open.dbs {
		if x != d && (oldest == nil || x.used.Load() < oldest.used.Load()) {
			oldest = x
		}
	}
	if oldest != nil {
		oldest.used.Store(open.clock.Add(1))
	}
	return oldest
}

// acquire waits for a reader's slot and returns a connection.
func (d *DB) acquire(ctx context.Context) (*conn, error) {
	select {
	case d.readers <- struct{}{}:
	case <-ctx.Done():
		return nil, db.Cancelled(ctx.Err())
	}
	c, err := d.reader()
	if err != nil {
		<-d.readers
	}
	return c, err
}

func (d *DB) reader() (*conn, error) {
	c, err := d.rested()
	if c != nil || err != nil {
		return c, err
	}
	return d.connect("PRAGMA query_only = 1") // from here SQLite refuses to write
}

// rested takes the reader that was used last, if one is at rest.
func (d *DB) rested() (*conn, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.closed {
		return nil, errClosed
	}
	d.used.Store(open.clock.Add(1))
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
	<-d.readers
}

func (d *DB) discard(c *conn) {
	_ = c.close() // what it had begun is rolled back
	counted(d, -1)
}

// closeIdle closes the connections at rest.
func (d *DB) closeIdle() (err error) {
	d.mu.Lock()
	idle := d.idle
	if d.writer != nil {
		idle = append(idle, d.writer)
	}
	d.idle, d.writer = nil, nil
	d.mu.Unlock()
	for _, c := range idle {
		if e := c.close(); e != nil {
			err = e
		}
		counted(d, -1)
	}
	return err
}

var errClosed = &db.Error{Kind: db.Unavailable, Detail: "the database is closed"}
