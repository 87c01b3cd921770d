package record

import (
	"bytes"
	"io"
	"strings"

	"ringfence/domain"
	"ringfence/domain/csvio"
	"ringfence/handlers/web"
	"ringfence/store"
)

// exportPage is how many records are read at once.
const exportPage = 1000

// export answers GET of the list as CSV (RFC 4180): every record that the
// filters let through, with the columns that the caller may read of all of
// them. It is sent page by page: one alone is in memory. It begins with a byte
// order mark: who asks by a page opens it in a spreadsheet.
func (r resource) export(c *web.Call) error {
	f, err := r.filter(c)
	if err != nil {
		return c.AfterCheck(err)
	}
	return r.sendExport(c, f, true)
}

// bomParam asks for a byte order mark.
var bomParam = web.TextParam("bom", "true for a byte order mark, without which some spreadsheets do not read UTF-8")

// exportJSON answers GET of the same to a program, which has the mark on request.
func (r resource) exportJSON(c *web.Call) error {
	q := c.Query()
	bom := q.Text("bom")
	if bom != "" && bom != "true" && bom != "false" {
		q.Refuse("bom", "unknown", "bom must be true or false")
	}
	f := r.filterOf(q)
	if err := q.Err(); err != nil {
		return c.AfterCheck(err)
	}
	return r.sendExport(c, f, bom == "true")
}

func (r resource) sendExport(c *web.Call, f store.Filter, mark bool) error {
	f.Limit, f.Named, f.Keyed = exportPage, true, true
	c.SetHeader("Content-Disposition", `attachment; filename="`+r.Name+`.csv"`)
	return c.Stream("text/csv; charset=utf-8", -1, r.exportParts(c, f, mark))
}

// exportParts makes the text of a page at a time, the first with its head.
func (r resource) exportParts(c *web.Call, f store.Filter, mark bool) func() ([]byte, error) {
	first, last := true, false
	return func() ([]byte, error) {
		if last {
			return nil, io.EOF
		}
		list, err := c.Tenant().List(c.Context(), r.Resource, f)
		if err != nil {
			return nil, err
		}
		text, role := bytes.Buffer{}, c.Tenant().Access().User.Role
		w := csvio.NewWriter(&text, first && mark)
		if first {
			_ = w.WriteText(r.exportHead(role)...) // a bytes.Buffer does not fail
		}
		for i := range list.Records[:min(len(list.Records), f.Limit)] {
			_ = w.Write(r.exportRow(role, &list.Records[i])...)
		}
		if first, last = false, len(list.Records) <= f.Limit; !last {
			f.After = list.Records[f.Limit-1].ID
		}
		return text.Bytes(), nil
	}
}

// exported reports a column that the role may read. What can be imported again
// has none of the application's own.
func (r resource) exported(role domain.Role, c *domain.Column) bool {
	return c.ReadableBy(role, false) && (c.Typed() || !r.Imports)
}

// exportHead are the names of the columns that the role may read.
func (r resource) exportHead(role domain.Role) (head []string) {
	for i := range r.Columns {
		if c := &r.Columns[i]; r.exported(role, c) {
			head = append(head, c.Name)
		}
	}
	return head
}

// exportRow is a record's row beside exportHead: an ID is what it names, or what
// an import knows that by, and a value that somebody typed is never taken for a
// formula.
func (r resource) exportRow(role domain.Role, rec *domain.Record) (row []csvio.Cell) {
	for i := range r.Columns {
		c := &r.Columns[i]
		switch value := rec.Values[i]; {
		case !r.exported(role, c):
		case c.Of != "":
			row = append(row, csvio.Text(rec.Names[i]))
		case c.Kind.Plain() || value == "":
			row = append(row, csvio.Text(value))
		default:
			row = append(row, csvio.Value(strings.Trim(c.Kind.JSON(value), `"`)))
		}
	}
	return row
}
