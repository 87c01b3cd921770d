package vault_test

import (
	"encoding/base64"
	"errors"
	"regexp"
	"strings"
	"testing"

	"ringfence/store/vault"
)

// TestDamaged: a value with any one bit changed, or cut anywhere, does not open.
func TestDamaged(t *testing.T) {
	t.Parallel()
	keys := newKeys(t, "t1")
	value := seal(t, keys, place, "AB123456C")
	head, text := value[:5], value[5:]
	sealed, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil || head != "v1.1." {
		t.Fatalf("%q: %v", value, err)
	}
	for bit := range 8 * len(sealed) {
		sealed[bit/8] ^= 1 << (bit % 8)
		opensNot(t, keys, head+base64.RawURLEncoding.EncodeToString(sealed))
		sealed[bit/8] ^= 1 << (bit % 8)
	}
	for n := 1; n < len(sealed); n++ {
		opensNot(t, keys, head+base64.RawURLEncoding.EncodeToString(sealed[:n]))
		opensNot(t, keys, head+base64.RawURLEncoding.EncodeToString(sealed[n:]))
	}
	for n := 1; n < len(value); n++ {
		opensNot(t, keys, value[:n])
	}
}

func opensNot(t *testing.T, keys *vault.Keys, value string) {
	t.Helper()
	if plain, err := keys.Open(place, value); !errors.Is(err, vault.ErrOpen) && !errors.Is(err, vault.ErrNoKey) || plain != "" {
		t.Errorf("%q: %q, %v", value, plain, err)
	}
}

func TestMalformed(t *testing.T) {
	t.Parallel()
	keys := newKeys(t, "t1")
	value := seal(t, keys, place, "AB123456C")
	for _, bad := range []string{
		"AB123456C", "v1", "v1.", "v1.1", "v1.1.", "v1..x", "v2" + value[2:], "V1" + value[2:], "v1.x" + value[4:], "v1.-1" + value[4:],
		"v1.0" + value[4:], "v1.99999999999999999999" + value[4:], value + "=", value + "A", value + "\n", value[:9] + "\r\n" + value[9:], "v1.+1" + value[4:], "v1.01" + value[4:], " " + value, "v1.1.!" + value[6:],
	} {
		opensNot(t, keys, bad)
	}
}

// FuzzOpen: whatever stands in a sealed column, only what was sealed there opens.
func FuzzOpen(f *testing.F) {
	keys := newKeys(f, "t1")
	value := seal(f, keys, place, "AB123456C")
	for _, s := range []string{value, "", "v1.1.", "v1.1.AAAA", "v1.9" + value[4:], strings.ToUpper(value), value[:len(value)-1] + "A"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		plain, err := keys.Open(place, s)
		if s != "" && s != value && (err == nil || plain != "") {
			t.Errorf("%q opens as %q", s, plain)
		}
	})
}

// TestFingerprint: equal for equal values of one place, different for all else,
// and no help in guessing without the key.
func TestFingerprint(t *testing.T) {
	t.Parallel()
	one, other := newKeys(t, "t1"), newKeys(t, "t2")
	mark := func(k *vault.Keys, p vault.Place, plain string) string {
		t.Helper()
		got, err := k.Fingerprint(p, plain)
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	first := mark(one, place, "AB123456C")
	if !regexp.MustCompile(`^fp:[0-9a-f]{32}$`).MatchString(first) || first != mark(one, place, "AB123456C") {
		t.Errorf("%q", first)
	}
	if got := mark(one, place, ""); got != "" {
		t.Errorf("the empty value has %q", got)
	}
	elsewhere := place
	elsewhere.Row = "row-2"
	for name, got := range map[string]string{
		"another value": mark(one, place, "AB123456D"), "another row": mark(one, elsewhere, "AB123456C"), "another tenant": mark(other, place, "AB123456C"),
	} {
		if got == first {
			t.Errorf("%s has the same fingerprint", name)
		}
	}
}
