//go:build !js

package hranatest

import (
	"context"
	"database/sql"
	"errors"
	"regexp"
	"strconv"
	"strings"

	"modernc.org/sqlite"
)

type stmt struct {
	SQL      *string    `json:"sql"`
	SQLID    *int32     `json:"sql_id"`
	Args     []value    `json:"args"`
	Named    []namedArg `json:"named_args"`
	WantRows *bool      `json:"want_rows"`
}

type namedArg struct {
	Name  string `json:"name"`
	Value value  `json:"value"`
}

type column struct {
	Name     string  `json:"name"`
	Decltype *string `json:"decltype"`
}

type stmtResult struct {
	Cols         []column  `json:"cols"`
	Rows         [][]value `json:"rows"`
	Affected     int64     `json:"affected_row_count"`
	LastInsertID *string   `json:"last_insert_rowid"`
}

func (st *stream) execute(s stmt) (*stmtResult, error) {
	text, err := st.text(s.SQL, s.SQLID)
	if err != nil {
		return nil, err
	}
	if text, err = st.libsql(text); err != nil {
		return nil, err
	}
	args, err := s.arguments()
	if err != nil {
		return nil, err
	}
	before := st.changes()
	res, err := st.query(text, args)
	if err != nil {
		return nil, err
	}
	if after := st.changes(); after.total != before.total {
		res.Affected = after.changes
		id := strconv.FormatInt(after.rowid, 10)
		res.LastInsertID = &id
	}
	if s.WantRows != nil && !*s.WantRows {
		res.Rows = [][]value{}
	}
	return res, nil
}

func (s stmt) arguments() ([]any, error) {
	var args []any
	for _, v := range s.Args {
		x, err := v.native()
		if err != nil {
			return nil, err
		}
		args = append(args, x)
	}
	for _, n := range s.Named {
		x, err := n.Value.native()
		if err != nil {
			return nil, err
		}
		args = append(args, sql.Named(strings.TrimLeft(n.Name, ":@$"), x))
	}
	return args, nil
}

func (st *stream) query(text string, args []any) (*stmtResult, error) {
	rows, err := st.conn.QueryContext(context.Background(), text, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	res := &stmtResult{Cols: []column{}, Rows: [][]value{}}
	types, err := rows.ColumnTypes()
	if err != nil {
		return nil, err
	}
	for _, c := range types {
		col := column{Name: c.Name()}
		if d := c.DatabaseTypeName(); d != "" {
			col.Decltype = &d
		}
		res.Cols = append(res.Cols, col)
	}
	for rows.Next() {
		row, err := scan(rows, len(types))
		if err != nil {
			return nil, err
		}
		res.Rows = append(res.Rows, row)
	}
	return res, rows.Err()
}

func scan(rows *sql.Rows, n int) ([]value, error) {
	cells, into := make([]any, n), make([]any, n)
	for i := range cells {
		into[i] = &cells[i]
	}
	if err := rows.Scan(into...); err != nil {
		return nil, err
	}
	row := make([]value, n)
	for i, c := range cells {
		var err error
		if row[i], err = asValue(c); err != nil {
			return nil, err
		}
	}
	return row, nil
}

type counters struct{ changes, rowid, total int64 }

func (st *stream) changes() (c counters) {
	_ = st.conn.QueryRowContext(context.Background(), `SELECT changes(), last_insert_rowid(), total_changes()`).
		Scan(&c.changes, &c.rowid, &c.total)
	return c
}

// code is the end of the driver's messages, prefix their beginning; a libSQL
// server has neither.
var (
	code   = regexp.MustCompile(` \(\d+\)$`)
	prefix = regexp.MustCompile(`^(constraint failed|SQL logic error|attempt to write a readonly database): `)
)

func asError(err error) *hranaError {
	e := &hranaError{Message: "SQLite error: " + prefix.ReplaceAllString(code.ReplaceAllString(err.Error(), ""), ""), Code: "SQLITE_ERROR"}
	var s *sqlite.Error
	if errors.As(err, &s) && s.Code()&0xff == 19 {
		e.Code = "SQLITE_CONSTRAINT"
	}
	return e
}
