package pdf

// Column is one column of a table.
type Column struct {
	Label   string
	Share   float64 // of the width, beside the other columns' shares; 0 is 1
	Numeric bool    // stands to the right
}

// Definition is a label and what it stands for.
type Definition struct{ Label, Text string }

const (
	padX, padY = 4.0, 4.0 // around the text of a cell
	faint      = 0.4      // the width of the line under a row
)

var ruleGrey = [3]int{0xb5, 0xbf, 0xc6}

// Table is a table being written, row by row.
type Table struct {
	d       *Document
	columns []Column
	styles  []style
	widths  []float64
	head    bool
	fresh   float64 // what the head leaves of a page
}

// Table begins a table. Its head is repeated on each page that it reaches.
func (d *Document) Table(columns ...Column) *Table {
	if len(columns) == 0 && d.err == nil {
		d.err = ErrTable
	}
	t := &Table{d: d, columns: columns, head: true}
	for range columns {
		t.styles = append(t.styles, body)
	}
	t.measure()
	d.space(8)
	t.begin(body.leading + 2*padY)
	return t
}

// Definitions writes labels and what they stand for in two columns.
func (d *Document) Definitions(list ...Definition) {
	t := &Table{d: d, columns: []Column{{Share: 3}, {Share: 7}}, styles: []style{bodyBold, body}, fresh: bottom - top}
	t.measure()
	d.space(4)
	for _, item := range list {
		t.Row(item.Label, item.Text)
	}
	d.space(6)
}

// measure shares the width of the page out.
func (t *Table) measure() {
	total := 0.0
	for _, column := range t.columns {
		total += column.share()
	}
	for _, column := range t.columns {
		t.widths = append(t.widths, textWidth*column.share()/total)
	}
}

func (c Column) share() float64 {
	if c.Share <= 0 {
		return 1
	}
	return c.Share
}

// begin writes the head, with room under it for a row of that height.
func (t *Table) begin(height float64) {
	if !t.head || t.d.err != nil {
		return
	}
	labels, bolds := make([]string, len(t.columns)), make([]style, len(t.columns))
	for i, column := range t.columns {
		labels[i], bolds[i] = column.Label, bodyBold
	}
	cells := t.wrap(labels, bolds)
	t.fresh = bottom - top - tall(cells)
	t.d.need(tall(cells) + height)
	t.draw(cells, bolds)
	t.d.rule(t.d.y, 1, ink)
}

// Row writes one row; cells that are missing are empty. A row stays on one page
// unless it is longer than a page.
func (t *Table) Row(cells ...string) {
	if len(cells) > len(t.columns) && t.d.err == nil {
		t.d.err = ErrTable
	}
	if t.d.err != nil {
		return
	}
	lines := t.wrap(cells, t.styles)
	for t.d.err == nil && t.d.y+tall(lines) > bottom {
		if tall(lines) > t.fresh {
			lines = t.drawPart(lines)
		}
		t.nextPage()
	}
	if t.d.err == nil {
		t.draw(lines, t.styles)
		t.d.rule(t.d.y, faint, ruleGrey)
	}
}
