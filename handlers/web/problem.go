package web

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"ringfence/domain"
	"ringfence/store"
)

// problemPath is where each type of problem is described.
const problemPath = "/problems/"

var errInternal = &domain.Error{Code: "internal-error",
	Message: "The request could not be completed. Nothing was changed."}

// methodError is a path that is there for other methods.
type methodError struct{ allowed string }

func (*methodError) Error() string { return "handlers: method not allowed" }

// fail answers with a refusal, as a problem or as a page.
func (c *Call) fail(err error) {
	var replay *store.Replay
	if errors.As(err, &replay) {
		c.send(replay.Answer)
		return
	}
	e := c.problemOf(err)
	k := problemTypes[e.Code]
	if e.RetryAfter > 0 {
		c.w.Header().Set("Retry-After", strconv.FormatInt(e.RetryAfter, 10))
	}
	if c.wantsPage() {
		c.failPage(e, k)
		return
	}
	if e.Code == "unauthenticated" {
		c.w.Header().Set("WWW-Authenticate", `Bearer realm="ringfence"`)
	}
	c.Respond(k.status, ProblemMedia, c.problem(e))
}

// ProblemMedia is the media type of a problem.
const ProblemMedia = "application/problem+json"

// problemOf is the refusal in err; anything else is an internal error, whose
// cause is for the log alone.
func (c *Call) problemOf(err error) *domain.Error {
	var method *methodError
	if errors.As(err, &method) {
		c.w.Header().Set("Allow", method.allowed)
		return &domain.Error{Code: "method-not-allowed", Message: "This address takes " + method.allowed + "."}
	}
	if errors.Is(err, store.ErrStale) {
		return domain.ErrConflict
	}
	var e *domain.Error
	if !errors.As(err, &e) {
		c.cause = err
		return errInternal
	}
	if problemTypes[e.Code].status >= 500 {
		c.cause = err
	}
	return e
}

// problem is the body of RFC 9457, with an "errors" member that names every
// bad field.
func (c *Call) problem(e *domain.Error) []byte {
	k := problemTypes[e.Code]
	o := domain.Object{}
	o.Text("type", problemPath+e.Code).Text("title", k.title).Int("status", int64(k.status)).
		Text("detail", e.Message).Text("instance", c.id)
	if e.Fields != nil {
		o.List("errors", len(e.Fields), func(i int, item *domain.Object) {
			item.Text("field", e.Fields[i].Field).Text("code", e.Fields[i].Code).
				Text("message", e.Fields[i].Message)
		})
	}
	return o.Bytes()
}

// wantsPage: a page's route, or an address that a browser asked for.
func (c *Call) wantsPage() bool {
	if c.route != nil && !c.route.either {
		return c.route.page
	}
	return c.PrefersPage()
}

// PrefersPage reports an address that a browser asked for.
func (c *Call) PrefersPage() bool {
	return !strings.HasPrefix(c.r.URL.Path, "/api/") && strings.Contains(c.r.Header.Get("Accept"), "text/html")
}

// keepable reports a refusal that a repetition with the same key gets again.
func keepable(e *domain.Error) bool {
	return problemTypes[e.Code].status < http.StatusInternalServerError && !strings.HasPrefix(e.Code, "idempotency-") &&
		e.Code != "conflict" && e.Code != "rate-limited" && e.Code != "request-timeout"
}
