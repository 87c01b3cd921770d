package ops

import (
	"encoding/json"
	"slices"
	"strings"

	"ringfence/domain"
	"ringfence/handlers/pages"
)

// importResult shows what an import has found: what is wrong row by row, or what
// would be written, with the button that writes it.
func importResult(page *JobPage, j domain.Job) {
	var found struct {
		Rows, Invalid, Add, Change, Same int64
		Errors                           []struct {
			Row            int64
			Field, Message string
		}
		Preview   []map[string]any
		Table     string
		Confirmed bool
	}
	_ = json.Unmarshal([]byte(j.Result), &found) // it is the store's own
	page.Result = nil
	for _, line := range []struct {
		label string
		n     int64
	}{{"Rows", found.Rows}, {"To add", found.Add}, {"To change", found.Change}, {"As they are already", found.Same}, {"With mistakes", found.Invalid}} {
		page.Result = append(page.Result, pages.SummaryRow{Label: line.label, Value: domain.Count(line.n)})
	}
	for _, e := range found.Errors {
		page.Mistakes = append(page.Mistakes, pages.Row{{Text: domain.Count(e.Row)}, {Text: label(e.Field)}, {Text: e.Message}})
	}
	written := slices.DeleteFunc(found.Preview, func(rec map[string]any) bool { return text(rec, "action") == "same" })
	page.Previewed, page.Preview = previewed(domain.ResourceNamed(found.Table), written)
	switch {
	case found.Confirmed:
		page.Verdict = "All of it has been saved."
	case found.Invalid > 0:
		page.Verdict = "Nothing has been saved. Correct the file and send it again."
	case found.Add+found.Change > 0:
		page.Verdict, page.ConfirmAction = "Nothing has been saved yet.", "/jobs/"+j.ID+"/confirm"
	case found.Same > 0:
		page.Verdict = "Nothing to save: everybody in the file is there already, with the same details."
	}
}

// previewed is a table of the first records: the columns that any of them has.
func previewed(r *domain.Resource, records []map[string]any) (columns []string, rows []pages.Row) {
	if r == nil {
		return nil, nil
	}
	rows = make([]pages.Row, len(records))
	if len(records) > 0 {
		columns = append(columns, "Row", "What happens")
	}
	for k, rec := range records {
		row, _ := rec["row"].(float64)
		rows[k] = pages.Row{{Text: domain.Count(int64(row)), Numeric: true}, {Text: happens(r, rec)}}
	}
	for i := range r.Columns {
		c := &r.Columns[i]
		if !slices.ContainsFunc(records, func(rec map[string]any) bool { return text(rec, c.Name) != "" }) {
			continue
		}
		columns = append(columns, c.Label)
		for k, rec := range records {
			rows[k] = append(rows[k], pages.Cell{Text: c.Kind.Display(text(rec, c.Name))})
		}
	}
	return columns, rows
}

// happens says what becomes of a row.
func happens(r *domain.Resource, rec map[string]any) string {
	if text(rec, "action") == "add" {
		return "Added"
	}
	var parts []string
	list, _ := rec["changes"].([]any)
	for _, each := range list {
		change, _ := each.(map[string]any)
		i := r.Index(text(change, "field"))
		if i < 0 { // of a build that had another column
			continue
		}
		c, _ := change["cleared"].(bool)
		parts = append(parts, changeWords(&r.Columns[i], text(change, "from"), text(change, "to"), c))
	}
	return strings.Join(parts, "; ")
}

// changeWords are a change as far as it may be shown.
func changeWords(c *domain.Column, from, to string, cleared bool) string {
	switch {
	case cleared:
		return c.Label + " removed"
	case from != "" && to != "":
		return c.Label + ": " + c.Kind.Display(from) + " becomes " + c.Kind.Display(to)
	case to != "":
		return c.Label + ": " + c.Kind.Display(to)
	}
	return c.Label + " changed"
}

func text(rec map[string]any, name string) string {
	value, _ := rec[name].(string)
	return value
}
