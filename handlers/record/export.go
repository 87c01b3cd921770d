package record

import (
	"encoding/csv"
	"net/http"
	"strings"

	"ringfence/domain"
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
	w := csv.NewWriter(&text)
	w.UseCRLF = true
	for {
		list, err := c.Tenant().List(c.Context(), r.Resource, f)
		if err != nil {
			return err
		}
		role := c.Tenant().Access().User.Role
		if f.After == "" {
			_ = w.Write(r.exportRow(role, nil)) // a strings.Builder does not fail
		}
		for i := range list.Records[:min(len(list.Records), f.Limit)] {
			_ = w.Write(r.exportRow(role, &list.Records[i]))
		}
		if len(list.Records) <= f.Limit {
			break
		}
		f.After = list.Records[f.Limit-1].ID
	}
	w.Flush()
	c.SetHeader("Content-Disposition", `attachment; filename="`+r.Name+`.csv"`)
	c.Respond(http.StatusOK, "text/csv; charset=utf-8", []byte(text.String()))
	return nil
}

// exportRow is a record's row, or the headings.
func (r resource) exportRow(role domain.Role, rec *domain.Record) []string {
	var row []string
	for i := range r.Columns {
		c := &r.Columns[i]
		switch {
		case !c.ReadableBy(role, false):
		case rec == nil:
			row = append(row, c.Name)
		default:
			row = append(row, inert(r.exported(rec, i)))
		}
	}
	return row
}

// exported is a value as JSON has it, without quotes; an ID is what it names.
func (r resource) exported(rec *domain.Record, i int) string {
	c := &r.Columns[i]
	if c.Of != "" {
		return rec.Names[i]
	}
	if rec.Values[i] == "" {
		return ""
	}
	if c.Kind.Plain() {
		return rec.Values[i]
	}
	return strings.Trim(c.Kind.JSON(rec.Values[i]), `"`)
}

// inert keeps a spreadsheet from taking text for a formula (OWASP, CSV
// injection); a number stays one.
func inert(text string) string {
	if text == "" || !strings.ContainsRune("=+-@\t\r", rune(text[0])) || text[0] == '-' && strings.Trim(text[1:], "0123456789.") == "" {
		return text
	}
	return "'" + text
}
