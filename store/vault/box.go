package vault

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"slices"
	"strconv"
)

const (
	ivSize  = 12
	tagSize = 16
)

// box is AES-256-GCM under one key: iv ‖ ciphertext ‖ tag (NIST SP 800-38D,
// 96-bit IV, 128-bit tag).
type box struct{ gcm cipher.AEAD }

func newBox(key []byte) (*box, error) {
	if len(key) != KeySize {
		return nil, ErrNoKey
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	gcm, err := cipher.NewGCM(block)
	if err != nil {
		return nil, err
	}
	return &box{gcm}, nil
}

func (b *box) seal(plain, aad []byte) ([]byte, error) { return b.appendSeal(nil, plain, aad) }

// appendSeal appends what is sealed to dst.
func (b *box) appendSeal(dst, plain, aad []byte) ([]byte, error) {
	var iv [ivSize]byte
	if _, err := rand.Read(iv[:]); err != nil {
		return nil, err
	}
	return b.sealUnder(dst, iv, plain, aad), nil
}

// sealUnder appends to dst, under an IV that is never used again with this key.
func (b *box) sealUnder(dst []byte, iv [ivSize]byte, plain, aad []byte) []byte {
	dst = append(slices.Grow(dst, ivSize+len(plain)+tagSize), iv[:]...)
	return b.gcm.Seal(dst, iv[:], plain, aad)
}

func (b *box) open(sealed, aad []byte) ([]byte, error) { return b.appendOpen(nil, sealed, aad) }

// appendOpen appends the plain text to dst.
func (b *box) appendOpen(dst, sealed, aad []byte) ([]byte, error) {
	if len(sealed) < ivSize+tagSize {
		return nil, ErrOpen
	}
	plain, err := b.gcm.Open(dst, sealed[:ivSize], sealed[ivSize:], aad)
	if err != nil {
		return nil, ErrOpen
	}
	return plain, nil
}

// join writes parts so that no two lists of parts have the same bytes.
func join(parts ...string) []byte { return appendJoin(nil, parts...) }

func appendJoin(out []byte, parts ...string) []byte {
	for _, p := range parts {
		out = strconv.AppendInt(out, int64(len(p)), 10)
		out = append(out, ':')
		out = append(out, p...)
	}
	return out
}

func wrapPlace(tenant string, k WrappedKey) []byte {
	return join("ringfence/key", tenant, string(k.Purpose), strconv.FormatInt(k.Version, 10))
}
