package store

import (
	"context"
	"errors"

	"ringfence/domain"
	"ringfence/store/db"
	"ringfence/store/tenantdb"
)

// proofAttempts are of somebody signed in who proves anew who they are, before
// a change that would lock the real owner out.
var proofAttempts = tenantdb.AttemptKind{Name: "proof", Limits: domain.SignInLimits}

// owner is the caller's account as such a change finds it.
type owner struct {
	id, email, name string
	sealedPassword  string
	secret          string // of the authenticator, sealed; "" for none
	lastStep        int64
	confirmed       bool
	hasRecovery     bool // the recovery code that was given is there
	codesLeft       bool // some recovery code is
}

const ownerSQL = `SELECT a.id, a.email, a.name, a.password_hash, f.secret, f.last_step, f.confirmed_at IS NOT NULL,
  EXISTS (SELECT 1 FROM recovery_codes r WHERE r.account_id = a.id AND r.hash = ? AND r.used_at IS NULL), ` + codesLeftSQL + `
FROM accounts a
LEFT JOIN authenticators f ON f.account_id = a.id
WHERE a.id = ?`

// own reads the caller's account behind the guard and a limited attempt, in
// one round trip. recovery is the hash of a recovery code, or "".
func (t *Tenant) own(ctx context.Context, recovery string) (o owner, a *tenantdb.Attempt, err error) {
	a, err = t.gate.Attempt(proofAttempts, "?", db.Text(t.gate.Request().AccountID))
	if err != nil {
		return o, nil, err
	}
	account := db.Text(t.gate.Request().AccountID)
	rows, err := a.Read(ctx, tenantdb.Select(ownerSQL, db.Text(recovery), account, account))
	if err != nil {
		return o, nil, err
	}
	row := rows[0][0]
	return owner{row[0].S, row[1].S, row[2].S, row[3].S, row[4].S, row[5].I, row[6].Bool(), row[7].Bool(), row[8].Bool()}, a, nil
}

// provesPassword checks the caller's password; a wrong one is named by its
// field, entered, and counted.
func (t *Tenant) provesPassword(ctx context.Context, o owner, a *tenantdb.Attempt, field, pass string) error {
	ok, _, err := t.verify(ctx, o.id, o.sealedPassword, pass)
	if err != nil {
		return errors.Join(failed(err), a.GiveBack(ctx))
	}
	if !ok {
		return t.refused(ctx, a, tenantdb.Did("auth.password-failed", "account", o.id), domain.Invalid(
			domain.FieldError{Field: field, Code: "wrong", Message: "Your current password is incorrect"}))
	}
	return nil
}

// signedInLately: whoever changes how an account is signed in to has shown a
// moment ago that it is theirs (OWASP ASVS 7.5.1).
func (t *Tenant) signedInLately() bool {
	return t.gate.Now()-t.gate.Access().SignedInAt <= domain.RecentSignIn.Milliseconds()
}

// endOthers are the statements that raise the account's version and end
// whatever was begun on the old one: its other sessions, and sign-ins that wait
// for their second step. keep is the session that stays; "" for none.
func (t *Tenant) endOthers(account, keep string) []db.Stmt {
	now := db.Int(t.gate.Now())
	return []db.Stmt{
		db.Q(`UPDATE accounts SET version = version + 1, updated_at = ? WHERE id = ?`, now, db.Text(account)),
		t.endSessions(account, keep),
		db.Q(`DELETE FROM challenges WHERE account_id = ?`, db.Text(account)),
	}
}

func (t *Tenant) endSessions(account, keep string) db.Stmt {
	return db.Q(`UPDATE sessions SET ended_at = ? WHERE account_id = ? AND id <> ? AND ended_at IS NULL`,
		db.Int(t.gate.Now()), db.Text(account), db.Text(keep))
}
