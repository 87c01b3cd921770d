package handlers

import (
	"net"
	"net/http"
	"net/netip"
	"net/url"

	"ringfence/domain"
	"ringfence/store"
)

// Every way of signing in begins with visitor and ends with entered, or with
// enteredPage.

// visitor is the tenant's handle for somebody who is not signed in.
func (c *call) visitor() *store.Tenant {
	return c.tenant.For(store.Request{ID: c.id, Address: c.address(), Origin: c.origin(), Replaces: c.heldSession()})
}

// heldSession is the session whose cookie the browser sends, or "": signing in
// anew ends it (OWASP ASVS 7.2.4).
func (c *call) heldSession() string {
	cookie, err := c.r.Cookie(sessionCookie)
	if err != nil {
		return ""
	}
	held, err := c.app.tokens.verify(c.tenant.Info().ID, cookie.Value, c.app.cfg.Now)
	if err != nil {
		return ""
	}
	return held.Session
}

// address is the client's, as the host knows it: the socket's, or at the edge
// what the platform says. No header that a client sends decides. Of an IPv6
// address the network counts: a customer has 2^64 addresses in it.
func (c *call) address() string {
	hostname, _, err := net.SplitHostPort(c.r.RemoteAddr)
	if err != nil {
		return ""
	}
	address, err := netip.ParseAddr(hostname)
	if err != nil {
		return ""
	}
	if address = address.Unmap().WithZone(""); address.Is4() {
		return address.String()
	}
	network, err := address.Prefix(64)
	if err != nil {
		return ""
	}
	return network.String()
}

// canEnter refuses when there is no key to sign sessions with, before
// anything is tried.
func (c *call) canEnter() error {
	if c.app.tokens.key == nil {
		return domain.ErrSessions
	}
	return nil
}

// entered answers a step of signing in that went well: with the session and
// its cookie, or with the challenge of the second step.
func (c *call) entered(e *store.Entry) error {
	o := domain.Object{}
	if e.Session == nil {
		return c.json(http.StatusOK, o.Bool("mfa_required", true).Text("challenge", e.Challenge).Bytes())
	}
	token, err := c.begin(e.Session)
	if err != nil {
		return err
	}
	return c.json(http.StatusOK, o.Text("token", token).Text("expires_at", timestamp(e.Session.ExpiresAt)).
		Raw("user", userJSON(e.Session.User)).Bytes())
}

// enteredPage is entered for a browser, which goes on to next, or to the page
// of the second step.
func (c *call) enteredPage(e *store.Entry, next string) error {
	next = localPath(next)
	if e.Session == nil {
		c.setCookie(challengeCookie, e.Challenge, int(domain.ChallengeLife.Seconds()))
		return c.redirect("/login/mfa?next=" + url.QueryEscape(next))
	}
	if _, err := c.begin(e.Session); err != nil {
		return err
	}
	return c.redirect(next)
}

// begin signs a session's token and sets its cookie.
func (c *call) begin(s *store.Session) (string, error) {
	c.claims.Subject = s.User.ID // for the log
	token, err := c.app.tokens.sign(c.tenant.Info().ID, s.ID, s.User, s.CreatedAt, s.ExpiresAt)
	if err != nil {
		return "", err
	}
	c.setCookie(sessionCookie, token, int(domain.SessionAbsolute.Seconds()))
	return token, nil
}

// The cookies. __Host- keeps each to this host alone.
const (
	sessionCookie   = "__Host-session"
	challengeCookie = "__Host-challenge" // of the page of the second step
)

// setCookie sets a cookie, or clears it with maxAge −1.
func (c *call) setCookie(name, value string, maxAge int) {
	http.SetCookie(c.w, &http.Cookie{Name: name, Value: value, Path: "/", MaxAge: maxAge,
		Secure: true, HttpOnly: true, SameSite: http.SameSiteLaxMode})
}
