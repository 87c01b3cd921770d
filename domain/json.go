package domain

import (
	"slices"
	"strconv"
	"unicode/utf8"
)

const hexDigits = "0123456789abcdef"

// AppendJSON appends s as a JSON string (RFC 8259). Bytes that are not UTF-8
// become U+FFFD; <, > and & are escaped, so that the text may stand in a page.
func AppendJSON(b []byte, s string) []byte {
	b = append(slices.Grow(b, len(s)+2), '"')
	start := 0
	for i := 0; i < len(s); {
		c := s[i]
		switch {
		case plain[c]:
			i++
		case c < utf8.RuneSelf:
			b = escape(append(b, s[start:i]...), c)
			i++
			start = i
		default:
			r, size := utf8.DecodeRuneInString(s[i:])
			if r == utf8.RuneError && size == 1 {
				b = append(append(b, s[start:i]...), "\ufffd"...)
				start = i + 1
			}
			i += size
		}
	}
	return append(append(b, s[start:]...), '"')
}

func escape(b []byte, c byte) []byte {
	switch c {
	case '"', '\\':
		return append(b, '\\', c)
	case '\n':
		return append(b, '\\', 'n')
	}
	return append(b, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
}

// plain are the bytes that stand for themselves.
var plain = func() (table [256]bool) {
	for c := ' '; c < 0x7f; c++ {
		table[c] = c != '"' && c != '\\' && c != '<' && c != '>' && c != '&'
	}
	return table
}()

// Object writes a compact JSON object, field by field, without reflection. Its
// lists write into the same buffer.
type Object struct{ b []byte }

// name begins a field. Names are the program's own: nothing in them is escaped.
func (o *Object) name(name string) {
	if o.b == nil {
		o.b = append(make([]byte, 0, 512), '{')
	} else if o.b[len(o.b)-1] != '{' {
		o.b = append(o.b, ',')
	}
	o.b = append(o.b, '"')
	o.b = append(o.b, name...)
	o.b = append(o.b, '"', ':')
}

// List adds an array of n objects, each written by write.
func (o *Object) List(name string, n int, write func(i int, item *Object)) *Object {
	o.name(name)
	o.b = append(o.b, '[')
	for i := range n {
		if i > 0 {
			o.b = append(o.b, ',')
		}
		item := Object{append(o.b, '{')}
		write(i, &item)
		o.b = append(item.b, '}')
	}
	o.b = append(o.b, ']')
	return o
}

// Text adds a string.
func (o *Object) Text(name, value string) *Object {
	o.name(name)
	o.b = AppendJSON(o.b, value)
	return o
}

// TextOrNull adds a string, or null for "".
func (o *Object) TextOrNull(name, value string) *Object {
	if value == "" {
		return o.Raw(name, "null")
	}
	return o.Text(name, value)
}

// Int adds an integer.
func (o *Object) Int(name string, value int64) *Object {
	o.name(name)
	o.b = strconv.AppendInt(o.b, value, 10)
	return o
}

// Bool adds true or false.
func (o *Object) Bool(name string, value bool) *Object {
	o.name(name)
	o.b = strconv.AppendBool(o.b, value)
	return o
}

// Raw adds what is JSON already.
func (o *Object) Raw(name, json string) *Object {
	o.name(name)
	o.b = append(o.b, json...)
	return o
}

// Texts adds an array of strings.
func (o *Object) Texts(name string, values []string) *Object {
	o.name(name)
	o.b = append(o.b, '[')
	for i, v := range values {
		if i > 0 {
			o.b = append(o.b, ',')
		}
		o.b = AppendJSON(o.b, v)
	}
	o.b = append(o.b, ']')
	return o
}

// Empty reports whether nothing was added.
func (o *Object) Empty() bool { return o.b == nil }

// Bytes is the object; nothing is added after it.
func (o *Object) Bytes() []byte {
	if o.b == nil {
		return []byte("{}")
	}
	return append(o.b, '}')
}

// String is the object as text.
func (o *Object) String() string { return string(o.Bytes()) }
