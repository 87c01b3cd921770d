package vault

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"os"
	"testing"
)

// octets are bytes that JSON holds in hexadecimal.
type octets []byte

func (o *octets) UnmarshalText(text []byte) (err error) {
	*o, err = hex.DecodeString(string(text))
	return err
}

type vector struct {
	ID                         int `json:"tcId"`
	Comment, Result            string
	Key, IV, AAD, Msg, CT, Tag octets
}

type vectorGroup struct {
	KeySize, IVSize int // bits
	Tests           []vector
}

func wycheproof(t *testing.T) []vectorGroup {
	t.Helper()
	text, err := os.ReadFile("testdata/wycheproof/aes_gcm_test.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ TestGroups []vectorGroup }
	if err := json.Unmarshal(text, &file); err != nil {
		t.Fatal(err)
	}
	return file.TestGroups
}

// TestWycheproof runs the vectors through what seals and opens fields. Only
// 256-bit keys and 96-bit IVs are ours; every other size is refused.
func TestWycheproof(t *testing.T) {
	t.Parallel()
	ours, others := 0, 0
	for _, group := range wycheproof(t) {
		for _, v := range group.Tests {
			switch {
			case group.KeySize != 8*KeySize:
				others++
				if _, err := newBox(v.Key); !errors.Is(err, ErrNoKey) {
					t.Errorf("%d: a key of %d bits: %v", v.ID, group.KeySize, err)
				}
			case group.IVSize != 8*ivSize:
				others++
				v.opensNot(t)
			default:
				ours++
				v.check(t)
			}
		}
	}
	if ours != 66 || others != 250 {
		t.Errorf("%d vectors of our size and %d others, want 66 and 250", ours, others)
	}
}

func (v vector) sealed() []byte { return bytes.Join([][]byte{v.IV, v.CT, v.Tag}, nil) }

func (v vector) opensNot(t *testing.T) {
	if plain, err := mustBox(t, v.Key).open(v.sealed(), v.AAD); !errors.Is(err, ErrOpen) || plain != nil {
		t.Errorf("%d (%s): opened: %x, %v", v.ID, v.Comment, plain, err)
	}
}

func (v vector) check(t *testing.T) {
	box := mustBox(t, v.Key)
	made := box.sealUnder(nil, [ivSize]byte(v.IV), v.Msg, v.AAD)
	if v.Result != "valid" {
		v.opensNot(t)
		if bytes.Equal(made, v.sealed()) {
			t.Errorf("%d (%s): sealed what is invalid", v.ID, v.Comment)
		}
		return
	}
	if !bytes.Equal(made, v.sealed()) {
		t.Errorf("%d (%s): sealed %x", v.ID, v.Comment, made)
	}
	if plain, err := box.open(v.sealed(), v.AAD); err != nil || !bytes.Equal(plain, v.Msg) {
		t.Errorf("%d (%s): opened %x, %v", v.ID, v.Comment, plain, err)
	}
}

func mustBox(t testing.TB, key []byte) *box {
	t.Helper()
	b, err := newBox(key)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestFreshIVs: 10,000 seals of one value, no IV and no ciphertext twice.
func TestFreshIVs(t *testing.T) {
	t.Parallel()
	box := mustBox(t, make([]byte, KeySize))
	ivs, texts := map[string]bool{}, map[string]bool{}
	for range 10_000 {
		sealed, err := box.seal([]byte("AB123456C"), nil)
		if err != nil {
			t.Fatal(err)
		}
		ivs[string(sealed[:ivSize])], texts[string(sealed[ivSize:])] = true, true
	}
	if len(ivs) != 10_000 || len(texts) != 10_000 {
		t.Errorf("%d IVs, %d ciphertexts", len(ivs), len(texts))
	}
}

// TestJoin: no two lists of parts have the same bytes.
func TestJoin(t *testing.T) {
	t.Parallel()
	seen := map[string][]string{}
	for _, parts := range [][]string{{}, {""}, {"", ""}, {"a", "b"}, {"ab"}, {"ab", ""}, {"", "ab"}, {"a", "1:b"}, {"a1:b"}, {"1:a", "b"}} {
		if other, ok := seen[string(join(parts...))]; ok {
			t.Errorf("%q and %q are the same", parts, other)
		}
		seen[string(join(parts...))] = parts
	}
}
