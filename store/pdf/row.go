package pdf

// tall is the height of a row: its cells' lines and the space around them.
func tall(cells [][]string) float64 {
	lines := 1
	for _, cell := range cells {
		lines = max(lines, len(cell))
	}
	return float64(lines)*body.leading + 2*padY
}

// wrap breaks the text of each cell into the lines of its column.
func (t *Table) wrap(texts []string, styles []style) [][]string {
	cells := make([][]string, len(texts))
	for i, text := range texts {
		t.d.use(styles[i])
		cells[i] = t.d.wrap(text, t.widths[i]-2*padX)
	}
	return cells
}

// draw writes a row and moves below it.
func (t *Table) draw(cells [][]string, styles []style) {
	x := margin
	for i, cell := range cells {
		t.d.use(styles[i])
		for n, text := range cell {
			at := x + padX
			if t.columns[i].Numeric {
				at = x + t.widths[i] - padX - t.d.pdf.GetStringWidth(text)
			}
			t.d.put(at, t.d.y+padY+float64(n)*body.leading, text, styles[i])
		}
		x += t.widths[i]
	}
	t.d.y += tall(cells)
}

// drawPart writes as many lines of a row as the page has room for, and returns
// the rest. Where even the space around a line is missing it writes none.
func (t *Table) drawPart(cells [][]string) (rest [][]string) {
	fits := int((bottom - t.d.y - 2*padY) / body.leading)
	if fits < 1 {
		return cells
	}
	now, rest := make([][]string, len(cells)), make([][]string, len(cells))
	for i, cell := range cells {
		n := min(fits, len(cell))
		now[i], rest[i] = cell[:n], cell[n:]
	}
	t.draw(now, t.styles)
	return rest
}

// nextPage begins a page and repeats the head on it.
func (t *Table) nextPage() {
	if t.d.addPage(); t.d.err == nil {
		t.begin(0)
	}
}
