package store

import (
	"context"
	"crypto/rand"
	"errors"

	"ringfence/domain"
	"ringfence/store/db"
	"ringfence/store/mail"
	"ringfence/store/tenantdb"
)

var errEnrolled = &domain.Error{Code: "already-enrolled", Message: "An authenticator app is set up already. Remove it first."}

// EnrolTOTP makes a secret for the caller's authenticator app; it counts for
// nothing until ConfirmTOTP. Another that was not confirmed is replaced.
// Errors: "already-enrolled", domain.ErrNotRecent, domain.ErrEncryption.
func (t *Tenant) EnrolTOTP(ctx context.Context) (secret []byte, change *Change, err error) {
	rows, err := t.gate.Read(ctx, func(a *Access) []tenantdb.Query {
		return []tenantdb.Query{tenantdb.Select(`SELECT 1 FROM authenticators WHERE account_id = ? AND confirmed_at IS NOT NULL`, db.Text(a.User.ID))}
	})
	if err != nil {
		return nil, nil, err
	}
	if len(rows[0]) > 0 {
		return nil, nil, errEnrolled
	}
	if !t.signedInLately() {
		return nil, nil, domain.ErrNotRecent
	}
	if err := t.gate.HasKeys(); err != nil {
		return nil, nil, err
	}
	secret = make([]byte, domain.TOTPSecretSize)
	if _, err := rand.Read(secret); err != nil {
		return nil, nil, err
	}
	account := t.gate.Access().User.ID
	sealed, err := t.gate.Seal(secretPlace(account), domain.TOTPText(secret))
	if err != nil {
		return nil, nil, err
	}
	return secret, t.gate.Begin(tenantdb.Did("auth.totp-enrol", "account", account)).Exec(db.Q(`INSERT INTO authenticators (account_id, secret, created_at) VALUES (?, ?, ?)
ON CONFLICT (account_id) DO UPDATE SET secret = excluded.secret, last_step = 0, created_at = excluded.created_at
WHERE confirmed_at IS NULL`, db.Text(account), db.Text(sealed), db.Int(t.gate.Now())), tenantdb.RequireOne), nil
}

// ConfirmTOTP takes the first code of the secret that EnrolTOTP made. From then
// on signing in asks for one; whoever is signed in elsewhere has to sign in
// anew. It returns recovery codes, which are kept nowhere, if the account has
// none left. Errors:
// domain.ErrCode, domain.RateLimited, "already-enrolled".
func (t *Tenant) ConfirmTOTP(ctx context.Context, code string) (recovery []string, change *Change, err error) {
	o, a, err := t.own(ctx, "")
	if err != nil {
		return nil, nil, err
	}
	if o.confirmed {
		return nil, nil, errors.Join(errEnrolled, a.GiveBack(ctx))
	}
	proof, err := t.proveByTOTP(o.id, o.secret, o.lastStep, code, a.Now)
	if err != nil {
		return nil, nil, errors.Join(err, a.GiveBack(ctx))
	}
	if proof.how == "" {
		return nil, nil, t.answerFailed(ctx, o.id)
	}
	recovery, codes, err := t.firstCodes(o.id, o.codesLeft)
	if err != nil {
		return nil, nil, err
	}
	c := t.gate.Begin(tenantdb.Did("auth.totp-confirm", "account", o.id)).Scratch(a.TakeBack()...).Exec(proof.stmts...).Exec(
		db.Q(`UPDATE authenticators SET confirmed_at = ? WHERE account_id = ? AND secret = ? AND confirmed_at IS NULL`,
			db.Int(a.Now), db.Text(o.id), db.Text(o.secret)), tenantdb.RequireOne)
	return recovery, c.Exec(codes...).Exec(t.endOthers(o.id, t.gate.Request().SessionID)...), nil
}

// RemoveTOTP takes the caller's authenticator away, and the recovery codes if
// there is no passkey, on the password and a code, or a recovery code. Errors: "invalid-request" naming
// password, domain.ErrCode, domain.RateLimited, domain.ErrNotFound.
func (t *Tenant) RemoveTOTP(ctx context.Context, pass, code string) (*Change, error) {
	recovery, err := t.recoveryHash(code)
	if err != nil {
		return nil, err
	}
	o, a, err := t.own(ctx, recovery)
	if err != nil {
		return nil, err
	}
	if !o.confirmed {
		return nil, errors.Join(domain.ErrNotFound, a.GiveBack(ctx))
	}
	if err := t.provesPassword(ctx, o, a, "password", pass); err != nil {
		return nil, err
	}
	proof := t.proveByRecovery(o.id, recovery, a.Now)
	if !o.hasRecovery {
		if proof, err = t.proveByTOTP(o.id, o.secret, o.lastStep, code, a.Now); err != nil {
			return nil, errors.Join(err, a.GiveBack(ctx))
		}
	}
	if proof.how == "" {
		return nil, t.answerFailed(ctx, o.id)
	}
	c := t.gate.Begin(tenantdb.Did("auth.totp-remove", "account", o.id)).Scratch(a.TakeBack()...).Exec(proof.stmts...).Exec(
		db.Q(`DELETE FROM authenticators WHERE account_id = ?`, db.Text(o.id)),
		dropCodes(o.id)).
		Exec(t.endOthers(o.id, t.gate.Request().SessionID)...)
	if err := t.notify(c, t.gate.Access().User, mail.FactorRemoved); err != nil {
		return nil, errors.Join(err, a.GiveBack(ctx))
	}
	return c, nil
}
