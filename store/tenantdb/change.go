package tenantdb

import (
	"context"
	"errors"
	"slices"
	"strings"

	"ringfence/domain"
	"ringfence/store/db"
	"ringfence/store/ledger"
)

// Change is a write that has been decided and not yet made. It begins with an
// entry of the ledger, so that none is made without.
type Change struct {
	handle  *Handle
	by      *domain.User // nil: nobody who is known
	guarded bool         // by the caller's session
	refused error
	stmts   []db.Stmt
	entries []ledger.Entry
	due     []Mark
	after   []func(context.Context)
}

var (
	errUnledgered = errors.New("tenantdb: a write without an entry in the ledger")
	errNoSecurity = errors.New("tenantdb: not a security event")
	errForeign    = errors.New("tenantdb: a change of another handle")
)

// Begin starts a change of the caller's. Who has not been admitted by a read
// is refused when it is committed (domain.ErrUnauthenticated).
func (h *Handle) Begin(e Entry) *Change {
	c := h.Unchanged()
	return c.Also(e)
}

// Unchanged is the change of a request that turned out to change nothing: its
// answer is kept, and nothing can be added but Scratch.
func (h *Handle) Unchanged() *Change {
	c := &Change{handle: h, guarded: !h.system}
	if h.access == nil {
		c.refused = domain.ErrUnauthenticated
		return c
	}
	c.by = &h.access.User
	return c
}

// securityEvents are what may be written without a session, beside all that
// begins with "auth.".
var securityEvents = []string{"account.accept"}

// SecurityEvent starts a change that no session guards: a step of signing in,
// or of an invitation. by is who proved to be somebody; zero for who asks, or nobody.
func (h *Handle) SecurityEvent(by domain.User, e Entry) *Change {
	c := &Change{handle: h}
	switch {
	case by.ID != "":
		c.by = &by
	case h.access != nil:
		c.by = &h.access.User
	}
	if !strings.HasPrefix(e.action, "auth.") && !slices.Contains(securityEvents, e.action) {
		c.refused = errNoSecurity
	}
	return c.Also(e)
}

// Also adds another entry.
func (c *Change) Also(e Entry) *Change {
	c.entries = append(c.entries, c.handle.enter(c.by, e))
	return c
}

// AlsoBy adds an entry of the operator's own work that somebody else asked for.
func (c *Change) AlsoBy(by domain.User, e Entry) *Change {
	c.entries = append(c.entries, c.handle.enter(&by, e))
	return c
}

// Ledgered reports whether it has an entry, so that statements can be added.
func (c *Change) Ledgered() bool { return len(c.entries) > 0 }

// Exec adds statements.
func (c *Change) Exec(stmts ...db.Stmt) *Change {
	if len(c.entries) == 0 && len(stmts) > 0 {
		c.refused = errUnledgered
	}
	c.stmts = append(c.stmts, stmts...)
	return c
}

// Scratch adds writes of scratch tables.
func (c *Change) Scratch(list ...Scratch) *Change {
	stmts, _, err := stmtsOf(list)
	if err != nil {
		c.refused = err
	}
	c.stmts = append(c.stmts, stmts...)
	return c
}

// Due tells the operator's scheduler, beside the commit, that the tenant has
// work of a kind, such as messages to send, and from when on (0: now).
func (c *Change) Due(kind string, at int64) *Change {
	for _, m := range c.due {
		if m.Kind == kind && m.At == at {
			return c
		}
	}
	c.due = append(c.due, Mark{kind, at})
	return c
}

// Join adds the entries and statements of another change of the same handle.
func (c *Change) Join(other *Change) *Change {
	c.entries, c.stmts = append(c.entries, other.entries...), append(c.stmts, other.stmts...)
	if c.refused == nil {
		c.refused = other.refused
	}
	return c
}

// After runs do once the change is made. What it does must be done by the
// scheduler as well: the program may end in between.
func (c *Change) After(do func(context.Context)) *Change {
	c.after = append(c.after, do)
	return c
}

// callerUnchangedSQL holds while the session is alive and the account as it
// was when the change was decided. Arguments: session, now, now − idle limit, role.
const callerUnchangedSQL = `EXISTS (
  SELECT 1 FROM sessions s JOIN accounts a ON a.id = s.account_id
  WHERE s.id = ? AND s.ended_at IS NULL AND s.expires_at > ? AND s.last_used_at > ? AND a.disabled = 0 AND a.role = ?)`

func (h *Handle) callerUnchanged() db.Stmt {
	now := h.Now()
	return Require(callerUnchangedSQL, db.Text(h.req.SessionID), db.Int(now),
		db.Int(now-domain.SessionIdle.Milliseconds()), db.Text(h.access.User.Role.String()))
}

// Commit makes the change, keeps the answer under the request's idempotency
// key if it has one, and appends to the ledger, all in one transaction that
// is refused if the caller's rights have changed meanwhile. Errors: ErrStale,
// in which case nothing was written and the request may be decided anew.
func (h *Handle) Commit(ctx context.Context, c *Change, answer Answer) error {
	switch {
	case c.guarded && h.access == nil:
		return domain.ErrUnauthenticated
	case c.handle != h:
		return errForeign
	case c.refused != nil:
		return c.refused
	case !c.guarded:
		return h.write(ctx, c, c.stmts)
	}
	kept, err := h.answerStmts(answer)
	if err != nil {
		return err
	}
	return h.write(ctx, c, slices.Concat([]db.Stmt{h.callerUnchanged()}, c.stmts, kept))
}

// Record is Commit for a change that has no answer to keep.
func (h *Handle) Record(ctx context.Context, c *Change) error { return h.Commit(ctx, c, Answer{}) }

// write makes a change in one transaction. Beside it the registry is told of
// what is due.
func (h *Handle) write(ctx context.Context, c *Change, stmts []db.Stmt) error {
	key, err := h.LedgerKey()
	if err != nil {
		return err
	}
	if c.due != nil {
		marked := h.gate.markDue(ctx, h.site.tenant.ID, c.due)
		defer func() { <-marked }()
	}
	Count(ctx)
	_, err = h.site.db.Write(ctx, stmts, &ledger.Append{Key: key, Entries: c.entries})
	if err != nil {
		return ToDomainError(err)
	}
	for _, do := range c.after {
		do(ctx)
	}
	return nil
}
