package csvio

import (
	"bytes"
	"io"
	"unicode/utf8"
)

// encoding is how the bytes of a file are read. A file begins unknown; its
// first row with a byte outside ASCII decides for the whole file. A later row
// that contradicts is an error, because a wrong guess would garble names.
type encoding int

const (
	unknown encoding = iota
	utf8Text
	windows1252
)

const byteOrderMark = "\xef\xbb\xbf"

// begin skips a byte order mark and finds the delimiter.
func (r *Reader) begin() error {
	start, err := r.src.Peek(r.src.Size())
	if err != nil && err != io.EOF {
		return err
	}
	if bytes.HasPrefix(start, []byte(byteOrderMark)) {
		r.encoding = utf8Text
		start = start[len(byteOrderMark):]
		if _, err := r.src.Discard(len(byteOrderMark)); err != nil {
			return err
		}
	}
	r.delimiter = delimiterOf(start)
	return nil
}

// decode returns the cells of the row as UTF-8.
func (r *Reader) decode() ([]string, error) {
	if r.encoding == unknown {
		r.encoding = encodingOf(r.data)
	}
	cells := make([]string, len(r.ends))
	start := 0
	for i, end := range r.ends {
		text, ok := r.encoding.text(r.data[start:end])
		if !ok {
			return nil, &Error{CodeEncoding, r.row, i + 1}
		}
		cells[i], start = text, end
	}
	return cells, nil
}

func encodingOf(row []byte) encoding {
	ascii := !bytes.ContainsFunc(row, func(c rune) bool { return c >= utf8.RuneSelf })
	switch {
	case ascii:
		return unknown
	case utf8.Valid(row):
		return utf8Text
	}
	return windows1252
}

// text decodes a cell. No text holds a zero byte: UTF-16 and binary files do.
func (e encoding) text(cell []byte) (string, bool) {
	if bytes.IndexByte(cell, 0) >= 0 {
		return "", false
	}
	if e == windows1252 {
		return fromWindows1252(cell)
	}
	return string(cell), utf8.Valid(cell)
}

// high are the characters 0x80 to 0x9F of Windows-1252; 0: none has this code.
// Source: https://encoding.spec.whatwg.org/index-windows-1252.txt, less the
// five controls by which it fills the gaps.
var high = [32]rune{
	'€', 0, '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', 0, 'Ž', 0,
	0, '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', 0, 'ž', 'Ÿ',
}

func fromWindows1252(cell []byte) (string, bool) {
	text := make([]byte, 0, len(cell)+8)
	for _, b := range cell {
		c := rune(b)
		if b >= 0x80 && b < 0xa0 {
			c = high[b-0x80]
		}
		if c == 0 {
			return "", false
		}
		text = utf8.AppendRune(text, c)
	}
	return string(text), true
}
