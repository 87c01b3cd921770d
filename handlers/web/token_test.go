package web

import (
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"ringfence/domain"
)

const (
	issued  = 1_766_000_000_000
	expires = issued + 12*3600_000
)

func testTokens(t *testing.T, base string) *Tokens {
	t.Helper()
	tokens, err := NewTokens(strings.Repeat("B", 42)+"A", base)
	if err != nil {
		t.Fatal(err)
	}
	return tokens
}

func at(ms int64) func() time.Time { return func() time.Time { return time.UnixMilli(ms) } }

var somebody = domain.User{ID: "acc-1", Role: domain.HR}

func TestToken(t *testing.T) {
	t.Parallel()
	ours := testTokens(t, "test")
	token, err := ours.sign("t1", "s-1", somebody, issued, expires)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 { // checked, and remembered
		c, err := ours.verify("t1", token, at(expires-1))
		if err != nil || c.Subject != "acc-1" || c.Session != "s-1" || c.Role != "hr" {
			t.Errorf("%+v, %v", c, err)
		}
	}
	refused := func(name string, by *Tokens, tenant string, now int64) {
		t.Helper()
		if c, err := by.verify(tenant, token, at(now)); !errors.Is(err, domain.ErrUnauthenticated) || c.Subject != "" {
			t.Errorf("%s: %+v, %v", name, c, err)
		}
	}
	refused("remembered, at its end", ours, "t1", expires)
	refused("at its end", testTokens(t, "test"), "t1", expires)
	refused("at another tenant, remembered at its own", ours, "t2", issued)
	refused("at another deployment under the same key", testTokens(t, "elsewhere"), "t1", issued)
}

// forgery is a good token's claims, key and method, for a test to spoil.
type forgery struct {
	jwt.MapClaims
	method jwt.SigningMethod
	key    any
}

// TestForged: whatever is not exactly a session token of this tenant (AUTH-4).
func TestForged(t *testing.T) {
	t.Parallel()
	tokens := testTokens(t, "test")
	good, _ := tokens.tenantKey("t1")
	other, _ := tokens.tenantKey("t2")
	private, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	set := func(name string, value any) func(*forgery) { return func(f *forgery) { f.MapClaims[name] = value } }
	without := func(name string) func(*forgery) { return func(f *forgery) { delete(f.MapClaims, name) } }
	sign := func(m jwt.SigningMethod, key any) func(*forgery) {
		return func(f *forgery) { f.method, f.key = m, key }
	}
	for name, spoil := range map[string]func(*forgery){
		"alg none":            sign(jwt.SigningMethodNone, jwt.UnsafeAllowNoneSignatureType),
		"HS384":               sign(jwt.SigningMethodHS384, good),
		"HS512":               sign(jwt.SigningMethodHS512, good),
		"RS256":               sign(jwt.SigningMethodRS256, private),
		"another tenant":      sign(jwt.SigningMethodHS256, other),
		"the session key":     sign(jwt.SigningMethodHS256, tokens.key),
		"an empty key":        sign(jwt.SigningMethodHS256, []byte{}),
		"another audience":    set("aud", "t2"),
		"no audience":         without("aud"),
		"another issuer":      set("iss", "https://elsewhere"),
		"no issuer":           without("iss"),
		"another typ":         set("typ", "reset"),
		"no typ":              without("typ"),
		"no session":          without("sid"),
		"empty session":       set("sid", ""),
		"expired":             set("exp", issued/1000),
		"no expiry":           without("exp"),
		"expiry not a number": set("exp", "never"),
		"not yet valid":       set("nbf", expires/1000),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := &forgery{jwt.MapClaims{"iss": "https://test", "aud": "t1", "sub": "acc-1", "exp": expires / 1000, "sid": "s-1", "role": "hr", "typ": "session"}, jwt.SigningMethodHS256, good}
			before, err := jwt.NewWithClaims(f.method, f.MapClaims).SignedString(f.key)
			if _, bad := tokens.verify("t1", before, at(issued)); err != nil || bad != nil {
				t.Fatalf("the unspoilt token is refused: %v, %v", err, bad)
			}
			spoil(f)
			token, err := jwt.NewWithClaims(f.method, f.MapClaims).SignedString(f.key)
			if err != nil {
				t.Fatal(err)
			}
			if c, err := tokens.verify("t1", token, at(issued)); !errors.Is(err, domain.ErrUnauthenticated) || c.Subject != "" {
				t.Errorf("%+v, %v", c, err)
			}
		})
	}
}

