package pdf_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ringfence/store/pdf"
)

var testInfo = pdf.Info{
	Title:   "Access report for Siân Ŵyn",
	Author:  "Northgate Clinic",
	Footer:  "Printed 24 November 2026 by an administrator",
	Created: time.Date(2026, 11, 24, 10, 30, 0, 0, time.UTC),
}

// write ends a document and returns its bytes.
func write(t *testing.T, d *pdf.Document) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := d.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// run gives a document to a program and returns what it says. A program that is
// missing is a failure: build.sh installs them.
func run(t *testing.T, file []byte, program string, args ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "test.pdf")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	for i, arg := range args {
		args[i] = strings.Replace(arg, "FILE", path, 1)
	}
	said, err := exec.Command(program, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", program, err, said)
	}
	return string(said)
}

// text is what the document says, page by page, as it is laid out.
func text(t *testing.T, file []byte) []string {
	t.Helper()
	pages := strings.Split(run(t, file, "pdftotext", "-layout", "FILE", "-"), "\f")
	return pages[:len(pages)-1]
}

// sample uses every kind of block.
func sample() *pdf.Document {
	d := pdf.New(testInfo)
	d.Heading(1, "Access report")
	d.Paragraph("Everything that the clinic holds about Siân Ŵyn, and who has read it.")
	d.Heading(2, "About you")
	d.Definitions(
		pdf.Definition{Label: "Name", Text: "Siân Ŵyn Ŷ Łukasz"},
		pdf.Definition{Label: "Also written", Text: "Σωκράτης, Александр Ђорђе, Nguyễn Thị"},
		pdf.Definition{Label: "Digest", Text: strings.Repeat("0123456789abcdef", 8)},
	)
	d.Heading(2, "Who has read it")
	table := d.Table(pdf.Column{Label: "When", Share: 2}, pdf.Column{Label: "Who", Share: 3},
		pdf.Column{Label: "Cost", Numeric: true})
	for range 60 {
		table.Row("24 November 2026, 10:30", "A person with a rather long name, of the finance department", "−£1,234.50")
	}
	d.Paragraph("End of the report.")
	return d
}

func TestSample(t *testing.T) {
	t.Parallel()
	file := write(t, sample())
	pages := text(t, file)
	for _, want := range []string{
		"Access report", "Siân Ŵyn Ŷ Łukasz", "Σωκράτης, Александр Ђорђе, Nguyễn Thị", "−£1,234.50",
	} {
		if !strings.Contains(pages[0], want) {
			t.Errorf("the first page lacks %q:\n%s", want, pages[0])
		}
	}
	if last := pages[len(pages)-1]; !strings.Contains(last, "End of the report.") {
		t.Errorf("the last page:\n%s", last)
	}
	if len(file) > 100_000 {
		t.Errorf("%d bytes: the fonts are not cut down", len(file))
	}
}

// TestSound: qpdf finds no fault in the file.
func TestSound(t *testing.T) {
	t.Parallel()
	said := run(t, write(t, sample()), "qpdf", "--check", "FILE")
	if !strings.Contains(said, "No syntax or stream encoding errors found") || strings.Contains(said, "WARNING") {
		t.Error(said)
	}
}

func TestMetadata(t *testing.T) {
	t.Parallel()
	file := write(t, sample())
	said := run(t, file, "pdfinfo", "-isodates", "FILE")
	for _, want := range []string{
		"Title:           Access report for Siân Ŵyn\n", "Author:          Northgate Clinic\n",
		"Producer:        Ringfence\n", "CreationDate:    2026-11-24T10:30:00",
		"ModDate:         2026-11-24T10:30:00", "Page size:       595.28 x 841.89 pts (A4)",
	} {
		if !strings.Contains(said, want) {
			t.Errorf("no %q in\n%s", want, said)
		}
	}
	if !bytes.Contains(file, []byte("/Lang (en-GB)")) {
		t.Error("no language")
	}
}

// TestFontsAreEmbedded: the document looks the same on every machine.
func TestFontsAreEmbedded(t *testing.T) {
	t.Parallel()
	lines := strings.Split(strings.TrimSpace(run(t, write(t, sample()), "pdffonts", "FILE")), "\n")[2:]
	for _, font := range lines {
		if fields := strings.Fields(font); !strings.Contains(font, "Identity-H") || fields[len(fields)-5] != "yes" {
			t.Errorf("not embedded: %s", font)
		}
	}
	if len(lines) != 2 {
		t.Errorf("%d fonts", len(lines))
	}
}

func TestSameBytes(t *testing.T) {
	t.Parallel()
	first := write(t, sample())
	for range 3 {
		if !bytes.Equal(write(t, sample()), first) {
			t.Fatal("the same calls gave other bytes")
		}
	}
}

// TestBookmarks: the headings, nested, without a gap where a level is left out.
func TestBookmarks(t *testing.T) {
	t.Parallel()
	d := pdf.New(testInfo)
	for i, name := range []string{"One", "Deep Ŵ", "Two", "Under"} {
		d.Heading([]int{1, 3, 0, 2}[i], name)
		d.Paragraph("Text.")
	}
	said := run(t, write(t, d), "qpdf", "--json", "--json-key=outlines", "FILE")
	for _, want := range []string{`"title": "One"`, `"title": "Deep Ŵ"`, `"title": "Two"`, `"title": "Under"`} {
		if !strings.Contains(strings.ReplaceAll(said, `\u0174`, "Ŵ"), want) {
			t.Errorf("no %s in %s", want, said)
		}
	}
}
