package pdf_test

import (
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"
	"time"

	"ringfence/store/pdf"
)

func TestFrames(t *testing.T) {
	t.Parallel()
	pages := text(t, write(t, sample()))
	if len(pages) < 3 {
		t.Fatalf("%d pages", len(pages))
	}
	for i, page := range pages {
		for _, want := range []string{
			testInfo.Author, testInfo.Title, testInfo.Footer, fmt.Sprintf("Page %d of %d\n", i+1, len(pages)),
		} {
			if strings.Count(page, want) != 1 {
				t.Errorf("page %d has %q %d times", i+1, want, strings.Count(page, want))
			}
		}
	}
}

// TestFramesLookTheSame: whatever a page ended with, its number is as small as
// on the others.
func TestFramesLookTheSame(t *testing.T) {
	t.Parallel()
	words := regexp.MustCompile(`yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">Page<`)
	found := words.FindAllStringSubmatch(run(t, write(t, sample()), "pdftotext", "-bbox", "FILE", "-"), -1)
	if len(found) < 3 {
		t.Fatalf("%d page numbers", len(found))
	}
	for i, word := range found {
		if word[1] != found[0][1] || word[2] != found[0][2] {
			t.Errorf("page %d: from %s to %s, on the first from %s to %s", i+1, word[1], word[2], found[0][1], found[0][2])
		}
	}
}

// TestLongFrames: texts too long for the edge of the page are cut visibly.
func TestLongFrames(t *testing.T) {
	t.Parallel()
	info := testInfo
	info.Title, info.Footer = strings.Repeat("title ", 100), strings.Repeat("footer ", 100)
	page := text(t, write(t, pdf.New(info)))[0]
	if strings.Count(page, "…") != 2 || !strings.Contains(page, "Page 1 of 1") {
		t.Error(page)
	}
}

// TestTableHeads: each page that a table reaches repeats its head, and no row
// is lost or cut in two.
func TestTableHeads(t *testing.T) {
	t.Parallel()
	d := pdf.New(testInfo)
	table := d.Table(pdf.Column{Label: "Number"}, pdf.Column{Label: "What happened", Share: 4})
	for n := range 100 {
		table.Row(fmt.Sprintf("begin%03d", n), fmt.Sprintf("%s end%03d", strings.Repeat("something ", n%37), n))
	}
	next := 0
	for i, page := range text(t, write(t, d)) {
		if strings.Count(page, "What happened") != 1 {
			t.Errorf("page %d: no head", i+1)
		}
		for ; strings.Contains(page, fmt.Sprintf("begin%03d", next)); next++ {
			if !strings.Contains(page, fmt.Sprintf("end%03d", next)) {
				t.Errorf("row %d is cut in two", next)
			}
		}
	}
	if next != 100 {
		t.Errorf("%d rows of 100", next)
	}
}

// TestRowLongerThanAPage goes on over the pages, with every word.
func TestRowLongerThanAPage(t *testing.T) {
	t.Parallel()
	d := pdf.New(testInfo)
	d.Paragraph("Before.")
	table := d.Table(pdf.Column{Label: "The head"}, pdf.Column{Label: "Text"})
	var words strings.Builder
	for n := range 3000 {
		fmt.Fprintf(&words, "w%04d ", n)
	}
	table.Row("a", words.String())
	table.Row("last row")
	pages := text(t, write(t, d))
	all := strings.Join(pages, "\n")
	for n := range 3000 {
		if word := fmt.Sprintf("w%04d", n); strings.Count(all, word) != 1 {
			t.Fatalf("%s stands %d times", word, strings.Count(all, word))
		}
	}
	if len(pages) < 5 || !strings.Contains(pages[0], "w0000") || strings.Count(all, "The head") != len(pages) {
		t.Errorf("%d pages, %d heads", len(pages), strings.Count(all, "The head"))
	}
	if !strings.Contains(pages[len(pages)-1], "last row") {
		t.Error("the last row is missing")
	}
}

// TestHeadingStaysWithItsText: no page ends in a heading.
func TestHeadingStaysWithItsText(t *testing.T) {
	t.Parallel()
	for lines := 40; lines < 50; lines++ {
		d := pdf.New(testInfo)
		d.Paragraph(strings.Repeat("line\n", lines))
		d.Heading(2, "The heading")
		d.Paragraph("Its text.\nAnd more.")
		for i, page := range text(t, write(t, d)) {
			if strings.Contains(page, "The heading") != strings.Contains(page, "Its text.") {
				t.Errorf("%d lines, page %d: heading and text are apart", lines, i+1)
			}
		}
	}
}

func TestErrors(t *testing.T) {
	t.Parallel()
	info := func(change func(*pdf.Info)) *pdf.Document {
		i := testInfo
		change(&i)
		return pdf.New(i)
	}
	wide := pdf.New(testInfo)
	wide.Table(pdf.Column{Label: "One"}).Row("1", "2")
	none := pdf.New(testInfo)
	none.Table().Row("1")
	long := pdf.New(testInfo)
	long.Paragraph(strings.Repeat("x\n", 100_000))
	for name, c := range map[string]struct {
		d    *pdf.Document
		want error
	}{
		"no title":       {info(func(i *pdf.Info) { i.Title = " " }), pdf.ErrInfo},
		"no date":        {info(func(i *pdf.Info) { i.Created = time.Time{} }), pdf.ErrInfo},
		"bad language":   {info(func(i *pdf.Info) { i.Language = "en) /X (" }), pdf.ErrInfo},
		"too many":       {wide, pdf.ErrTable},
		"no columns":     {none, pdf.ErrTable},
		"too many pages": {long, pdf.ErrTooLong},
	} {
		// Calls after the error do nothing; they do not panic.
		c.d.Heading(1, "x")
		c.d.Paragraph("x")
		c.d.Definitions(pdf.Definition{Label: "x"})
		c.d.Table(pdf.Column{}).Row("x")
		if err := c.d.Write(io.Discard); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
