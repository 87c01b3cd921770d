package libsql

import (
	"context"
	"database/sql/driver"
	"fmt"
	"io"
	"strings"

	"ringfence/store/db"
)

// How a batch begins: see the package's documentation.
const (
	beginRead  = "BEGIN TRANSACTION READONLY"
	beginWrite = "BEGIN IMMEDIATE"
)

// Read implements db.DB. A read that got no answer is asked once more.
func (d *DB) Read(ctx context.Context, stmts []db.Stmt) ([]db.Rows, error) {
	if err := db.Check(ctx, stmts); err != nil {
		return nil, err
	}
	out, f := d.batch(ctx, beginRead, stmts)
	if f != nil && f.outcome == unknown && ctx.Err() == nil {
		out, f = d.batch(ctx, beginRead, stmts)
	}
	return out, f.asError()
}

// batch runs a transaction in one request; in a second if the server no longer
// knew the stream of the first, which it then has not run.
func (d *DB) batch(ctx context.Context, begin string, stmts []db.Stmt) ([]db.Rows, *failure) {
	s, err := d.take()
	if err != nil {
		return nil, closed(err)
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	out, f := s.transact(ctx, begin, stmts)
	if f != nil && f.outcome == notRun && !s.used.IsZero() {
		d.drop()
		if s, err = d.take(); err != nil {
			return nil, closed(err)
		}
		out, f = s.transact(ctx, begin, stmts)
	}
	if f == nil || f.outcome == rolledBack {
		d.give(s)
	}
	return out, f
}

// drop forgets the idle streams: when the server does not know one of them it
// was restarted, or they have all expired.
func (d *DB) drop() {
	d.mu.Lock()
	d.idle = nil
	d.mu.Unlock()
}

func (s *stream) transact(ctx context.Context, begin string, stmts []db.Stmt) (out []db.Rows, f *failure) {
	defer func() {
		if p := recover(); p != nil { // the client indexes into answers that it has not checked
			out, f = nil, nonsense(fmt.Sprint(p))
		}
	}()
	text, args := join(begin, stmts)
	rows, err := s.conn.(driver.QueryerContext).QueryContext(ctx, text, args)
	if err != nil {
		return nil, classify(err)
	}
	sets, f := scanAll(rows)
	if f != nil {
		return nil, f
	}
	if len(sets) != len(stmts)+2 {
		return nil, nonsense(fmt.Sprintf("%d result sets for %d statements", len(sets), len(stmts)+2))
	}
	return sets[1 : len(sets)-1], nil
}

// join writes the transaction as one text. A statement may end in a comment or
// a semicolon.
func join(begin string, stmts []db.Stmt) (string, []driver.NamedValue) {
	var text strings.Builder
	var args []driver.NamedValue
	text.WriteString(begin)
	for i := range stmts {
		text.WriteString("\n;")
		text.WriteString(stmts[i].SQL)
		for j := range stmts[i].Args {
			args = append(args, driver.NamedValue{Ordinal: len(args) + 1, Value: native(&stmts[i].Args[j])})
		}
	}
	text.WriteString("\n;COMMIT")
	return text.String(), args
}

func native(v *db.Value) driver.Value {
	switch v.Kind {
	case db.KindInt:
		return v.I
	case db.KindFloat:
		return v.F
	case db.KindText:
		return v.S
	}
	return nil
}

func scanAll(rows driver.Rows) ([]db.Rows, *failure) {
	next := rows.(driver.RowsNextResultSet)
	var sets []db.Rows
	for {
		set, f := scan(rows)
		if f != nil {
			return nil, f
		}
		sets = append(sets, set)
		if !next.HasNextResultSet() {
			return sets, nil
		}
		if err := next.NextResultSet(); err != nil {
			return nil, nonsense(err.Error())
		}
	}
}

func scan(rows driver.Rows) (db.Rows, *failure) {
	var out db.Rows
	dest := make([]driver.Value, len(rows.Columns()))
	for {
		if err := rows.Next(dest); err == io.EOF {
			return out, nil
		} else if err != nil {
			return nil, nonsense(err.Error())
		}
		row := make([]db.Value, len(dest))
		if f := fill(row, dest); f != nil {
			return nil, f
		}
		out = append(out, row)
	}
}

func fill(row []db.Value, from []driver.Value) *failure {
	for i, x := range from {
		switch x := x.(type) {
		case nil:
		case int64:
			row[i] = db.Int(x)
		case float64:
			row[i] = db.Float(x)
		case string:
			row[i] = db.Text(x)
		default:
			return refused("a blob")
		}
		if why := row[i].Check(); why != "" {
			return refused(why)
		}
	}
	return nil
}
