package record

import (
	"net/http"
	"strings"

	"ringfence/domain"
	"ringfence/domain/csvio"
	"ringfence/handlers/web"
)

// exportPage is how many records are read at once.
const exportPage = 1000

// export answers GET of the list as CSV (RFC 4180): every record that the
// filters let through, with the columns that the caller may read of all of
// them. It is more than one round trip where there are more than a page.
func (r resource) export(c *web.Call) error {
	f, err := r.filter(c)
	if err != nil {
		return c.AfterCheck(err)
	}
	f.Limit, f.Named = exportPage, true
	var text strings.Builder
	w := csvio.NewWriter(&text, true)
	for {
		list, err := c.Tenant().List(c.Context(), r.Resource, f)
		if err != nil {
			return err
		}
		role := c.Tenant().Access().User.Role
		if f.After == "" {
			_ = w.WriteText(r.exportHead(role)...) // a strings.Builder does not fail
		}
		for i := range list.Records[:min(len(list.Records), f.Limit)] {
			_ = w.Write(r.exportRow(role, &list.Records[i])...)
		}
		if len(list.Records) <= f.Limit {
			break
		}
		f.After = list.Records[f.Limit-1].ID
	}
	c.SetHeader("Content-Disposition", `attachment; filename="`+r.Name+`.csv"`)
	c.Respond(http.StatusOK, "text/csv; charset=utf-8", []byte(text.String()))
	return nil
}

// exportHead are the names of the columns that the role may read.
func (r resource) exportHead(role domain.Role) (head []string) {
	for i := range r.Columns {
		if c := &r.Columns[i]; c.ReadableBy(role, false) {
			head = append(head, c.Name)
		}
	}
	return head
}

// exportRow is a record's row beside exportHead: an ID is what it names, and a
// value that somebody typed is never taken for a formula.
func (r resource) exportRow(role domain.Role, rec *domain.Record) (row []csvio.Cell) {
	for i := range r.Columns {
		c := &r.Columns[i]
		switch value := rec.Values[i]; {
		case !c.ReadableBy(role, false):
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
