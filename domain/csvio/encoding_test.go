package csvio_test

import (
	"io"
	"strings"
	"testing"

	"ringfence/domain/csvio"
)

func TestWindows1252(t *testing.T) {
	t.Parallel()
	file := "name,fee\r\nRen\xe9e,\x8020\r\nO\x92Brien,\xa320 \x96 \xa330\r\nplain,1\r\n\x8eivko \xc3\xa9,\x9f\r\n"
	want := [][]string{
		{"name", "fee"}, {"Renée", "€20"}, {"O’Brien", "£20 – £30"}, {"plain", "1"}, {"Živko Ã©", "Ÿ"},
	}
	rows, err := readAll(strings.NewReader(file), csvio.Limits{})
	if err != io.EOF || len(rows) != len(want) {
		t.Fatalf("%q, %v", rows, err)
	}
	for i, row := range rows {
		if row[0] != want[i][0] || row[1] != want[i][1] {
			t.Errorf("row %d: %q, want %q", i+1, row, want[i])
		}
	}
}

// TestWindows1252Header: Excel's plain "CSV" in a header alone.
func TestWindows1252Header(t *testing.T) {
	t.Parallel()
	rows, err := readAll(strings.NewReader("pr\xe9nom;\xa3\n"), csvio.Limits{})
	if err != io.EOF || rows[0][0] != "prénom" || rows[0][1] != "£" {
		t.Errorf("%q, %v", rows, err)
	}
}

// TestWindows1252High checks every character that Unicode's table gives.
func TestWindows1252High(t *testing.T) {
	t.Parallel()
	const high = "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
	var file strings.Builder
	for b := 0x80; b < 0xa0; b++ {
		if !strings.ContainsRune("\u0081\u008d\u008f\u0090\u009d", rune(b)) {
			file.WriteByte(byte(b))
		}
	}
	rows, err := readAll(strings.NewReader(file.String()), csvio.Limits{})
	if err != io.EOF || rows[0][0] != high {
		t.Errorf("%q, %v", rows, err)
	}
}
