package oidc_test

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"ringfence/store/oidc"
	"ringfence/store/oidc/oidctest"
)

// world is a client, a provider and a clock.
type world struct {
	*oidctest.Provider
	client *oidc.Client
	ahead  time.Duration // of the client's clock
}

func newWorld(t *testing.T) *world {
	w := &world{Provider: oidctest.New(t)}
	w.client = oidc.New(oidc.Config{Loopback: true, Now: func() time.Time { return time.Now().Add(w.ahead) }})
	return w
}

var attempt = oidc.Attempt{
	Client: oidc.Credentials{ID: oidctest.ClientID, Secret: oidctest.ClientSecret}, Redirect: "http://clinic.localhost/auth/oidc/callback",
	State: "state-of-twenty-two-characters", Nonce: "nonce-of-twenty-two-characters", Verifier: strings.Repeat("verifier", 6),
}

// signIn goes through the flow as somebody called ada.
func (w *world) signIn(edit ...func(*oidctest.Token)) (oidc.Identity, error) {
	ctx := context.Background()
	p, err := w.client.Provider(ctx, w.Issuer)
	if err != nil {
		return oidc.Identity{}, err
	}
	code, _, err := w.Authorize(p.Address(attempt), "ada", edit...)
	if err != nil {
		return oidc.Identity{}, err
	}
	return p.Redeem(ctx, attempt, code)
}

// refused fails the test unless err is that refusal.
func refused(t *testing.T, err error, want oidc.Reason) {
	t.Helper()
	var e *oidc.Error
	if !errors.As(err, &e) || e.Reason != want {
		t.Errorf("%v, want %s", err, want)
	}
}

func TestSignIn(t *testing.T) {
	t.Parallel()
	for _, k := range []oidctest.Key{oidctest.RSA(), oidctest.EC(), oidctest.Ed25519(), {ID: "ps", Alg: "PS256", Private: oidctest.RSA().Private}} {
		t.Run(k.Alg, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.Publish(k)
			w.Describe(map[string]any{"id_token_signing_alg_values_supported": []string{k.Alg}})
			got, err := w.signIn()
			if err != nil || got != (oidc.Identity{Issuer: w.Issuer, Subject: "ada"}) {
				t.Errorf("%v %v", got, err)
			}
		})
	}
}

// What a token may have or lack.
func TestTokensTaken(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	digest := sha256.Sum256([]byte(oidctest.AccessToken))
	for name, edit := range map[string]func(*oidctest.Token){
		"no typ":             func(k *oidctest.Token) { delete(k.Header, "typ") },
		"one key, no kid":    func(k *oidctest.Token) { delete(k.Header, "kid") },
		"audience in a list": func(k *oidctest.Token) { k.Claims["aud"] = []string{oidctest.ClientID} },
		"two audiences, and azp": func(k *oidctest.Token) {
			k.Claims["aud"], k.Claims["azp"] = []string{"x", oidctest.ClientID}, oidctest.ClientID
		},
		"at_hash":                 func(k *oidctest.Token) { k.Claims["at_hash"] = base64.RawURLEncoding.EncodeToString(digest[:16]) },
		"a fraction of a second":  func(k *oidctest.Token) { k.Claims["iat"] = float64(time.Now().Unix()) + 0.5 },
		"within the leeway":       func(k *oidctest.Token) { k.Claims["exp"], k.Claims["nbf"] = time.Now().Unix()-30, time.Now().Unix()+30 },
		"amr in another form":     func(k *oidctest.Token) { k.Claims["amr"] = map[string]any{"mfa": true} },
		"a subject of 255":        func(k *oidctest.Token) { k.Claims["sub"] = strings.Repeat("s", 255) },
		"a key of its own, aside": func(k *oidctest.Token) { k.Header["jku"] = "https://evil.example/keys" },
	} {
		if got, err := w.signIn(edit); err != nil || got.MFA {
			t.Errorf("%s: %v %v", name, got, err)
		}
	}
	got, err := w.signIn(func(k *oidctest.Token) { k.Claims["amr"] = []string{"pwd", "mfa"} })
	if err != nil || !got.MFA {
		t.Errorf("several factors: %v %v", got, err)
	}
}

