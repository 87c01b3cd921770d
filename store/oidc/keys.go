package oidc

import (
	"context"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rsa"
	"encoding/base64"
	"math/big"
	"slices"
	"sync"
	"time"

	"ringfence/store/rsakey"
)

const (
	mostKeys   = 100
	maxModulus = 8192 // bits, of RSA
)

// key is a public key that a provider signs with.
type key struct {
	id, alg string // "": not said
	public  any    // *rsa.PublicKey, *ecdsa.PublicKey or ed25519.PublicKey
}

// jwk is a key as it is published (RFC 7517, RFC 7518 §6, RFC 8037).
type jwk struct {
	Type, ID, Alg string
	Curve         string
	N, E, X, Y    string
}

// document is a key set. The members are named here, as JSON's are told apart
// by case: e and E are not one.
type document struct {
	Keys []map[string]any `json:"keys"`
}

func jwkOf(m map[string]any) jwk {
	text := func(name string) string {
		s, _ := m[name].(string)
		return s
	}
	return jwk{Type: text("kty"), ID: text("kid"), Alg: text("alg"), Curve: text("crv"),
		N: text("n"), E: text("e"), X: text("x"), Y: text("y")}
}

// usable are a set's keys for signatures that we understand; the others are
// passed over (RFC 7517 §5).
func (d document) usable() []key {
	var keys []key
	for i := 0; i < len(d.Keys) && i < mostKeys; i++ {
		j := jwkOf(d.Keys[i])
		if public := j.public(); public != nil && verifies(d.Keys[i]) {
			keys = append(keys, key{j.ID, j.Alg, public})
		}
	}
	return keys
}

// verifies: a key that says what it is for is for verifying signatures
// (RFC 7517 §4.2 and §4.3).
func verifies(m map[string]any) bool {
	if use, said := m["use"]; said && use != "sig" {
		return false
	}
	operations, said := m["key_ops"]
	list, _ := operations.([]any)
	return !said || slices.Contains(list, any("verify"))
}

func (j jwk) public() any {
	switch j.Type + " " + j.Curve {
	case "RSA ":
		return rsaKey(bytesOf(j.N), bytesOf(j.E))
	case "EC P-256":
		point := append(append([]byte{4}, bytesOf(j.X)...), bytesOf(j.Y)...)
		k, err := ecdsa.ParseUncompressedPublicKey(elliptic.P256(), point)
		if err == nil {
			return k
		}
	case "OKP Ed25519":
		if k := bytesOf(j.X); len(k) == ed25519.PublicKeySize {
			return ed25519.PublicKey(k)
		}
	}
	return nil
}

func rsaKey(n, e []byte) any {
	exponent := new(big.Int).SetBytes(e)
	if exponent.BitLen() > 31 {
		return nil
	}
	k := &rsa.PublicKey{N: new(big.Int).SetBytes(n), E: int(exponent.Int64())}
	if !rsakey.Sound(k, maxModulus) {
		return nil
	}
	return k
}

// bytesOf is nil for what is not base64url.
func bytesOf(text string) []byte {
	b, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		return nil
	}
	return b
}

// fits: an algorithm belongs to a type of key, and a key that names one has no
// other (RFC 8725 §3.1).
func (k key) fits(alg string) bool {
	if k.alg != "" && k.alg != alg {
		return false
	}
	switch k.public.(type) {
	case *rsa.PublicKey:
		return alg == "RS256" || alg == "PS256"
	case *ecdsa.PublicKey:
		return alg == "ES256"
	case ed25519.PublicKey:
		return alg == "EdDSA"
	}
	return false
}

// keySet is what a provider publishes, as far as it has been read.
type keySet struct {
	mu     sync.Mutex
	keys   []key
	looked time.Time // for a key that was not there
}

// key is the one that a token's header names. A provider changes its keys, so
// one that is not there is looked for anew, but not for every token that
// names nonsense.
func (p *Provider) key(ctx context.Context, id, alg string) (any, error) {
	keys, err := p.published(ctx)
	if err != nil {
		return nil, err
	}
	k, refusal := pick(keys, id, alg)
	if refusal == nil || refusal.Reason != UnknownKey || !p.lookAgain() {
		return k, asError(refusal)
	}
	if keys, err = p.readKeys(ctx); err != nil {
		return nil, err
	}
	k, refusal = pick(keys, id, alg)
	return k, asError(refusal)
}

// asError: a nil *Error in an error is not nil.
func asError(e *Error) error {
	if e == nil {
		return nil
	}
	return e
}

func (p *Provider) published(ctx context.Context) ([]key, error) {
	p.keys.mu.Lock()
	keys := p.keys.keys
	p.keys.mu.Unlock()
	if keys != nil {
		return keys, nil
	}
	return p.readKeys(ctx)
}

func (p *Provider) lookAgain() bool {
	now := p.client.cfg.Now()
	p.keys.mu.Lock()
	defer p.keys.mu.Unlock()
	if now.Before(p.keys.looked.Add(again)) {
		return false
	}
	p.keys.looked = now
	return true
}

func (p *Provider) readKeys(ctx context.Context) ([]key, error) {
	var d document
	if err := p.client.get(ctx, p.meta.Keys, &d); err != nil {
		return nil, err
	}
	keys := d.usable()
	if keys == nil {
		return nil, refuse(UnknownKey, nil)
	}
	p.keys.mu.Lock()
	defer p.keys.mu.Unlock()
	p.keys.keys = keys
	return keys, nil
}

// pick: a token may leave its key unnamed only where there is one (OpenID
// Connect Core §10.1).
func pick(keys []key, id, alg string) (any, *Error) {
	if id == "" && len(keys) > 1 {
		return nil, refuse(MissingKeyID, nil)
	}
	named := false
	for _, k := range keys {
		if id != "" && k.id != id {
			continue
		}
		named = true
		if k.fits(alg) {
			return k.public, nil
		}
	}
	if named {
		return nil, refuse(WrongAlgorithm, nil)
	}
	return nil, refuse(UnknownKey, nil)
}
