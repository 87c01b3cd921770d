package webauthn_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"math/big"
	"strings"
	"testing"

	"ringfence/store/webauthn"
	"ringfence/store/webauthn/webauthntest"
)

const (
	host   = "north.example.org"
	origin = "https://north.example.org"
	asked  = "the-challenge"
)

var party = webauthn.Party{ID: host, Origin: origin, Issued: func(challenge string) bool { return challenge == asked }}

func device(algorithm string) *webauthntest.Authenticator {
	return webauthntest.New(algorithm, host, origin)
}

// registered is a passkey and its device.
func registered(t testing.TB, algorithm string) (webauthn.Credential, *webauthntest.Authenticator) {
	t.Helper()
	a := device(algorithm)
	c, err := party.Register(a.Create(asked))
	if err != nil || !bytes.Equal(c.ID, a.ID) {
		t.Fatal(err)
	}
	return c, a
}

// TestAlgorithms: each registers and signs in, and not with another's key.
func TestAlgorithms(t *testing.T) {
	t.Parallel()
	for _, algorithm := range []string{"ES256", "EdDSA", "RS256"} {
		t.Run(algorithm, func(t *testing.T) {
			c, a := registered(t, algorithm)
			if _, err := party.Verify(c, a.Get(asked)); err != nil {
				t.Error(err)
			}
			if _, err := party.Verify(c, device(algorithm).Get(asked)); err != webauthn.BadSignature {
				t.Errorf("another key: %v", err)
			}
		})
	}
}

// What neither ceremony accepts.
var hostile = map[string]struct {
	change func(*webauthntest.Authenticator)
	want   error
}{
	"another origin":          {func(a *webauthntest.Authenticator) { a.Origin = "https://evil.example" }, webauthn.WrongOrigin},
	"plain HTTP":              {func(a *webauthntest.Authenticator) { a.Origin = "http://north.example.org" }, webauthn.WrongOrigin},
	"another port":            {func(a *webauthntest.Authenticator) { a.Origin += ":8443" }, webauthn.WrongOrigin},
	"a longer origin":         {func(a *webauthntest.Authenticator) { a.Origin += ".evil.example" }, webauthn.WrongOrigin},
	"another tenant's host":   {func(a *webauthntest.Authenticator) { a.Host = "south.example.org" }, webauthn.WrongParty},
	"the parent domain":       {func(a *webauthntest.Authenticator) { a.Host = "example.org" }, webauthn.WrongParty},
	"another challenge":       {client("challenge", "another"), webauthn.NotIssued},
	"no challenge":            {client("challenge", nil), webauthn.NotIssued},
	"another type":            {client("type", "payment.get"), webauthn.WrongType},
	"in a frame":              {client("crossOrigin", true), webauthn.WrongOrigin},
	"in another site's frame": {client("topOrigin", "https://evil.example"), webauthn.WrongOrigin},
	"a type that is none":     {client("type", 7), webauthn.Malformed},
	"deep client data":        {client("deep", json.RawMessage(strings.Repeat("[", 40)+strings.Repeat("]", 40))), webauthn.Malformed},
	"nobody present":          {flags(webauthntest.UserVerified), webauthn.NotPresent},
	"nobody verified":         {flags(webauthntest.UserPresent), webauthn.NotVerified},
	"backed up, not eligible": {flags(webauthntest.UserPresent | webauthntest.UserVerified | 1<<4), webauthn.Malformed},
}

func client(member string, value any) func(*webauthntest.Authenticator) {
	return func(a *webauthntest.Authenticator) { a.Client = map[string]any{member: value} }
}

func flags(f byte) func(*webauthntest.Authenticator) {
	return func(a *webauthntest.Authenticator) { a.Flags = f }
}

func TestRefused(t *testing.T) {
	t.Parallel()
	for name, h := range hostile {
		t.Run(name, func(t *testing.T) {
			c, a := registered(t, "ES256")
			h.change(a)
			if _, err := party.Verify(c, a.Get(asked)); err != h.want {
				t.Errorf("signing in: %v, want %v", err, h.want)
			}
			if _, err := party.Register(a.Create(asked)); err != h.want {
				t.Errorf("registering: %v, want %v", err, h.want)
			}
		})
	}
}

// TestCeremoniesApart: an answer to one is none to the other.
func TestCeremoniesApart(t *testing.T) {
	t.Parallel()
	c, a := registered(t, "ES256")
	made, used := a.Create(asked), a.Get(asked)
	if _, err := party.Verify(c, webauthn.Assertion{ClientData: made.ClientData, AuthData: used.AuthData, Signature: a.Sign(made.ClientData, used.AuthData)}); err != webauthn.WrongType {
		t.Errorf("a registration signs in: %v", err)
	}
	made.ClientData = used.ClientData
	if _, err := party.Register(made); err != webauthn.WrongType {
		t.Errorf("an assertion registers: %v", err)
	}
}

