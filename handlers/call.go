package handlers

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"ringfence/domain"
	"ringfence/store"
)

// call is one request on its way through.
type call struct {
	app    *App
	w      http.ResponseWriter
	r      *http.Request
	id     string
	start  time.Time
	stats  *store.Stats
	route  *route
	tenant *store.Tenant // nil on the operator's hosts
	claims claims        // of the session token; zero if nobody is signed in
	cookie bool          // the token came in the cookie
	proof  *store.SSOProof
	body   []byte
	status int
	cause  error // of a 5xx, for the log
}

func (c *call) ctx() context.Context { return c.r.Context() }

// serve runs the route with everything around it.
func (c *call) serve() error {
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
		return c.settleKey(c.afterCheck(refused))
	}
	return c.attempt()
}

// attempts is how often a request that lost a race is decided anew.
const attempts = 5

// attempt runs the handler, again if what it decided on has changed.
func (c *call) attempt() error {
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
func (c *call) settleKey(err error) error {
	var replay *store.Replay
	if c.tenant == nil || errors.As(err, &replay) {
		return err
	}
	e := c.refusalOf(err)
	if !keepable(e) {
		return errors.Join(err, c.tenant.Release(c.ctx()))
	}
	answer := store.Answer{Status: kinds[e.Code].status, Type: problemType, Body: string(c.problem(e))}
	if keepErr := c.tenant.Refuse(c.ctx(), answer); keepErr != nil {
		return keepErr
	}
	return err
}

func (c *call) request(key *store.IdempotencyKey) store.Request {
	role, _ := domain.ParseRole(c.claims.Role)
	return store.Request{
		ID: c.id, Address: c.address(), Origin: c.origin(), SessionID: c.claims.Session, AccountID: c.claims.Subject, Role: role,
		Allow: c.route.access.roles, Module: c.route.module, Outside: c.route.outside, Enrols: c.route.enrols, Idempotency: key,
	}
}

// afterCheck is err, unless the caller may not even know that much.
func (c *call) afterCheck(err error) error {
	if c.route.access.open {
		return err
	}
	if _, denied := c.tenant.Check(c.ctx()); denied != nil {
		return denied
	}
	return err
}

// authenticate reads the token, from Authorization or the cookie. A route
// that is open to anyone does not look at it.
func (c *call) authenticate() (err error) {
	if c.route.access.open {
		return nil
	}
	token := ""
	if header, ok := strings.CutPrefix(c.r.Header.Get("Authorization"), "Bearer "); ok {
		token = header
	} else if cookie, err := c.r.Cookie(sessionCookie); err == nil {
		token, c.cookie = cookie.Value, true
	}
	if token == "" {
		return domain.ErrUnauthenticated
	}
	c.claims, err = c.app.tokens.verify(c.tenant.Info().ID, token, c.app.cfg.Now)
	return err
}

var crossOrigin = http.NewCrossOriginProtection()

// sameSite refuses a write that another site made a browser send. A bearer
// token is not sent by a browser of its own accord.
func (c *call) sameSite() error {
	if c.r.Header.Get("Authorization") != "" && !c.cookie && !c.route.page {
		return nil
	}
	if crossOrigin.Check(c.r) != nil {
		return &domain.Error{Code: "cross-site", Message: "This request came from another site."}
	}
	return nil
}

// idempotencyKey reads the header: a structured string ("…") or the bare key.
func (c *call) idempotencyKey() (*store.IdempotencyKey, error) {
	if c.route.key == noKey {
		return nil, nil
	}
	value := c.r.Header.Get("Idempotency-Key")
	if value == "" && c.route.key == keyRequired {
		return nil, &domain.Error{Code: "idempotency-key-required", Message: "Send an Idempotency-Key header with this request."}
	}
	if value == "" {
		return nil, nil
	}
	if unquoted, ok := strings.CutPrefix(value, `"`); ok {
		value = strings.TrimSuffix(unquoted, `"`)
	}
	if value == "" || len(value) > 255 || !printable(value) {
		return nil, domain.Invalid(domain.FieldError{Field: "Idempotency-Key", Code: "malformed", Message: "Idempotency-Key must be 1 to 255 printable characters"})
	}
	return &store.IdempotencyKey{Route: c.route.method + " " + c.r.URL.Path, Key: value}, nil
}

func printable(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}

// commit makes a change and answers with it.
func (c *call) commit(change *store.Change, answer store.Answer) error {
	if err := c.tenant.Commit(c.ctx(), change, answer); err != nil {
		return err
	}
	c.send(answer)
	return nil
}

const jsonType = "application/json"

// json answers a read.
func (c *call) json(status int, body []byte) error {
	c.respond(status, jsonType, body)
	return nil
}

func (c *call) send(a store.Answer) {
	if a.Location != "" {
		c.w.Header().Set("Location", a.Location)
	}
	c.respond(a.Status, a.Type, []byte(a.Body))
}

// respond writes the answer; the headers that stand on every answer are set.
func (c *call) respond(status int, contentType string, body []byte) {
	h := c.w.Header()
	if len(body) > 0 {
		h.Set("Content-Type", contentType)
	}
	if status != http.StatusNoContent {
		h.Set("Content-Length", strconv.Itoa(len(body)))
	}
	if c.app.dev {
		h.Set("X-Database-Round-Trips", strconv.FormatInt(c.stats.RoundTrips, 10))
	}
	c.status = status
	c.w.WriteHeader(status)
	if c.r.Method != http.MethodHead {
		_, _ = c.w.Write(body) // a client that has left is nobody to tell
	}
}
