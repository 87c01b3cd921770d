package store

import (
	"crypto/hmac"
	"crypto/rand"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"strings"

	"ringfence/domain"
	"ringfence/store/db"
	"ringfence/store/tenantdb"
	"ringfence/store/vault"
)

// ceremony is what a passkey's challenge is good for, and whose it is: a
// session's, or a sign-in's that waits for its second step.
type ceremony struct{ purpose, holder string }

func toRegister(session string) ceremony     { return ceremony{"register", session} }
func toSignIn() ceremony                     { return ceremony{"sign-in", ""} }
func toSecondStep(challenge string) ceremony { return ceremony{"second-step", tokenHash(challenge)} }
func (c ceremony) place(host string) vault.Place {
	return vault.Place{Table: "spent_challenges", Column: c.purpose, Row: host + "\n" + c.holder}
}

// A challenge is 128 random bits, the millisecond it ends at, and a MAC of 128
// bits under the tenant's key. So nothing is kept of those that were given out
// and never answered, which anybody may ask for.
const (
	challengeRandom = 16
	challengeBody   = challengeRandom + 8
	challengeSize   = challengeBody + 16
)

// issue makes a challenge for a ceremony at a host.
func (t *Tenant) issue(c ceremony, host string) (string, error) {
	b := make([]byte, challengeRandom, challengeSize)
	if _, err := rand.Read(b); err != nil {
		return "", err
	}
	until := t.gate.Now() + domain.PasskeyChallengeLife.Milliseconds()
	b = binary.BigEndian.AppendUint64(b, uint64(until))
	mac, err := t.challengeMAC(c, host, b)
	return base64.RawURLEncoding.EncodeToString(append(b, mac...)), err
}

// issued reports whether a challenge was made here for that ceremony and has
// not ended. Whether it has been spent the database knows.
func (t *Tenant) issued(c ceremony, host, challenge string) bool {
	b, err := base64.RawURLEncoding.Strict().DecodeString(challenge)
	if err != nil || len(b) != challengeSize || strings.ContainsAny(challenge, "\r\n") {
		return false
	}
	mac, err := t.challengeMAC(c, host, b[:challengeBody])
	return err == nil && hmac.Equal(mac, b[challengeBody:]) && t.gate.Now() < int64(binary.BigEndian.Uint64(b[challengeRandom:challengeBody]))
}

func (t *Tenant) challengeMAC(c ceremony, host string, body []byte) ([]byte, error) {
	mark, err := t.gate.Fingerprint(c.place(host), hex.EncodeToString(body))
	if err != nil {
		return nil, err
	}
	return hex.DecodeString(strings.TrimPrefix(mark, "fp:"))
}

// spentSQL holds if the answer has been given before; client data has the
// challenge in it. Argument: the hash of the client data's challenge.
const spentSQL = `EXISTS (SELECT 1 FROM spent_challenges WHERE hash = ?)`

// spend are the statements by which a challenge is good for one answer.
func (t *Tenant) spend(hash string) []db.Stmt {
	now := t.gate.Now()
	return []db.Stmt{
		db.Q(`DELETE FROM spent_challenges WHERE expires_at <= ?`, db.Int(now)),
		tenantdb.Require(`NOT `+spentSQL, db.Text(hash)),
		db.Q(`INSERT INTO spent_challenges (hash, expires_at) VALUES (?, ?)`, db.Text(hash), db.Int(now+domain.PasskeyChallengeLife.Milliseconds())),
	}
}
