package store

import (
	"context"
	"errors"

	"ringfence/domain"
	"ringfence/store/db"
	"ringfence/store/ledger"
)

// Request says who asks and what the route demands. The claims are the signed
// token's: they let a query be built before the database confirms them.
type Request struct {
	ID        string // of the request
	Address   string // of the client, as the host knows it; "" if it does not
	SessionID string // "": nobody is signed in
	AccountID string
	Role      domain.Role

	Allow   domain.Roles
	Module  domain.Module
	Outside bool // admins pass outside the subscription's window (SUB-3)
	Enrols  bool // open to those who have yet to set up a second factor (AUTH-6)

	Origin string // what links to this host begin with, such as "https://northgate.example.org"

	Replaces    string // the session that a sign-in takes the place of: its browser's
	Idempotency *IdempotencyKey
}

// Tenant is the handle of one organisation for one request, and the only way
// to a query. Not safe for concurrent use.
type Tenant struct {
	store *Store
	site  *site
	req   Request

	access *Access // what the guard confirmed; nil before the first batch
	claim  string  // this request's mark on its idempotency key
	holds  bool    // the key is ours to answer
}

// Info is the organisation.
func (t *Tenant) Info() domain.Tenant { return t.site.tenant }

// For returns a handle on which req asks.
func (t *Tenant) For(req Request) *Tenant {
	return &Tenant{store: t.store, site: t.site, req: req, claim: NewID()}
}

// Again is the handle as new, to decide a request that lost a race once more.
func (t *Tenant) Again() *Tenant {
	return &Tenant{store: t.store, site: t.site, req: t.req, claim: t.claim}
}

// Access is who asks, as the database confirmed it.
type Access struct {
	User       domain.User
	Window     domain.Window
	Status     domain.Status
	MFAMissing bool  // a second factor is required and there is none
	SignedInAt int64 // Unix milliseconds
}

// Check runs the guard alone. Errors: domain.ErrUnauthenticated,
// domain.ErrForbidden, domain.ErrEnrolment, the refusals of the subscription window.
func (t *Tenant) Check(ctx context.Context) (*Access, error) {
	if t.access == nil {
		if _, err := t.read(ctx, func(*Access) []db.Stmt { return nil }); err != nil {
			return nil, err
		}
	}
	return t.access, nil
}

// read runs the statements that build returns for the caller. On the first
// batch they are built for the token's claims, run behind the guard in one
// round trip, and built again only if the account's role has changed since.
func (t *Tenant) read(ctx context.Context, build func(*Access) []db.Stmt) ([]db.Rows, error) {
	if t.access != nil {
		return t.batch(ctx, build(t.access), false)
	}
	guard := t.guard()
	claimed := &Access{User: domain.User{ID: t.req.AccountID, Role: t.req.Role}}
	stmts := append(guard.stmts, build(claimed)...)
	rows, err := t.batch(ctx, stmts, guard.writes)
	if err != nil {
		return nil, err
	}
	if err := t.admit(guard, rows); err != nil {
		return nil, errors.Join(err, t.unclaim(ctx))
	}
	if t.access.User.Role != claimed.User.Role {
		return t.batch(ctx, build(t.access), false)
	}
	return rows[len(guard.stmts):], nil
}

func (t *Tenant) batch(ctx context.Context, stmts []db.Stmt, writes bool) ([]db.Rows, error) {
	if len(stmts) == 0 {
		return nil, nil
	}
	count(ctx)
	if writes {
		rows, err := t.site.db.Write(ctx, stmts, nil)
		return rows, failed(err)
	}
	rows, err := t.site.db.Read(ctx, stmts)
	return rows, failed(err)
}

// entry begins a ledger entry of the caller.
func (t *Tenant) entry(action, entity, id string) ledger.Entry {
	e := ledger.Entry{At: t.store.now(), Actor: "anonymous", Action: action, Entity: entity, EntityID: id, RequestID: t.req.ID}
	if t.access != nil {
		e.Actor, e.Role = t.access.User.ID, t.access.User.Role.String()
	}
	return e
}

// append writes the statements and the entries in one transaction.
func (t *Tenant) append(ctx context.Context, stmts []db.Stmt, entries ...ledger.Entry) error {
	key, err := t.ledgerKey()
	if err != nil {
		return err
	}
	count(ctx)
	_, err = t.site.db.Write(ctx, stmts, &ledger.Append{Key: key, Entries: entries})
	return failed(err)
}

func (t *Tenant) ledgerKey() ([]byte, error) {
	if t.site.keysErr != nil {
		return nil, failed(t.site.keysErr)
	}
	key, err := t.site.keys.LedgerKey()
	return key, failed(err)
}
