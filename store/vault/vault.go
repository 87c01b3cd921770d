// Package vault seals personal fields.
//
// There are three layers of keys. The operator's master key is a secret of the
// deployment. Each tenant has random keys of its own, stored in the registry
// wrapped under the master key: data keys (numbered, newest seals, all open),
// an index key and a ledger key. So a tenant's database, or a backup of it,
// holds no key, and destroying a tenant's wrapped keys destroys its sealed
// values wherever copies of them lie.
//
// A value is sealed with AES-256-GCM under a fresh random 12-byte IV. The
// additional data names the tenant, table, column and row, so a value that is
// moved does not open. Where a column is searched, a blind index stands beside
// the value (Keys.Blind). Everything here fails closed: without a key there is an
// error and no value.
package vault

import (
	"crypto/rand"
	"encoding/base64"
	"errors"
)

// KeySize is the length of every key, in bytes.
const KeySize = 32

var (
	// ErrNoMaster says that the deployment has no usable master key.
	ErrNoMaster = errors.New("vault: no master key")
	// ErrOpen says that a value is not what was sealed at that place under
	// these keys.
	ErrOpen = errors.New("vault: value does not open")
	// ErrNoKey says that the tenant has no such key, or that it was destroyed.
	ErrNoKey = errors.New("vault: no key")
)

// Purpose is what a tenant's key is for.
type Purpose string

// The purposes. Only data keys have more than one version.
const (
	Data   Purpose = "data"
	Index  Purpose = "index"
	Ledger Purpose = "ledger"
)

// WrappedKey is a tenant's key as the registry stores it.
type WrappedKey struct {
	Purpose Purpose
	Version int64
	Wrapped string
}

// Master wraps and unwraps tenants' keys. A nil Master is a deployment
// without one: every method returns ErrNoMaster.
type Master struct{ box *box }

// ParseMaster reads the master key: 32 bytes, base64 (standard or URL
// alphabet, padded or not). The empty string is no key: a nil Master.
func ParseMaster(s string) (*Master, error) {
	if s == "" {
		return nil, nil
	}
	key, err := ParseKey(s)
	if err != nil {
		return nil, err
	}
	b, err := newBox(key)
	return &Master{b}, err
}

// ParseKey reads 32 bytes of base64.
func ParseKey(s string) ([]byte, error) {
	for _, enc := range []*base64.Encoding{base64.StdEncoding, base64.RawStdEncoding, base64.URLEncoding, base64.RawURLEncoding} {
		if key, err := enc.DecodeString(s); err == nil && len(key) == KeySize {
			return key, nil
		}
	}
	return nil, errors.New("vault: a key is 32 bytes in base64")
}

// NewKeys makes a new tenant's keys, wrapped for it.
func (m *Master) NewKeys(tenant string) ([]WrappedKey, error) {
	keys := []WrappedKey{{Data, 1, ""}, {Index, 1, ""}, {Ledger, 1, ""}}
	for i := range keys {
		if err := m.wrapNew(tenant, &keys[i]); err != nil {
			return nil, err
		}
	}
	return keys, nil
}

func (m *Master) wrapNew(tenant string, k *WrappedKey) error {
	if m == nil {
		return ErrNoMaster
	}
	var key [KeySize]byte
	if _, err := rand.Read(key[:]); err != nil {
		return err
	}
	sealed, err := m.box.seal(key[:], wrapPlace(tenant, *k))
	k.Wrapped = base64.RawURLEncoding.EncodeToString(sealed)
	return err
}

func (m *Master) unwrap(tenant string, k WrappedKey) ([]byte, error) {
	sealed, err := base64.RawURLEncoding.DecodeString(k.Wrapped)
	if err != nil {
		return nil, ErrOpen
	}
	return m.box.open(sealed, wrapPlace(tenant, k))
}
