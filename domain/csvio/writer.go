package csvio

import (
	"io"
	"strings"
)

// Cell is one value of a row, made by Text or Value.
type Cell struct {
	text  string
	value bool
}

// Text is a cell of anything that somebody may have typed.
func Text(s string) Cell { return Cell{text: s} }

// Value is a cell that the program computed: a number, which unlike Text may
// begin with a sign, or a date. Anything but digits and points after a sign is
// treated as Text, so that a mistake opens no door.
func Value(s string) Cell { return Cell{text: s, value: isNumber(s)} }

// Writer writes the rows of one file. It is not for concurrent use.
type Writer struct {
	dst io.Writer
	row []byte
	err error
}

// NewWriter returns a writer to dst. With mark the file begins with a byte
// order mark, without which Excel reads UTF-8 as Windows-1252.
func NewWriter(dst io.Writer, mark bool) *Writer {
	w := &Writer{dst: dst}
	if mark {
		w.row = append(w.row, byteOrderMark...)
	}
	return w
}

// Write writes one row with one call of the io.Writer; nothing waits for a
// flush. Invalid UTF-8 and zero bytes become U+FFFD. A row of no cells writes
// nothing. It returns the io.Writer's first error, and again at each later call.
func (w *Writer) Write(cells ...Cell) error {
	if w.err != nil || len(cells) == 0 {
		return w.err
	}
	for i, cell := range cells {
		if i > 0 {
			w.row = append(w.row, ',')
		}
		w.row = appendCell(w.row, cell, len(cells) == 1)
	}
	w.row = append(w.row, "\r\n"...)
	_, w.err = w.dst.Write(w.row)
	w.row = w.row[:0]
	return w.err
}

// WriteText writes one row of Text: a header.
func (w *Writer) WriteText(cells ...string) error {
	row := make([]Cell, len(cells))
	for i, text := range cells {
		row[i] = Text(text)
	}
	return w.Write(row...)
}

// appendCell appends a cell, quoted where a reader with any of the delimiters
// would need it. A row of one empty cell (alone) would be a blank line.
func appendCell(row []byte, cell Cell, alone bool) []byte {
	text := strings.ReplaceAll(strings.ToValidUTF8(cell.text, "\uFFFD"), "\x00", "\uFFFD")
	if !cell.value && isFormula(strings.TrimLeft(text, "'")) {
		text = "'" + text
	}
	if !strings.ContainsAny(text, "\",;\t\r\n\uFEFF") && (text != "" || !alone) {
		return append(row, text...)
	}
	row = append(row, '"')
	row = append(row, strings.ReplaceAll(text, `"`, `""`)...)
	return append(row, '"')
}

// Unguard is the text of a cell without the apostrophe that the Writer puts before
// what a spreadsheet would run, and before what would be taken for such a text: all
// that was written as Text comes back as it was.
func Unguard(cell string) string {
	if rest, ok := strings.CutPrefix(cell, "'"); ok && isFormula(strings.TrimLeft(rest, "'")) {
		return rest
	}
	return cell
}

// isFormula reports whether a spreadsheet would compute the cell or run what it
// names. Source: https://owasp.org/www-community/attacks/CSV_Injection, which
// lists the line feed and the full-width signs as well.
func isFormula(text string) bool {
	for _, first := range text {
		return strings.ContainsRune("=+-@\t\r\n＝＋－＠", first)
	}
	return false
}

// isNumber reports whether text is digits and points, after a sign or without.
func isNumber(text string) bool {
	digits := text
	if text != "" && strings.ContainsRune("+-", rune(text[0])) {
		digits = text[1:]
	}
	return digits != "" && strings.Trim(digits, "0123456789.") == ""
}