// TestStrictToken: a token has one spelling, and asks for nothing that is not
// known (L8).
func TestStrictToken(t *testing.T) {
	t.Parallel()
	tokens := testTokens(t, "test")
	key, err := tokens.tenantKey("t1")
	if err != nil {
		t.Fatal(err)
	}
	made := jwt.NewWithClaims(jwt.SigningMethodHS256, jwt.MapClaims{"iss": "https://test", "aud": "t1", "sub": "acc-1", "exp": expires / 1000, "sid": "s-1", "role": "hr", "typ": "session"})
	good, err := made.SignedString(key)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tokens.verify("t1", good, at(issued)); err != nil {
		t.Fatal(err)
	}
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
	last := strings.IndexByte(letters, good[len(good)-1])
	for other := last &^ 3; other < last&^3+4; other++ { // the bits that stand for nothing
		spelt := good[:len(good)-1] + letters[other:other+1]
		if _, err := tokens.verify("t1", spelt, at(issued)); (err == nil) != (other == last) {
			t.Errorf("spelt %s at its end: %v", letters[other:other+1], err)
		}
	}
	made.Header["crit"] = []string{"b64"}
	asks, err := made.SignedString(key)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tokens.verify("t1", asks, at(issued)); !errors.Is(err, domain.ErrUnauthenticated) {
		t.Errorf("an unknown extension: %v", err)
	}
}

// TestNotATokenAtAll and parts of one.
func TestNotATokenAtAll(t *testing.T) {
	t.Parallel()
	tokens := testTokens(t, "test")
	token, err := tokens.sign("t1", "s-1", somebody, issued, expires)
	if err != nil {
		t.Fatal(err)
	}
	part := strings.Split(token, ".")
	for _, bad := range []string{"", ".", "..", "x", token + "x", token + ".", "." + token, part[0] + "." + part[1], part[0] + "." + part[1] + ".", part[0] + ".." + part[2], strings.ToUpper(token)} {
		if c, err := tokens.verify("t1", bad, at(issued)); !errors.Is(err, domain.ErrUnauthenticated) || c.Subject != "" {
			t.Errorf("%q: %+v, %v", bad, c, err)
		}
	}
}

// TestWithoutSessionKey fails closed.
func TestWithoutSessionKey(t *testing.T) {
	t.Parallel()
	tokens, err := NewTokens("", "test")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tokens.sign("t1", "s-1", somebody, issued, expires); !errors.Is(err, domain.ErrSessions) {
		t.Errorf("sign: %v", err)
	}
	if _, err := tokens.verify("t1", "x", at(issued)); !errors.Is(err, domain.ErrSessions) {
		t.Errorf("verify: %v", err)
	}
}

// TestKeysInTokens: a token cannot bring the key by which it is checked, nor
// say where it is (ASVS 9.1.3).
func TestKeysInTokens(t *testing.T) {
	t.Parallel()
	ours, mine := testTokens(t, "test"), []byte(strings.Repeat("m", 32))
	good, _ := ours.tenantKey("t1")
	forge := func(key []byte, header string, value any) string {
		token := jwt.NewWithClaims(jwt.SigningMethodHS256, jwt.MapClaims{"iss": "https://test", "aud": "t1", "sub": "acc-1", "exp": expires / 1000, "sid": "s-1", "role": "hr", "typ": "session"})
		token.Header[header] = value
		text, err := token.SignedString(key)
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	k := base64.RawURLEncoding.EncodeToString(mine)
	for header, value := range map[string]any{
		"jwk": map[string]any{"kty": "oct", "k": k, "alg": "HS256"}, "jku": "https://evil.example/keys", "x5u": "https://evil.example/cert", "x5c": []string{k}, "kid": "../../dev/null",
	} {
		if c, err := ours.verify("t1", forge(mine, header, value), at(issued)); !errors.Is(err, domain.ErrUnauthenticated) || c.Subject != "" {
			t.Errorf("%s: %+v, %v", header, c, err)
		}
		if _, err := ours.verify("t1", forge(good, header, value), at(issued)); err != nil {
			t.Errorf("%s, and our own key: %v", header, err)
		}
	}
}
