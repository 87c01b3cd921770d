package hr

import (
	"net/http"
	"time"

	"ringfence/domain"
	"ringfence/handlers/pages"
	"ringfence/handlers/web"
	"ringfence/store"
)

// A month's timesheets are those of the weeks that end in it.

var (
	lockedSchema = web.Named("LockedTimesheets", web.Object(web.Has("period", web.Text), web.Has("locked", web.Integer),
		web.Has("left", web.Integer)))
)

// lockMonth answers POST of a month whose approved timesheets are locked. Sent
// again it locks what was approved since, or nothing.
func lockMonth(c *web.Call) error {
	in, err := c.Bind()
	if err != nil {
		return err
	}
	month := in.Get("period")
	locked, left, change, err := c.Tenant().LockTimesheets(c.Context(), month)
	if err != nil {
		return err
	}
	o := domain.Object{}
	body := o.Text("period", month).Int("locked", locked).Int("left", left).String()
	return c.Commit(change, store.Answer{Status: http.StatusOK, Type: web.JSONType, Body: body})
}

// monthPage answers GET of a month: how its timesheets stand, and what can be
// locked. Unless one is named it is the last that is over.
func monthPage(c *web.Call) error {
	today, _ := time.Parse(time.DateOnly, c.Today()) // it is the clock's
	q := c.Query()
	month := period(q, today.AddDate(0, 0, -today.Day()).Format("2006-01"))
	if err := q.Err(); err != nil {
		return c.AfterCheck(err)
	}
	list, err := c.Tenant().TimesheetMonth(c.Context(), month)
	if err != nil {
		return err
	}
	first, last := domain.WeeksEndingIn(month)
	shell := c.Shell("Payroll: "+domain.Month.Display(month), c.Tenant().Access()).Under("Timesheets", "/timesheets")
	page := MonthPage{Shell: shell, Month: month,
		Weeks: "Weeks starting " + web.FormatDate(first) + " to " + web.FormatDate(last),
		Asked: []pages.FormField{{Name: "period", Label: "Month", Kind: pages.Month, Value: month, Required: true}}}
	for _, s := range list {
		page.Rows = append(page.Rows, monthRow(s, "&from="+first+"&to="+last))
		switch s.State {
		case "approved":
			page.Lock = "Lock " + domain.Plural(s.Count, "approved timesheet", "approved timesheets")
		case "locked":
			page.Export = "/api/hr/timesheets/export.csv?period=" + month
		}
	}
	return c.Render(http.StatusOK, Month(page))
}

// monthRow is a state with the list that it leads to, within the month.
func monthRow(s store.MonthState, within string) pages.Row {
	state := domain.Timesheets.States.Named(s.State)
	return pages.Row{{Content: pages.Tag(state.Label, state.Colour)},
		{Text: domain.Count(s.Count), Href: "/timesheets?state=" + s.State + within, Numeric: true},
		{Text: domain.Hours(s.Minutes), Numeric: true}}
}

// submitMonth answers POST of the month to lock.
func submitMonth(c *web.Call) error {
	in, err := c.Bind()
	if err != nil {
		return err
	}
	month := in.Get("period")
	locked, left, change, err := c.Tenant().LockTimesheets(c.Context(), month)
	if err != nil {
		return err
	}
	notice := domain.Plural(locked, "timesheet", "timesheets") + " locked"
	if left > 0 {
		notice += ". " + domain.Count(left) + " more can be locked: lock again"
	}
	return c.CommitTo(change, "/timesheets/payroll?period="+month, notice)
}