// Every lie in a token is found.
func TestTokensRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, c := range []struct {
		name string
		want oidc.Reason
		edit func(*oidctest.Token)
	}{
		{"another issuer", oidc.WrongIssuer, func(k *oidctest.Token) { k.Claims["iss"] = "https://evil.example" }},
		{"the issuer with a slash", oidc.WrongIssuer, func(k *oidctest.Token) { k.Claims["iss"] = w.Issuer + "/" }},
		{"no issuer", oidc.WrongIssuer, func(k *oidctest.Token) { delete(k.Claims, "iss") }},
		{"another audience", oidc.WrongAudience, func(k *oidctest.Token) { k.Claims["aud"] = "somebody else" }},
		{"no audience", oidc.WrongAudience, func(k *oidctest.Token) { delete(k.Claims, "aud") }},
		{"a number for an audience", oidc.WrongAudience, func(k *oidctest.Token) { k.Claims["aud"] = 7 }},
		{"two audiences, no azp", oidc.WrongParty, func(k *oidctest.Token) { k.Claims["aud"] = []string{oidctest.ClientID, "x"} }},
		{"issued to another", oidc.WrongParty, func(k *oidctest.Token) { k.Claims["azp"] = "x" }},
		{"another nonce", oidc.WrongNonce, func(k *oidctest.Token) { k.Claims["nonce"] = "nonce-of-somebody-else-entirely" }},
		{"no nonce", oidc.WrongNonce, func(k *oidctest.Token) { delete(k.Claims, "nonce") }},
		{"no subject", oidc.NoSubject, func(k *oidctest.Token) { delete(k.Claims, "sub") }},
		{"an empty subject", oidc.NoSubject, func(k *oidctest.Token) { k.Claims["sub"] = "" }},
		{"a subject of 256", oidc.NoSubject, func(k *oidctest.Token) { k.Claims["sub"] = strings.Repeat("s", 256) }},
		{"expired", oidc.Expired, func(k *oidctest.Token) { k.Claims["exp"] = time.Now().Unix() - 61 }},
		{"never expires", oidc.BadToken, func(k *oidctest.Token) { delete(k.Claims, "exp") }},
		{"no time of issue", oidc.BadToken, func(k *oidctest.Token) { delete(k.Claims, "iat") }},
		{"a time out of this world", oidc.BadToken, func(k *oidctest.Token) { k.Claims["exp"] = 1e300 }},
		{"a time in words", oidc.BadToken, func(k *oidctest.Token) { k.Claims["exp"] = "tomorrow" }},
		{"issued tomorrow", oidc.NotYet, func(k *oidctest.Token) { k.Claims["iat"] = time.Now().Unix() + 90 }},
		{"valid tomorrow", oidc.NotYet, func(k *oidctest.Token) { k.Claims["nbf"] = time.Now().Unix() + 90 }},
		{"another access token's", oidc.WrongAccessHash, func(k *oidctest.Token) { k.Claims["at_hash"] = "AAAAAAAAAAAAAAAAAAAAAA" }},
		{"an access token", oidc.BadToken, func(k *oidctest.Token) { k.Header["typ"] = "at+jwt" }},
		{"a critical extension", oidc.BadToken, func(k *oidctest.Token) { k.Header["crit"] = []string{"b64"} }},
		{"a kid that is not there", oidc.UnknownKey, func(k *oidctest.Token) { k.Header["kid"] = "nosuch" }},
		{"another's key under the same kid", oidc.BadSignature, func(k *oidctest.Token) { k.Key, k.Header["alg"] = stranger(), "RS256" }},
		{"an EC key", oidc.WrongAlgorithm, func(k *oidctest.Token) { k.Key, k.Header["alg"] = oidctest.EC(), "ES256" }},
		{"an algorithm that the key does not name", oidc.WrongAlgorithm, func(k *oidctest.Token) { k.Header["alg"] = "PS256" }},
		{"one that we do not take", oidc.WrongAlgorithm, func(k *oidctest.Token) { k.Header["alg"] = "RS512" }},
		{"not a token", oidc.BadToken, func(k *oidctest.Token) { k.Raw = "a.b" }},
		{"not base64", oidc.BadToken, func(k *oidctest.Token) { k.Raw = "%.%.%" }},
		{"deep", oidc.BadToken, func(k *oidctest.Token) { k.Raw = part(strings.Repeat("[", 10_000)) + "." + part("{}") + "." }},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := w.signIn(c.edit)
			refused(t, err, c.want)
		})
	}
}

