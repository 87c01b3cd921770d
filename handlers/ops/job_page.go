package ops

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"ringfence/domain"
	"ringfence/handlers/pages"
	"ringfence/handlers/web"
	"ringfence/store"
)

// jobRefresh is how often the page of a job that is under way loads itself
// anew, in seconds.
const jobRefresh = 5

// jobPage answers GET /jobs/{id}.
func jobPage(c *web.Call) error {
	j, err := c.Tenant().Job(c.Context(), c.PathValue("id"))
	if err != nil {
		return err
	}
	page := JobPage{Shell: c.Shell(web.JobTitle(j.Kind), c.Tenant().Access()), State: string(j.State), Over: j.Over(),
		Done: strconv.FormatInt(j.Done, 10), Errors: jobErrors(j), Result: jobResult(j)}
	if j.Total > 0 {
		page.Total = strconv.FormatInt(j.Total, 10)
	}
	if j.Kind == store.ImportJob && j.Result != "" {
		importResult(&page, j)
	}
	if !j.Over() {
		page.Refresh, page.CancelAction = jobRefresh, "/jobs/"+j.ID+"/cancel"
	}
	page.Times = []pages.SummaryRow{{Label: "Asked for", Value: web.FormatTime(j.CreatedAt)}}
	if j.FinishedAt != 0 {
		page.Times = append(page.Times, pages.SummaryRow{Label: "Ended", Value: web.FormatTime(j.FinishedAt)})
	}
	return c.Render(http.StatusOK, Job(page))
}

func jobErrors(j domain.Job) (list []string) {
	var errs []struct {
		Message string `json:"message"`
	}
	_ = json.Unmarshal([]byte(j.Errors), &errs) // they are the store's own
	for _, e := range errs {
		list = append(list, e.Message)
	}
	return list
}

// jobResult lays the result's members out by name.
func jobResult(j domain.Job) (rows []pages.SummaryRow) {
	members := map[string]json.RawMessage{}
	if j.Result != "" {
		_ = json.Unmarshal([]byte(j.Result), &members) // they are the store's own
	}
	for name, value := range members {
		rows = append(rows, pages.SummaryRow{Label: label(name), Value: plainValue(value)})
	}
	slices.SortFunc(rows, func(a, b pages.SummaryRow) int { return strings.Compare(a.Label, b.Label) })
	return rows
}

// label makes words for a reader of a member's name.
func label(name string) string {
	return domain.Capital(strings.ReplaceAll(name, "_", " "))
}

// plainValue is a JSON value for a reader: text without quotes, yes and no,
// nothing for null.
func plainValue(value json.RawMessage) string {
	switch s := string(value); s {
	case "null":
		return "None"
	case "true":
		return "Yes"
	case "false":
		return "No"
	}
	var text string
	if json.Unmarshal(value, &text) == nil {
		return text
	}
	return string(value)
}
