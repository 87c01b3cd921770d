//go:build !js

// Package file is the native driver of package db: one SQLite file.
//
// Reads run on a few connections, each batch in one snapshot. Writes run on
// one at a time with group commit: whoever finds it free leads, takes
// everything that has queued up meanwhile into one transaction with a
// savepoint for each batch, commits once (one fsync), and lets every caller
// return. A failing batch is rolled back to its savepoint and harms no other.
//
// Connections are opened when first needed, the driver runs no goroutine of
// its own, and beyond a quota of connections in the process those of the database
// left alone longest are closed: thousands of databases may be in use.
package file

import (
	"database/sql/driver"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/tursodatabase/libsql-client-go/libsql"
	_ "modernc.org/sqlite" // what libsql's "file:" connector runs on

	"ringfence/store/db"
)

// settings of every connection. A second process (a backup, the command line)
// is waited for; a schema may not call functions with side effects; a
// misspelt column is an error rather than a string.
const settings = "?_busy_timeout=5000&_journal_mode=WAL&_synchronous=FULL&_foreign_keys=1" +
	"&_pragma=trusted_schema(0)&_defensive=1&_dqs=0"

// A DB is one SQLite file.
type DB struct {
	dsn   string
	slots chan struct{} // one for each read under way
	lead  chan struct{} // held by the writers' leader

	mu     sync.Mutex // guards the rest
	idle   []*conn    // at rest: who wrote last comes first, who read last comes last
	queue  []*job
	closed bool

	used atomic.Int64 // when last, on the package's clock
}

// Open opens the database at path, making an empty one that only its owner may
// read if there is none. Nothing is read from it yet.
func Open(path string) (db.DB, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, &db.Error{Kind: db.Internal, Detail: err.Error(), Err: err}
	}
	if err := touch(abs); err != nil {
		return nil, &db.Error{Kind: db.Unavailable, Detail: err.Error(), Err: err}
	}
	return &DB{
		dsn:   "file:" + (&url.URL{Path: abs}).EscapedPath() + settings,
		slots: make(chan struct{}, max(4, 2*runtime.GOMAXPROCS(0))),
		lead:  make(chan struct{}, 1),
	}, nil
}

// touch makes the file with the mode that SQLite then gives the -wal and -shm
// files beside it.
func touch(path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	return f.Close()
}

// Close waits for the writes that have begun; reads under way end undisturbed.
// Later batches fail.
func (d *DB) Close() error {
	d.mu.Lock()
	d.closed = true
	d.mu.Unlock()
	d.lead <- struct{}{}
	defer func() { <-d.lead }()
	d.commit(d.queued())
	return d.closeIdle()
}

// connectors keeps libsql's connector of every file ever opened: each leaves a
// parked goroutine (3.4 KB) in the library that nothing can end, so a file
// that is closed and opened again must not make another.
var connectors sync.Map // dsn → driver.Connector

func connectorFor(dsn string) (driver.Connector, error) {
	if c, ok := connectors.Load(dsn); ok {
		return c.(driver.Connector), nil
	}
	c, err := libsql.NewConnector(dsn)
	if err == nil {
		connectors.Store(dsn, c)
	}
	return c, err
}
