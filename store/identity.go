package store

import (
	"context"

	"ringfence/domain"
	"ringfence/store/db"
	"ringfence/store/oidc"
)

// Identity is one of the caller's at an OpenID provider.
type Identity struct {
	ID        string
	Issuer    string
	CreatedAt int64 // Unix milliseconds
}

// Provider is the hostname of the identity's provider.
func (i Identity) Provider() string { return oidc.Hostname(i.Issuer) }

// Identities lists the caller's, the oldest first.
func (t *Tenant) Identities(ctx context.Context) ([]Identity, error) {
	list, _, err := t.IdentityPage(ctx)
	return list, err
}

// IdentityPage is the caller's list with the organisation's settings.
func (t *Tenant) IdentityPage(ctx context.Context) ([]Identity, domain.SSO, error) {
	rows, err := t.read(ctx, func(a *Access) []db.Stmt {
		return []db.Stmt{db.Q(`SELECT id, issuer, created_at FROM identities WHERE account_id = ? ORDER BY created_at, id`, db.Text(a.User.ID)), db.Q(ssoSQL)}
	})
	if err != nil {
		return nil, domain.SSO{}, err
	}
	var list []Identity
	for _, r := range rows[0] {
		list = append(list, Identity{ID: r[0].S, Issuer: r[1].S, CreatedAt: r[2].I})
	}
	return list, ssoOf(rows[1][0]), nil
}

// Connect decides to connect the identity of a proof to the caller's account.
// It must be the session that began. Errors: domain.ErrSSO,
// domain.ErrIdentity, both with an entry in the ledger.
func (t *Tenant) Connect(ctx context.Context, p *SSOProof) (*Change, error) {
	rows, err := t.read(ctx, func(*Access) []db.Stmt {
		return []db.Stmt{p.ownerStmt()}
	})
	if err != nil {
		return nil, err
	}
	if !p.Connects || p.session != t.req.SessionID {
		return nil, t.ssoFailed(ctx, otherSession, t.access.User.ID)
	}
	change := &Change{stmts: p.attempts}
	if len(rows[0]) == 0 {
		return change, t.connect(change, p.identity)
	}
	if rows[0][0][0].S != t.access.User.ID {
		return nil, t.ssoFailed(ctx, identityTaken, t.access.User.ID)
	}
	return change, nil // it is connected already
}

// ownerStmt reads whose the identity is.
func (p *SSOProof) ownerStmt() db.Stmt {
	return db.Q(`SELECT account_id FROM identities WHERE issuer = ? AND subject = ?`, db.Text(p.identity.Issuer), db.Text(p.identity.Subject))
}

// acceptBySSO accepts the invitation that a flow was begun with, if any: the
// identity is the account's from then on, and a password is not needed.
func (t *Tenant) acceptBySSO(ctx context.Context, p *SSOProof) error {
	if p.invitation == "" {
		return nil
	}
	rows, err := t.batch(ctx, []db.Stmt{t.linkStmt(invitation, p.invitation), p.ownerStmt()}, false)
	if err != nil {
		return err
	}
	if len(rows[0]) == 0 {
		return domain.ErrToken
	}
	u := userOf(rows[0][0][1:])
	if len(rows[1]) > 0 {
		return t.ssoFailed(ctx, identityTaken, u.ID)
	}
	t.access = &Access{User: u.User}
	now := db.Int(t.store.now())
	c := &Change{entries: entries(t.entry("account.accept", domain.Accounts.Entity, u.ID)),
		stmts: append(t.useLink(invitation, p.invitation), db.Q(asWasSQL, db.Text(u.ID), db.Int(u.Version)),
			db.Q(`UPDATE accounts SET accepted_at = ?, version = version + 1, updated_at = ? WHERE id = ?`, now, now, db.Text(u.ID)))}
	if err := t.connect(c, p.identity); err != nil {
		return err
	}
	if err := t.write(ctx, c); err != nil {
		return err
	}
	p.invitation = "" // used: what is decided anew goes on from here
	return nil
}

// connect: of two who connect one identity at once, the unique key lets one,
// and the other is decided anew.
func (t *Tenant) connect(change *Change, who oidc.Identity) error {
	id := NewID()
	mark, err := t.identityMark(who)
	if err != nil {
		return err
	}
	e := t.entry("identity.connect", domain.Identities.Entity, id)
	o := domain.Object{}
	e.After = o.Text("issuer", who.Issuer).Text("subject", mark).String()
	change.entries = append(change.entries, e)
	change.stmts = append(change.stmts, db.Q(`INSERT INTO identities (id, account_id, issuer, subject, created_at) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (issuer, subject) DO NOTHING`,
		db.Text(id), db.Text(t.access.User.ID), db.Text(who.Issuer), db.Text(who.Subject), db.Int(t.store.now())), db.Q(requireOne))
	return nil
}

// otherWaySQL: the account a can be signed in to without the identity of that
// id. Whatever is a way in stands here. Argument: identity.
const otherWaySQL = `((a.password_hash <> '' OR EXISTS (SELECT 1 FROM passkeys k WHERE k.account_id = a.id)) AND NOT ` + passwordOffSQL + `
  OR EXISTS (SELECT 1 FROM identities o JOIN settings s ON s.sso_mode <> 'password' AND s.sso_issuer = o.issuer
    WHERE o.account_id = a.id AND o.id <> ?))`

// Disconnect decides to take one of the caller's identities away. Errors:
// domain.ErrNotFound, domain.ErrLastWayIn.
func (t *Tenant) Disconnect(ctx context.Context, id string) (*Change, error) {
	rows, err := t.read(ctx, func(a *Access) []db.Stmt {
		return []db.Stmt{db.Q(`SELECT i.issuer, `+otherWaySQL+` FROM identities i JOIN accounts a ON a.id = i.account_id WHERE i.id = ? AND a.id = ?`,
			db.Text(id), db.Text(id), db.Text(a.User.ID))}
	})
	if err != nil {
		return nil, err
	}
	if len(rows[0]) == 0 {
		return nil, domain.ErrNotFound
	}
	if !rows[0][0][1].Bool() {
		return nil, domain.ErrLastWayIn
	}
	e := t.entry("identity.disconnect", domain.Identities.Entity, id)
	o := domain.Object{}
	e.Before = o.Text("issuer", rows[0][0][0].S).String()
	return &Change{
		stmts: []db.Stmt{
			db.Q(`DELETE FROM identities WHERE id = ? AND account_id = (SELECT a.id FROM accounts a WHERE a.id = ? AND `+otherWaySQL+`)`,
				db.Text(id), db.Text(t.access.User.ID), db.Text(id)),
			db.Q(requireOne),
		},
		entries: entries(e),
	}, nil
}
