package vault_test

import (
	"errors"
	"regexp"
	"strings"
	"testing"

	"ringfence/store/vault"
)

func blind(t *testing.T, k *vault.Keys, table, column, plain string) string {
	t.Helper()
	index, err := k.Blind(table, column, plain)
	if err != nil {
		t.Fatal(err)
	}
	return index
}

// TestBlind: equal for equal values of one column of one tenant, different for
// all else, and no help in guessing without the key (VAULT-6).
func TestBlind(t *testing.T) {
	t.Parallel()
	one, other := newKeys(t, "t1"), newKeys(t, "t2")
	first := blind(t, one, "employees", "ni_number", "AB123456C")
	if !regexp.MustCompile(`^b1\.1\.[\w-]{43}$`).MatchString(first) || first != blind(t, one, "employees", "ni_number", "AB123456C") {
		t.Errorf("%q", first)
	}
	for name, got := range map[string]string{
		"another value":  blind(t, one, "employees", "ni_number", "AB123456D"),
		"another column": blind(t, one, "employees", "passport", "AB123456C"),
		"another table":  blind(t, one, "patients", "ni_number", "AB123456C"),
		"another tenant": blind(t, other, "employees", "ni_number", "AB123456C"),
	} {
		if got == first {
			t.Errorf("%s has the same index", name)
		}
	}
	if got := blind(t, one, "employees", "ni_number", ""); got != "" {
		t.Errorf("the empty value has %q", got)
	}
	var none *vault.Keys
	if got, err := none.Blind("employees", "ni_number", "x"); !errors.Is(err, vault.ErrNoKey) || got != "" {
		t.Errorf("without keys: %q, %v", got, err)
	}
	if got, err := none.Blinds("employees", "ni_number", "x"); !errors.Is(err, vault.ErrNoKey) || got != nil {
		t.Errorf("without keys: %q, %v", got, err)
	}
}

// TestBlindVersions: a new data key has indexes of its own, and a search finds
// what either has written.
func TestBlindVersions(t *testing.T) {
	t.Parallel()
	m := master(t, 1)
	list := wrapped(t, m, "t1")
	both := opened(t, m, "t1", withSecond(t, m, list))
	old := blind(t, opened(t, m, "t1", list), "employees", "ni_number", "AB123456C")
	fresh := blind(t, both, "employees", "ni_number", "AB123456C")
	if !strings.HasPrefix(fresh, "b1.2.") || strings.TrimPrefix(fresh, "b1.2.") == strings.TrimPrefix(old, "b1.1.") {
		t.Errorf("%q, %q", old, fresh)
	}
	if got, err := both.Blinds("employees", "ni_number", "AB123456C"); err != nil || len(got) != 2 || got[0] != fresh || got[1] != old {
		t.Errorf("%q, %v", got, err)
	}
}
