package store

import (
	"context"
	"errors"
	"time"

	"ringfence/domain"
	"ringfence/store/db"
	"ringfence/store/tenantdb"
	"ringfence/store/vault"
)

var mfaAttempts = tenantdb.AttemptKind{Name: "mfa", Limits: domain.SignInLimits}

const (
	// triedSQL takes one of a challenge's tries. Arguments: challenge, now, attempt.
	triedSQL = `UPDATE challenges SET tries_left = tries_left - 1
WHERE id = ? AND expires_at > ? AND tries_left > 0 AND EXISTS (SELECT 1 FROM attempts WHERE id = ?)`

	// challengeSQL reads what it was for, if triedSQL before it had one to
	// take. Arguments: a recovery code's hash, now, now, challenge.
	challengeSQL = `SELECT ` + entrantColumns + `, c.method, f.secret, f.last_step,
  EXISTS (SELECT 1 FROM recovery_codes r WHERE r.account_id = a.id AND r.hash = ? AND r.used_at IS NULL)
FROM challenges c
JOIN accounts a ON a.id = c.account_id AND a.version = c.version AND a.disabled = 0
LEFT JOIN authenticators f ON f.account_id = a.id AND f.confirmed_at IS NOT NULL
` + entrantWindow + `
WHERE changes() = 1 AND c.id = ?`
)

// Answer takes the second step of a sign-in: an authenticator's code or a
// recovery code, which works once. Errors: domain.ErrCode, domain.RateLimited,
// the refusals of the subscription window, ErrStale.
func (t *Tenant) Answer(ctx context.Context, challenge, code, device string) (*Entry, error) {
	recovery, err := t.recoveryHash(code)
	if err != nil {
		return nil, err
	}
	row, a, err := t.tryChallenge(ctx, challenge, challengeSQL, db.Text(recovery))
	if err != nil {
		return nil, err
	}
	if row == nil {
		return nil, domain.ErrCode
	}
	e := entering{entrant: entrantOf(row), strong: true, device: device, attempt: a}
	proof := t.proveByRecovery(e.ID, recovery, a.Now)
	if !row[entrantWidth+3].Bool() {
		if proof, err = t.proveByTOTP(e.ID, row[entrantWidth+1].S, row[entrantWidth+2].I, code, a.Now); err != nil {
			return nil, errors.Join(err, a.GiveBack(ctx))
		}
	}
	if proof.how == "" {
		return nil, t.answerFailed(ctx, e.ID)
	}
	e.how = Method(row[entrantWidth].S) + "+" + proof.how
	e.also = append(proof.stmts, useChallenge(challenge)...)
	return t.enter(ctx, e)
}

// tryChallenge takes one of a challenge's tries and reads by sql, whose
// arguments are args, now, now and the challenge. No row: it had none to take.
// Errors: domain.RateLimited, domain.ErrEncryption, ErrStale.
func (t *Tenant) tryChallenge(ctx context.Context, challenge, sql string, args ...db.Value) ([]db.Value, *tenantdb.Attempt, error) {
	id := db.Text(tokenHash(challenge))
	a, err := t.gate.Attempt(mfaAttempts, `(SELECT account_id FROM challenges WHERE id = ?)`, id)
	if err != nil {
		return nil, nil, err
	}
	now := db.Int(a.Now)
	rows, err := a.Read(ctx, tenantdb.InScratch("challenges", triedSQL, id, now, db.Text(a.ID)), tenantdb.Select(sql, append(args, now, now, id)...))
	if err != nil || len(rows[1]) == 0 {
		return nil, nil, err
	}
	return rows[1][0], a, nil
}

// useChallenge uses a challenge up, once.
func useChallenge(challenge string) []db.Stmt {
	return []db.Stmt{db.Q(`DELETE FROM challenges WHERE id = ?`, db.Text(tokenHash(challenge))), tenantdb.RequireOne}
}

func (t *Tenant) answerFailed(ctx context.Context, account string) error {
	return t.refused(ctx, nil, tenantdb.Did("auth.mfa-failed", "account", account), domain.ErrCode)
}

// proof is a code that looks right and the statements that use it up: they
// abort the write if another request has used it first.
type proof struct {
	how   Method // "totp", "recovery-code", or "" for no proof
	stmts []db.Stmt
}

// proveByRecovery uses up a recovery code that is there.
func (t *Tenant) proveByRecovery(account, hash string, now int64) proof {
	return proof{"recovery-code", []db.Stmt{
		db.Q(`UPDATE recovery_codes SET used_at = ? WHERE account_id = ? AND hash = ? AND used_at IS NULL`,
			db.Int(now), db.Text(account), db.Text(hash)),
		tenantdb.RequireOne}}
}

// proveByTOTP looks at a code against the account's authenticator, if it has one.
func (t *Tenant) proveByTOTP(account, sealed string, lastStep int64, code string, now int64) (proof, error) {
	secret, err := t.openSecret(account, sealed)
	if err != nil || secret == nil {
		return proof{}, err
	}
	step, ok := domain.TOTPMatch(secret, code, time.UnixMilli(now), lastStep)
	if !ok {
		return proof{}, nil
	}
	return proof{"totp", []db.Stmt{
		db.Q(`UPDATE authenticators SET last_step = ? WHERE account_id = ? AND last_step < ?`, db.Int(step), db.Text(account), db.Int(step)),
		tenantdb.RequireOne}}, nil
}

// recoveryHash is how a recovery code is kept: it has 120 random bits, so a
// keyed hash without a salt does not give it away. "" for what is none.
func (t *Tenant) recoveryHash(typed string) (string, error) {
	code, ok := domain.ParseRecoveryCode(typed)
	if !ok {
		return "", nil
	}
	return t.gate.Fingerprint(vault.Place{Table: "recovery_codes", Column: "hash"}, code)
}

func secretPlace(account string) vault.Place {
	return vault.Place{Table: "authenticators", Column: "secret", Row: account}
}

// openSecret is an authenticator's secret; nil for none.
func (t *Tenant) openSecret(account, sealed string) ([]byte, error) {
	text, err := t.gate.Unseal(secretPlace(account), sealed)
	if err != nil || text == "" {
		return nil, err
	}
	secret, ok := domain.ParseTOTPText(text)
	if !ok {
		return nil, failed(vault.ErrOpen)
	}
	return secret, nil
}
