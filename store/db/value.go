package db

import "strconv"

// Kind is the storage class of a Value.
type Kind uint8

// The storage classes that cross the batch interface. Bytes travel as base64
// text: there are no blobs.
const (
	KindNull Kind = iota
	KindInt
	KindFloat
	KindText
)

// Value is one SQLite value, bound or returned. The zero Value is NULL.
//
// What every driver refuses, bound or returned (see Check): integers beyond
// ±(2^53−1), floats that are not finite, text that is not UTF-8 or holds NUL.
// Nothing is written then; only the libsql driver sees what a write returns
// after its commit, and says Unavailable instead.
//
// A REAL that is integral may come back as KindInt (JavaScript has one kind of
// number): read a REAL with Float64. Bound, it stays a REAL.
type Value struct {
	Kind Kind
	I    int64
	F    float64
	S    string
}

// MaxInt is the largest integer (and −MaxInt the smallest) a driver carries.
const MaxInt = 1<<53 - 1

// Null is SQL NULL.
var Null = Value{}

// Int binds an INTEGER.
func Int(n int64) Value { return Value{Kind: KindInt, I: n} }

// Float binds a REAL.
func Float(f float64) Value { return Value{Kind: KindFloat, F: f} }

// Text binds a TEXT.
func Text(s string) Value { return Value{Kind: KindText, S: s} }

// TextOrNull binds a TEXT, or NULL for "".
func TextOrNull(s string) Value {
	if s == "" {
		return Null
	}
	return Text(s)
}

// Bool binds 1 or 0.
func Bool(b bool) Value {
	if b {
		return Int(1)
	}
	return Int(0)
}

// Int64 is the value as an integer; 0 for NULL or text.
func (v Value) Int64() int64 {
	if v.Kind == KindFloat {
		return int64(v.F)
	}
	return v.I
}

// Float64 is the value as a float; 0 for NULL or text.
func (v Value) Float64() float64 {
	if v.Kind == KindInt {
		return float64(v.I)
	}
	return v.F
}

// Text is the value as text; "" for NULL.
func (v Value) Text() string {
	switch v.Kind {
	case KindInt:
		return strconv.FormatInt(v.I, 10)
	case KindFloat:
		return strconv.FormatFloat(v.F, 'g', -1, 64)
	}
	return v.S
}

// Bool is true for a non-zero integer.
func (v Value) Bool() bool { return v.Int64() != 0 }

// IsNull reports SQL NULL.
func (v Value) IsNull() bool { return v.Kind == KindNull }
