package pdf

import "strconv"

// frames writes header and footer on every page, when their number is known.
// fpdf's own way, an alias in the text, would match bytes across characters.
func (d *Document) frames() {
	total := strconv.Itoa(d.pdf.PageCount())
	for n := 1; n <= d.pdf.PageCount(); n++ {
		d.pdf.SetPage(n)
		d.use(small) // each page names its fonts anew
		d.ends(margin/2, d.info.Author, d.info.Title)
		d.ends(bottom+20, d.info.Footer, "Page "+strconv.Itoa(n)+" of "+total)
	}
}

// ends writes one text at the left margin and one at the right. The left one
// is cut where they would meet.
func (d *Document) ends(y float64, left, right string) {
	right = d.fit(right, textWidth*0.6)
	width := d.pdf.GetStringWidth(right)
	d.put(margin, y, d.fit(left, textWidth-width-20), small)
	d.put(pageWidth-margin-width, y, right, small)
}
