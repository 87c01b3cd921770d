package oidctest

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"math/big"
	"net/url"
	"strings"
	"sync"

	"github.com/golang-jwt/jwt/v5"
)

// AccessToken comes beside every ID token.
const AccessToken = "an access token that is of no use"

// Key is a key of the provider's.
type Key struct {
	ID, Alg string
	Use     string
	Ops     []string          // key_ops
	Private crypto.PrivateKey // []byte: a shared secret
}

var (
	rsaOnce = sync.OnceValue(func() Key { return NewRSA("rsa-1") })
	ecOnce  = sync.OnceValue(func() Key {
		return Key{ID: "ec-1", Alg: "ES256", Private: must(ecdsa.GenerateKey(elliptic.P256(), rand.Reader))}
	})
)

// RSA is a key for RS256 and, with another Alg, PS256; the same each time.
func RSA() Key { return rsaOnce() }

// NewRSA is a fresh key for RS256.
func NewRSA(id string) Key {
	return Key{ID: id, Alg: "RS256", Private: must(rsa.GenerateKey(rand.Reader, 2048))}
}

// Short is an RSA key that is no longer thought safe.
func Short() Key {
	return Key{ID: "short", Alg: "RS256", Private: must(rsa.GenerateKey(rand.Reader, 1024))}
}

// PublicForms are the public key's spellings that a careless verifier takes for
// a shared secret.
func (k Key) PublicForms() [][]byte {
	private := k.Private.(*rsa.PrivateKey)
	der := must(x509.MarshalPKIXPublicKey(&private.PublicKey))
	pkcs1 := x509.MarshalPKCS1PublicKey(&private.PublicKey)
	return [][]byte{der, pkcs1, private.N.Bytes(), must(json.Marshal(k.JWK())),
		pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}), pem.EncodeToMemory(&pem.Block{Type: "RSA PUBLIC KEY", Bytes: pkcs1})}
}

// EC is a key for ES256; the same each time.
func EC() Key { return ecOnce() }

// Ed25519 is a fresh key for EdDSA.
func Ed25519() Key {
	_, private, err := ed25519.GenerateKey(rand.Reader)
	return Key{ID: "ed-1", Alg: "EdDSA", Private: must(private, err)}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func encode(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

// JWK is the key as it is published (RFC 7517).
func (k Key) JWK() map[string]any {
	m := map[string]any{"kid": k.ID, "alg": k.Alg, "use": k.Use}
	for name, value := range m {
		if value == "" {
			delete(m, name)
		}
	}
	if k.Ops != nil {
		m["key_ops"] = k.Ops
	}
	switch private := k.Private.(type) {
	case *rsa.PrivateKey:
		m["kty"], m["n"], m["e"] = "RSA", encode(private.N.Bytes()), encode(big.NewInt(int64(private.E)).Bytes())
	case *ecdsa.PrivateKey:
		point := must(private.PublicKey.Bytes())
		m["kty"], m["crv"], m["x"], m["y"] = "EC", "P-256", encode(point[1:33]), encode(point[33:])
	case ed25519.PrivateKey:
		m["kty"], m["crv"], m["x"] = "OKP", "Ed25519", encode(private.Public().(ed25519.PublicKey))
	case []byte:
		m["kty"], m["k"] = "oct", encode(private)
	}
	return m
}

func (p *Provider) published() []map[string]any {
	p.mu.Lock()
	defer p.mu.Unlock()
	var list []map[string]any
	for _, k := range p.keys {
		list = append(list, k.JWK())
	}
	return list
}

// Token is an ID token before it is signed, for tests to spoil.
type Token struct {
	Key    Key
	Header map[string]any
	Claims jwt.MapClaims
	Raw    string // instead of all that

	CutSignature bool
	Salt         int // of PS256, in bytes; 0: as long as the hash
}

// Unsigned makes a token of algorithm none.
func Unsigned(t *Token) {
	t.Header["alg"], t.Key.Private = "none", jwt.UnsafeAllowNoneSignatureType
}

func (t *Token) sign() string {
	if t.Raw != "" {
		return t.Raw
	}
	alg, _ := t.Header["alg"].(string)
	method := jwt.GetSigningMethod(alg)
	if t.Salt != 0 {
		method = &jwt.SigningMethodRSAPSS{SigningMethodRSA: jwt.SigningMethodPS256.SigningMethodRSA, Options: &rsa.PSSOptions{SaltLength: t.Salt}}
	}
	unsigned := jwt.NewWithClaims(method, t.Claims)
	unsigned.Header = t.Header
	signed := must(unsigned.SignedString(t.Key.Private))
	if t.CutSignature {
		signed = signed[:strings.LastIndexByte(signed, '.')+1]
	}
	return signed
}

// Request is what the client asked of the authorization endpoint.
type Request struct {
	State, Nonce, Redirect, Client string
}

// Authorize is somebody signing in at the provider: it checks the client's
// request, and makes a code for an ID token on subject, which edit may spoil.
func (p *Provider) Authorize(address, subject string, edit ...func(*Token)) (code string, r Request, err error) {
	u, err := url.Parse(address)
	if err != nil {
		return "", r, err
	}
	q := u.Query()
	r = Request{State: q.Get("state"), Nonce: q.Get("nonce"), Redirect: q.Get("redirect_uri"), Client: q.Get("client_id")}
	if q.Get("response_type") != "code" || q.Get("scope") != "openid" || q.Get("code_challenge_method") != "S256" || r.Client != ClientID ||
		len(r.State) < 22 || len(r.Nonce) < 22 || len(q.Get("code_challenge")) != 43 || r.Nonce == r.State {
		return "", r, fmt.Errorf("a request that a provider refuses: %s", address)
	}
	code = rand.Text()
	p.mu.Lock()
	defer p.mu.Unlock()
	p.grants[code] = grant{challenge: q.Get("code_challenge"), redirect: r.Redirect, token: func() string { return p.idToken(subject, r.Nonce, edit) }}
	return code, r, nil
}

func (p *Provider) idToken(subject, nonce string, edit []func(*Token)) string {
	p.mu.Lock()
	k := p.keys[0]
	p.mu.Unlock()
	now := p.Now().Unix()
	t := &Token{Key: k, Header: map[string]any{"alg": k.Alg, "kid": k.ID, "typ": "JWT"}, Claims: jwt.MapClaims{
		"iss": p.Issuer, "sub": subject, "aud": ClientID, "nonce": nonce, "iat": now, "exp": now + 300,
	}}
	for _, change := range edit {
		change(t)
	}
	return t.sign()
}
