package ledger

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"ringfence/domain"
	"ringfence/handlers/pages"
	"ringfence/handlers/web"
	"ringfence/store"
)

var activityParams = append([]web.Param{
	web.TextParam("who", "A part of the name of who did it"),
	web.TextParam("kind", "What an action's name begins with, such as auth"),
	web.TextParam("entity", "Kind of record"),
	web.TextParam("entity_id", "Id of the record"),
	web.TextParam("from", "On or after this date"),
	web.TextParam("to", "On or before this date"),
	web.TextParam("before", "The first of the page behind"),
}, web.PageParams...)

// activityFilter is auditFilter of the page: its dates are the organisation's.
func activityFilter(c *web.Call) (store.AuditFilter, error) {
	q := c.Query()
	f := store.AuditFilter{
		Who: q.Text("who"), Kind: q.Text("kind"), Entity: q.Text("entity"), EntityID: q.Text("entity_id"),
		From: q.Day("from", false), Until: q.Day("to", true),
		Before: q.Number("cursor"), After: q.Number("before"), Limit: q.Limit(),
	}
	return f, q.Err()
}

// activityPage answers GET /ledger.
func activityPage(c *web.Call) error {
	f, err := activityFilter(c)
	if err != nil {
		return c.AfterCheck(err)
	}
	found, err := c.Tenant().Activity(c.Context(), f)
	if err != nil {
		return err
	}
	lines, leads := web.PagedBothWays(c, found.Lines, f.Limit, linkCursor)
	page := ActivityPage{Shell: c.Shell("Activity", c.Tenant().Access()), Filters: filterFields(c, f, found.People),
		Active: f.Who+f.Kind+f.Entity+f.EntityID != "" || f.From+f.Until != 0,
		Days:   days(lines, c.Now().UnixMilli()), Pages: leads, Check: checkOf(found.Check)}
	if f.EntityID != "" && len(lines) > 0 {
		page.About = lines[0].About
	}
	if found.Under != nil {
		page.Under = pages.Link{Label: progress(found.Under), Href: "/jobs/" + found.Under.ID}
	}
	return c.Render(http.StatusOK, ShowActivity(page))
}

func progress(j *domain.Job) string {
	if j.Total == 0 {
		return "The activity log will be checked within a minute."
	}
	total := domain.Plural(j.Total, "entry", "entries")
	return "The activity log is being checked: " + domain.Count(j.Done) + " of " + total + "."
}

func checkOf(found *store.LedgerCheck) *CheckResult {
	if found == nil {
		return nil
	}
	return &CheckResult{Valid: found.Valid, At: web.FormatTime(found.At), Head: found.Head,
		Entries: domain.Plural(found.Entries, "entry", "entries"), FirstBad: domain.Count(found.FirstBad)}
}

func filterFields(c *web.Call, f store.AuditFilter, people []string) []pages.FormField {
	kinds := []pages.Option{{Label: "Everything"}}
	for _, k := range domain.ActivityKinds() {
		kinds = append(kinds, pages.Option{Value: k.Name, Label: k.Label})
	}
	q := c.Request().URL.Query()
	list := []pages.FormField{
		{Name: "who", Label: "Person", Value: f.Who, Required: true, Suggest: people},
		{Name: "kind", Label: "Activity", Kind: pages.Select, Value: f.Kind, Options: kinds, Required: true},
		{Name: "from", Label: "From", Kind: pages.Day, Value: q.Get("from"), Required: true},
		{Name: "to", Label: "To", Kind: pages.Day, Value: q.Get("to"), Required: true},
	}
	for _, name := range []string{"entity", "entity_id"} {
		if value := q.Get(name); value != "" {
			list = append(list, pages.FormField{Name: name, Kind: pages.Hidden, Value: value})
		}
	}
	return list
}

// days groups lines by the organisation's day.
func days(lines []store.AuditLine, now int64) (list []Day) {
	yesterday := domain.Local(now).AddDate(0, 0, -1).Format(time.DateOnly)
	names := map[string]string{domain.Today(now): "Today", yesterday: "Yesterday"}
	for i, a := range web.Activity(lines) {
		if n := len(list); n == 0 || list[n-1].Lines[0].Day != a.Day {
			list = append(list, Day{Title: strings.TrimPrefix(names[domain.Today(lines[i].At)]+", "+a.Day, ", ")})
		}
		last := &list[len(list)-1]
		last.Lines = append(last.Lines, Line{Activity: a, Href: "/ledger/" + strconv.FormatInt(lines[i].Seq, 10)})
	}
	return list
}

// submitVerify answers POST /ledger/verify: the whole chain is checked in the
// background.
func submitVerify(c *web.Call) error {
	_, change, err := c.Tenant().StartJob(c.Context(), store.LedgerVerify, "")
	if err != nil {
		return err
	}
	return c.CommitTo(change, "/ledger", "The check has started")
}
