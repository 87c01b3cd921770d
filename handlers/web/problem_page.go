package web

import (
	"net/http"
	"net/url"
	"strconv"

	"ringfence/domain"
	"ringfence/handlers/pages"
	"ringfence/store"
)

// failPage shows a refusal. Who is not signed in is led to do so, and who has
// yet to set up a second factor to where that is done.
func (c *Call) failPage(e *domain.Error, k problemKind) {
	if e.Code == "unauthenticated" {
		if err := c.Redirect("/login" + c.next()); err == nil {
			return
		}
	}
	if e.Code == domain.ErrEnrolment.Code {
		if err := c.Redirect("/account"); err == nil {
			return
		}
	}
	page := pages.ProblemPage{Shell: c.Shell(k.title, c.known()), Status: strconv.Itoa(k.status), Detail: e.Message,
		RequestID: c.id, Actions: nextSteps[e.Code]}
	if page.Actions == nil && e.Code != domain.ErrUnknownHost.Code {
		page.Actions = []pages.Link{{Label: "Go to the start page", Href: "/"}}
	}
	if err := c.Render(k.status, pages.Problem(page)); err != nil {
		c.Respond(k.status, ProblemMedia, c.problem(e))
	}
}

// known is who is signed in, so that a refusal keeps their menu and name: also
// one that came before anybody was asked for, such as of an address that is not there.
func (c *Call) known() *store.Access {
	if c.tenant == nil {
		return nil
	}
	claims, err := c.cookieClaims()
	if access := c.tenant.Known(); access != nil || err != nil {
		return access
	}
	role, _ := domain.ParseRole(claims.Role)
	asks := c.tenant.For(store.Request{ID: c.id, SessionID: claims.Session, AccountID: claims.Subject, Role: role,
		Page: true})
	_, _ = asks.Check(c.Context()) // without it the page has no menu
	return asks.Known()
}

// nextSteps lead on from a refusal, where the start page would not.
var nextSteps = map[string][]pages.Link{
	"sso-failed":        {{Label: "Go back to sign in", Href: "/login"}},
	"sso-not-connected": {{Label: "Go back to sign in", Href: "/login"}},
	"sso-unavailable":   {{Label: "Go back to sign in", Href: "/login"}},
	"sign-in-again":     {{Label: "Sign in again", Href: "/login?next=%2Faccount"}},
	"no-second-factor":  {{Label: "Go back to your account", Href: "/account"}},
	"identity-taken":    {{Label: "Go back to single sign-on", Href: "/account/sso"}},
	"last-way-in":       {{Label: "Go back to single sign-on", Href: "/account/sso"}},
}

// mostNext is how long the address may be that signing in leads on to.
const mostNext = 2000

// next remembers where a reader wanted to go, with what was asked for there, and
// has the sign-in page say why it is shown to somebody who was signed in.
func (c *Call) next() string {
	posted, to := c.r.Method != http.MethodGet, c.r.URL.RequestURI()
	switch {
	case c.Cookie(SessionCookie) == "":
	case !posted:
		c.warn("You have been signed out. Sign in to continue.")
	case c.keepForm():
		c.warn("You have been signed out. Sign in again: what you typed has been kept.")
	default:
		c.warn("You have been signed out, so nothing was saved. " +
			"What you typed is still there when you go back in your browser.")
	}
	if posted && !c.server.hasPage(c.r) || to == "/" || len(to) > mostNext {
		return ""
	}
	return "?next=" + url.QueryEscape(to)
}

// hasPage reports that there is a page to read where a form was posted to.
func (s *Server) hasPage(r *http.Request) bool {
	h, _ := s.mux[TenantHost].Handler(&http.Request{Method: http.MethodGet, URL: r.URL, Host: r.Host})
	m, ok := h.(mounted)
	return ok && m.page
}
