package store

import (
	"context"
	"crypto/rand"
	"errors"

	"ringfence/domain"
	"ringfence/store/db"
	"ringfence/store/tenantdb"
)

// Recovery codes belong to an account that has a second factor, whichever: they
// come with the first and go with the last.

// codesLeftSQL: an account has some that were not used. Argument: account.
const codesLeftSQL = `EXISTS (SELECT 1 FROM recovery_codes WHERE account_id = ? AND used_at IS NULL)`

// RenewRecoveryCodes makes the caller's anew, on recent proof of who asks; the
// old ones stop working. The new ones are kept nowhere. Errors:
// domain.ErrNoFactor, and those of proveRecently.
func (t *Tenant) RenewRecoveryCodes(ctx context.Context, pass string) (recovery []string, change *Change, err error) {
	const hasFactorSQL = tenantdb.SecondFactorSQL + ` FROM accounts a WHERE a.id = ?`
	account := t.gate.Request().AccountID
	rows, a, err := t.proveRecently(ctx, pass, tenantdb.Select(`SELECT `+hasFactorSQL, db.Text(account)))
	if err != nil {
		return nil, nil, err
	}
	if !rows[0][0][0].Bool() {
		return nil, nil, errors.Join(domain.ErrNoFactor, a.GiveBack(ctx))
	}
	recovery, codes, err := t.recoveryCodes(account)
	if err != nil {
		return nil, nil, errors.Join(err, a.GiveBack(ctx))
	}
	c := t.gate.Begin(tenantdb.Did("auth.recovery-renew", "account", account)).Scratch(a.TakeBack()...)
	return recovery, c.Exec(tenantdb.Require(hasFactorSQL, db.Text(account))).Exec(codes...), nil
}

// firstCodes makes recovery codes for an account that has none left, where it
// adds a second factor.
func (t *Tenant) firstCodes(account string, left bool) (codes []string, stmts []db.Stmt, err error) {
	if left {
		return nil, nil, nil
	}
	codes, stmts, err = t.recoveryCodes(account)
	return codes, append([]db.Stmt{tenantdb.Require(`NOT `+codesLeftSQL, db.Text(account))}, stmts...), err
}

// dropCodes takes them away from an account without a second factor.
func dropCodes(account string) db.Stmt {
	return db.Q(`DELETE FROM recovery_codes WHERE account_id = ? AND NOT (SELECT `+tenantdb.SecondFactorSQL+
		` FROM accounts a WHERE a.id = ?)`, db.Text(account), db.Text(account))
}

// recoveryCodes makes new ones, in place of any there were.
func (t *Tenant) recoveryCodes(account string) (codes []string, stmts []db.Stmt, err error) {
	stmts = append(stmts, db.Q(`DELETE FROM recovery_codes WHERE account_id = ?`, db.Text(account)))
	for range domain.RecoveryCodes {
		var random [domain.RecoveryCodeSize]byte
		if _, err := rand.Read(random[:]); err != nil {
			return nil, nil, err
		}
		code := domain.RecoveryCode(random)
		hash, err := t.recoveryHash(code)
		if err != nil {
			return nil, nil, err
		}
		codes = append(codes, code)
		stmts = append(stmts, db.Q(`INSERT INTO recovery_codes (account_id, hash) VALUES (?, ?)`, db.Text(account), db.Text(hash)))
	}
	return codes, stmts, nil
}
