package db

import (
	"errors"
	"strings"
)

// ErrorKind says what a caller can do about an Error.
type ErrorKind uint8

// The kinds of error.
const (
	Internal    ErrorKind = iota // a defect: bad SQL, a missing table, a refused argument
	Unique                       // a unique or primary key is taken; Detail is "table.column[, table.column]"
	Constraint                   // CHECK, NOT NULL, FOREIGN KEY or STRICT type refused it
	Raised                       // a trigger raised; Detail is its message
	Unavailable                  // the database could not be reached or answered nonsense; the outcome of a write is unknown only here
)

// Error is what every driver returns. Its text never reaches a client.
type Error struct {
	Kind   ErrorKind
	Detail string
	Err    error
}

func (e *Error) Error() string { return "db: " + e.Detail }
func (e *Error) Unwrap() error { return e.Err }

// IsKind reports whether err is an Error of kind k.
func IsKind(err error, k ErrorKind) bool {
	var e *Error
	return errors.As(err, &e) && e.Kind == k
}

// IsRaised reports whether a trigger raised message.
func IsRaised(err error, message string) bool {
	var e *Error
	return errors.As(err, &e) && e.Kind == Raised && e.Detail == message
}

// IsUnique reports whether the key of those columns is taken.
func IsUnique(err error, columns string) bool {
	var e *Error
	return errors.As(err, &e) && e.Kind == Unique && e.Detail == columns
}

// RaisePrefix begins the message of every RAISE in our triggers, so that it
// can be told from SQLite's own errors whatever a driver wraps around it. The
// message runs to the end of the word: "ringfence:stale".
const RaisePrefix = "ringfence:"

// Classify makes an Error of SQLite's message, whatever a driver wraps around
// it.
func Classify(message string, err error) *Error {
	if _, after, ok := strings.Cut(message, RaisePrefix); ok {
		return &Error{Raised, word(after), err}
	}
	if _, after, ok := strings.Cut(message, "UNIQUE constraint failed: "); ok {
		return &Error{Unique, columns(after), err}
	}
	if strings.Contains(message, "constraint failed") || strings.Contains(message, "cannot store") {
		return &Error{Constraint, message, err}
	}
	for _, passing := range []string{"database is locked", "SQLITE_BUSY", "database or disk is full", "SQLITE_FULL"} {
		if strings.Contains(message, passing) {
			return &Error{Unavailable, message, err}
		}
	}
	return &Error{Internal, message, err}
}

func word(s string) string {
	end := strings.IndexFunc(s, func(r rune) bool { return r != '-' && (r < 'a' || r > 'z') })
	if end < 0 {
		return s
	}
	return s[:end]
}

// columns cuts "t.a, t.b: SQLITE_CONSTRAINT (1555)" to "t.a, t.b".
func columns(s string) string {
	end := strings.IndexAny(s, ":(\n\"")
	if end < 0 {
		end = len(s)
	}
	return strings.TrimSpace(s[:end])
}
