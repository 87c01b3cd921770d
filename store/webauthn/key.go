package webauthn

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"

	"ringfence/store/rsakey"
)

// Algorithms are what passkeys may sign with, the preferred first (COSE
// numbers): ES256, EdDSA with Ed25519, RS256.
var Algorithms = []int64{-7, -8, -257}

// mostRSA is how many bits RSA keys have at most, so that none makes a check
// slow.
const mostRSA = 4096

// publicKey is *ecdsa.PublicKey, ed25519.PublicKey or *rsa.PublicKey.
type publicKey struct{ key any }

// parseKey accepts one key of the Algorithms, and nothing behind it.
func parseKey(der []byte) (publicKey, error) {
	parsed, err := x509.ParsePKIXPublicKey(der)
	if err != nil {
		return publicKey{}, WrongKey
	}
	switch key := parsed.(type) {
	case *ecdsa.PublicKey:
		if key.Curve == elliptic.P256() {
			return publicKey{key}, nil
		}
	case ed25519.PublicKey:
		return publicKey{key}, nil
	case *rsa.PublicKey:
		if rsakey.Sound(key, mostRSA) {
			return publicKey{key}, nil
		}
	}
	return publicKey{}, WrongKey
}

// verifies reports whether the signature is the key's over the message.
func (k publicKey) verifies(message, signature []byte) bool {
	sum := sha256.Sum256(message)
	switch key := k.key.(type) {
	case *ecdsa.PublicKey:
		return ecdsa.VerifyASN1(key, sum[:], signature)
	case ed25519.PublicKey:
		return ed25519.Verify(key, message, signature)
	case *rsa.PublicKey:
		return rsa.VerifyPKCS1v15(key, crypto.SHA256, sum[:], signature) == nil
	}
	return false
}
