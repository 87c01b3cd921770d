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
		Confirmed bool
	}
	_ = json.Unmarshal([]byte(j.Result), &found) // it is the store's own
	page.Result = []pages.SummaryRow{{Label: "Rows", Value: domain.Count(found.Rows)}, {Label: "Can be added", Value: domain.Count(found.Valid)},
		{Label: "With mistakes", Value: domain.Count(found.Invalid)}}
	for _, e := range found.Errors {
		page.Mistakes = append(page.Mistakes, pages.Row{{Text: domain.Count(e.Row)}, {Text: label(e.Field)}, {Text: e.Message}})
	}
	page.Previewed, page.Preview = previewed(found.Preview)
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
func previewed(records []map[string]any) (columns []string, rows []pages.Row) {
	var names []string
	for _, rec := range records {
		for name, value := range rec {
			if text, ok := value.(string); ok && text != "" && !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	slices.Sort(names)
	for _, name := range names {
		columns = append(columns, label(name))
	}
	for _, rec := range records {
		row := pages.Row{}
		for _, name := range names {
			text, _ := rec[name].(string)
			row = append(row, pages.Cell{Text: text})
		}
		rows = append(rows, row)
	}
	return columns, rows
}
