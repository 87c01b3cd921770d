// Package libsql is the driver of package db for Turso and any libSQL server,
// on either host, over libsql-client-go (Hrana 2 over HTTP).
//
// A batch is one request: "BEGIN …; statements; COMMIT" as one query, which the
// client sends as Hrana steps of which each depends on the one before, with a
// ROLLBACK at the end if the COMMIT was not reached. A read begins READONLY:
// the server gives it one snapshot and refuses to write in it.
//
// The server keeps a stream open after a request and the client would spend a
// request of its own to close it; on the edge that request would outlive the
// one that is being answered. So a stream is kept and used again while it is
// fresh, and left to expire at the server otherwise.
package libsql

import (
	"context"
	"database/sql/driver"
	"errors"
	"net/url"
	"sync"
	"time"

	"github.com/tursodatabase/libsql-client-go/libsql"

	"ringfence/store/db"
)

const (
	// fresh is how long an idle stream is trusted: servers end them after 10 s.
	fresh = 5 * time.Second
	// maxIdle is how many streams are kept: a server has 128 connections or so
	// for everybody.
	maxIdle = 8
	// timeout bounds a request whose context has no deadline of its own.
	timeout = 30 * time.Second
)

// A DB is one database on a libSQL server.
type DB struct {
	connector driver.Connector
	chain     chan struct{} // held by the writer that appends to the ledger
	head      *head         // the ledger's as last seen; guarded by chain

	mu     sync.Mutex // guards the rest
	idle   []*stream  // the one used last at the end
	closed bool
}

type stream struct {
	conn driver.Conn
	used time.Time // zero: never
}

// Open makes a driver for the database at a libsql://, https:// or http:// URL
// with its token ("" for none). Nothing is sent yet.
func Open(address, token string) (db.DB, error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, &db.Error{Kind: db.Internal, Detail: "malformed URL of a libSQL database"} // err would quote it
	}
	if u.Host == "" || (u.Scheme != "libsql" && u.Scheme != "https" && u.Scheme != "http") {
		return nil, &db.Error{Kind: db.Internal, Detail: "not the URL of a libSQL database"}
	}
	var opts []libsql.Option
	if token != "" {
		opts = append(opts, libsql.WithAuthToken(token))
	}
	connector, err := libsql.NewConnector(address, opts...)
	if err != nil {
		return nil, &db.Error{Kind: db.Internal, Detail: err.Error(), Err: err}
	}
	return &DB{connector: connector, chain: make(chan struct{}, 1)}, nil
}

// Close ends the streams that are kept. Later batches fail.
func (d *DB) Close() error {
	d.mu.Lock()
	idle := d.idle
	d.idle, d.closed = nil, true
	d.mu.Unlock()
	var errs []error
	for _, s := range idle {
		errs = append(errs, s.conn.Close())
	}
	return errors.Join(errs...)
}

// take returns a fresh stream, or a new one that costs nothing until it is used.
func (d *DB) take() (*stream, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.closed {
		return nil, &db.Error{Kind: db.Unavailable, Detail: "the database is closed"}
	}
	if n := len(d.idle); n > 0 && time.Since(d.idle[n-1].used) < fresh {
		s := d.idle[n-1]
		d.idle = d.idle[:n-1]
		return s, nil
	}
	d.idle = nil // the one used last has gone stale, so have the others
	conn, err := d.connector.Connect(context.Background())
	if err != nil {
		return nil, &db.Error{Kind: db.Internal, Detail: err.Error(), Err: err}
	}
	return &stream{conn: conn}, nil
}

// give keeps a stream whose last request was answered as it should be.
func (d *DB) give(s *stream) {
	d.mu.Lock()
	keep := !d.closed && len(d.idle) < maxIdle
	if keep {
		s.used = time.Now()
		d.idle = append(d.idle, s)
	}
	d.mu.Unlock()
	if !keep {
		_ = s.conn.Close() // by a request in the background
	}
}
