package store

import (
	"cmp"
	"context"
	"errors"

	"ringfence/domain"
	"ringfence/store/db"
	"ringfence/store/mail"
	"ringfence/store/tenantdb"
)

var (
	resetAttempts = tenantdb.AttemptKind{Name: "reset", Limits: domain.ResetLimits}
	linkAttempts  = tenantdb.AttemptKind{Name: "link", Limits: domain.LinkLimits}
)

const resetSQL = `SELECT a.id, a.email, a.name FROM (SELECT 1)
LEFT JOIN accounts a ON a.email = lower(?) AND a.disabled = 0 AND a.accepted_at IS NOT NULL AND NOT ` + passwordOffSQL

// RequestReset sends a link by which a new password can be chosen to the
// account of that address. Where there is none it does the same work, in as
// many round trips, and nothing is sent. Every request counts against the
// limits. Errors: domain.RateLimited, domain.ErrMail, domain.ErrEncryption.
func (t *Tenant) RequestReset(ctx context.Context, email string) error {
	if err := t.store.mailable(); err != nil {
		return err
	}
	a, err := t.gate.AttemptBy(resetAttempts, email)
	if err != nil {
		return err
	}
	rows, err := a.Read(ctx, tenantdb.Select(resetSQL, db.Text(email)))
	if err != nil {
		return err
	}
	row := rows[0][0]
	known, u := !row[0].IsNull(), domain.User{ID: row[0].S, Email: row[1].S, Name: row[2].S}
	if !known {
		u.Email, u.Name = email, "Nobody"
	}
	stmt, address := t.link(reset, u.ID, known)
	c := t.gate.SecurityEvent(domain.User{}, tenantdb.Did("auth.reset-request", domain.Accounts.Entity, cmp.Or(u.ID, a.Mark))).Exec(stmt)
	if err := t.mailIf(c, known, mail.PasswordReset(t.about(u, address), "30 minutes")); err != nil {
		return err
	}
	return t.gate.Record(ctx, c)
}

// ResetPassword sets the password that somebody chose by the link they were
// sent, ends all sessions of the account and tells its holder. The second
// factor stays. Errors: domain.ErrToken, the refusals of the password (naming
// "new"), domain.ErrPasswordOff, domain.RateLimited, domain.ErrMail, domain.ErrEncryption, ErrStale.
func (t *Tenant) ResetPassword(ctx context.Context, token, pass string) error {
	return t.followLink(ctx, reset, "new", token, pass)
}

// AcceptInvitation sets an account's first password. Errors: as of
// ResetPassword, the field being "password".
func (t *Tenant) AcceptInvitation(ctx context.Context, token, pass string) error {
	return t.followLink(ctx, invitation, "password", token, pass)
}

func (t *Tenant) followLink(ctx context.Context, kind linkKind, field, token, pass string) error {
	a, err := t.tryLink(token)
	if err != nil {
		return err
	}
	rows, err := a.Read(ctx, t.linkQuery(kind, token))
	if err != nil {
		return err
	}
	if len(rows[0]) == 0 {
		return domain.ErrToken
	}
	u := userOf(rows[0][0][1:])
	if rows[0][0][0].Bool() {
		return t.passwordOff(ctx, a, u.ID)
	}
	c, err := t.passwordByLink(ctx, kind, u, field, token, pass)
	if err != nil {
		return errors.Join(err, a.GiveBack(ctx))
	}
	c.Scratch(a.TakeBack()...)
	return t.gate.Record(ctx, c)
}

// passwordByLink is the change that a link leads to.
func (t *Tenant) passwordByLink(ctx context.Context, kind linkKind, u domain.UserAccount, field, token, pass string) (*Change, error) {
	set, err := t.newPassword(ctx, field, pass, u.User, "")
	if err != nil {
		return nil, err
	}
	action := "auth.password-reset"
	if kind == invitation {
		action = "account.accept"
	}
	c := t.gate.SecurityEvent(u.User, tenantdb.Did(action, domain.Accounts.Entity, u.ID)).Exec(t.useLink(kind, token)...).
		Exec(tenantdb.Require(accountUnchangedSQL, db.Text(u.ID), db.Int(u.Version))).Exec(set...)
	if kind == invitation {
		return c.Exec(db.Q(`UPDATE accounts SET accepted_at = ? WHERE id = ?`, db.Int(t.gate.Now()), db.Text(u.ID))), nil
	}
	return c, t.notify(c, u.User, mail.PasswordChanged)
}

// notify tells the holder of an account of what was done to it. The message's
// link leads to where a password is reset.
func (t *Tenant) notify(c *Change, u domain.User, letter func(mail.About) mail.Message) error {
	return t.mail(c, letter(t.about(u, t.gate.Request().Origin+"/forgot")))
}
