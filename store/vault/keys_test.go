package vault_test

import (
	"bytes"
	"encoding/base64"
	"errors"
	"strings"
	"testing"

	"ringfence/store/vault"
)

func master(t testing.TB, fill byte) *vault.Master {
	t.Helper()
	m, err := vault.ParseMaster(base64.StdEncoding.EncodeToString(bytes.Repeat([]byte{fill}, vault.KeySize)))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func wrapped(t testing.TB, m *vault.Master, tenant string) []vault.WrappedKey {
	t.Helper()
	list, err := m.NewKeys(tenant)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func opened(t testing.TB, m *vault.Master, tenant string, list []vault.WrappedKey) *vault.Keys {
	t.Helper()
	keys, err := m.Open(tenant, list)
	if err != nil {
		t.Fatal(err)
	}
	return keys
}

func newKeys(t testing.TB, tenant string) *vault.Keys {
	m := master(t, 1)
	return opened(t, m, tenant, wrapped(t, m, tenant))
}

var place = vault.Place{Table: "employees", Column: "ni_number", Row: "row-1"}

func seal(t testing.TB, k *vault.Keys, p vault.Place, plain string) string {
	t.Helper()
	value, err := k.Seal(p, plain)
	if err != nil {
		t.Fatal(err)
	}
	return value
}

func TestSealAndOpen(t *testing.T) {
	t.Parallel()
	keys := newKeys(t, "t1")
	for _, plain := range []string{"", "A", "AB123456C", "Zoë\n\x00\xff", strings.Repeat("x", 100_000)} {
		value := seal(t, keys, place, plain)
		if (value == "") != (plain == "") || len(plain) > 3 && strings.Contains(value, plain) {
			t.Errorf("%.20q is sealed as %.40q", plain, value)
		}
		if got, err := keys.Open(place, value); got != plain || err != nil {
			t.Errorf("%.20q opens as %.20q, %v", plain, got, err)
		}
	}
}

// TestMoved: a value opens where it was sealed and nowhere else (VAULT-1).
func TestMoved(t *testing.T) {
	t.Parallel()
	m := master(t, 1)
	list := wrapped(t, m, "t1")
	keys := opened(t, m, "t1", list)
	value := seal(t, keys, place, "AB123456C")
	for name, p := range map[string]vault.Place{
		"row":         {Table: "employees", Column: "ni_number", Row: "row-2"},
		"column":      {Table: "employees", Column: "sort_code", Row: "row-1"},
		"table":       {Table: "patients", Column: "ni_number", Row: "row-1"},
		"joined":      {Table: "employees", Column: "ni_numberrow-1", Row: ""},
		"shifted":     {Table: "employeesni", Column: "_number", Row: "row-1"},
		"nothing":     {},
		"upper case":  {Table: "Employees", Column: "ni_number", Row: "row-1"},
		"row shorter": {Table: "employees", Column: "ni_number", Row: "row-"},
	} {
		if plain, err := keys.Open(p, value); !errors.Is(err, vault.ErrOpen) || plain != "" {
			t.Errorf("moved to another %s: %q, %v", name, plain, err)
		}
	}
	if plain, err := newKeys(t, "t2").Open(place, value); !errors.Is(err, vault.ErrOpen) || plain != "" {
		t.Errorf("moved to another tenant: %q, %v", plain, err)
	}
	if plain, err := opened(t, m, "t1", wrapped(t, m, "t1")).Open(place, value); !errors.Is(err, vault.ErrOpen) || plain != "" {
		t.Errorf("under other keys: %q, %v", plain, err)
	}
}

// TestNoKeys: everything that needs a key fails, and gives nothing.
func TestNoKeys(t *testing.T) {
	t.Parallel()
	var none *vault.Keys
	value := seal(t, newKeys(t, "t1"), place, "AB123456C")
	for name, call := range map[string]func() (string, error){
		"seal":        func() (string, error) { return none.Seal(place, "x") },
		"open":        func() (string, error) { return none.Open(place, value) },
		"fingerprint": func() (string, error) { return none.Fingerprint(place, "x") },
		"ledger":      func() (string, error) { key, err := none.LedgerKey(); return string(key), err },
	} {
		if got, err := call(); !errors.Is(err, vault.ErrNoKey) || got != "" {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
	var nobody *vault.Master
	if list, err := nobody.NewKeys("t1"); !errors.Is(err, vault.ErrNoMaster) || list != nil {
		t.Errorf("new keys: %v, %v", list, err)
	}
}

func TestParseMaster(t *testing.T) {
	t.Parallel()
	key := bytes.Repeat([]byte{0xfb}, vault.KeySize)
	for _, enc := range []*base64.Encoding{base64.StdEncoding, base64.RawStdEncoding, base64.URLEncoding, base64.RawURLEncoding} {
		if m, err := vault.ParseMaster(enc.EncodeToString(key)); m == nil || err != nil {
			t.Errorf("%s: %v", enc.EncodeToString(key), err)
		}
		for _, size := range []int{16, 31, 33} {
			if m, err := vault.ParseMaster(enc.EncodeToString(make([]byte, size))); m != nil || err == nil {
				t.Errorf("%d bytes are taken for a key", size)
			}
		}
	}
	if m, err := vault.ParseMaster(""); m != nil || err != nil {
		t.Errorf("unset: %v, %v", m, err)
	}
	for _, bad := range []string{" ", "x", strings.Repeat("*", 44), strings.Repeat("00", 32)} {
		if m, err := vault.ParseMaster(bad); m != nil || err == nil {
			t.Errorf("%q is taken for a key", bad)
		}
	}
}

// TestUnfitKey: a data key that is none is found when keys are opened, not when
// one is used.
func TestUnfitKey(t *testing.T) {
	t.Parallel()
	m := master(t, 1)
	unfit, err := vault.WrapAny(m, "north", 2, []byte("short"))
	if err != nil {
		t.Fatal(err)
	}
	if keys, err := m.Open("north", append(wrapped(t, m, "north"), unfit)); keys != nil || err == nil {
		t.Errorf("%v, %v", keys, err)
	}
}
