package identity

import (
	"net/http"
	"net/url"

	"ringfence/domain"
	"ringfence/handlers/web"
	"ringfence/store"
)

// Every way of signing in begins with a visitor's handle and ends with
// entered, or with enteredPage.

// challengeCookie holds what the page of the second step has to present.
// __Host- keeps it to this host alone.
const challengeCookie = "__Host-challenge"

// entered answers a step of signing in that went well: with the session and
// its cookie, or with the challenge of the second step.
func entered(c *web.Call, e *store.Entry) error {
	o := domain.Object{}
	if e.Session == nil {
		return c.JSON(http.StatusOK, o.Bool("mfa_required", true).Text("challenge", e.Challenge).Bytes())
	}
	token, err := c.StartSession(e.Session)
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, o.Text("token", token).Text("expires_at", web.Timestamp(e.Session.ExpiresAt)).
		Raw("user", userJSON(e.Session.User)).Bytes())
}

// enteredPage is entered for a browser, which goes on to next, or to the page
// of the second step.
func enteredPage(c *web.Call, e *store.Entry, next string) error {
	next = localPath(next)
	if e.Session == nil {
		c.SetCookie(challengeCookie, e.Challenge, int(domain.ChallengeLife.Seconds()))
		return c.Redirect("/login/mfa?next=" + url.QueryEscape(next))
	}
	if _, err := c.StartSession(e.Session); err != nil {
		return err
	}
	return c.Redirect(next)
}