// stranger is a key of somebody else's.
var stranger = sync.OnceValue(func() oidctest.Key { return oidctest.NewRSA("rsa-1") })

func part(text string) string { return base64.RawURLEncoding.EncodeToString([]byte(text)) }

// Signatures that need no secret: the attacks of RFC 8725 §2.1.
func TestForgedSignatures(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, err := w.signIn(oidctest.Unsigned)
	refused(t, err, oidc.WrongAlgorithm)
	for _, secret := range oidctest.RSA().PublicForms() {
		_, err := w.signIn(func(k *oidctest.Token) { k.Key.Private, k.Header["alg"] = secret, "HS256" })
		refused(t, err, oidc.WrongAlgorithm)
	}
	_, err = w.signIn(func(k *oidctest.Token) { k.CutSignature = true })
	refused(t, err, oidc.BadSignature)
	w.Publish(oidctest.Key{ID: "ps", Alg: "PS256", Private: oidctest.RSA().Private})
	for _, salt := range []int{1, 20, 31, 33, 64} {
		_, err = w.signIn(func(k *oidctest.Token) { k.Salt = salt })
		refused(t, err, oidc.BadSignature)
	}
}

func TestKeys(t *testing.T) {
	t.Parallel()
	secret := oidctest.Key{ID: "hmac", Alg: "HS256", Private: []byte(strings.Repeat("s", 32))}
	mislabelled := oidctest.EC()
	mislabelled.ID, mislabelled.Alg = "ec-as-rsa", "RS256"
	unlabelled := oidctest.EC()
	unlabelled.ID, unlabelled.Alg = "ec", ""
	keyFor := func(use string, ops ...string) []oidctest.Key {
		k := oidctest.RSA()
		k.Use, k.Ops = use, ops
		return []oidctest.Key{k}
	}
	without := func(name string) func(*oidctest.Token) {
		return func(k *oidctest.Token) { delete(k.Header, name) }
	}
	as := func(alg string) func(*oidctest.Token) {
		return func(k *oidctest.Token) { k.Header["alg"] = alg }
	}
	for _, c := range []struct {
		name string
		keys []oidctest.Key
		edit func(*oidctest.Token)
		want oidc.Reason // "": taken
	}{
		{"two keys, no kid", []oidctest.Key{oidctest.RSA(), oidctest.EC()}, without("kid"), oidc.MissingKeyID},
		{"two keys, a kid", []oidctest.Key{oidctest.RSA(), oidctest.EC()}, without("typ"), ""},
		{"an EC key that says RS256", []oidctest.Key{mislabelled}, as("ES256"), oidc.WrongAlgorithm},
		{"an EC key that says nothing", []oidctest.Key{unlabelled}, as("ES256"), ""},
		{"an EC key for RS256", []oidctest.Key{unlabelled}, func(k *oidctest.Token) { k.Key, k.Header["alg"] = oidctest.RSA(), "RS256" }, oidc.WrongAlgorithm},
		{"a shared secret, published", []oidctest.Key{secret}, as("HS256"), oidc.WrongAlgorithm},
		{"a key for encryption", keyFor("enc"), as("RS256"), oidc.UnknownKey},
		{"a key for something else", keyFor("tls"), as("RS256"), oidc.UnknownKey},
		{"a key to sign with", keyFor("", "sign"), as("RS256"), oidc.UnknownKey},
		{"a key to encrypt with", keyFor("sig", "encrypt"), as("RS256"), oidc.UnknownKey},
		{"a key that names no operation", keyFor("", ""), as("RS256"), oidc.UnknownKey},
		{"a key to verify with", keyFor("sig", "sign", "verify"), as("RS256"), ""},
		{"a short key", []oidctest.Key{oidctest.Short()}, as("RS256"), oidc.UnknownKey},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.Publish(c.keys...)
			_, err := w.signIn(c.edit)
			if c.want != "" {
				refused(t, err, c.want)
			} else if err != nil {
				t.Error(err)
			}
		})
	}
}

