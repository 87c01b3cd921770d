package store

import (
	"context"

	"ringfence/domain"
	"ringfence/store/db"
	"ringfence/store/tenantdb"
	"ringfence/store/vault"
)

var passkeyPlace = vault.Place{Table: "passkeys", Column: "credential_id"}

// BeginSecondPasskey asks for one of the passkeys of an account whose sign-in
// waits for its second step. Error: domain.ErrPasskey, also when it has none
// at this host.
func (t *Tenant) BeginSecondPasskey(ctx context.Context, at Host, challenge string) (*Ceremony, error) {
	rows, err := t.gate.Visit(ctx, tenantdb.Select(`SELECT p.credential_id, p.transports
FROM challenges c
JOIN accounts a ON a.id = c.account_id AND a.version = c.version AND a.disabled = 0
JOIN passkeys p ON p.account_id = a.id AND p.host = ?
WHERE c.id = ? AND c.expires_at > ? AND c.tries_left > 0`, db.Text(at.Name), db.Text(tokenHash(challenge)), db.Int(t.gate.Now())))
	if err != nil {
		return nil, err
	}
	if len(rows[0]) == 0 {
		return nil, domain.ErrPasskey
	}
	c := &Ceremony{}
	for _, row := range rows[0] {
		c.Known = append(c.Known, KnownPasskey{row[0].S, row[1].S})
	}
	c.Challenge, err = t.issue(toSecondStep(challenge), at.Name)
	return c, err
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
