package web

import (
	"cmp"
	"net/http"
	"strings"

	"ringfence/domain"
	"ringfence/store"
)

// SessionCookie holds the session's token. __Host- keeps it to this host
// alone.
const SessionCookie = "__Host-session"

// Visitor is the tenant's handle for somebody who is not signed in: every way
// of signing in begins with it.
func (c *Call) Visitor() *store.Tenant {
	return c.tenant.For(store.Request{ID: c.id, Address: c.address(), Origin: c.Origin(),
		Replaces: c.heldSession()})
}

// heldSession is the session whose cookie the browser sends, or "": signing in
// anew ends it (OWASP ASVS 7.2.4).
func (c *Call) heldSession() string {
	held, err := c.cookieClaims()
	if err != nil {
		return ""
	}
	return held.Session
}

// cookieClaims are those of the session in the cookie.
func (c *Call) cookieClaims() (claims, error) {
	cookie, err := c.r.Cookie(SessionCookie)
	if err != nil {
		return claims{}, domain.ErrUnauthenticated
	}
	return c.server.cfg.Tokens.verify(c.tenant.Info().ID, cookie.Value, c.server.cfg.Now)
}

// ActAsCookie lets a public route act for the session in the browser's cookie,
// of whichever role, outside the subscription's window too. Errors:
// domain.ErrUnauthenticated without such a session, domain.ErrSessions.
func (c *Call) ActAsCookie() (err error) {
	if c.claims, err = c.cookieClaims(); err != nil {
		return err
	}
	who := c.request(nil)
	who.Allow, who.Outside = domain.AllRoles, true
	c.tenant = c.tenant.For(who)
	return nil
}

// CanSignIn refuses when there is no key to sign sessions with, before
// anything is tried. Error: domain.ErrSessions.
func (c *Call) CanSignIn() error {
	if !c.server.cfg.Tokens.Ready() {
		return domain.ErrSessions
	}
	return nil
}

// StartSession signs a session's token and sets its cookie. Error:
// domain.ErrSessions.
func (c *Call) StartSession(s *store.Session) (token string, err error) {
	c.claims.Subject = s.User.ID // for the log
	token, err = c.server.cfg.Tokens.sign(c.tenant.Info().ID, s.ID, s.User, s.CreatedAt, s.ExpiresAt)
	if err != nil {
		return "", err
	}
	// The cookie outlives the session by what is typed into a form when it ends.
	c.SetCookie(SessionCookie, token, int((domain.SessionAbsolute + keptLife).Seconds()))
	return token, nil
}

// SetCookie sets a cookie, or clears it with maxAge −1 (seconds).
func (c *Call) SetCookie(name, value string, maxAge int) {
	http.SetCookie(c.w, &http.Cookie{Name: name, Value: value, Path: "/", MaxAge: maxAge,
		Secure: true, HttpOnly: true, SameSite: http.SameSiteLaxMode})
}

// Cookie is the value of a cookie, or "".
func (c *Call) Cookie(name string) string {
	cookie, err := c.r.Cookie(name)
	if err != nil {
		return ""
	}
	return cookie.Value
}

// Device is the browser's description of itself, shortened.
func (c *Call) Device() string {
	agent := strings.ToValidUTF8(c.r.UserAgent(), "")
	if len(agent) > 200 {
		agent = strings.ToValidUTF8(agent[:200], "")
	}
	return cmp.Or(agent, "unknown")
}
