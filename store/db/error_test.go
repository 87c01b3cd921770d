package db

import "testing"

// What passes by itself, or by an operator's doing, is no defect of the program.
func TestClassify(t *testing.T) {
	for message, want := range map[string]ErrorKind{
		"database or disk is full (13)":                Unavailable,
		"SQLITE_FULL: database or disk is full":        Unavailable,
		"database is locked (5) (SQLITE_BUSY)":         Unavailable,
		"UNIQUE constraint failed: users.email (2067)": Unique,
		"CHECK constraint failed: kind":                Constraint,
		"ringfence:stale":                              Raised,
		"no such table: users":                         Internal,
	} {
		if got := Classify(message, nil); got.Kind != want {
			t.Errorf("%q is %d, want %d", message, got.Kind, want)
		}
	}
}
