package pdf_test

import (
	"strings"
	"testing"

	"ringfence/store/pdf"
)

// printed is the text of a document of one paragraph, without the frame.
func printed(t *testing.T, paragraph string) string {
	t.Helper()
	d := pdf.New(testInfo)
	d.Paragraph(paragraph)
	lines := strings.Split(text(t, write(t, d))[0], "\n")
	var kept []string
	for _, line := range lines {
		line = strings.TrimSpace(line)
		if frame := strings.Contains(line, testInfo.Title) || strings.Contains(line, "Page "); line != "" && !frame {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "|")
}

func TestCharacters(t *testing.T) {
	t.Parallel()
	for given, want := range map[string]string{
		"Ŵyn Ŷwch Łukasz Ǻse Șerban": "Ŵyn Ŷwch Łukasz Ǻse Șerban",
		"BMI≤25 and −33 →next":       "BMI≤25 and −33 →next",
		"“quoted” – £1, €2 and a…":   "“quoted” – £1, €2 and a…",
		"(brackets) \\ back":         `(brackets) \ back`,
		"李 and 🙂":                    "□ and □",
		"bad \xff byte":              "bad \uFFFD byte",
		"zero\x00width\u200b\u202e":  "zero width",
		"one\r\ntwo\rthree\u2028x":   "one|two|three|x",
		"tab\tand  two":              "tab and two",
		"{nb}":                       "{nb}",
	} {
		if got := printed(t, given); got != want {
			t.Errorf("%q printed as %q, want %q", given, got, want)
		}
	}
}

// TestLongWord: a digest is cut at the edge, not lost beyond it.
func TestLongWord(t *testing.T) {
	t.Parallel()
	word := strings.Repeat("0123456789abcdef", 20)
	got := printed(t, "before "+word+" after")
	if joined := strings.ReplaceAll(got, "|", ""); !strings.Contains(joined, word) || strings.Count(got, "|") < 3 {
		t.Errorf("printed as %q", got)
	}
}

// TestAnyRune: no character of Unicode ends the program.
func TestAnyRune(t *testing.T) {
	t.Parallel()
	d := pdf.New(testInfo)
	var b strings.Builder
	for c := rune(0); c <= 0x10ffff; c += 7 {
		b.WriteRune(c)
	}
	d.Heading(1, b.String()[:1000])
	d.Paragraph(b.String())
	table := d.Table(pdf.Column{Label: "a"})
	table.Row(b.String()[:5000])
	run(t, write(t, d), "qpdf", "--check", "FILE")
}
