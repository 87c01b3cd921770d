package store

import (
	"context"
	"errors"

	"ringfence/domain"
	"ringfence/store/db"
	"ringfence/store/password"
	"ringfence/store/vault"
)

// ErrStale says that what a write was built on has changed meanwhile: nothing
// was written, and the whole operation may be tried again.
var ErrStale = errors.New("store: lost a race")

// failed turns an error from below into the refusal that callers see, keeping
// the cause for the log. What it does not know stays an internal error.
func failed(err error) error {
	switch {
	case err == nil:
		return nil
	case db.IsRaised(err, "stale"):
		return ErrStale
	case db.IsRaised(err, "last-admin"):
		return because(domain.ErrLastAdmin, err)
	case db.IsUnique(err, "accounts.email"):
		return because(domain.ErrEmailTaken, err)
	case db.IsKind(err, db.Unavailable), errors.Is(err, context.DeadlineExceeded):
		return because(domain.ErrDatabase, err)
	case errors.Is(err, password.ErrBusy):
		return because(domain.ErrBusy, err)
	case errors.Is(err, vault.ErrNoMaster), errors.Is(err, vault.ErrNoKey), errors.Is(err, vault.ErrOpen):
		return because(domain.ErrEncryption, err)
	}
	return err
}

// because joins a refusal and its cause.
func because(refusal *domain.Error, cause error) error {
	return &causedError{refusal, cause}
}

type causedError struct {
	refusal *domain.Error
	cause   error
}

func (e *causedError) Error() string   { return e.refusal.Code + ": " + e.cause.Error() }
func (e *causedError) Unwrap() []error { return []error{e.refusal, e.cause} }
