//go:build !js

package hranatest

import (
	"regexp"
	"strings"

	"modernc.org/sqlite"
)

type description struct {
	Params   []param  `json:"params"`
	Cols     []column `json:"cols"`
	Explain  bool     `json:"is_explain"`
	ReadOnly bool     `json:"is_readonly"`
}

type param struct {
	Name *string `json:"name"`
}

func (st *stream) describe(q streamRequest) (*description, error) {
	text, err := st.text(q.SQL, q.SQLID)
	if err != nil {
		return nil, err
	}
	d := &description{Params: params(text), Cols: []column{}, ReadOnly: true}
	if d.Explain = strings.HasPrefix(strings.ToUpper(strings.TrimSpace(text)), "EXPLAIN"); !d.Explain {
		if d.ReadOnly, err = st.onlyReads(text); err != nil {
			return nil, err
		}
	}
	return d, st.columns(text, d)
}

func (st *stream) columns(text string, d *description) error {
	return st.conn.Raw(func(c any) error {
		info, err := c.(interface {
			ColumnInfo(string) ([]sqlite.ColumnInfo, error)
		}).ColumnInfo(text)
		for _, i := range info {
			col := column{Name: i.Name}
			if i.DeclType != "" {
				col.Decltype = &i.DeclType
			}
			d.Cols = append(d.Cols, col)
		}
		return err
	})
}

// onlyReads asks the statement's program: a writing one opens a write
// transaction.
func (st *stream) onlyReads(text string) (bool, error) {
	program, err := st.query("EXPLAIN "+lexeme.ReplaceAllStringFunc(text, unbound), nil)
	if err != nil {
		return false, err
	}
	for _, op := range program.Rows {
		if string(op[1].Value) == `"Transaction"` && string(op[3].Value) != `"0"` {
			return false, nil
		}
	}
	return true, nil
}

// lexeme is a literal or comment to skip, or a placeholder.
var lexeme = regexp.MustCompile(`'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|/\*(?s:.*?)\*/|(\?\d*|[:@$]\w+)`)

// unbound puts NULL in place of a placeholder.
func unbound(lexeme string) string {
	if strings.ContainsAny(lexeme[:1], "?:@$") {
		return "NULL"
	}
	return lexeme
}

func params(text string) []param {
	out := []param{}
	seen := map[string]bool{}
	for _, m := range lexeme.FindAllStringSubmatch(text, -1) {
		name := m[1]
		switch {
		case name == "" || seen[name]:
		case name == "?":
			out = append(out, param{})
		default:
			seen[name] = true
			out = append(out, param{&name})
		}
	}
	return out
}
