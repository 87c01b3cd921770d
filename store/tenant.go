package store

import (
	"context"
	"errors"

	"ringfence/domain"
	"ringfence/store/password"
	"ringfence/store/tenantdb"
)

// What handlers know of the gate.
type (
	Access         = tenantdb.Access
	Answer         = tenantdb.Answer
	Change         = tenantdb.Change
	IdempotencyKey = tenantdb.IdempotencyKey
	Replay         = tenantdb.Replay
	Request        = tenantdb.Request
	Stats          = tenantdb.Stats
)

// ErrStale says that what a write was built on has changed meanwhile: nothing
// was written, and the whole operation may be tried again.
var ErrStale = tenantdb.ErrStale

// NewID returns a fresh opaque id: 16 random bytes as 22 characters.
func NewID() string { return tenantdb.NewID() }

// WithStats returns a context whose work is noted.
func WithStats(ctx context.Context) (context.Context, *Stats) { return tenantdb.WithStats(ctx) }

// Tenant is one organisation for one request: what can be done with its
// records, each a method beside its SQL. Not safe for concurrent use.
type Tenant struct {
	store *Store
	gate  *tenantdb.Handle
}

// Info is the organisation.
func (t *Tenant) Info() domain.Tenant { return t.gate.Tenant() }

// For returns the organisation for who asks by req.
func (t *Tenant) For(req Request) *Tenant { return &Tenant{t.store, t.gate.WithRequest(req)} }

// Again is the tenant as new, to decide a request that lost a race once more.
func (t *Tenant) Again() *Tenant { return &Tenant{t.store, t.gate.Retry()} }

// system is the tenant for the operator's own work: actor does it.
func (t *Tenant) system(actor, requestID string) *Tenant {
	return &Tenant{t.store, t.gate.AsSystem(domain.User{ID: actor}, Request{ID: requestID})}
}

// Check reads who asks, if nothing has been read yet. Errors:
// domain.ErrUnauthenticated, domain.ErrForbidden, domain.ErrEnrolment, the
// refusals of the subscription window.
func (t *Tenant) Check(ctx context.Context) (*Access, error) { return t.gate.Check(ctx) }

// Access is who asks, once something has been read; nil before.
func (t *Tenant) Access() *Access { return t.gate.Access() }

// Known is who asks, also one who is signed in and was refused; nil for nobody.
func (t *Tenant) Known() *Access { return t.gate.Known() }

// Commit makes a change (tenantdb.Handle.Commit). Error: ErrStale.
func (t *Tenant) Commit(ctx context.Context, c *Change, answer Answer) error {
	return t.gate.Commit(ctx, c, answer)
}

// Refuse keeps the answer of a request that failed, for its repetition.
func (t *Tenant) Refuse(ctx context.Context, answer Answer) error { return t.gate.Refuse(ctx, answer) }

// Release gives the request's idempotency key back.
func (t *Tenant) Release(ctx context.Context) error { return t.gate.Release(ctx) }

// failed is tenantdb.ToDomainError, with what only this package calls.
func failed(err error) error {
	if errors.Is(err, password.ErrBusy) {
		return tenantdb.WithCause(domain.ErrBusy, err)
	}
	return tenantdb.ToDomainError(err)
}
