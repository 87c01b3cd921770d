package ops

import (
	"encoding/json"
	"slices"

	"ringfence/domain"
	"ringfence/handlers/pages"
)

// importResult shows what an import has found: what is wrong row by row, or what
// would be written, with the button that writes it.
func importResult(page *JobPage, j domain.Job) {
	var found struct {
		Rows, Valid, Invalid int64
		Errors               []struct {
			Row            int64
			Field, Message string
		}
		Preview   []map[string]any
		Table     string
		Confirmed bool
	}
	_ = json.Unmarshal([]byte(j.Result), &found) // it is the store's own
	page.Result = []pages.SummaryRow{{Label: "Rows", Value: domain.Count(found.Rows)}, {Label: "Can be added", Value: domain.Count(found.Valid)},
		{Label: "With mistakes", Value: domain.Count(found.Invalid)}}
	for _, e := range found.Errors {
		page.Mistakes = append(page.Mistakes, pages.Row{{Text: domain.Count(e.Row)}, {Text: label(e.Field)}, {Text: e.Message}})
	}
	page.Previewed, page.Preview = previewed(domain.ResourceNamed(found.Table), found.Preview)
	switch {
	case found.Confirmed:
		page.Verdict = "All of it has been added."
	case found.Invalid > 0:
		page.Verdict = "Nothing has been added. Mend the file and send it again."
	case found.Valid > 0:
		page.Verdict, page.ConfirmAction = "Nothing has been added yet.", "/jobs/"+j.ID+"/confirm"
	}
}

// previewed is a table of the first records: the columns that any of them has.
func previewed(r *domain.Resource, records []map[string]any) (columns []string, rows []pages.Row) {
	if r == nil {
		return nil, nil
	}
	rows = make([]pages.Row, len(records))
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

func text(rec map[string]any, name string) string {
	value, _ := rec[name].(string)
	return value
}
