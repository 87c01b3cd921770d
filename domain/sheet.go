package domain

import (
	"cmp"
	"strings"
	"time"
)

// Sheet reads records of a resource from the rows of a table, such as a
// spreadsheet's.
type Sheet struct {
	of     *Resource
	today  string
	found  map[int]bool // the columns that there are headings for
	places []int        // beside the header: the column, or −1 of a heading that is empty
}

// MostImported is how many records one import may have: they are written in one
// transaction.
const MostImported = 2000

// NewSheet takes the headings: names of columns, as the export has them, or
// their labels, in any order. Errors name a heading that is unknown, given twice
// or not the role's to write, and a required column that is not there.
func NewSheet(r *Resource, role Role, header []string, today string) (*Sheet, []FieldError) {
	found := map[int]bool{}
	s, bad := &Sheet{of: r, today: today, found: found}, []FieldError(nil)
	for _, heading := range header {
		i := r.column(heading)
		switch {
		case heading == "":
		case i < 0 || r.Columns[i].Writers == NoRole:
			bad = append(bad, FieldError{Clip(heading), "unknown", "Unknown column \"" + Clip(heading) + "\""})
		case found[i]:
			bad = append(bad, FieldError{r.Columns[i].Name, "duplicate", r.Columns[i].Label + " is there twice"})
		case !r.Columns[i].WritableBy(role, false):
			bad = append(bad, FieldError{r.Columns[i].Name, "forbidden", r.Columns[i].Label + " is not yours to write"})
		}
		found[i] = true
		s.places = append(s.places, i)
	}
	for i := range r.Columns {
		if c := &r.Columns[i]; c.Required && c.Writers != NoRole && !found[i] {
			bad = append(bad, FieldError{c.Name, "required", "There is no column for " + c.Label})
		}
	}
	return s, bad
}

// Onto puts the values of a row onto a record that is there: columns that the
// sheet has no heading for stay as they are. An empty cell clears. It says what is
// wrong with the record as it would stand.
func (s *Sheet) Onto(old Record, values []string) (rec Record, bad []FieldError) {
	rec = old
	rec.Values = append([]string(nil), values...)
	for i := range rec.Values {
		if !s.found[i] {
			rec.Values[i] = old.Values[i]
		}
	}
	if s.of.Check != nil {
		bad = s.of.Check(s.of.Get(rec), s.today)
	}
	return rec, bad
}

// column is the one of a heading, or −1.
func (t *Table) column(heading string) int {
	plain := func(s string) string { return strings.ReplaceAll(Fold(strings.TrimSpace(s)), "_", " ") }
	for i := range t.Columns {
		if heading != "" && (plain(t.Columns[i].Name) == plain(heading) || plain(t.Columns[i].Label) == plain(heading)) {
			return i
		}
	}
	return -1
}

// Row is a record's values beside the columns, and all that is wrong with
// them. What names another record is left as it is written.
func (s *Sheet) Row(cells []string) (values []string, bad []FieldError) {
	values = make([]string, len(s.of.Columns))
	for k, cell := range cells {
		i := s.places[k]
		if i < 0 {
			continue
		}
		c, refused := &s.of.Columns[i], (*FieldError)(nil)
		switch {
		case c.Of != "":
			values[i] = strings.TrimSpace(cell)
		case c.Kind == Date:
			values[i], refused = c.parse(sheetDate(strings.TrimSpace(cell)), true)
		default:
			values[i], refused = c.parse(cell, true)
		}
		if refused != nil {
			bad = append(bad, *refused)
		}
	}
	for i := range s.of.Columns {
		values[i] = cmp.Or(values[i], s.of.Columns[i].Default)
		if c := &s.of.Columns[i]; c.Required && c.Writers != NoRole && values[i] == "" && !names(bad, c.Name) {
			bad = append(bad, *c.Missing())
		}
	}
	if bad == nil && s.of.Check != nil {
		bad = s.of.Check(s.of.Get(Record{Values: values}), s.today)
	}
	return values, bad
}

// sheetDates are how a spreadsheet in Britain writes dates, beside our own way.
var sheetDates = []string{"2/1/2006", "2.1.2006", "2-1-2006", "2 1 2006", "2 Jan 2006", "2 January 2006", "2-Jan-2006"}

// sheetDate is such a date in our own way; anything else as it is.
func sheetDate(s string) string {
	for _, layout := range sheetDates {
		if t, err := time.Parse(layout, s); err == nil {
			return t.Format(time.DateOnly)
		}
	}
	return s
}
