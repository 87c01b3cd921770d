package pdf

import (
	"errors"
	"io"
	"strings"
	"time"

	"codeberg.org/go-pdf/fpdf"
)

// The page is A4; lengths are points (1/72 inch).
const (
	pageWidth  = 595.28
	pageHeight = 841.89
	margin     = 56.0
	top        = 78.0              // where the text begins, under the header
	bottom     = pageHeight - 70.0 // where it ends, above the footer
	textWidth  = pageWidth - 2*margin
	maxPages   = 2000 // what a person might still open, and an instance can hold
)

// The reasons for which Write refuses a document.
var (
	ErrInfo    = errors.New("pdf: a document needs a title, a date and a language tag")
	ErrTooLong = errors.New("pdf: the document has more than 2,000 pages")
	ErrTable   = errors.New("pdf: a table needs columns, and no row may have more cells")
)

// Info says what a document is.
type Info struct {
	Title    string    // required; also at the top of every page
	Author   string    // the organisation; also at the top of every page
	Footer   string    // at the bottom of every page, beside its number
	Language string    // BCP 47; "" is en-GB
	Created  time.Time // required
}

// Document is one PDF being written.
type Document struct {
	pdf   *fpdf.Fpdf
	info  Info
	err   error
	y     float64 // where the next block begins
	level int     // of the heading before
}

// New begins a document on its first page. A bad Info is told by Write.
func New(info Info) *Document {
	if info.Language == "" {
		info.Language = "en-GB"
	}
	d := &Document{info: info, pdf: fpdf.New("P", "pt", "A4", "")}
	if strings.TrimSpace(info.Title) == "" || info.Created.IsZero() || !isLanguage(info.Language) {
		d.err = ErrInfo
		return d
	}
	d.describe()
	d.pdf.SetAutoPageBreak(false, 0)
	d.pdf.AddUTF8FontFromBytes(family, "", regular)
	d.pdf.AddUTF8FontFromBytes(family, "B", bold)
	d.addPage()
	return d
}

// describe writes the metadata, and takes from fpdf whatever would differ from
// one run to the next.
func (d *Document) describe() {
	created := d.info.Created.UTC()
	d.pdf.SetCatalogSort(true)
	d.pdf.SetCreationDate(created)
	d.pdf.SetModificationDate(created)
	d.pdf.SetProducer("Ringfence", true)
	d.pdf.SetTitle(line(d.info.Title), true)
	d.pdf.SetLang(d.info.Language)
	if d.info.Author != "" {
		d.pdf.SetAuthor(line(d.info.Author), true)
	}
}

// isLanguage keeps to the letters of a language tag: the tag is written as it is.
func isLanguage(tag string) bool {
	const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-"
	return strings.Trim(tag, letters) == ""
}

// Write ends the document and writes it. Errors: ErrInfo, ErrTooLong, ErrTable,
// or what w answered. Call it once.
func (d *Document) Write(w io.Writer) error {
	if d.err != nil {
		return d.err
	}
	d.frames()
	return d.pdf.Output(w)
}

// addPage begins a page.
func (d *Document) addPage() {
	if d.pdf.PageCount() == maxPages {
		d.err = ErrTooLong
		return
	}
	d.pdf.AddPage()
	d.y = top
}

// need begins a page unless height is left on this one.
func (d *Document) need(height float64) {
	if d.y+height > bottom && d.y > top {
		d.addPage()
	}
}

// space leaves room above a block that does not begin a page.
func (d *Document) space(height float64) {
	if d.y > top {
		d.y += height
	}
}