// A new key is found at once, and nonsense does not make us ask and ask.
func TestRotation(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	unknown := func(k *oidctest.Token) { k.Header["kid"] = "nosuch" }
	if _, err := w.signIn(); err != nil {
		t.Fatal(err)
	}
	w.Publish(oidctest.NewRSA("rsa-2"), oidctest.RSA())
	for range 3 {
		if _, err := w.signIn(); err != nil {
			t.Fatal(err)
		}
	}
	for range 20 {
		_, err := w.signIn(unknown)
		refused(t, err, oidc.UnknownKey)
	}
	if got := w.Asked(oidctest.KeysPath); got != 2 {
		t.Errorf("asked %d times for keys, want once and once more", got)
	}
	w.ahead += 61 * time.Second
	var all sync.WaitGroup
	for range 10 {
		all.Go(func() {
			_, err := w.signIn(unknown)
			refused(t, err, oidc.UnknownKey)
		})
	}
	all.Wait()
	if got := w.Asked(oidctest.KeysPath); got != 3 {
		t.Errorf("asked %d times for keys, want 3", got)
	}
}

// A key that the provider takes back is not believed for longer than a
// quarter of an hour.
func TestKeysAge(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	old := func(k *oidctest.Token) { k.Key, k.Header["kid"] = oidctest.RSA(), oidctest.RSA().ID }
	if _, err := w.signIn(); err != nil {
		t.Fatal(err)
	}
	w.Publish(oidctest.NewRSA("rsa-2"))
	if _, err := w.signIn(old); err != nil {
		t.Fatal(err)
	}
	w.ahead = 15 * time.Minute
	longer := func(k *oidctest.Token) { k.Claims["exp"] = time.Now().Add(time.Hour).Unix() }
	_, err := w.signIn(old, longer)
	refused(t, err, oidc.UnknownKey)
	if got := w.Asked(oidctest.Configuration); got != 2 {
		t.Errorf("asked %d times for the configuration, want 2", got)
	}
}

// A code is for one exchange, one verifier and one client.
func TestCodes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	p, err := w.client.Provider(ctx, w.Issuer)
	if err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(*oidc.Attempt){
		"another verifier": func(a *oidc.Attempt) { a.Verifier = strings.Repeat("x", 43) },
		"another redirect": func(a *oidc.Attempt) { a.Redirect += "x" },
		"another secret":   func(a *oidc.Attempt) { a.Client.Secret = "x" },
	} {
		t.Run(name, func(t *testing.T) {
			code, _, err := w.Authorize(p.Address(attempt), "ada")
			if err != nil {
				t.Fatal(err)
			}
			a := attempt
			change(&a)
			_, err = p.Redeem(ctx, a, code)
			refused(t, err, oidc.CodeRefused)
		})
	}
	code, _, err := w.Authorize(p.Address(attempt), "ada")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.Redeem(ctx, attempt, code); err != nil {
		t.Error(err)
	}
	_, err = p.Redeem(ctx, attempt, code)
	refused(t, err, oidc.CodeRefused)
}

// The secret goes where the provider takes it: in the header, else in the form.
func TestClientAuthentication(t *testing.T) {
	t.Parallel()
	for _, ways := range [][]string{nil, {"client_secret_post"}, {"private_key_jwt", "client_secret_basic", "client_secret_post"}} {
		w := newWorld(t)
		if ways != nil {
			w.Describe(map[string]any{"token_endpoint_auth_methods_supported": ways})
		}
		if _, err := w.signIn(); err != nil {
			t.Errorf("%v: %v", ways, err)
		}
	}
}

// An endpoint keeps its own query.
func TestAddress(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Describe(map[string]any{"authorization_endpoint": w.Issuer + "/authorize?policy=a%20b"})
	p, err := w.client.Discover(context.Background(), w.Issuer)
	if err != nil || !strings.HasPrefix(p.Address(attempt), w.Issuer+"/authorize?policy=a%20b&") {
		t.Errorf("%v %v", p, err)
	}
}

func TestCheckResponse(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for names, cases := range map[bool]map[string]bool{false: {"": true, w.Issuer: true, "https://evil.example": false}, true: {"": false, w.Issuer: true}} {
		w.Describe(map[string]any{"authorization_response_iss_parameter_supported": names})
		p, err := w.client.Discover(context.Background(), w.Issuer)
		if err != nil {
			t.Fatal(err)
		}
		for iss, good := range cases {
			if err := p.CheckResponse(iss); (err == nil) != good {
				t.Errorf("%q where the provider names itself: %t: %v", iss, names, err)
			}
		}
	}
}
