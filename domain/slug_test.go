package domain_test

import (
	"testing"

	"ringfence/domain"
)

// TestSlugRefusal: what can be an address, and what is ours or looks like it.
func TestSlugRefusal(t *testing.T) {
	t.Parallel()
	for slug, want := range map[string]string{
		"harbour": "", "st-marys-2": "", "abc": "", "a-b-c": "",
		"": "too-short", "ab": "too-short", "a2345678901234567890123456789012345678901": "too-long",
		"Harbour": "malformed", "1harbour": "malformed", "-harbour": "malformed", "harbour-": "malformed", "har--bour": "malformed",
		"har bour": "malformed", "hárbour": "malformed", "har.bour": "malformed",
		"console": "reserved", "con-sole": "reserved", "c0nso1e": "reserved", "api": "reserved", "ringfence": "reserved", "r1ngfence": "reserved",
	} {
		if got := domain.SlugRefusal(slug); got != want {
			t.Errorf("%q: %q, want %q", slug, got, want)
		}
		if want != "" && domain.SlugMessages[want] == "" {
			t.Errorf("%s has no words", want)
		}
	}
}

// TestLooksLike: what an eye takes for another is the same.
func TestLooksLike(t *testing.T) {
	t.Parallel()
	for one, other := range map[string]string{"clinic": "c1in1c", "northgate": "n0rth-gate", "modern": "modem", "willow": "vvillow", "bestcare": "8estcare"} {
		if domain.LooksLike(one) != domain.LooksLike(other) {
			t.Errorf("%s and %s are told apart: %s, %s", one, other, domain.LooksLike(one), domain.LooksLike(other))
		}
	}
	for one, other := range map[string]string{"north": "south", "clinic-a": "clinic-b", "east4": "east7"} {
		if domain.LooksLike(one) == domain.LooksLike(other) {
			t.Errorf("%s and %s are taken for each other", one, other)
		}
	}
}
