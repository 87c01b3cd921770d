package identity

import (
	"net/http"

	"ringfence/domain"
	"ringfence/handlers/pages"
	"ringfence/handlers/web"
)

// sessionsPage answers GET /sessions.
func sessionsPage(c *web.Call) error {
	list, err := c.Tenant().Sessions(c.Context())
	if err != nil {
		return err
	}
	access := c.Tenant().Access()
	page := SessionsPage{Shell: c.Shell("Where you are signed in", access)}
	for _, s := range list {
		page.Sessions = append(page.Sessions, SessionRow{ID: s.ID, Device: domain.DeviceName(s.Device),
			Started: web.FormatTime(s.CreatedAt), LastUsed: web.FormatTime(s.LastUsedAt), Current: s.Current})
	}
	return c.Render(http.StatusOK, Sessions(page))
}

var sessionFormFields = domain.Fields{{Name: "id", Label: "Session", Kind: domain.ID, Required: true}}

// submitEndSession answers POST /sessions.
func submitEndSession(c *web.Call) error {
	in, err := c.Bind()
	if err != nil {
		return err
	}
	change, err := c.Tenant().EndSession(c.Context(), in.Get("id"))
	if err != nil {
		return err
	}
	return c.CommitTo(change, "/sessions", "Device signed out")
}

// submitEndOthers answers POST /sessions/others.
func submitEndOthers(c *web.Call) error {
	change, err := c.Tenant().EndOtherSessions(c.Context())
	if err != nil {
		return err
	}
	return c.CommitTo(change, "/sessions", "You are signed out everywhere else")
}

// everybodyPage answers GET /users/sessions by asking whether it is meant.
func everybodyPage(c *web.Call) error {
	access, err := c.Tenant().Check(c.Context())
	if err != nil {
		return err
	}
	return c.Render(http.StatusOK, pages.Sheet(pages.SheetPage{
		Shell: c.Shell("Sign everybody out?", access),
		Intro: []string{"Everybody is signed out straight away, on every device but this one, and can sign in again.",
			"What they have not saved is lost."},
		Form: &pages.Form{Action: c.Path(), Submit: "Sign everybody out", Cancel: "/settings", Warn: true},
	}))
}

// submitEverybody answers POST /users/sessions.
func submitEverybody(c *web.Call) error {
	change, err := c.Tenant().EndEverybodysSessions(c.Context())
	if err != nil {
		return err
	}
	return c.CommitTo(change, "/settings", "Everybody is signed out, except you on this device")
}
