// Package webauthn checks what browsers send of passkeys: registrations and
// assertions of Web Authentication Level 3 (https://www.w3.org/TR/webauthn-3/),
// step by step as its §7.1 and §7.2 have it.
//
// Attestation is not asked for: who made an authenticator decides nothing
// here. So there is no CBOR to read: a browser hands over the authenticator
// data and the public key by themselves (§5.2.1.1), the key in the form that
// crypto/x509 parses. A registration without attestation is signed by nobody,
// whichever form the key comes in; it is worth what the session is worth in
// which it is made. An assertion is signed over everything that is checked.
package webauthn

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"

	"ringfence/domain"
)

// Refusal is the error of a response that is not accepted: why, in a word for
// the ledger.
type Refusal string

func (r Refusal) Error() string { return "webauthn: " + string(r) }

// The refusals.
const (
	Malformed    Refusal = "malformed"
	WrongType    Refusal = "type"
	WrongOrigin  Refusal = "origin"
	WrongParty   Refusal = "party"
	NotIssued    Refusal = "challenge"
	NotPresent   Refusal = "presence"
	NotVerified  Refusal = "user-verification"
	WrongKey     Refusal = "key"
	BadSignature Refusal = "signature"
	CountBack    Refusal = "counter"
)

// Party is the relying party at one host.
type Party struct {
	ID     string // the hostname
	Origin string // scheme://host[:port], as browsers write it
	Issued func(challenge string) bool
}

// The types of client data.
const (
	typeCreate = "webauthn.create"
	typeGet    = "webauthn.get"
)

// clientData is what the browser says of a ceremony (§5.8.1).
type clientData struct {
	Type        string `json:"type"`
	Challenge   string `json:"challenge"`
	Origin      string `json:"origin"`
	CrossOrigin bool   `json:"crossOrigin"`
	TopOrigin   string `json:"topOrigin"`
}

// ChallengeOf is the challenge that client data answers, not checked; "" where
// there is none to read.
func ChallengeOf(raw []byte) string {
	c, err := parseClient(raw)
	if err != nil {
		return ""
	}
	return c.Challenge
}

func parseClient(raw []byte) (c clientData, err error) {
	if domain.TooDeep(raw) || json.Unmarshal(raw, &c) != nil {
		return clientData{}, Malformed
	}
	return c, nil
}

// checkClient is §7.1 steps 5 to 11, §7.2 steps 10 to 14. A ceremony in a
// frame of another site is refused.
func (p Party) checkClient(raw []byte, typ string) error {
	c, err := parseClient(raw)
	switch {
	case err != nil:
		return err
	case c.Type != typ:
		return WrongType
	case !p.Issued(c.Challenge):
		return NotIssued
	case c.Origin != p.Origin || c.CrossOrigin || c.TopOrigin != "":
		return WrongOrigin
	}
	return nil
}

// checkAuth is §7.1 steps 14 to 18, §7.2 steps 15 to 19.
func (p Party) checkAuth(a authData) error {
	switch {
	case !bytes.Equal(a.party, hashOf([]byte(p.ID))):
		return WrongParty
	case a.flags&userPresent == 0:
		return NotPresent
	case a.flags&userVerified == 0:
		return NotVerified
	}
	return nil
}

// Credential is a passkey as it is kept.
type Credential struct {
	ID        []byte
	PublicKey []byte // SubjectPublicKeyInfo, DER
	Count     int64  // the authenticator's signature counter; 0: it has none
	Portable  bool   // may be copied to other devices of its owner
	BackedUp  bool   // has been
}

// Registration is a browser's answer to the creation of a passkey.
type Registration struct{ ClientData, AuthData, PublicKey []byte }

// Register is §7.1 without attestation. Errors: a Refusal.
func (p Party) Register(r Registration) (Credential, error) {
	if err := p.checkClient(r.ClientData, typeCreate); err != nil {
		return Credential{}, err
	}
	a, err := parseAuthData(r.AuthData)
	if err != nil {
		return Credential{}, err
	}
	if err := p.checkAuth(a); err != nil {
		return Credential{}, err
	}
	if a.id == nil {
		return Credential{}, Malformed
	}
	if _, err := parseKey(r.PublicKey); err != nil {
		return Credential{}, err
	}
	return Credential{ID: a.id, PublicKey: r.PublicKey, Count: a.count,
		Portable: a.flags&backupEligible != 0, BackedUp: a.flags&backedUp != 0}, nil
}

// Assertion is a browser's answer to the use of a passkey.
type Assertion struct{ ClientData, AuthData, Signature []byte }

// Verify is §7.2 for the credential as it is kept, and returns it as it is to
// be kept from now on. Errors: a Refusal.
func (p Party) Verify(c Credential, s Assertion) (Credential, error) {
	if err := p.checkClient(s.ClientData, typeGet); err != nil {
		return c, err
	}
	a, err := parseAuthData(s.AuthData)
	if err != nil {
		return c, err
	}
	if err := p.checkAuth(a); err != nil {
		return c, err
	}
	key, err := parseKey(c.PublicKey)
	if err != nil {
		return c, err
	}
	signed := append(append([]byte(nil), s.AuthData...), hashOf(s.ClientData)...)
	if !key.verifies(signed, s.Signature) {
		return c, BadSignature
	}
	if (a.count != 0 || c.Count != 0) && a.count <= c.Count {
		return c, CountBack
	}
	c.Count, c.BackedUp = a.count, a.flags&backedUp != 0
	return c, nil
}

func hashOf(b []byte) []byte {
	sum := sha256.Sum256(b)
	return sum[:]
}
