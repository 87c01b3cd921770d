package csvio_test

import (
	"errors"
	"strings"
	"testing"

	"ringfence/domain/csvio"
)

func TestReaderErrors(t *testing.T) {
	t.Parallel()
	limits := csvio.Limits{Row: 40, Cell: 10, Columns: 4}
	for _, c := range []struct {
		name, file string
		want       csvio.Error
	}{
		{"nothing", "", csvio.Error{Code: csvio.CodeEmpty, Row: 1}},
		{"only a mark", "\ufeff", csvio.Error{Code: csvio.CodeEmpty, Row: 1}},
		{"only blank lines", "\n\r\n\r", csvio.Error{Code: csvio.CodeEmpty, Row: 1}},
		{"unclosed", "a,b\n1,\"2\n3,4\n", csvio.Error{Code: csvio.CodeUnclosed, Row: 2, Column: 2}},
		{"unclosed header", "a,\"b", csvio.Error{Code: csvio.CodeUnclosed, Row: 1, Column: 2}},
		{"unclosed after a quote in quotes", "a\n\"\"\"", csvio.Error{Code: csvio.CodeUnclosed, Row: 2, Column: 1}},
		{"text after quote", "a,b\n\"1\"x,2\n", csvio.Error{Code: csvio.CodeQuote, Row: 2, Column: 1}},
		{"space after quote", "a,b\n1,\"2\" \n", csvio.Error{Code: csvio.CodeQuote, Row: 2, Column: 2}},
		{"cut off", "a,b,c\n1,2,3\n4,5", csvio.Error{Code: csvio.CodeTruncated, Row: 3, Column: 2}},
		{"too few", "a,b,c\n4,5\n", csvio.Error{Code: csvio.CodeCells, Row: 2, Column: 3}},
		{"too many", "a,b\n1,2,3\n", csvio.Error{Code: csvio.CodeCells, Row: 2, Column: 3}},
		{"too many, cut off", "a,b\n1,2,3", csvio.Error{Code: csvio.CodeCells, Row: 2, Column: 3}},
		{"twice", "a,b, a\n", csvio.Error{Code: csvio.CodeDuplicate, Row: 1, Column: 3}},
		{"cell", "a,b\n1,12345678901\n", csvio.Error{Code: csvio.CodeCellLimit, Row: 2, Column: 2}},
		{"quoted cell", "a,b\n1,\"12345678901\"\n", csvio.Error{Code: csvio.CodeCellLimit, Row: 2, Column: 2}},
		{"row", "a,b,c\n123456789,123456789,\"123456789\n\",\"123456789\"\n",
			csvio.Error{Code: csvio.CodeRowLimit, Row: 2, Column: 4}},
		{"columns", "a\n1,2,3,4,5\n", csvio.Error{Code: csvio.CodeColumns, Row: 2, Column: 5}},
		{"no such byte", "a\n\x81\n", csvio.Error{Code: csvio.CodeEncoding, Row: 2, Column: 1}},
		{"zero byte", "a,b\n1,2\x00\n", csvio.Error{Code: csvio.CodeEncoding, Row: 2, Column: 2}},
		{"UTF-16", "\xff\xfea\x00\n\x00", csvio.Error{Code: csvio.CodeEncoding, Row: 1, Column: 1}},
		{"UTF-8, then not", "a\né\n\xe9\n", csvio.Error{Code: csvio.CodeEncoding, Row: 3, Column: 1}},
		{"mark, then not", "\ufeffa\n\xe9\n", csvio.Error{Code: csvio.CodeEncoding, Row: 2, Column: 1}},
	} {
		_, err := readAll(strings.NewReader(c.file), limits)
		var got *csvio.Error
		if !errors.As(err, &got) || *got != c.want {
			t.Errorf("%s: %v, want %v", c.name, err, &c.want)
		}
	}
}

func TestErrorText(t *testing.T) {
	t.Parallel()
	for want, err := range map[string]*csvio.Error{
		"row 3, column 2: the cell is too long": {Code: csvio.CodeCellLimit, Row: 3, Column: 2},
		"row 1: the file is empty":              {Code: csvio.CodeEmpty, Row: 1},
	} {
		if got := err.Error(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// TestErrorStays: nothing is read after the place in the file is lost.
func TestErrorStays(t *testing.T) {
	t.Parallel()
	r, err := csvio.NewReader(strings.NewReader("a\n\"1\"x\n2\n"), csvio.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if row, err := r.Next(); !errors.Is(err, &csvio.Error{Code: csvio.CodeQuote}) {
			t.Errorf("%q, %v", row, err)
		}
	}
}

// TestLimitsAreExact: what is as long as a limit is read.
func TestLimitsAreExact(t *testing.T) {
	t.Parallel()
	file := "a,b,c,d\r\n1234567890,1234567890,\"1234567890\",1234\r\n"
	rows, err := readAll(strings.NewReader(file), csvio.Limits{Row: 40, Cell: 10, Columns: 4})
	if len(rows) != 2 {
		t.Errorf("%q, %v", rows, err)
	}
	_, err = readAll(strings.NewReader(file), csvio.Limits{Row: 39, Cell: 10, Columns: 4})
	if !errors.Is(err, &csvio.Error{Code: csvio.CodeRowLimit}) {
		t.Errorf("a byte over the limit: %v", err)
	}
}

// endless is a file that never ends.
type endless struct{ b byte }

func (e endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = e.b
	}
	return len(p), nil
}

// TestMemoryIsBounded: a file without an end is refused.
func TestMemoryIsBounded(t *testing.T) {
	t.Parallel()
	for b, want := range map[byte]string{'a': csvio.CodeCellLimit, ',': csvio.CodeColumns, '"': csvio.CodeCellLimit} {
		if _, err := readAll(endless{b}, csvio.Limits{}); !errors.Is(err, &csvio.Error{Code: want}) {
			t.Errorf("%q for ever: %v", b, err)
		}
	}
}
