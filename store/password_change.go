package store

import (
	"context"
	"errors"

	"ringfence/domain"
	"ringfence/store/db"
	"ringfence/store/mail"
	"ringfence/store/tenantdb"
)

// ChangePassword sets the caller's password, on the current one, and ends the
// account's other sessions in the same write (AUTH-8). Errors:
// "invalid-request" naming current or new, domain.RateLimited, domain.ErrBusy.
func (t *Tenant) ChangePassword(ctx context.Context, current, pass string) (*Change, error) {
	o, a, err := t.own(ctx, "")
	if err != nil {
		return nil, err
	}
	if err := t.provesPassword(ctx, o, a, "current", current); err != nil {
		return nil, err
	}
	stmts, err := t.newPassword(ctx, "new", pass, t.gate.Access().User, t.gate.Request().SessionID)
	if err != nil {
		return nil, errors.Join(err, a.GiveBack(ctx))
	}
	c := t.gate.Begin(tenantdb.Did("auth.password-change", "account", o.id)).Scratch(a.TakeBack()...).Exec(stmts...)
	if err := t.notify(c, t.gate.Access().User, mail.PasswordChanged); err != nil {
		return nil, errors.Join(err, a.GiveBack(ctx))
	}
	return c, nil
}

// newPassword are the statements that set an account's password, for every way
// that leads there; keep is the session that does not end, or "". field is what
// a refusal names. Errors: "invalid-request", domain.ErrBusy.
func (t *Tenant) newPassword(ctx context.Context, field, pass string, u domain.User, keep string) ([]db.Stmt, error) {
	if err := t.checkPassword(ctx, field, pass, u); err != nil {
		return nil, err
	}
	sealed, err := t.sealPassword(ctx, u.ID, pass)
	if err != nil {
		return nil, err
	}
	set := db.Q(`UPDATE accounts SET password_hash = ? WHERE id = ?`, db.Text(sealed), db.Text(u.ID))
	return append([]db.Stmt{set}, t.endOthers(u.ID, keep)...), nil
}

// checkPassword holds a new password against the policy (AUTH-2).
func (t *Tenant) checkPassword(ctx context.Context, field, pass string, u domain.User) error {
	info := t.Info()
	if bad := domain.CheckPassword(field, pass, info.Name, info.Slug, u.Email, u.Name); bad != nil {
		return domain.Invalid(*bad)
	}
	breached, _, err := t.store.cfg.Breaches.Check(ctx, pass)
	if err != nil {
		return failed(err)
	}
	if breached {
		return domain.Invalid(*domain.BreachedPassword(field))
	}
	return nil
}
