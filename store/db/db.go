// Package db is the one way to a database: a list of statements goes in, a
// list of result sets comes out, in one round trip.
//
// Three drivers implement it: file (SQLite files, native host), libsql (Turso
// or any libSQL server, either host) and durable (a SQLite-backed Durable
// Object, edge host). They behave alike; the suite in dbtest holds all three
// to that.
//
// There are no interactive transactions: one would hold a tenant's only writer
// across network hops. What must be decided between a read and a write is
// decided by the database inside the write batch (unique keys, version
// columns, triggers that raise).
package db

import (
	"context"

	"ringfence/store/ledger"
)

// Stmt is one SQL statement with its positional arguments ("?" placeholders
// only, never inside a literal or comment; no BEGIN, COMMIT, PRAGMA, ATTACH,
// VACUUM or TEMP).
type Stmt struct {
	SQL  string
	Args []Value
}

// Q builds a statement.
func Q(sql string, args ...Value) Stmt { return Stmt{SQL: sql, Args: args} }

// Rows is one statement's result set, row by row; empty for a statement that
// returns none.
type Rows [][]Value

// DB is one database. Implementations are safe for concurrent use.
//
// Every error is an *Error. After an error nothing of the batch has been
// written.
type DB interface {
	// Read runs the statements in order over one snapshot and returns one
	// result set for each.
	Read(ctx context.Context, stmts []Stmt) ([]Rows, error)

	// Write runs the statements in order in one transaction that is durable
	// when Write returns, and returns one result set for each. The entries of
	// chain, if it is not nil, are appended to the ledger in the same
	// transaction, after the statements: the driver reads the head where
	// writes are serialised, so that concurrent writers cannot fork the chain.
	Write(ctx context.Context, stmts []Stmt, chain *ledger.Append) ([]Rows, error)

	// Close releases what the driver holds.
	Close() error
}

// The statements by which a driver appends to the ledger (see the table's
// migration). HeadSQL takes nothing and returns (seq, hash). AppendSQL takes
// seq, the nine fields of the entry in order (at as an integer), prev_hash,
// hash. HeadSetSQL takes seq, hash, mac.
const (
	HeadSQL    = `SELECT seq, hash FROM ledger_head WHERE id = 1`
	AppendSQL  = `INSERT INTO ledger (seq, at, actor, role, action, entity, entity_id, before, after, request_id, prev_hash, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
	HeadSetSQL = `UPDATE ledger_head SET seq = ?, hash = ?, mac = ? WHERE id = 1`
)
