package hr

import (
	"net/http"
	"strings"

	"ringfence/domain"
	"ringfence/handlers/pages"
	"ringfence/handlers/web"
	"ringfence/store"
)

const calendarPath = "/absences/calendar"

func calendarRoutes() []web.Route {
	readers := web.AnyOf(domain.Absences.Read.Roles())
	return []web.Route{
		web.Page(calendarPath, "One's own calendar link", calendarPage).For(readers),
		web.Form(calendarPath, "Make a calendar link", submitCalendar).For(readers),
		web.Form(calendarPath+"/remove", "Remove one's calendar link", submitRemoveCalendar).For(readers),
	}
}

// calendarFeed is public: the link is the secret.
func calendarFeed() web.Route {
	return web.Page("/calendar/{token}", "Absences for a calendar program, by a secret link", calendar).For(web.Public).
		Problems("rate-limited")
}

// calendar answers GET /calendar/{token}.ics.
func calendar(c *web.Call) error {
	token, named := strings.CutSuffix(c.PathValue("token"), ".ics")
	if !named {
		return domain.ErrNotFound
	}
	text, err := c.Visitor().Calendar(c.Context(), token)
	if err != nil {
		return err
	}
	c.Respond(http.StatusOK, domain.CalendarType, []byte(text))
	return nil
}

// calendarLink is the page of one's own link; Address is there once.
type calendarLink struct {
	pages.Shell
	Address string
	Since   string // when the present one was made; "": there is none
}

// calendarPage answers GET /absences/calendar.
func calendarPage(c *web.Call) error {
	since, err := c.Tenant().HasCalendar(c.Context())
	if err != nil {
		return err
	}
	page := calendarLink{Shell: c.Shell("Calendar link", c.Tenant().Access()).Under("Absences", "/absences")}
	if since > 0 {
		page.Since = web.FormatTime(since)
	}
	return c.Render(http.StatusOK, calendarShown(page))
}

// submitCalendar answers POST of it: the address is shown, and nowhere to be seen again.
func submitCalendar(c *web.Call) error {
	address, change, err := c.Tenant().MakeCalendar(c.Context())
	if err != nil {
		return err
	}
	if err := c.Tenant().Commit(c.Context(), change, store.Answer{}); err != nil {
		return err
	}
	return c.Render(http.StatusOK, calendarShown(calendarLink{Address: address,
		Shell: c.Shell("Calendar link", c.Tenant().Access()).Under("Absences", "/absences")}))
}

// submitRemoveCalendar answers POST /absences/calendar/remove.
func submitRemoveCalendar(c *web.Call) error {
	change, err := c.Tenant().RemoveCalendar(c.Context())
	if err != nil {
		return err
	}
	return c.CommitTo(change, calendarPath, "Calendar link removed")
}
