package pdf

// Heading writes a heading of level 1 to 3, which is also a bookmark. It stays
// on the page of what follows it. Another level is taken as the nearest.
func (d *Document) Heading(level int, text string) {
	if d.err != nil {
		return
	}
	level = min(max(level, 1), len(headings))
	s := headings[level-1]
	d.use(s)
	lines := d.wrap(text, textWidth)
	d.space(s.leading * 0.8)
	d.need(float64(len(lines))*s.leading + 4*body.leading)
	d.pdf.Bookmark(line(text), d.depth(level), d.y)
	d.lines(lines, s)
}

// depth is the bookmark's: a level below the one before at most, because a
// viewer cannot show a gap.
func (d *Document) depth(level int) int {
	d.level = min(level, d.level+1)
	return d.level - 1
}

// Paragraph writes running text. Line ends within it stay.
func (d *Document) Paragraph(text string) {
	if d.err != nil {
		return
	}
	d.use(body)
	lines := d.wrap(text, textWidth)
	d.space(8)
	d.need(float64(min(len(lines), 2)) * body.leading)
	d.lines(lines, body)
}

// lines writes lines from the left margin, going on over the page.
func (d *Document) lines(lines []string, s style) {
	d.use(s)
	for _, text := range lines {
		if d.need(s.leading); d.err != nil {
			return
		}
		d.put(margin, d.y, text, s)
		d.y += s.leading
	}
}

// put writes one line in the style in use; y is its upper edge.
func (d *Document) put(x, y float64, text string, s style) {
	if text != "" {
		d.pdf.Text(x, y+(s.leading+s.size*0.72)/2, text)
	}
}

// rule draws a horizontal line.
func (d *Document) rule(y, width float64, colour [3]int) {
	d.pdf.SetDrawColor(colour[0], colour[1], colour[2])
	d.pdf.SetLineWidth(width)
	d.pdf.Line(margin, y, pageWidth-margin, y)
}
