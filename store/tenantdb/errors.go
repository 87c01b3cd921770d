package tenantdb

import (
	"context"
	"errors"

	"ringfence/domain"
	"ringfence/store/db"
	"ringfence/store/vault"
)

// ErrStale says that what a write was built on has changed meanwhile: nothing
// was written, and the whole operation may be tried again.
var ErrStale = errors.New("tenantdb: lost a race")

// ToDomainError turns an error from below into the refusal that callers see, keeping
// the cause for the log. What it does not know stays an internal error.
func ToDomainError(err error) error {
	switch {
	case err == nil:
		return nil
	case db.IsRaised(err, "stale"):
		return ErrStale
	case db.IsRaised(err, "payslip-final"):
		return WithCause(domain.ErrWrongState, err)
	case db.IsRaised(err, "last-admin"):
		return WithCause(domain.ErrLastAdmin, err)
	case db.IsRaised(err, "subscription-overlap"):
		return WithCause(domain.ErrOverlap, err)
	case db.IsUnique(err, "tenants.look"), db.IsUnique(err, "tenants.slug"):
		return WithCause(domain.ErrSlugTaken, err)
	case db.IsUnique(err, "accounts.email"):
		return WithCause(domain.ErrEmailTaken, err)
	case db.IsKind(err, db.Unavailable), errors.Is(err, context.DeadlineExceeded):
		return WithCause(domain.ErrDatabase, err)
	case errors.Is(err, vault.ErrNoMaster), errors.Is(err, vault.ErrNoKey), errors.Is(err, vault.ErrOpen):
		return WithCause(domain.ErrEncryption, err)
	}
	return err
}

// WithCause joins a refusal and its cause.
func WithCause(refusal *domain.Error, cause error) error {
	return &causedError{refusal, cause}
}

type causedError struct {
	refusal *domain.Error
	cause   error
}

func (e *causedError) Error() string   { return e.refusal.Code + ": " + e.cause.Error() }
func (e *causedError) Unwrap() []error { return []error{e.refusal, e.cause} }
