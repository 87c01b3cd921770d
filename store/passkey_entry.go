package store

import (
	"context"
	"errors"

	"ringfence/domain"
	"ringfence/store/db"
	"ringfence/store/tenantdb"
	"ringfence/store/webauthn"
)

var passkeyAttempts = tenantdb.AttemptKind{Name: "passkey", Limits: domain.SignInLimits}

// UsedPasskey is what a browser answers when a passkey is used, in base64url.
type UsedPasskey struct{ Credential, ClientData, AuthData, Signature, UserHandle string }

// BeginPasskeySignIn asks for any passkey of this host's; nobody is named, so
// that nothing is said of who exists.
func (t *Tenant) BeginPasskeySignIn(at Host) (*Ceremony, error) {
	challenge, err := t.issue(toSignIn(), at.Name)
	return &Ceremony{Challenge: challenge}, err
}

// keptColumns are a passkey (p) as it is checked; keptOf takes them. Argument:
// the hash of the challenge.
const (
	keptColumns = `p.id, p.public_key, p.sign_count, p.host, p.backup_eligible, ` + spentSQL
	keptWidth   = 6

	passkeySQL = `SELECT ` + entrantColumns + `, ` + keptColumns + `, ` + passwordOffSQL + `
FROM passkeys p
JOIN accounts a ON a.id = p.account_id
` + entrantWindow + `
WHERE p.credential_id = ?`
)

// PasskeyLogin signs in by a passkey, whose owner the authenticator has
// verified: no second step follows. Errors: domain.ErrPasskey,
// domain.RateLimited, domain.ErrPasswordOff, the refusals of the subscription
// window, ErrStale.
func (t *Tenant) PasskeyLogin(ctx context.Context, at Host, u UsedPasskey, device string) (*Entry, error) {
	credential := db.Text(u.Credential)
	a, err := t.gate.Attempt(passkeyAttempts, `(SELECT account_id FROM passkeys WHERE credential_id = ?)`, credential)
	if err != nil {
		return nil, err
	}
	now, spent := db.Int(a.Now), u.challengeHash()
	rows, err := a.Read(ctx, tenantdb.Select(passkeySQL, db.Text(spent), now, now, credential))
	if err != nil {
		return nil, err
	}
	if len(rows[0]) == 0 {
		return nil, t.passkeyFailed(ctx, u.Credential, "", errUnknown)
	}
	row := rows[0][0]
	e := entering{entrant: entrantOf(row), how: ByPasskey, strong: true, device: device, attempt: a}
	proof, err := t.proveByPasskey(at, toSignIn(), u, e.entrant, row[entrantWidth:], u.UserHandle)
	if err != nil {
		return nil, t.passkeyFailed(ctx, u.Credential, row[entrantWidth].S, err)
	}
	if row[entrantWidth+keptWidth].Bool() {
		return nil, t.passwordOff(ctx, a, e.ID)
	}
	e.also = proof.stmts
	return t.enter(ctx, e)
}

func (u UsedPasskey) challengeHash() string {
	return tokenHash(webauthn.ChallengeOf(bytesOf(u.ClientData)))
}

// Why a passkey is refused, beside webauthn's own reasons.
const (
	errUnknown  = webauthn.Refusal("unknown")
	errReplayed = webauthn.Refusal("replayed")
	errOwner    = webauthn.Refusal("owner")
)

// proveByPasskey checks an answer against the passkey as it is kept. handle is
// the owner that the authenticator names.
func (t *Tenant) proveByPasskey(at Host, c ceremony, u UsedPasskey, owner entrant, kept []db.Value, handle string) (proof, error) {
	id, count := kept[0], kept[2]
	switch {
	case kept[5].Bool():
		return proof{}, errReplayed
	case kept[3].S != at.Name:
		return proof{}, webauthn.WrongParty
	case !owner.known || string(bytesOf(handle)) != owner.ID:
		return proof{}, errOwner
	}
	key := webauthn.Credential{PublicKey: bytesOf(kept[1].S), Count: count.I}
	used, err := t.party(at, c).Verify(key, webauthn.Assertion{ClientData: bytesOf(u.ClientData), AuthData: bytesOf(u.AuthData), Signature: bytesOf(u.Signature)})
	if err != nil {
		return proof{}, err
	}
	return proof{"passkey", append(t.spend(u.challengeHash()),
		db.Q(`UPDATE passkeys SET sign_count = ?, backed_up = ?, last_used_at = ? WHERE id = ? AND sign_count = ?`,
			db.Int(used.Count), db.Bool(used.BackedUp && kept[4].Bool()), db.Int(t.gate.Now()), id, count),
		tenantdb.RequireOne)}, nil
}

// passkeyFailed enters why, and tells a caller only that. A counter that went
// back may be a copy of the key: the log says so too.
func (t *Tenant) passkeyFailed(ctx context.Context, credential, id string, err error) error {
	var why webauthn.Refusal
	if !errors.As(err, &why) {
		return err
	}
	if id == "" {
		mark, err := t.gate.Fingerprint(passkeyPlace, credential)
		if err != nil {
			return err
		}
		id = mark
	}
	if why == webauthn.CountBack {
		tenantdb.Note(ctx, "auth.passkey-failed")
	}
	return t.refused(ctx, nil, tenantdb.Did("auth.passkey-failed", domain.Passkeys.Entity, id).With("reason", string(why)), domain.ErrPasskey)
}
