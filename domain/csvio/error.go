package csvio

import "strconv"

// The codes of an Error.
const (
	CodeEmpty     = "empty-file"       // there is no header row
	CodeEncoding  = "encoding"         // neither UTF-8 nor Windows-1252, or a mixture of them
	CodeUnclosed  = "unclosed-quote"   // the file ends within a quoted cell
	CodeQuote     = "text-after-quote" // a quoted cell goes on after its closing quote
	CodeTruncated = "truncated-row"    // the last line has no end and too few cells
	CodeCells     = "wrong-cells"      // a row has more or fewer cells than the header
	CodeDuplicate = "duplicate-column" // two columns have one name
	CodeRowLimit  = "row-too-long"     // a row has more bytes than Limits.Row
	CodeCellLimit = "cell-too-long"    // a cell has more bytes than Limits.Cell
	CodeColumns   = "too-many-columns" // a row has more cells than Limits.Columns
)

var sentences = map[string]string{
	CodeEmpty:     "the file is empty",
	CodeEncoding:  "the text is neither UTF-8 nor Windows-1252 throughout",
	CodeUnclosed:  "a quotation mark opens here and is never closed",
	CodeQuote:     "there is text after the closing quotation mark",
	CodeTruncated: "the file ends in the middle of the row",
	CodeCells:     "the row has not as many cells as the header",
	CodeDuplicate: "another column has the same name",
	CodeRowLimit:  "the row is too long",
	CodeCellLimit: "the cell is too long",
	CodeColumns:   "there are too many columns",
}

// Error is a fault in a file, at a place a person can find in a spreadsheet. It
// quotes nothing of the file, which may hold personal data.
type Error struct {
	Code   string // one of the Code constants
	Row    int    // the header is row 1; blank lines count
	Column int    // the first is 1; 0: the row as a whole
}

// Error is a sentence: "row 3, column 2: the cell is too long".
func (e *Error) Error() string {
	place := "row " + strconv.Itoa(e.Row)
	if e.Column > 0 {
		place += ", column " + strconv.Itoa(e.Column)
	}
	return place + ": " + sentences[e.Code]
}

// Is makes errors.Is compare by code.
func (e *Error) Is(target error) bool {
	other, ok := target.(*Error)
	return ok && other.Code == e.Code
}
