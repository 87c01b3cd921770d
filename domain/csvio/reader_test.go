package csvio_test

import (
	"errors"
	"io"
	"reflect"
	"strings"
	"testing"
	"testing/iotest"

	"ringfence/domain/csvio"
)

// readAll reads a file to its end or first error.
func readAll(src io.Reader, limits csvio.Limits) (rows [][]string, err error) {
	r, err := csvio.NewReader(src, limits)
	if err != nil {
		return nil, err
	}
	rows = append(rows, r.Header())
	for {
		row, err := r.Next()
		if err != nil {
			return rows, err
		}
		rows = append(rows, row)
	}
}

func TestReader(t *testing.T) {
	t.Parallel()
	want := [][]string{{"name", "born"}, {"Siân", "1980"}, {"Żółć, \"Ł\"", "1990\nor so"}}
	text := "name,born\nSiân,1980\n\"Żółć, \"\"Ł\"\"\",\"1990\nor so\"\n"
	lines := strings.Replace(text, "\nor so", "<LF>or so", 1)
	ended := func(by string) string {
		return strings.Replace(strings.ReplaceAll(lines, "\n", by), "<LF>", "\n", 1)
	}
	for name, file := range map[string]string{
		"LF":                 text,
		"CRLF":               ended("\r\n"),
		"CR":                 ended("\r"),
		"blank lines":        ended("\n\r\n\n"),
		"byte order mark":    "\ufeff" + text,
		"no last line's end": strings.TrimSuffix(text, "\n"),
		"ends in CR":         strings.TrimSuffix(text, "\n") + "\r",
		"space in header":    " name , born\t" + text[len("name,born"):],
		"all quoted":         "\"name\",\"born\"" + text[len("name,born"):],
		"semicolons":         "name;born\nSiân;1980\n\"Żółć, \"\"Ł\"\"\";\"1990\nor so\"\n",
		"tabs":               "name\tborn\nSiân\t1980\n\"Żółć, \"\"Ł\"\"\"\t\"1990\nor so\"\n",
		"delimiter in quote": "name,\"born\"" + text[len("name,born"):],
	} {
		for _, src := range []io.Reader{strings.NewReader(file), iotest.OneByteReader(strings.NewReader(file))} {
			rows, err := readAll(src, csvio.Limits{})
			if err != io.EOF || !reflect.DeepEqual(rows, want) {
				t.Errorf("%s: %q, %v", name, rows, err)
			}
		}
	}
}

func TestReaderLeavesCellsAsTheyAre(t *testing.T) {
	t.Parallel()
	for file, want := range map[string][]string{
		"a,b\n5'10\" tall,x\n":      {"5'10\" tall", "x"},
		"a,b\n  padded ,\n":         {"  padded ", ""},
		"a,b\n,\n":                  {"", ""},
		"a,b\n\"\",\"\"\n":          {"", ""},
		"a\n\"\"\n":                 {""},
		"a,b\n'=1,+44\n":            {"'=1", "+44"},
		"a,b\n\"x\r\ny\",\"z\r\"\n": {"x\r\ny", "z\r"},
		"a,b\n\"\"\"\",\"a\"\"\"\n": {`"`, `a"`},
		"a;b,c;d\n1;2;3\n":          {"1", "2", "3"},
		"\"a;b;c\",d\n1,2\n":        {"1", "2"},
		"\n\n;\n1;2\n":              {"1", "2"},
	} {
		rows, err := readAll(strings.NewReader(file), csvio.Limits{})
		if err != io.EOF || len(rows) != 2 || !reflect.DeepEqual(rows[1], want) {
			t.Errorf("%q: %q, %v", file, rows, err)
		}
	}
}

func TestRowCountsAsASpreadsheet(t *testing.T) {
	t.Parallel()
	r, err := csvio.NewReader(strings.NewReader("a\n\"x\ny\"\n\nz\n\n"), csvio.Limits{})
	if err != nil || r.Row() != 1 {
		t.Fatalf("header: row %d, %v", r.Row(), err)
	}
	for _, want := range []int{2, 4} {
		if _, err := r.Next(); err != nil || r.Row() != want {
			t.Errorf("row %d, want %d, %v", r.Row(), want, err)
		}
	}
	if _, err := r.Next(); err != io.EOF || r.Row() != 4 {
		t.Errorf("at the end: row %d, %v", r.Row(), err)
	}
}

func TestWrongCellsDoNotEndTheReading(t *testing.T) {
	t.Parallel()
	r, err := csvio.NewReader(strings.NewReader("a,b\n1\n1,2\n1,2,3\n3,4\n"), csvio.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"row 2, column 2", "", "row 4, column 3", ""} {
		_, err := r.Next()
		if want == "" && err != nil || want != "" && (err == nil || !strings.HasPrefix(err.Error(), want+": ")) {
			t.Errorf("%v, want %q", err, want)
		}
	}
}

func TestSourceErrors(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	for _, file := range []string{
		"", "a", "a,b\n", "a,b\r", "a,b\n1", "a,b\n\"1", "a,b\n\"1\"", strings.Repeat("a,b\n", 3000),
	} {
		src := io.MultiReader(strings.NewReader(file), iotest.ErrReader(broken))
		if rows, err := readAll(src, csvio.Limits{}); !errors.Is(err, broken) {
			t.Errorf("%.20q: %d rows, %v", file, len(rows), err)
		}
	}
}
