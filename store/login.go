package store

import (
	"cmp"
	"context"
	"errors"

	"ringfence/domain"
	"ringfence/store/db"
	"ringfence/store/tenantdb"
	"ringfence/store/vault"
)

var loginAttempts = tenantdb.AttemptKind{Name: "login", Limits: domain.SignInLimits, Takes: domain.LoginTakes}

const loginSQL = `SELECT ` + entrantColumns + `, a.password_hash, ` + passwordOffSQL + `
FROM (SELECT 1)
LEFT JOIN accounts a ON a.email = lower(?)
` + entrantWindow

// Login checks a password, in two round trips whether the account exists or
// not. Errors: domain.ErrCredentials, domain.RateLimited before any key is
// derived, domain.ErrPasswordOff, the refusals of the subscription window, domain.ErrBusy,
// domain.ErrEncryption, ErrStale.
func (t *Tenant) Login(ctx context.Context, email, pass, device string) (*Entry, error) {
	a, err := t.gate.AttemptBy(loginAttempts, email)
	if err != nil {
		return nil, err
	}
	defer a.Settle(ctx)
	rows, err := a.Read(ctx, tenantdb.Select(loginSQL, db.Text(email), db.Int(a.Now), db.Int(a.Now)))
	if err != nil {
		return nil, err
	}
	e := entering{entrant: entrantOf(rows[0][0]), how: ByPassword, device: device, attempt: a}
	ok, stale, err := t.verify(ctx, e.ID, rows[0][0][entrantWidth].S, pass)
	if err != nil {
		return nil, errors.Join(failed(err), a.GiveBack(ctx))
	}
	if !ok || !e.known {
		return nil, t.loginFailed(ctx, a, cmp.Or(e.ID, a.Mark))
	}
	if rows[0][0][entrantWidth+1].Bool() {
		return nil, t.passwordOff(ctx, a, e.ID)
	}
	if stale {
		sealed, err := t.sealPassword(ctx, e.ID, pass)
		if err != nil {
			return nil, errors.Join(err, a.GiveBack(ctx))
		}
		e.also = append(e.also, db.Q(`UPDATE accounts SET password_hash = ? WHERE id = ?`, db.Text(sealed), db.Text(e.ID)))
	}
	return t.enter(ctx, e)
}

// verify spends the same time on an account that does not exist, or that has
// no password.
func (t *Tenant) verify(ctx context.Context, account, sealed, pass string) (ok, stale bool, err error) {
	stored, err := t.gate.Unseal(hashPlace(account), sealed)
	if err != nil {
		return false, false, err
	}
	if stored == "" {
		stored = t.store.cfg.Passwords.Nobody()
	}
	return t.store.cfg.Passwords.Verify(ctx, stored, pass)
}

func hashPlace(account string) vault.Place {
	return vault.Place{Table: "accounts", Column: "password_hash", Row: account}
}

func (t *Tenant) loginFailed(ctx context.Context, a *tenantdb.Attempt, account string) error {
	return t.refused(ctx, a, tenantdb.Did("auth.login-failed", "account", account), domain.ErrCredentials)
}

// passwordOff refuses a right password where the organisation takes none. Who
// does not have it learns nothing of that.
func (t *Tenant) passwordOff(ctx context.Context, a *tenantdb.Attempt, account string) error {
	return t.refused(ctx, a, tenantdb.Did("auth.password-off", "account", account), domain.ErrPasswordOff)
}

// refused enters a security event, and that its attempt (nil: none) has failed,
// and answers with the refusal it led to.
func (t *Tenant) refused(ctx context.Context, a *tenantdb.Attempt, e tenantdb.Entry, refusal error) error {
	if err := t.gate.Record(ctx, t.gate.SecurityEvent(domain.User{}, e).Scratch(a.Failed()...)); err != nil {
		return err
	}
	return refusal
}

func (t *Tenant) sealPassword(ctx context.Context, account, pass string) (string, error) {
	hash, err := t.store.cfg.Passwords.Hash(ctx, pass)
	if err != nil {
		return "", failed(err)
	}
	return t.gate.Seal(hashPlace(account), hash)
}
