package web

import (
	"crypto/hkdf"
	"crypto/sha256"
	"errors"
	"sync"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"ringfence/domain"
	"ringfence/store/vault"
)

// Tokens signs and checks session tokens: JWTs (RFC 7519) with one algorithm,
// HS256, under a key of each tenant's own, so that one tenant's token is
// worthless at another even before its HostKind is looked at.
type Tokens struct {
	key    []byte // nil: SESSION_KEY is not set
	issuer string

	mu   sync.Mutex
	seen map[string]*claims // by tenant and token: signatures that have been checked
}

// mostSeen bounds the tokens that are remembered.
const mostSeen = 10_000

// claims is what a session token says. Typ keeps other problemTypes of token apart.
type claims struct {
	jwt.RegisteredClaims
	Session string `json:"sid"`
	Role    string `json:"role"`
	Typ     string `json:"typ"`
}

const typSession = "session"

// NewTokens makes the tokens of a deployment of its SESSION_KEY and its domain.
// Without a key none is signed and none is good; a malformed one is an error.
func NewTokens(key, base string) (*Tokens, error) {
	t := &Tokens{issuer: "https://" + base, seen: map[string]*claims{}}
	if key == "" {
		return t, nil
	}
	var err error
	t.key, err = vault.ParseKey(key)
	return t, err
}

// Ready reports whether there is a key to sign with.
func (t *Tokens) Ready() bool { return t.key != nil }

func (t *Tokens) tenantKey(tenant string) ([]byte, error) {
	if t.key == nil {
		return nil, domain.ErrSessions
	}
	return hkdf.Key(sha256.New, t.key, nil, "ringfence/session/"+tenant, vault.KeySize)
}

// sign makes the token of a session. Error: domain.ErrSessions.
func (t *Tokens) sign(tenant, session string, u domain.User, from, until int64) (string, error) {
	key, err := t.tenantKey(tenant)
	if err != nil {
		return "", err
	}
	return jwt.NewWithClaims(jwt.SigningMethodHS256, &claims{
		RegisteredClaims: jwt.RegisteredClaims{
			Issuer: t.issuer, Audience: jwt.ClaimStrings{tenant}, Subject: u.ID,
			IssuedAt: numericDate(from), ExpiresAt: numericDate(until),
		},
		Session: session, Role: u.Role.String(), Typ: typSession,
	}).SignedString(key)
}

func numericDate(ms int64) *jwt.NumericDate { return jwt.NewNumericDate(time.UnixMilli(ms)) }

// verify checks a token for a tenant; one that it has checked before only for
// its age. Errors: domain.ErrUnauthenticated, domain.ErrSessions.
func (t *Tokens) verify(tenant, token string, now func() time.Time) (claims, error) {
	t.mu.Lock()
	known := t.seen[tenant+" "+token]
	t.mu.Unlock()
	if known != nil && now().Before(known.ExpiresAt.Time) {
		return *known, nil
	}
	c, err := t.check(tenant, token, now)
	if err != nil {
		return c, err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.seen) >= mostSeen {
		clear(t.seen)
	}
	t.seen[tenant+" "+token] = &c
	return c, nil
}

func (t *Tokens) check(tenant, token string, now func() time.Time) (claims, error) {
	var c claims
	key, err := t.tenantKey(tenant)
	if err != nil {
		return c, err
	}
	_, err = jwt.ParseWithClaims(token, &c, func(t *jwt.Token) (any, error) { return key, critical(t) },
		jwt.WithValidMethods([]string{"HS256"}), jwt.WithIssuer(t.issuer), jwt.WithAudience(tenant),
		jwt.WithExpirationRequired(), jwt.WithStrictDecoding(), jwt.WithTimeFunc(now))
	if err != nil || c.Typ != typSession || c.Session == "" {
		return claims{}, errors.Join(domain.ErrUnauthenticated, err)
	}
	return c, nil
}

// critical refuses a token that asks for an extension to be understood
// (RFC 7515 §4.1.11): we know none.
func critical(t *jwt.Token) error {
	if _, asked := t.Header["crit"]; asked {
		return errors.New("an extension is asked for that is not known")
	}
	return nil
}
