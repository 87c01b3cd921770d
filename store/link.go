package store

import (
	"context"

	"ringfence/domain"
	"ringfence/store/db"
	"ringfence/store/tenantdb"
)

// linkKind is what a single-use link that was sent to somebody is for.
type linkKind struct {
	name string
	path string // that the token stands behind
	life int64  // milliseconds
}

var (
	invitation = linkKind{"invitation", "/invitation/", domain.InvitationLife.Milliseconds()}
	reset      = linkKind{"reset", "/reset/", domain.ResetLife.Milliseconds()}
)

// link makes an account's link of a kind, in place of the one before it. The
// statement keeps nothing unless holds; the address is a secret.
func (t *Tenant) link(kind linkKind, account string, holds bool) (db.Stmt, string) {
	token, now := NewID(), t.gate.Now()
	return db.Q(`INSERT INTO links (account_id, kind, hash, created_at, expires_at) SELECT ?, ?, ?, ?, ? WHERE ?
ON CONFLICT (account_id, kind) DO UPDATE SET hash = excluded.hash, created_at = excluded.created_at, expires_at = excluded.expires_at, used_at = NULL`,
		db.Text(account), db.Text(kind.name), db.Text(tokenHash(token)), db.Int(now), db.Int(now+kind.life), db.Bool(holds)), t.gate.Request().Origin + kind.path + token
}

// linkSQL reads whether a password is of no use to its account, and whose a
// link is, if it still works: an invitation for who has
// not accepted it, a reset for who has, neither for who is disabled.
// Arguments: hash, kind, now, kind.
const linkSQL = `SELECT ` + passwordOffSQL + `, ` + userColumns + ` FROM links l JOIN accounts a ON a.id = l.account_id
WHERE l.hash = ? AND l.kind = ? AND l.used_at IS NULL AND l.expires_at > ?
AND a.disabled = 0 AND (a.accepted_at IS NULL) = (? = 'invitation')`

func (t *Tenant) linkQuery(kind linkKind, token string) tenantdb.Query {
	return tenantdb.Select(linkSQL, t.linkArgs(kind, token)...)
}

func (t *Tenant) linkArgs(kind linkKind, token string) []db.Value {
	return []db.Value{db.Text(tokenHash(token)), db.Text(kind.name), db.Int(t.gate.Now()), db.Text(kind.name)}
}

// tryLink begins an attempt by a link.
func (t *Tenant) tryLink(token string) (*tenantdb.Attempt, error) {
	return t.gate.Attempt(linkAttempts, `(SELECT account_id FROM links WHERE hash = ?)`, db.Text(tokenHash(token)))
}

// InvitationLives and ResetLives look at a link without using it up, in one
// round trip. A dead one counts as if it was followed. Errors: domain.ErrToken,
// domain.RateLimited, domain.ErrEncryption.
func (t *Tenant) InvitationLives(ctx context.Context, token string) error {
	return t.linkLives(ctx, invitation, token)
}

// ResetLives is InvitationLives of a link to choose a new password.
func (t *Tenant) ResetLives(ctx context.Context, token string) error {
	return t.linkLives(ctx, reset, token)
}

func (t *Tenant) linkLives(ctx context.Context, kind linkKind, token string) error {
	a, err := t.tryLink(token)
	if err != nil {
		return err
	}
	takeBack := tenantdb.InScratch("attempts", `DELETE FROM attempts WHERE id = ? AND EXISTS (`+linkSQL+`)`,
		append([]db.Value{db.Text(a.ID)}, t.linkArgs(kind, token)...)...)
	rows, err := a.Read(ctx, t.linkQuery(kind, token), takeBack)
	if err == nil && len(rows[0]) == 0 {
		err = domain.ErrToken
	}
	return err
}

// oldLinks takes away the links that stopped working a while ago. Every tenant is
// visited for its jobs once a night, and so rid of them.
func oldLinks(now int64) tenantdb.Scratch {
	return tenantdb.InScratch("links", `DELETE FROM links WHERE expires_at <= ?`,
		db.Int(now-domain.LinkKept.Milliseconds()))
}

// useLink uses a link up, once: of two writes that do, the second is refused
// whole, and finds when it is decided again that the link works no more.
func (t *Tenant) useLink(kind linkKind, token string) []db.Stmt {
	now := db.Int(t.gate.Now())
	return []db.Stmt{
		db.Q(`UPDATE links SET used_at = ? WHERE hash = ? AND kind = ? AND used_at IS NULL AND expires_at > ?`,
			now, db.Text(tokenHash(token)), db.Text(kind.name), now),
		tenantdb.RequireOne,
	}
}
