package vault

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"strconv"
	"strings"
	"sync"
)

// Keys are one tenant's keys, unwrapped. Safe for concurrent use. A nil Keys
// has none: every method that needs one returns ErrNoKey.
type Keys struct {
	tenant  string
	data    map[int64]*box
	blind   map[int64][]byte // of each data key, for what its values are found by
	current int64
	index   []byte
	ledger  []byte
}

// Open unwraps a tenant's keys.
func (m *Master) Open(tenant string, wrapped []WrappedKey) (*Keys, error) {
	if m == nil {
		return nil, ErrNoMaster
	}
	k := &Keys{tenant: tenant, data: map[int64]*box{}, blind: map[int64][]byte{}}
	for _, w := range wrapped {
		key, err := m.unwrap(tenant, w)
		if err != nil {
			return nil, err
		}
		if err := k.add(w, key); err != nil {
			return nil, err
		}
	}
	if k.current == 0 || k.index == nil || k.ledger == nil {
		return nil, ErrNoKey
	}
	return k, nil
}

func (k *Keys) add(w WrappedKey, key []byte) error {
	switch w.Purpose {
	case Index:
		k.index = key
	case Ledger:
		k.ledger = key
	case Data:
		return k.addData(w.Version, key)
	}
	return nil
}

// Place is where a sealed value stands.
type Place struct{ Table, Column, Row string }

func (k *Keys) aad(p Place) []byte {
	return join(fieldPurpose, k.tenant, p.Table, p.Column, p.Row)
}

const (
	format       = "v1"
	fieldPurpose = "ringfence/field"
)

// Seal encrypts a value for its place: "v1.<key version>.<base64url of iv ‖
// ciphertext ‖ tag>". The empty value is not sealed: it stays empty.
func (k *Keys) Seal(p Place, plain string) (string, error) {
	if plain == "" {
		return "", nil
	}
	if k == nil {
		return "", ErrNoKey
	}
	sealed, err := k.data[k.current].seal([]byte(plain), k.aad(p))
	if err != nil {
		return "", err
	}
	return format + "." + strconv.FormatInt(k.current, 10) + "." + base64.RawURLEncoding.EncodeToString(sealed), nil
}

// Open decrypts a value that was sealed for that place.
func (k *Keys) Open(p Place, value string) (string, error) {
	if value == "" {
		return "", nil
	}
	if k == nil {
		return "", ErrNoKey
	}
	box, text, err := k.parse(value)
	if err != nil {
		return "", err
	}
	s := scratches.Get().(*scratch)
	plain, err := s.open(box, text, k.tenant, p)
	s.release()
	return plain, err
}

// base64url has one spelling for every value.
var base64url = base64.RawURLEncoding.Strict()

// scratch keeps the buffers of one opening for the next: a list opens a
// hundred values.
type scratch struct{ aad, text, sealed, plain []byte }

var scratches = sync.Pool{New: func() any { return new(scratch) }}

func (s *scratch) open(box *box, text, tenant string, p Place) (_ string, err error) {
	s.aad = appendJoin(s.aad[:0], fieldPurpose, tenant, p.Table, p.Column, p.Row)
	s.text = append(s.text[:0], text...)
	if s.sealed, err = base64url.AppendDecode(s.sealed[:0], s.text); err != nil {
		return "", ErrOpen
	}
	if s.plain, err = box.appendOpen(s.plain[:0], s.sealed, s.aad); err != nil {
		return "", err
	}
	return string(s.plain), nil
}

func (s *scratch) release() {
	clear(s.plain)
	scratches.Put(s)
}

// parse takes a value apart: the key's box and the text of what is in it. It
// accepts the one spelling that Seal writes: strconv takes "+1" for 1, and
// base64 passes over line breaks.
func (k *Keys) parse(value string) (*box, string, error) {
	rest, ok := strings.CutPrefix(value, format+".")
	version, text, _ := strings.Cut(rest, ".")
	number, _ := strconv.ParseInt(version, 10, 64)
	if !ok || strconv.FormatInt(number, 10) != version || strings.ContainsAny(text, "\r\n") {
		return nil, "", ErrOpen
	}
	box := k.data[number]
	if box == nil {
		return nil, "", ErrNoKey
	}
	return box, text, nil
}

// Fingerprint stands for a personal value in the ledger (LEDGER-2): equal
// values at one place have equal fingerprints, and nothing else can be told
// from one. The empty value has none.
func (k *Keys) Fingerprint(p Place, plain string) (string, error) {
	if plain == "" {
		return "", nil
	}
	if k == nil {
		return "", ErrNoKey
	}
	sum := mac(k.index, join("ringfence/fingerprint", k.tenant, p.Table, p.Column, p.Row, plain))
	return "fp:" + hex.EncodeToString(sum[:16]), nil
}

// LedgerKey is the key of the tenant's hash chain.
func (k *Keys) LedgerKey() ([]byte, error) {
	if k == nil {
		return nil, ErrNoKey
	}
	return k.ledger, nil
}

func mac(key, message []byte) []byte {
	h := hmac.New(sha256.New, key)
	h.Write(message)
	return h.Sum(nil)
}
