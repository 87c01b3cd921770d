package oidc

import (
	"context"
	"crypto/sha256"
	"crypto/sha512"
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// ps256 takes no other salt than one as long as the hash (RFC 7518 §3.5).
var ps256 = &jwt.SigningMethodRSAPSS{SigningMethodRSA: jwt.SigningMethodPS256.SigningMethodRSA,
	Options: jwt.SigningMethodPS256.Options}

// methods are the algorithms that an ID token may be signed with: ours to
// say, not the token's. None has a shared secret.
var methods = map[string]jwt.SigningMethod{
	"RS256": jwt.SigningMethodRS256,
	"PS256": ps256,
	"ES256": jwt.SigningMethodES256,
	"EdDSA": jwt.SigningMethodEdDSA,
}

func allowed(alg string) bool { return methods[alg] != nil }

// maxSubject is the longest subject (OpenID Connect Core §2).
const maxSubject = 255

// header is a token's. What it says of its own key (jku, jwk, x5u) is not read.
type header struct {
	Alg  string          `json:"alg"`
	Kid  string          `json:"kid"`
	Typ  string          `json:"typ"`
	Crit json.RawMessage `json:"crit"`
}

type claims struct {
	Issuer     string          `json:"iss"`
	Subject    string          `json:"sub"`
	Audience   json.RawMessage `json:"aud"` // a text or a list
	Party      string          `json:"azp"`
	Nonce      string          `json:"nonce"`
	AccessHash string          `json:"at_hash"`
	Methods    json.RawMessage `json:"amr"`
	Expires    json.Number     `json:"exp"`
	Issued     json.Number     `json:"iat"`
	NotBefore  json.Number     `json:"nbf"`

	alg string // of the header
}

// verify holds an ID token against the attempt that it is the answer to
// (OpenID Connect Core §3.1.3.7).
func (p *Provider) verify(ctx context.Context, a Attempt, t answer) (Identity, error) {
	c, err := p.open(ctx, t.IDToken)
	if err != nil {
		return Identity{}, err
	}
	if err := p.checkClaims(a, c, t.AccessToken); err != nil {
		return Identity{}, err
	}
	return Identity{Issuer: c.Issuer, Subject: c.Subject, MFA: slices.Contains(list(c.Methods), "mfa")}, nil
}

// open checks the signature, then reads the claims.
func (p *Provider) open(ctx context.Context, token string) (c claims, err error) {
	part := strings.Split(token, ".")
	if len(part) != 3 {
		return c, refuse(BadToken, nil)
	}
	var h header
	if err = segment(part[0], &h); err != nil {
		return c, err
	}
	if h.Crit != nil || h.Typ != "" && !strings.EqualFold(h.Typ, "JWT") {
		return c, refuse(BadToken, errors.New("another kind of token"))
	}
	method := methods[h.Alg]
	if method == nil {
		return c, refuse(WrongAlgorithm, nil)
	}
	public, err := p.key(ctx, h.Kid, h.Alg)
	if err != nil {
		return c, err
	}
	if err = method.Verify(part[0]+"."+part[1], bytesOf(part[2]), public); err != nil {
		return c, refuse(BadSignature, err)
	}
	c.alg = h.Alg
	err = segment(part[1], &c)
	return c, err
}

// segment reads a part of a token.
func segment(text string, into any) error {
	raw, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err == nil {
		err = decode(raw, into)
	}
	if err != nil {
		return refuse(BadToken, err)
	}
	return nil
}

func (p *Provider) checkClaims(a Attempt, c claims, access string) error {
	audience := list(c.Audience)
	switch {
	case c.Issuer != p.Issuer:
		return refuse(WrongIssuer, nil)
	case !slices.Contains(audience, a.Client.ID):
		return refuse(WrongAudience, nil)
	case c.Party != a.Client.ID && (c.Party != "" || len(audience) > 1):
		return refuse(WrongParty, nil)
	case c.Subject == "" || len(c.Subject) > maxSubject:
		return refuse(NoSubject, nil)
	case subtle.ConstantTimeCompare([]byte(c.Nonce), []byte(a.Nonce)) != 1:
		return refuse(WrongNonce, nil)
	case c.AccessHash != "" && c.AccessHash != accessHash(c.alg, access):
		return refuse(WrongAccessHash, nil)
	}
	return c.checkTimes(p.client.cfg.Now())
}

func (c claims) checkTimes(now time.Time) error {
	expires, err1 := seconds(c.Expires, true)
	issued, err2 := seconds(c.Issued, true)
	starts, err3 := seconds(c.NotBefore, false)
	late := now.Add(-leeway).Unix()
	soon := now.Add(leeway).Unix()
	switch {
	case err1 != nil || err2 != nil || err3 != nil:
		return refuse(BadToken, errors.Join(err1, err2, err3))
	case expires <= late:
		return refuse(Expired, nil)
	case issued > soon || starts > soon:
		return refuse(NotYet, nil)
	}
	return nil
}

var errTime = errors.New("a time is missing or malformed")

// seconds reads a time; the fraction that RFC 7519 allows is dropped.
func seconds(n json.Number, required bool) (int64, error) {
	if n == "" && !required {
		return 0, nil
	}
	f, err := n.Float64()
	if err != nil || f < 0 || f > 1<<40 {
		return 0, errTime
	}
	return int64(f), nil
}

// list reads a text or a list of texts; anything else is an empty one.
func list(raw json.RawMessage) []string {
	var one string
	if json.Unmarshal(raw, &one) == nil {
		return []string{one}
	}
	var many []string
	if json.Unmarshal(raw, &many) != nil {
		return nil
	}
	return many
}

// accessHash is the left half of the access token's digest, by the digest of
// the signature (OpenID Connect Core §3.1.3.6): Ed25519's is SHA-512.
func accessHash(alg, token string) string {
	if alg == "EdDSA" {
		sum := sha512.Sum512([]byte(token))
		return base64.RawURLEncoding.EncodeToString(sum[:sha512.Size/2])
	}
	sum := sha256.Sum256([]byte(token))
	return base64.RawURLEncoding.EncodeToString(sum[:sha256.Size/2])
}
