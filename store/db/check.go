package db

import (
	"context"
	"math"
	"strings"
	"unicode/utf8"
)

// Check refuses what no driver may carry, so that all of them refuse the same
// before anything is sent or run. Every driver calls it first.
func Check(ctx context.Context, stmts []Stmt) error {
	if err := ctx.Err(); err != nil {
		return Cancelled(err)
	}
	for i := range stmts {
		if err := stmts[i].check(); err != "" {
			return &Error{Kind: Internal, Detail: err + ": " + stmts[i].SQL}
		}
	}
	return nil
}

// Cancelled is the error of a batch whose context ended before it ran.
func Cancelled(err error) error {
	return &Error{Unavailable, "not run: " + err.Error(), err}
}

func (s *Stmt) check() string {
	if strings.Count(s.SQL, "?") != len(s.Args) {
		return "the arguments do not match the placeholders"
	}
	if reserved[firstWord(s.SQL)] {
		return "a batch is one transaction and does not manage its own"
	}
	for i := range s.Args {
		if err := s.Args[i].Check(); err != "" {
			return err
		}
	}
	return ""
}

// Check says why v may not be bound or returned; "" if it may.
func (v *Value) Check() string {
	switch {
	case v.Kind == KindInt && (v.I > MaxInt || v.I < -MaxInt):
		return "an integer beyond 2^53-1"
	case v.Kind == KindFloat && (math.IsNaN(v.F) || math.IsInf(v.F, 0)):
		return "a float that is not a finite number"
	case v.Kind == KindText && (!utf8.ValidString(v.S) || strings.IndexByte(v.S, 0) >= 0):
		return "a text that is not UTF-8 or holds NUL"
	}
	return ""
}

var reserved = map[string]bool{
	"BEGIN": true, "COMMIT": true, "END": true, "ROLLBACK": true, "SAVEPOINT": true, "RELEASE": true,
	"PRAGMA": true, "ATTACH": true, "DETACH": true, "VACUUM": true,
}

// firstWord is upper-cased only when it could be reserved: the hot path
// allocates nothing.
func firstWord(sql string) string {
	sql = strings.TrimLeft(sql, " \t\r\n;")
	end := strings.IndexFunc(sql, func(r rune) bool { return (r|0x20) < 'a' || (r|0x20) > 'z' })
	if end < 0 {
		end = len(sql)
	}
	return strings.ToUpper(sql[:min(end, len("SAVEPOINT")+1)])
}
