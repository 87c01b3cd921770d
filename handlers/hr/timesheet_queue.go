package hr

import (
	"net/http"
	"strings"

	"ringfence/domain"
	"ringfence/handlers/pages"
	"ringfence/handlers/web"
)

// mostTicked bounds what one form can approve.
const mostTicked = 90

var tickedFields = domain.Fields{
	{Name: "ids", Label: "Timesheets", Kind: domain.Lines, Required: true, Max: 65 * mostTicked}}

// queuePage answers GET of the timesheets that wait for the caller.
func queuePage(c *web.Call) error { return showQueue(c, http.StatusOK, nil) }

func showQueue(c *web.Call, status int, errs []pages.FieldError) error {
	weeks, err := c.Tenant().TimesheetQueue(c.Context())
	if err != nil {
		return err
	}
	list, exceptions := domain.Decisions(weeks)
	page := QueuePage{Shell: c.Shell("Timesheets to approve", c.Tenant().Access()).Under("Timesheets", "/timesheets"),
		Form:  pages.Form{Action: "/timesheets/queue", Errors: errs},
		Count: domain.Plural(int64(len(list)), "timesheet waits", "timesheets wait")}
	for _, w := range list[:min(len(list), mostTicked)] {
		week := web.FormatDate(w.Start)
		page.Rows = append(page.Rows, pages.Row{{Content: tick(w.ID, w.Name, week)}, {Text: week},
			{Text: domain.Hours(w.Total), Numeric: true}, {}})
		if list := exceptions[w.ID]; list != nil {
			page.Rows[len(page.Rows)-1][3].Content = unusual(list)
		}
	}
	return c.Render(status, Queue(page))
}

// submitQueue answers POST of those that were ticked.
func submitQueue(c *web.Call) error {
	in, err := c.Bind()
	if err != nil {
		if _, status, ok := web.FormRefusal(err); ok {
			return showQueue(c, status, []pages.FieldError{{Message: "Select the timesheets to approve"}})
		}
		return err
	}
	approved, change, err := c.Tenant().ApproveTimesheets(c.Context(), strings.Split(in.Get("ids"), "\n"))
	if err != nil {
		return err
	}
	return c.CommitTo(change, "/timesheets/queue", domain.Plural(approved, "timesheet", "timesheets")+" approved")
}
