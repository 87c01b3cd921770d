package store

import (
	"context"

	"ringfence/domain"
	"ringfence/store/db"
	"ringfence/store/ledger"
)

// Change is a write that has been decided and not yet made. Nothing outside
// this package can make one, and none is made without a ledger entry.
type Change struct {
	stmts   []db.Stmt
	entries []ledger.Entry
	mails   bool // it has messages to send
}

// stillSQL holds while the session is alive and the account as it was when
// the change was decided. Arguments: session, now, now − idle limit, role.
const stillSQL = `INSERT INTO require (holds) SELECT EXISTS (
  SELECT 1 FROM sessions s JOIN accounts a ON a.id = s.account_id
  WHERE s.id = ? AND s.ended_at IS NULL AND s.expires_at > ? AND s.last_used_at > ? AND a.disabled = 0 AND a.role = ?)`

// Commit makes the change, keeps the answer under the request's idempotency
// key if it has one, and appends to the ledger, all in one transaction that
// is refused if the caller's rights have changed meanwhile. Errors: ErrStale,
// in which case nothing was written and the request may be decided anew.
func (t *Tenant) Commit(ctx context.Context, c *Change, answer Answer) error {
	if t.access == nil {
		return domain.ErrUnauthenticated
	}
	now := t.store.now()
	stmts := []db.Stmt{db.Q(stillSQL, db.Text(t.req.SessionID), db.Int(now),
		db.Int(now-domain.SessionIdle.Milliseconds()), db.Text(t.access.User.Role.String()))}
	stmts = append(stmts, c.stmts...)
	kept, err := t.answerStmts(answer)
	if err != nil {
		return err
	}
	return t.write(ctx, &Change{append(stmts, kept...), c.entries, c.mails})
}

// write makes a change in one transaction. Beside it the registry is told of
// messages to send.
func (t *Tenant) write(ctx context.Context, c *Change) error {
	if !c.mails {
		return t.append(ctx, c.stmts, c.entries...)
	}
	marked := t.store.markDue(ctx, t.site.tenant.ID)
	err := t.append(ctx, c.stmts, c.entries...)
	<-marked
	return err
}

// Refuse keeps the answer of a request that failed, so that its repetition
// gets the same. It does nothing for a request without a key of its own.
func (t *Tenant) Refuse(ctx context.Context, answer Answer) error {
	stmts, err := t.answerStmts(answer)
	if err != nil || stmts == nil {
		return err
	}
	_, err = t.batch(ctx, stmts, true)
	return err
}

// Release gives the request's key back: it failed in a way that a repetition
// may not. What was answered meanwhile stays.
func (t *Tenant) Release(ctx context.Context) error {
	if !t.holds {
		return nil
	}
	return t.deleteClaim(ctx)
}

// unclaim takes back the claim that went ahead of the guard's refusal.
func (t *Tenant) unclaim(ctx context.Context) error {
	if t.req.Idempotency == nil || t.access != nil {
		return nil
	}
	return t.deleteClaim(ctx)
}

func (t *Tenant) deleteClaim(ctx context.Context) error {
	k := t.req.Idempotency
	_, err := t.batch(ctx, []db.Stmt{db.Q(keyReleaseSQL, db.Text(t.req.AccountID), db.Text(k.Route), db.Text(k.Key), db.Text(t.claim))}, true)
	return err
}
