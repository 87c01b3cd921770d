package vault_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"ringfence/store/vault"
)

// withSecond are a tenant's keys and a second data key.
func withSecond(t *testing.T, m *vault.Master, list []vault.WrappedKey) []vault.WrappedKey {
	t.Helper()
	second, err := vault.NewDataKey(m, "t1", 2)
	if err != nil {
		t.Fatal(err)
	}
	return append(slices.Clone(list), second)
}

// TestVersions: the newest key seals, all of them open, and a value says under
// which it is.
func TestVersions(t *testing.T) {
	t.Parallel()
	m := master(t, 1)
	list := wrapped(t, m, "t1")
	first := opened(t, m, "t1", list)
	both := opened(t, m, "t1", withSecond(t, m, list))
	old, fresh := seal(t, first, place, "old"), seal(t, both, place, "new")
	if !strings.HasPrefix(old, "v1.1.") || !strings.HasPrefix(fresh, "v1.2.") {
		t.Fatalf("%q, %q", old, fresh)
	}
	for value, want := range map[string]string{old: "old", fresh: "new"} {
		if got, err := both.Open(place, value); got != want || err != nil {
			t.Errorf("%q: %q, %v", value, got, err)
		}
	}
	if _, err := first.Open(place, fresh); !errors.Is(err, vault.ErrNoKey) {
		t.Errorf("a key that is not there: %v", err)
	}
	for _, relabelled := range []string{"v1.2." + old[5:], "v1.1." + fresh[5:]} {
		if plain, err := both.Open(place, relabelled); !errors.Is(err, vault.ErrOpen) || plain != "" {
			t.Errorf("relabelled: %q, %v", plain, err)
		}
	}
}

// TestWrapping: a wrapped key opens for its tenant, purpose and version, under
// its master key, and nowhere else.
func TestWrapping(t *testing.T) {
	t.Parallel()
	m := master(t, 1)
	list := wrapped(t, m, "t1")
	swapped, renumbered, cut := slices.Clone(list), slices.Clone(list), slices.Clone(list)
	swapped[0].Wrapped, swapped[1].Wrapped = list[1].Wrapped, list[0].Wrapped
	renumbered[0].Version = 2
	cut[2].Wrapped = cut[2].Wrapped[:20]
	for name, c := range map[string]struct {
		m      *vault.Master
		tenant string
		list   []vault.WrappedKey
		want   error
	}{
		"its own":              {m, "t1", list, nil},
		"another tenant":       {m, "t2", list, vault.ErrOpen},
		"another master":       {master(t, 2), "t1", list, vault.ErrOpen},
		"no master":            {nil, "t1", list, vault.ErrNoMaster},
		"purposes exchanged":   {m, "t1", swapped, vault.ErrOpen},
		"number changed":       {m, "t1", renumbered, vault.ErrOpen},
		"cut short":            {m, "t1", cut, vault.ErrOpen},
		"no keys":              {m, "t1", nil, vault.ErrNoKey},
		"data key destroyed":   {m, "t1", list[1:], vault.ErrNoKey},
		"ledger key destroyed": {m, "t1", list[:2], vault.ErrNoKey},
	} {
		keys, err := c.m.Open(c.tenant, c.list)
		if !errors.Is(err, c.want) || (keys == nil) != (c.want != nil) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}
