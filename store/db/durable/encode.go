package durable

import (
	"encoding/hex"
	"strconv"

	"ringfence/store/db"
	"ringfence/store/ledger"
)

// encode writes a batch as the object reads it:
//
//	{"write":true,"stmts":[[sql,kinds,arg…],…],
//	 "chain":{"key":hex,"sql":[head,append,headSet],"entries":[[at,actor,…],…]}}
//
// kinds has one letter for each argument: n, i, f or t. Written by hand: this
// runs once a request in WASM, where reflection is slow.
func encode(stmts []db.Stmt, chain *ledger.Append, write bool) string {
	b := make([]byte, 0, 1024)
	b = append(b, `{"write":`...)
	b = strconv.AppendBool(b, write)
	b = append(b, `,"stmts":[`...)
	for i := range stmts {
		b = appendStmt(comma(b), &stmts[i])
	}
	b = append(b, ']')
	if write && chain != nil {
		b = appendChain(b, chain)
	}
	return string(append(b, '}'))
}

func appendStmt(b []byte, s *db.Stmt) []byte {
	b = appendText(append(b, '['), s.SQL)
	b = append(b, `,"`...)
	for i := range s.Args {
		b = append(b, "nift"[s.Args[i].Kind])
	}
	b = append(b, '"')
	for i := range s.Args {
		b = appendValue(append(b, ','), &s.Args[i])
	}
	return append(b, ']')
}

func appendValue(b []byte, v *db.Value) []byte {
	switch v.Kind {
	case db.KindInt:
		return strconv.AppendInt(b, v.I, 10)
	case db.KindFloat:
		return strconv.AppendFloat(b, v.F, 'g', -1, 64)
	case db.KindText:
		return appendText(b, v.S)
	}
	return append(b, "null"...)
}

func appendChain(b []byte, c *ledger.Append) []byte {
	b = append(b, `,"chain":{"key":"`...)
	b = hex.AppendEncode(b, c.Key)
	b = append(b, `","sql":[`...)
	for _, sql := range []string{db.HeadSQL, db.AppendSQL, db.HeadSetSQL} {
		b = appendText(comma(b), sql)
	}
	b = append(b, `],"entries":[`...)
	for i := range c.Entries {
		b = appendEntry(comma(b), &c.Entries[i])
	}
	return append(b, `]}`...)
}

// appendEntry writes the nine fields as texts, at among them: they are hashed
// as texts.
func appendEntry(b []byte, e *ledger.Entry) []byte {
	b = append(b, '[')
	for _, field := range e.Fields() {
		b = appendText(comma(b), field)
	}
	return append(b, ']')
}

// comma separates a list's items: none before the first.
func comma(b []byte) []byte {
	if b[len(b)-1] == '[' {
		return b
	}
	return append(b, ',')
}

// appendText writes a JSON string. Only what JSON demands is escaped.
func appendText(b []byte, s string) []byte {
	b = append(b, '"')
	start := 0
	for i := 0; i < len(s); i++ {
		if c := s[i]; c < ' ' || c == '"' || c == '\\' {
			b = append(append(b, s[start:i]...), `\u00`...)
			b = append(b, "0123456789abcdef"[c>>4], "0123456789abcdef"[c&15])
			start = i + 1
		}
	}
	return append(append(b, s[start:]...), '"')
}
