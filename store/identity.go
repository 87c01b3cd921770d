package store

import (
	"context"

	"ringfence/domain"
	"ringfence/store/db"
	"ringfence/store/oidc"
	"ringfence/store/tenantdb"
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
	rows, err := t.gate.Read(ctx, func(a *Access) []tenantdb.Query {
		return []tenantdb.Query{tenantdb.Select(`SELECT id, issuer, created_at FROM identities WHERE account_id = ? ORDER BY created_at, id`, db.Text(a.User.ID)), tenantdb.Select(ssoSQL)}
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
	rows, err := t.gate.Read(ctx, func(*Access) []tenantdb.Query {
		return []tenantdb.Query{p.owner()}
	})
	if err != nil {
		return nil, err
	}
	if !p.Connects || p.session != t.gate.Request().SessionID {
		return nil, t.ssoFailed(ctx, otherSession, t.gate.Access().User.ID)
	}
	if len(rows[0]) == 0 {
		e, stmts, err := t.connect(p.identity, t.gate.Access().User.ID)
		if err != nil {
			return nil, err
		}
		return t.gate.Begin(e).Scratch(p.attempts...).Exec(stmts...), nil
	}
	if rows[0][0][0].S != t.gate.Access().User.ID {
		return nil, t.ssoFailed(ctx, identityTaken, t.gate.Access().User.ID)
	}
	return t.gate.Unchanged().Scratch(p.attempts...), nil // it is connected already
}

// owner reads whose the identity is.
func (p *SSOProof) owner() tenantdb.Query {
	return tenantdb.Select(`SELECT account_id FROM identities WHERE issuer = ? AND subject = ?`, db.Text(p.identity.Issuer), db.Text(p.identity.Subject))
}

// acceptBySSO accepts the invitation that a flow was begun with, if any: the
// identity is the account's from then on, and a password is not needed.
func (t *Tenant) acceptBySSO(ctx context.Context, p *SSOProof) error {
	if p.invitation == "" {
		return nil
	}
	rows, err := t.gate.Visit(ctx, t.linkQuery(invitation, p.invitation), p.owner())
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
	e, stmts, err := t.connect(p.identity, u.ID)
	if err != nil {
		return err
	}
	now := db.Int(t.gate.Now())
	c := t.gate.SecurityEvent(u.User, tenantdb.Did("account.accept", domain.Accounts.Entity, u.ID)).Exec(t.useLink(invitation, p.invitation)...).Exec(
		tenantdb.Require(accountUnchangedSQL, db.Text(u.ID), db.Int(u.Version)),
		db.Q(`UPDATE accounts SET accepted_at = ?, version = version + 1, updated_at = ? WHERE id = ?`, now, now, db.Text(u.ID))).
		Also(e).Exec(stmts...)
	if err := t.gate.Record(ctx, c); err != nil {
		return err
	}
	p.invitation = "" // used: what is decided anew goes on from here
	return nil
}

// connect: of two who connect one identity at once, the unique key lets one,
// and the other is decided anew.
func (t *Tenant) connect(who oidc.Identity, account string) (e tenantdb.Entry, stmts []db.Stmt, err error) {
	id := NewID()
	mark, err := t.identityMark(who)
	if err != nil {
		return e, nil, err
	}
	o := domain.Object{}
	e = tenantdb.Did("identity.connect", domain.Identities.Entity, id).To(o.Text("issuer", who.Issuer).Text("subject", mark).String())
	return e, []db.Stmt{db.Q(`INSERT INTO identities (id, account_id, issuer, subject, created_at) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (issuer, subject) DO NOTHING`,
		db.Text(id), db.Text(account), db.Text(who.Issuer), db.Text(who.Subject), db.Int(t.gate.Now())), tenantdb.RequireOne}, nil
}

// otherWaySQL: the account a can be signed in to without the identity of that
// id. Whatever is a way in stands here. Argument: identity.
const otherWaySQL = `((a.password_hash <> '' OR EXISTS (SELECT 1 FROM passkeys k WHERE k.account_id = a.id)) AND NOT ` + passwordOffSQL + `
  OR EXISTS (SELECT 1 FROM identities o JOIN settings s ON s.sso_mode <> 'password' AND s.sso_issuer = o.issuer
    WHERE o.account_id = a.id AND o.id <> ?))`

// Disconnect decides to take one of the caller's identities away. Errors:
// domain.ErrNotFound, domain.ErrLastWayIn.
func (t *Tenant) Disconnect(ctx context.Context, id string) (*Change, error) {
	rows, err := t.gate.Read(ctx, func(a *Access) []tenantdb.Query {
		return []tenantdb.Query{tenantdb.Select(`SELECT i.issuer, `+otherWaySQL+` FROM identities i JOIN accounts a ON a.id = i.account_id WHERE i.id = ? AND a.id = ?`,
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
	o := domain.Object{}
	e := tenantdb.Did("identity.disconnect", domain.Identities.Entity, id).From(o.Text("issuer", rows[0][0][0].S).String())
	return t.gate.Begin(e).Exec(
		db.Q(`DELETE FROM identities WHERE id = ? AND account_id = (SELECT a.id FROM accounts a WHERE a.id = ? AND `+otherWaySQL+`)`,
			db.Text(id), db.Text(t.gate.Access().User.ID), db.Text(id)),
		tenantdb.RequireOne), nil
}
