package store

import (
	"context"

	"ringfence/domain"
	"ringfence/store/db"
	"ringfence/store/tenantdb"
	"ringfence/store/vault"
)

var passkeyPlace = vault.Place{Table: "passkeys", Column: "credential_id"}

// Second is by what a sign-in that waits for its second step can take it,
// beside a recovery code.
type Second struct {
	App     bool      // a code of an authenticator app
	Passkey *Ceremony // nil: the account has none at this host
}

// Second reads it. Of a sign-in that waits no longer it says what most have.
func (t *Tenant) Second(ctx context.Context, at Host, challenge string) (Second, error) {
	rows, err := t.gate.Visit(ctx, tenantdb.Select(`SELECT EXISTS (SELECT 1 FROM authenticators f WHERE f.account_id = a.id AND f.confirmed_at IS NOT NULL),
  p.credential_id, p.transports
FROM challenges c
JOIN accounts a ON a.id = c.account_id AND a.version = c.version AND a.disabled = 0
LEFT JOIN passkeys p ON p.account_id = a.id AND p.host = ?
WHERE c.id = ? AND c.expires_at > ? AND c.tries_left > 0`, db.Text(at.Name), db.Text(tokenHash(challenge)), db.Int(t.gate.Now())))
	if err != nil || len(rows[0]) == 0 {
		return Second{App: true}, err
	}
	s := Second{App: rows[0][0][0].Bool()}
	if rows[0][0][1].IsNull() {
		return s, nil
	}
	s.Passkey = &Ceremony{}
	for _, row := range rows[0] {
		s.Passkey.Known = append(s.Passkey.Known, KnownPasskey{row[1].S, row[2].S})
	}
	s.Passkey.Challenge, err = t.issue(toSecondStep(challenge), at.Name)
	return s, err
}

// BeginSecondPasskey asks for one of the passkeys of an account whose sign-in
// waits for its second step. Error: domain.ErrPasskey, also when it has none
// at this host.
func (t *Tenant) BeginSecondPasskey(ctx context.Context, at Host, challenge string) (*Ceremony, error) {
	s, err := t.Second(ctx, at, challenge)
	if err == nil && s.Passkey == nil {
		err = domain.ErrPasskey
	}
	return s.Passkey, err
}

// secondPasskeySQL reads what a challenge was for and the account's passkey
// that is used, if triedSQL before it had a try to take. Arguments: the hash
// of the passkey's challenge, credential, now, now, challenge.
const secondPasskeySQL = `SELECT ` + entrantColumns + `, ` + keptColumns + `, c.method
FROM challenges c
JOIN accounts a ON a.id = c.account_id AND a.version = c.version AND a.disabled = 0
LEFT JOIN passkeys p ON p.account_id = a.id AND p.credential_id = ?
` + entrantWindow + `
WHERE changes() = 1 AND c.id = ?`

// AnswerWithPasskey takes the second step of a sign-in by a passkey. The
// account is known: an authenticator need not name its owner. Errors:
// domain.ErrPasskey, domain.RateLimited, the refusals of the subscription
// window, ErrStale.
func (t *Tenant) AnswerWithPasskey(ctx context.Context, at Host, challenge string, u UsedPasskey, device string) (*Entry, error) {
	row, a, err := t.tryChallenge(ctx, challenge, secondPasskeySQL, db.Text(u.challengeHash()), db.Text(u.Credential))
	if err != nil {
		return nil, err
	}
	if row == nil {
		return nil, domain.ErrPasskey
	}
	kept := row[entrantWidth:]
	e := entering{entrant: entrantOf(row), how: Method(kept[keptWidth].S) + "+passkey", strong: true, device: device, attempt: a}
	if kept[0].IsNull() {
		return nil, t.passkeyFailed(ctx, u.Credential, "", errUnknown)
	}
	handle := u.UserHandle
	if handle == "" {
		handle = textOf([]byte(e.ID))
	}
	proof, err := t.proveByPasskey(at, toSecondStep(challenge), u, e.entrant, kept, handle)
	if err != nil {
		return nil, t.passkeyFailed(ctx, u.Credential, kept[0].S, err)
	}
	e.also = append(proof.stmts, useChallenge(challenge)...)
	return t.enter(ctx, e)
}
