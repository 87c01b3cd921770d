package db

import (
	"context"
	"math"
	"strings"
	"unicode/utf8"
)

// What the tightest host takes, a Durable Object (developers.cloudflare.com/durable-objects/platform/limits): the other
// drivers refuse more as well, so that no statement works on one host only. It has limits too that are not looked for
// here: 50 bytes of a LIKE or GLOB pattern (use instr), 5 terms of a UNION, 100 columns, an expression 100 deep, and 32
// MiB of all that a batch answers.
const (
	MaxSQL  = 98_000    // bytes of a statement: 100,000 less what worker/shim/statement.mjs adds for the arguments
	MaxArgs = 100       // arguments of a statement
	MaxText = 2_000_000 // bytes of a text that is bound
)

// Check refuses what no driver may carry, so that all of them refuse the same
// before anything is sent or run. Every driver calls it first.
func Check(ctx context.Context, stmts []Stmt) error {
	if err := ctx.Err(); err != nil {
		return Cancelled(err)
	}
	for i := range stmts {
		if err := stmts[i].check(); err != "" {
			return &Error{Kind: Internal, Detail: err + ": " + stmts[i].SQL[:min(len(stmts[i].SQL), 1000)]}
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
	if why := s.checkSize(); why != "" {
		return why
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

func (s *Stmt) checkSize() string {
	switch {
	case len(s.SQL) > MaxSQL:
		return "a statement too long"
	case len(s.Args) > MaxArgs:
		return "too many arguments"
	}
	for i := range s.Args {
		if len(s.Args[i].S) > MaxText {
			return "a text too long"
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
