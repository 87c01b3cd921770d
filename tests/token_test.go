package tests

import (
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// sessionKey is the key under which the suite's server signs for a tenant.
func sessionKey(t *testing.T, tenant string) []byte {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(live.data, "secrets.json"))
	if err != nil {
		t.Fatal(err)
	}
	var secrets map[string]string
	if err := json.Unmarshal(text, &secrets); err != nil {
		t.Fatal(err)
	}
	secret, err := base64.StdEncoding.DecodeString(secrets["SESSION_KEY"])
	if err != nil {
		t.Fatal(err)
	}
	key, err := hkdf.Key(sha256.New, secret, nil, "ringfence/session/"+tenant, 32)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// claimsOf are a token's, not checked.
func claimsOf(t *testing.T, token string) jwt.MapClaims {
	t.Helper()
	claims := jwt.MapClaims{}
	if _, _, err := jwt.NewParser().ParseUnverified(token, claims); err != nil {
		t.Fatal(err)
	}
	return claims
}

func tenantOf(t *testing.T, token string) string {
	t.Helper()
	audience, err := claimsOf(t, token).GetAudience()
	if err != nil || len(audience) != 1 {
		t.Fatal(audience, err)
	}
	return audience[0]
}

// sign makes a token of a genuine one's claims with one of them changed; nil
// leaves it out.
func sign(t *testing.T, genuine string, method jwt.SigningMethod, key any, claim string, value any) string {
	t.Helper()
	claims := claimsOf(t, genuine)
	if claims[claim] = value; value == nil {
		delete(claims, claim)
	}
	token, err := jwt.NewWithClaims(method, claims).SignedString(key)
	if err != nil {
		t.Fatal(err)
	}
	return token
}

func TestTokens(t *testing.T) {
	t.Parallel()
	o, other := newOrg(t), newOrg(t)
	genuine, admin, stranger := o.as(t, "employee").token, o.as(t, "admin").token, other.as(t, "employee").token
	key, hs := sessionKey(t, tenantOf(t, genuine)), jwt.SigningMethodHS256
	if o.session(t, sign(t, genuine, hs, key, "typ", "session")).want(t, 200); t.Failed() {
		return // the key is not the server's: what follows would prove nothing
	}
	part := strings.Split(genuine, ".")
	for name, token := range map[string]string{
		"expired":                 sign(t, genuine, hs, key, "exp", time.Now().Add(-time.Second).Unix()),
		"without an end":          sign(t, genuine, hs, key, "exp", nil),
		"of another type":         sign(t, genuine, hs, key, "typ", "reset"),
		"of no type":              sign(t, genuine, hs, key, "typ", nil),
		"for another audience":    sign(t, genuine, hs, key, "aud", tenantOf(t, stranger)),
		"by another issuer":       sign(t, genuine, hs, key, "iss", "https://evil.example"),
		"of no session":           sign(t, genuine, hs, key, "sid", nil),
		"of a made-up session":    sign(t, genuine, hs, key, "sid", "AAAAAAAAAAAAAAAAAAAAAA"),
		"of another's session":    sign(t, genuine, hs, key, "sid", claimsOf(t, admin)["sid"]),
		"of another account":      sign(t, genuine, hs, key, "sub", o.as(t, "admin").id),
		"under another key":       sign(t, genuine, hs, sessionKey(t, tenantOf(t, stranger)), "typ", "session"),
		"under an empty key":      sign(t, genuine, hs, []byte{}, "typ", "session"),
		"with HS512":              sign(t, genuine, jwt.SigningMethodHS512, key, "typ", "session"),
		"with no algorithm":       sign(t, genuine, jwt.SigningMethodNone, jwt.UnsafeAllowNoneSignatureType, "typ", "session"),
		"without a signature":     part[0] + "." + part[1] + ".",
		"with its claims swapped": part[0] + "." + strings.Split(admin, ".")[1] + "." + part[2],
		"of another tenant":       stranger,
		"cut short":               genuine[:len(genuine)-2],
		"that is none":            "ringfence",
	} {
		t.Run(name, func(t *testing.T) { o.session(t, token).refused(t, 401, "unauthenticated") })
	}
}

func (o *org) session(t *testing.T, token string) *answer {
	t.Helper()
	return (&visitor{at: o.at, host: o.host(), token: token}).get(t, "/api/auth/session")
}

// The role is the account's, whatever the token says.
func TestTokenRole(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	v := o.login(t, "employee")
	v.token = sign(t, v.token, jwt.SigningMethodHS256, sessionKey(t, tenantOf(t, v.token)), "role", "admin")
	v.get(t, "/api/audit").refused(t, 403, "forbidden")
	if got := v.staff(t); len(got) != 1 {
		t.Errorf("reaches %d records", len(got))
	}
}
