package web

import (
	"context"
	"net/http"
	"time"

	"ringfence/domain"
	"ringfence/store"
)

// What a handler may know of its request.

// Context ends when the client leaves or the request takes too long.
func (c *Call) Context() context.Context { return c.r.Context() }

// Tenant is the organisation's handle, on which the caller asks. It is nil on
// the operator's own hosts.
func (c *Call) Tenant() *store.Tenant { return c.tenant }

// Console is the organisation as the operator's own host; nil at any other.
func (c *Call) Console() *store.Console { return c.tenant.Console() }

// Request is the request as it came.
func (c *Call) Request() *http.Request { return c.r }

// ID is the request's own, as X-Request-Id has it.
func (c *Call) ID() string { return c.id }

// Body is what was sent, whole. Bind is for those that name their fields.
func (c *Call) Body() []byte { return c.body }

// Path is the address that was asked for, without its query.
func (c *Call) Path() string { return c.r.URL.Path }

// PathValue is what stands in the path in a {place} of the route.
func (c *Call) PathValue(name string) string { return c.r.PathValue(name) }

// SetHeader sets a header of the answer.
func (c *Call) SetHeader(name, value string) { c.w.Header().Set(name, value) }

// Now is the application's clock.
func (c *Call) Now() time.Time { return c.server.cfg.Now() }

// Today is the date where the organisation is, YYYY-MM-DD.
func (c *Call) Today() string { return domain.Today(c.Now().UnixMilli()) }

// Base is the domain under which the tenants' hosts stand.
func (c *Call) Base() string { return c.server.cfg.Base }

// Dev reports the local default.
func (c *Call) Dev() bool { return c.server.cfg.Dev }

// Fault gives the log the cause of an answer that is not as it should be. The
// caller does not see it.
func (c *Call) Fault(cause error) { c.cause = cause }

// Once runs do the first time that a request's handler runs, and gives the
// same result to a handler that runs anew because it lost a race. An error is
// not kept.
func Once[T any](c *Call, do func() (*T, error)) (*T, error) {
	if kept, ok := c.kept.(*T); ok {
		return kept, nil
	}
	value, err := do()
	if err != nil {
		return nil, err
	}
	c.kept = value
	return value, nil
}
