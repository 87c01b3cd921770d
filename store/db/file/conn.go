//go:build !js

package file

import (
	"cmp"
	"context"
	"database/sql/driver"
	"io"

	"ringfence/store/db"
)

// maxStmts bounds a connection's cache of prepared statements. The programme's
// own texts are some hundreds; only texts made up on the fly reach the bound.
const maxStmts = 1000

// A conn is one connection with its prepared statements. It speaks to the
// driver directly: database/sql's pool and conversions cost more than the
// query itself.
//
// The driver is never given a context that can end: it would start a goroutine
// for every statement to watch it.
type conn struct {
	raw   driver.Conn
	stmts map[string]*stmt
	args  []driver.NamedValue // reused by every statement
	dest  []driver.Value
}

type stmt struct {
	driver.Stmt
	reads  bool // cannot write
	silent bool // known to return no columns: Exec is cheaper than Query
}

// run runs one statement to its end.
func (c *conn) run(sql string, args []db.Value) (db.Rows, error) {
	s, err := c.prepare(sql)
	if err != nil {
		return nil, wrap(err)
	}
	return c.execute(s, args)
}

// read runs one statement that cannot write.
func (c *conn) read(sql string, args []db.Value) (db.Rows, error) {
	s, err := c.prepare(sql)
	if err != nil {
		return nil, wrap(err)
	}
	if !s.reads {
		return nil, &db.Error{Kind: db.Internal, Detail: "more than a read: " + sql}
	}
	return c.execute(s, args)
}

func (c *conn) execute(s *stmt, args []db.Value) (db.Rows, error) {
	c.bind(args)
	defer clear(c.args) // a value bound is not kept alive
	if s.silent {
		_, err := s.Stmt.(driver.StmtExecContext).ExecContext(context.Background(), c.args)
		return nil, wrap(err)
	}
	rows, err := s.Stmt.(driver.StmtQueryContext).QueryContext(context.Background(), c.args)
	if err != nil {
		return nil, wrap(err)
	}
	s.silent = len(rows.Columns()) == 0
	out, err := c.scan(rows)
	return out, cmp.Or(err, wrap(rows.Close()))
}

func (c *conn) prepare(sql string) (*stmt, error) {
	if s := c.stmts[sql]; s != nil {
		return s, nil
	}
	if len(c.stmts) >= maxStmts {
		c.forget()
	}
	raw, err := c.raw.Prepare(sql)
	if err != nil {
		return nil, err
	}
	s := &stmt{Stmt: raw, reads: db.Reads(sql)}
	c.stmts[sql] = s
	return s, nil
}

func (c *conn) bind(args []db.Value) {
	c.args = c.args[:0]
	for i := range args {
		c.args = append(c.args, driver.NamedValue{Ordinal: i + 1, Value: native(&args[i])})
	}
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

// scan reads every row. Cells are cut from blocks: one allocation serves many
// rows.
func (c *conn) scan(rows driver.Rows) (db.Rows, error) {
	var out db.Rows
	var block []db.Value
	n := len(rows.Columns())
	c.dest = append(c.dest[:0], make([]driver.Value, n)...)
	for {
		if err := rows.Next(c.dest); err == io.EOF {
			return out, nil
		} else if err != nil {
			return nil, wrap(err)
		}
		if len(block) < n {
			block = make([]db.Value, n*min(32, len(out)+4))
		}
		row := block[:n:n]
		block = block[n:]
		if err := fill(row, c.dest); err != nil {
			return nil, err
		}
		out = append(out, row)
	}
}

func fill(row []db.Value, from []driver.Value) error {
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
			return &db.Error{Kind: db.Internal, Detail: "a blob was returned"}
		}
		if why := row[i].Check(); why != "" {
			return &db.Error{Kind: db.Internal, Detail: why + " was returned"}
		}
	}
	return nil
}

func (c *conn) forget() {
	for sql, s := range c.stmts {
		_ = s.Close() // frees memory only
		delete(c.stmts, sql)
	}
}

func (c *conn) close() error {
	c.forget()
	return wrap(c.raw.Close())
}

// wrap classifies SQLite's error.
func wrap(err error) error {
	if err == nil {
		return nil
	}
	return db.Classify(err.Error(), err)
}
