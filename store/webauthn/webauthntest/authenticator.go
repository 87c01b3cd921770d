// Package webauthntest is an authenticator and a browser in software, for
// tests: honest unless a field says otherwise.
package webauthntest

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"

	"ringfence/store/webauthn"
)

// The flags that an honest authenticator sets.
const (
	UserPresent  = 1 << 0
	UserVerified = 1 << 2
	Attested     = 1 << 6
)

// Authenticator holds one passkey.
type Authenticator struct {
	ID     []byte
	Host   string // the relying party's id
	Origin string
	Flags  byte
	Count  uint32 // of the next signature; 0: it does not count
	User   []byte // the handle
	Key    crypto.Signer
	Client map[string]any // members of the client data to add or replace
}

// New makes an authenticator for a host with a key of "ES256", "EdDSA" or
// "RS256".
func New(algorithm, host, origin string) *Authenticator {
	a := &Authenticator{ID: random(32), Host: host, Origin: origin, Flags: UserPresent | UserVerified}
	var err error
	switch algorithm {
	case "ES256":
		a.Key, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	case "EdDSA":
		_, a.Key, err = ed25519.GenerateKey(rand.Reader)
	case "RS256":
		a.Key, err = rsa.GenerateKey(rand.Reader, 2048)
	}
	if err != nil {
		panic(err) // randomness does not fail
	}
	return a
}

func random(n int) []byte {
	b := make([]byte, n)
	_, _ = rand.Read(b) // does not fail
	return b
}

// Create makes the passkey for a challenge.
func (a *Authenticator) Create(challenge string) webauthn.Registration {
	defer a.step()
	return webauthn.Registration{ClientData: a.client("webauthn.create", challenge), AuthData: a.attested(), PublicKey: a.PublicKey()}
}

// step counts, if the authenticator does.
func (a *Authenticator) step() {
	if a.Count > 0 {
		a.Count++
	}
}

// Get proves possession of it.
func (a *Authenticator) Get(challenge string) webauthn.Assertion {
	client, auth := a.client("webauthn.get", challenge), a.auth(0)
	defer a.step()
	return webauthn.Assertion{ClientData: client, AuthData: auth, Signature: a.Sign(client, auth)}
}

// Sign signs authenticator data and the hash of client data.
func (a *Authenticator) Sign(client, auth []byte) []byte {
	sum := sha256.Sum256(client)
	message := append(append([]byte(nil), auth...), sum[:]...)
	digest, hash := sha256.Sum256(message), crypto.SHA256
	signed := digest[:]
	if _, whole := a.Key.(ed25519.PrivateKey); whole {
		signed, hash = message, 0
	}
	signature, err := a.Key.Sign(rand.Reader, signed, hash)
	if err != nil {
		panic(err)
	}
	return signature
}

// PublicKey is the key as browsers hand it over.
func (a *Authenticator) PublicKey() []byte {
	der, err := x509.MarshalPKIXPublicKey(a.Key.Public())
	if err != nil {
		panic(err)
	}
	return der
}

// Handle is the user handle as browsers hand it over.
func (a *Authenticator) Handle() string { return Text(a.User) }

// Text writes bytes as the API takes them.
func Text(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

func (a *Authenticator) client(typ, challenge string) []byte {
	members := map[string]any{"type": typ, "challenge": challenge, "origin": a.Origin, "crossOrigin": false}
	for name, value := range a.Client {
		members[name] = value
	}
	text, err := json.Marshal(members)
	if err != nil {
		panic(err)
	}
	return text
}

func (a *Authenticator) auth(flags byte) []byte {
	party := sha256.Sum256([]byte(a.Host))
	return binary.BigEndian.AppendUint32(append(party[:], a.Flags|flags), a.Count)
}

// attested is authenticator data with the credential in it. Its key, which
// nobody reads there, is the head of one: {kty: …}.
func (a *Authenticator) attested() []byte {
	data := append(a.auth(Attested), make([]byte, 16)...)
	data = binary.BigEndian.AppendUint16(data, uint16(len(a.ID)))
	return append(append(data, a.ID...), 0xa1, 0x01, 0x02)
}
