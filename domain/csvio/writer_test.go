package csvio_test

import (
	"errors"
	"strings"
	"testing"

	"ringfence/domain/csvio"
)

func written(t *testing.T, cells ...csvio.Cell) string {
	t.Helper()
	var b strings.Builder
	if err := csvio.NewWriter(&b, false).Write(cells...); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestWriterText(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"plain":           "plain",
		"":                `""`,
		"Ŵyn, Ł":          `"Ŵyn, Ł"`,
		`the "other"`:     `"the ""other"""`,
		"two\nlines":      "\"two\nlines\"",
		"a;b":             `"a;b"`,
		"\ufeffmarked":    "\"\ufeffmarked\"",
		"bad \xff\x00":    "bad \uFFFD\uFFFD",
		"=1+1":            "'=1+1",
		"+44 20 7946":     "'+44 20 7946",
		"-1":              "'-1",
		"@SUM(A1)":        "'@SUM(A1)",
		"\t=1":            "\"'\t=1\"",
		"\r=1":            "\"'\r=1\"",
		"\n=1":            "\"'\n=1\"",
		"＝1":              "'＝1",
		"=cmd|' /C x'!A0": "'=cmd|' /C x'!A0",
		"a=1":             "a=1",
		"'=1":             "''=1",
		"''@x":            "'''@x",
		"'tis":            "'tis",
		"'":               "'",
		"\x00=1":          "\uFFFD=1",
	} {
		if got := written(t, csvio.Text(text)); got != want+"\r\n" {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestWriterValue(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"-1234.50": "-1234.50", "+1": "+1", "0": "0", "2026-03-27": "2026-03-27", "27/03/2026 10:00": "27/03/2026 10:00",
		"=1": "'=1", "-1-1": "'-1-1", "--1": "'--1", "-": "'-", "+A1": "'+A1", "@1": "'@1", "1,5": `"1,5"`, "-1|x": "'-1|x",
	} {
		if got := written(t, csvio.Value(text)); got != want+"\r\n" {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestWriterRows(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	w := csvio.NewWriter(&b, true)
	for _, err := range []error{
		w.WriteText("name", "paid"),
		w.Write(csvio.Text("Ann"), csvio.Value("-1.50")),
		w.Write(),
		w.Write(csvio.Text(""), csvio.Text("")),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	if got, want := b.String(), "\ufeffname,paid\r\nAnn,-1.50\r\n,\r\n"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// full counts its calls and takes one.
type full struct{ calls int }

var errFull = errors.New("full")

func (f *full) Write(p []byte) (int, error) {
	if f.calls++; f.calls > 1 {
		return 0, errFull
	}
	return len(p), nil
}

func TestWriterErrorStays(t *testing.T) {
	t.Parallel()
	dst := &full{}
	w := csvio.NewWriter(dst, false)
	for i, want := range []error{nil, errFull, errFull} {
		if err := w.WriteText("a"); !errors.Is(err, want) {
			t.Errorf("row %d: %v", i+1, err)
		}
	}
	if dst.calls != 2 {
		t.Errorf("%d calls: the writer went on after an error", dst.calls)
	}
}
