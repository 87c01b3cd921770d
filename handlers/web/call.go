package web

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"ringfence/domain"
	"ringfence/store"
)

// Call is one request on its way through. A handler gets of it what was asked,
// who asks, and the tenant. It does not get at another tenant, nor at the store.
type Call struct {
	server *Server
	w      http.ResponseWriter
	r      *http.Request
	whole  context.Context // of the request, without a bound of ours
	cancel context.CancelFunc
	id     string
	start  time.Time
	stats  *store.Stats
	route  *Route
	tenant *store.Tenant // nil on the operator's hosts
	claims claims        // of the session token; zero if nobody is signed in
	cookie bool          // the token came in the cookie
	kept   any           // of Once
	typed  keptTyped     // what was typed before the session ended
	body   []byte
	status int
	cause  error // of a 5xx, for the log
}

// serve runs the route with everything around it.
func (c *Call) serve() error {
	if err := c.authenticate(); err != nil {
		return err
	}
	if err := c.sameSite(); err != nil {
		return err
	}
	key, err := c.idempotencyKey()
	if err != nil {
		return err
	}
	refused := c.readBody()
	if key != nil {
		key.Payload = string(c.body)
	}
	if !c.route.access.open {
		c.tenant = c.tenant.For(c.request(key))
	}
	if refused != nil {
		return c.settleKey(c.AfterCheck(refused))
	}
	return c.runWithRetry()
}

// attempts is how often a request that lost a race is decided anew.
const attempts = 5

// runWithRetry runs the handler, again if what it decided on has changed.
func (c *Call) runWithRetry() error {
	err := c.route.run(c)
	for try := 1; errors.Is(err, store.ErrStale) && try < attempts; try++ {
		c.tenant = c.tenant.Again()
		err = c.route.run(c)
	}
	if err != nil {
		return c.settleKey(err)
	}
	return nil
}

// settleKey keeps a refusal under the idempotency key, or gives the key back.
func (c *Call) settleKey(err error) error {
	var replay *store.Replay
	if c.tenant == nil || errors.As(err, &replay) {
		return err
	}
	e := c.problemOf(err)
	if !keepable(e) {
		return errors.Join(err, c.tenant.Release(c.Context()))
	}
	answer := store.Answer{Status: problemTypes[e.Code].status, Type: ProblemMedia, Body: string(c.problem(e))}
	if keepErr := c.tenant.Refuse(c.Context(), answer); keepErr != nil {
		return keepErr
	}
	return err
}

func (c *Call) request(key *store.IdempotencyKey) store.Request {
	role, _ := domain.ParseRole(c.claims.Role)
	return store.Request{
		ID: c.id, Address: c.address(), Origin: c.Origin(), SessionID: c.claims.Session, AccountID: c.claims.Subject, Role: role,
		Allow: c.route.roles(), Module: c.route.module, Outside: c.route.lapsed, Enrols: c.route.unenrolled,
		Page: c.route.page, Idempotency: key,
	}
}

// AfterCheck is err, unless the caller may not even know that much.
func (c *Call) AfterCheck(err error) error {
	if c.route.access.open {
		return err
	}
	if _, denied := c.tenant.Check(c.Context()); denied != nil {
		return denied
	}
	return err
}

// authenticate reads the token, from Authorization or the cookie. A route
// that is open to anyone does not look at it.
func (c *Call) authenticate() (err error) {
	if c.route.access.open {
		return nil
	}
	token := ""
	if scheme, credentials, _ := strings.Cut(c.r.Header.Get("Authorization"), " "); strings.EqualFold(scheme, "Bearer") {
		token = strings.TrimSpace(credentials)
	} else if cookie, err := c.r.Cookie(SessionCookie); err == nil {
		token, c.cookie = cookie.Value, true
	}
	if token == "" {
		return domain.ErrUnauthenticated
	}
	c.claims, err = c.server.cfg.Tokens.verify(c.tenant.Info().ID, token, c.server.cfg.Now)
	return err
}

var crossOrigin = http.NewCrossOriginProtection()

// sameSite refuses a write that another site made a browser send. A bearer
// token is not sent by a browser of its own accord.
func (c *Call) sameSite() error {
	if c.r.Header.Get("Authorization") != "" && !c.cookie && !c.route.page {
		return nil
	}
	if crossOrigin.Check(c.r) != nil {
		return &domain.Error{Code: "cross-site", Message: "This request came from another site."}
	}
	return nil
}
