//go:build !js

package hranatest

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"regexp"
)

// A stream is one SQLite connection. Requests on it come one after another.
type stream struct {
	conn     *sql.Conn
	texts    map[int32]string
	readOnly bool // inside BEGIN TRANSACTION READONLY
	closed   bool
}

type streamRequest struct {
	Type  string  `json:"type"`
	Stmt  *stmt   `json:"stmt"`
	Batch *batch  `json:"batch"`
	SQL   *string `json:"sql"`
	SQLID *int32  `json:"sql_id"`
}

type streamResult struct {
	Type     string          `json:"type"`
	Response *streamResponse `json:"response,omitempty"`
	Error    *hranaError     `json:"error,omitempty"`
}

type streamResponse struct {
	Type   string `json:"type"`
	Result any    `json:"result,omitempty"`
}

type hranaError struct {
	Message string `json:"message"`
	Code    string `json:"code,omitempty"`
}

func (st *stream) answer(q streamRequest) streamResult {
	result, err := st.do(q)
	if err != nil {
		return streamResult{Type: "error", Error: asError(err)}
	}
	return streamResult{Type: "ok", Response: &streamResponse{q.Type, result}}
}

func (st *stream) do(q streamRequest) (any, error) {
	if st.closed {
		return nil, errors.New("the stream is closed")
	}
	switch {
	case q.Type == "close":
		st.close()
		return nil, nil
	case q.Type == "execute" && q.Stmt != nil:
		return st.execute(*q.Stmt)
	case q.Type == "batch" && q.Batch != nil:
		return st.batch(*q.Batch)
	case q.Type == "sequence":
		return nil, st.sequence(q)
	case q.Type == "describe":
		return st.describe(q)
	case q.Type == "store_sql" && q.SQLID != nil && q.SQL != nil:
		return nil, st.store(*q.SQLID, *q.SQL)
	case q.Type == "close_sql" && q.SQLID != nil:
		delete(st.texts, *q.SQLID)
		return nil, nil
	}
	return nil, errors.New("unknown or incomplete request " + q.Type)
}

func (st *stream) store(id int32, text string) error {
	if _, taken := st.texts[id]; taken {
		return errors.New("the SQL text id is in use")
	}
	st.texts[id] = text
	return nil
}

// text is the SQL given directly or by the id of a stored text.
func (st *stream) text(sql *string, id *int32) (string, error) {
	if (sql == nil) == (id == nil) {
		return "", errors.New("exactly one of sql and sql_id is required")
	}
	if sql != nil {
		return *sql, nil
	}
	text, ok := st.texts[*id]
	if !ok {
		return "", errors.New("SQL text not found")
	}
	return text, nil
}

func (st *stream) sequence(q streamRequest) error {
	text, err := st.text(q.SQL, q.SQLID)
	if err != nil {
		return err
	}
	_, err = st.conn.ExecContext(context.Background(), text)
	return err
}

var (
	beginReadOnly = regexp.MustCompile(`(?i)^\s*BEGIN\s+(TRANSACTION\s+)?READONLY\s*;?\s*$`)
	endsIt        = regexp.MustCompile(`(?i)^\s*(COMMIT|END|ROLLBACK)\b`)
)

// libsql does to SQLite what libSQL's READONLY transactions do.
func (st *stream) libsql(sql string) (string, error) {
	if beginReadOnly.MatchString(sql) {
		st.readOnly = true
		return "BEGIN", st.pragma("query_only = 1")
	}
	if st.readOnly && endsIt.MatchString(sql) {
		st.readOnly = false
		return sql, st.pragma("query_only = 0")
	}
	return sql, nil
}

func (st *stream) pragma(p string) error {
	_, err := st.conn.ExecContext(context.Background(), "PRAGMA "+p)
	return err
}

// close rolls back what was begun: the connection is not used again.
func (st *stream) close() {
	if st.closed {
		return
	}
	st.closed = true
	_ = st.conn.Raw(func(any) error { return driver.ErrBadConn })
	_ = st.conn.Close()
}