// TestCounter: upwards only, unless there is none on either side.
func TestCounter(t *testing.T) {
	t.Parallel()
	c, a := registered(t, "ES256")
	for _, step := range []struct {
		kept  int64
		shown uint32
		want  error
	}{{0, 0, nil}, {0, 1, nil}, {1, 2, nil}, {5, 9, nil}, {1, 1, webauthn.CountBack}, {9, 8, webauthn.CountBack}, {1, 0, webauthn.CountBack}, {1<<32 - 1, 1<<32 - 1, webauthn.CountBack}, {1<<32 - 2, 1<<32 - 1, nil}} {
		c.Count, a.Count = step.kept, step.shown
		got, err := party.Verify(c, a.Get(asked))
		if err != step.want || err == nil && got.Count != int64(step.shown) {
			t.Errorf("%d after %d: %v, kept %d", step.shown, step.kept, err, got.Count)
		}
	}
}

// TestTampered: no byte of what is signed, nor of the signature, can change.
func TestTampered(t *testing.T) {
	t.Parallel()
	c, a := registered(t, "ES256")
	good := a.Get(asked)
	for name, part := range map[string][]byte{"client data": good.ClientData, "authenticator data": good.AuthData, "signature": good.Signature} {
		for i := range part {
			part[i] ^= 1
			if _, err := party.Verify(c, good); err == nil {
				t.Errorf("byte %d of the %s", i, name)
			}
			part[i] ^= 1
		}
	}
	if _, err := party.Verify(c, good); err != nil {
		t.Error(err)
	}
}

// TestShapes: cut short, or with something behind.
func TestShapes(t *testing.T) {
	t.Parallel()
	c, a := registered(t, "ES256")
	for size := range len(a.Create(asked).AuthData) - 2 { // of the key in it only the head is looked at
		r := a.Create(asked)
		r.AuthData = r.AuthData[:size]
		if _, err := party.Register(r); err == nil {
			t.Errorf("registers with %d bytes", size)
		}
	}
	for name, auth := range map[string][]byte{
		"nothing":        nil,
		"cut short":      a.Get(asked).AuthData[:36],
		"a byte more":    append(a.Get(asked).AuthData, 0),
		"a registration": a.Create(asked).AuthData[:60],
	} {
		s := a.Get(asked)
		s.AuthData, s.Signature = auth, a.Sign(s.ClientData, auth)
		if _, err := party.Verify(c, s); err != webauthn.Malformed {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, id := range map[string][]byte{"no id": {}, "a long id": make([]byte, 1024)} {
		a.ID = id
		if _, err := party.Register(a.Create(asked)); err != webauthn.Malformed {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestKeys that are not accepted.
func TestKeys(t *testing.T) {
	t.Parallel()
	p384, err := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	short, err := rsa.GenerateKey(rand.Reader, 1024)
	if err != nil {
		t.Fatal(err)
	}
	even := rsa.PublicKey{N: new(big.Int).Lsh(short.N, 1024), E: 65537}
	third := rsa.PublicKey{N: new(big.Int).Mul(big.NewInt(3), new(big.Int).Add(even.N, big.NewInt(1))), E: 65537}
	a := device("ES256")
	good := a.PublicKey()
	off := bytes.Clone(good)
	off[len(off)-1] ^= 1
	for name, key := range map[string][]byte{
		"none": nil, "nonsense": []byte("key"), "a byte more": append(bytes.Clone(good), 0), "cut short": good[:len(good)-1],
		"off the curve": off, "P-384": spki(t, &p384.PublicKey), "RSA of 1024 bits": spki(t, &short.PublicKey),
		"an even modulus": spki(t, &even), "a modulus that 3 divides": spki(t, &third),
	} {
		r := a.Create(asked)
		r.PublicKey = key
		if _, err := party.Register(r); err != webauthn.WrongKey {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func spki(t *testing.T, key any) []byte {
	t.Helper()
	der, err := x509.MarshalPKIXPublicKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return der
}

// FuzzRegister: whatever comes in, nothing panics, which would end an
// instance at the edge.
func FuzzRegister(f *testing.F) {
	for _, algorithm := range []string{"ES256", "EdDSA", "RS256"} {
		r := device(algorithm).Create(asked)
		f.Add(r.ClientData, r.AuthData, r.PublicKey)
	}
	f.Fuzz(func(t *testing.T, client, auth, key []byte) {
		c, err := party.Register(webauthn.Registration{ClientData: client, AuthData: auth, PublicKey: key})
		if err == nil && (len(c.ID) == 0 || len(auth) < 37+18) {
			t.Error("registered nothing")
		}
	})
}

// FuzzVerify is the same for signing in, with any key.
func FuzzVerify(f *testing.F) {
	for _, algorithm := range []string{"ES256", "EdDSA", "RS256"} {
		a := device(algorithm)
		s := a.Get(asked)
		f.Add(a.PublicKey(), s.ClientData, s.AuthData, s.Signature)
	}
	f.Fuzz(func(t *testing.T, key, client, auth, signature []byte) {
		_, err := party.Verify(webauthn.Credential{PublicKey: key}, webauthn.Assertion{ClientData: client, AuthData: auth, Signature: signature})
		if err == nil && len(auth) < 37 {
			t.Error("signed in with nothing")
		}
	})
}
