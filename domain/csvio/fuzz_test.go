package csvio_test

import (
	"errors"
	"io"
	"reflect"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf8"

	"ringfence/domain/csvio"
)

// FuzzReader: any bytes give rows within the limits, or an error with a place;
// the same however they arrive.
func FuzzReader(f *testing.F) {
	for _, seed := range []string{
		"", "a,b\n1,2\n", "\ufeffa;b\r\n\"x\"\"y\";\r\n", "a\tb\r\"1\n\"\t2", "\"", "a\n\"\"x", "\xff\xfea\x00",
		"a\n\xe9\n", "a\né\n\xe9", ",,,\n,,,\n", "a,a\n", "\n\n\n", "a,b\n1\n2,3",
	} {
		f.Add(seed)
	}
	limits := csvio.Limits{Row: 64, Cell: 16, Columns: 4}
	f.Fuzz(func(t *testing.T, file string) {
		rows, err := readAll(strings.NewReader(file), limits)
		slow, slowErr := readAll(iotest.OneByteReader(strings.NewReader(file)), limits)
		if !reflect.DeepEqual(rows, slow) || !reflect.DeepEqual(err, slowErr) {
			t.Fatalf("%q, %v; a byte at a time %q, %v", rows, err, slow, slowErr)
		}
		var fault *csvio.Error
		if err != io.EOF && (!errors.As(err, &fault) || fault.Row < 1 || fault.Column < 0) {
			t.Fatalf("error %#v", err)
		}
		for _, row := range rows {
			sound(t, row, len(rows[0]))
		}
	})
}

func sound(t *testing.T, row []string, columns int) {
	t.Helper()
	if len(row) != columns || len(row) > 4 {
		t.Fatalf("%d cells, the header has %d", len(row), columns)
	}
	for _, cell := range row {
		// A byte of Windows-1252 is up to three of UTF-8.
		if !utf8.ValidString(cell) || len(cell) > 3*16 {
			t.Fatalf("cell %q", cell)
		}
	}
}

// FuzzRoundTrip: the reader reads what the writer wrote, and Unguard takes the
// guarding apostrophe away.
func FuzzRoundTrip(f *testing.F) {
	f.Add("a", "b")
	f.Add("", "")
	f.Add("=1\r\n", "\"\ufeff;\t,")
	f.Add("\xff\x00", "-1")
	f.Add("'=1", "''")
	f.Fuzz(func(t *testing.T, one, two string) {
		var file strings.Builder
		w := csvio.NewWriter(&file, len(one)%2 == 0)
		if err := errors.Join(w.WriteText("first", "second"), w.WriteText(one, two)); err != nil {
			t.Fatal(err)
		}
		rows, err := readAll(strings.NewReader(file.String()), csvio.Limits{})
		if err != io.EOF || len(rows) != 2 {
			t.Fatalf("%q: %q, %v", file.String(), rows, err)
		}
		for i, text := range []string{one, two} {
			want := strings.ReplaceAll(strings.ToValidUTF8(text, "\uFFFD"), "\x00", "\uFFFD")
			if got := csvio.Unguard(rows[1][i]); got != want {
				t.Errorf("%q became %q", text, got)
			}
			if strings.ContainsAny(rows[1][i][:min(1, len(rows[1][i]))], "=+-@\t\r\n") {
				t.Errorf("%q is a formula", rows[1][i])
			}
		}
	})
}
