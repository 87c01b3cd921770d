package vault_test

import (
	"bytes"
	"errors"
	"slices"
	"testing"

	"ringfence/store/vault"
)

func sealPart(t testing.TB, k *vault.Keys, p vault.Part, plain []byte) []byte {
	t.Helper()
	sealed, err := k.SealPart(nil, p, plain)
	if err != nil {
		t.Fatal(err)
	}
	return sealed
}

// TestPart: a part opens where it was sealed, and nowhere else.
func TestPart(t *testing.T) {
	t.Parallel()
	keys, here := newKeys(t, "t1"), vault.Part{File: "f1", N: 11}
	plain := bytes.Repeat([]byte("certificate "), 1000)
	sealed := sealPart(t, keys, here, plain)
	if bytes.Contains(sealed, plain[:12]) || bytes.Equal(sealed, sealPart(t, keys, here, plain)) {
		t.Error("it is not sealed, or twice the same")
	}
	if got, err := keys.OpenPart(here, slices.Clone(sealed)); err != nil || !bytes.Equal(got, plain) {
		t.Errorf("%d bytes, %v", len(got), err)
	}
	for name, p := range map[string]vault.Part{"another file": {File: "f2", N: 11}, "another part": {File: "f1", N: 1},
		"a part of another file": {File: "f11", N: 1}, "the end": {File: "f1", N: 11, Last: true}} {
		if _, err := keys.OpenPart(p, slices.Clone(sealed)); !errors.Is(err, vault.ErrOpen) {
			t.Errorf("it opens as %s: %v", name, err)
		}
	}
	m := master(t, 1)
	withKey := func(tenant string) *vault.Keys { // the same for both: what is bound decides
		key, err := vault.WrapAny(m, tenant, 2, bytes.Repeat([]byte("k"), vault.KeySize))
		if err != nil {
			t.Fatal(err)
		}
		return opened(t, m, tenant, append(wrapped(t, m, tenant), key))
	}
	if _, err := withKey("t2").OpenPart(here, sealPart(t, withKey("t1"), here, plain)); !errors.Is(err, vault.ErrOpen) {
		t.Errorf("it opens for another tenant: %v", err)
	}
	var none *vault.Keys
	if _, err := none.OpenPart(here, sealed); !errors.Is(err, vault.ErrNoKey) {
		t.Error(err)
	}
	if _, err := none.SealPart(nil, here, plain); !errors.Is(err, vault.ErrNoKey) {
		t.Error(err)
	}
}

// TestPartDamaged: a part with any one bit changed, or cut anywhere, does not open.
func TestPartDamaged(t *testing.T) {
	t.Parallel()
	keys, here := newKeys(t, "t1"), vault.Part{File: "f1", Last: true}
	sealed := sealPart(t, keys, here, []byte("AB123456C"))
	fails := func(damaged []byte) {
		t.Helper()
		if _, err := keys.OpenPart(here, damaged); !errors.Is(err, vault.ErrOpen) && !errors.Is(err, vault.ErrNoKey) {
			t.Errorf("%x: %v", damaged, err)
		}
	}
	for bit := range 8 * len(sealed) {
		damaged := slices.Clone(sealed)
		damaged[bit/8] ^= 1 << (bit % 8)
		fails(damaged)
	}
	for n := range sealed {
		fails(slices.Clone(sealed[:n]))
		fails(slices.Clone(sealed[n+1:]))
	}
}

// TestPartVersions: a part is sealed under the newest key, and opens under its own.
func TestPartVersions(t *testing.T) {
	t.Parallel()
	m := master(t, 1)
	list := wrapped(t, m, "t1")
	here := vault.Part{File: "f1"}
	old := sealPart(t, opened(t, m, "t1", list), here, []byte("old"))
	second, err := vault.NewDataKey(m, "t1", 2)
	if err != nil {
		t.Fatal(err)
	}
	keys := opened(t, m, "t1", append(list, second))
	if got, err := keys.OpenPart(here, old); err != nil || string(got) != "old" {
		t.Errorf("%q, %v", got, err)
	}
	if sealed := sealPart(t, keys, here, []byte("new")); sealed[4] != 2 {
		t.Errorf("sealed under version %d", sealed[4])
	}
}

func BenchmarkSealPart(b *testing.B) {
	keys, plain := newKeys(b, "t1"), make([]byte, vault.PartSize)
	var sealed []byte
	b.SetBytes(vault.PartSize)
	for i := 0; b.Loop(); i++ {
		sealed, _ = keys.SealPart(sealed[:0], vault.Part{File: "f1", N: int64(i)}, plain)
	}
}
