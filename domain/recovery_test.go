package domain_test

import (
	"regexp"
	"strings"
	"testing"

	"ringfence/domain"
)

func TestRecoveryCode(t *testing.T) {
	var zeros, ones, one [domain.RecoveryCodeSize]byte
	for i := range ones {
		ones[i] = 0xff
	}
	one[14] = 1
	for random, want := range map[[domain.RecoveryCodeSize]byte]string{
		zeros: "0000-0000-0000-0000-0000-0000",
		ones:  "zzzz-zzzz-zzzz-zzzz-zzzz-zzzz",
		one:   "0000-0000-0000-0000-0000-0001",
		{'r', 'i', 'n', 'g', 'f', 'e', 'n', 'c', 'e', ' ', '2', '0', '2', '6', '!'}: "e9mp-wsv6-cnq6-6s90-68r3-4dh1",
	} {
		got := domain.RecoveryCode(random)
		if got != want {
			t.Errorf("%x: %s, not %s", random, got, want)
		}
		if !regexp.MustCompile(`^[0-9a-hjkmnp-tv-z]{4}(-[0-9a-hjkmnp-tv-z]{4}){5}$`).MatchString(got) {
			t.Errorf("%s has another form", got)
		}
	}
}

func TestParseRecoveryCode(t *testing.T) {
	const want = "10q20c4kr9fz1m8ex6taw3hd"
	for _, typed := range []string{
		"10q2-0c4k-r9fz-1m8e-x6ta-w3hd", want, "1OQ2 OC4K R9FZ IM8E X6TA W3HD", " lOq2-0c4k r9fz-lm8e-x6ta-w3hd ",
	} {
		if got, ok := domain.ParseRecoveryCode(typed); !ok || got != want {
			t.Errorf("%q: %q, %v", typed, got, ok)
		}
	}
	for _, typed := range []string{
		"", "123456", want[:23], want + "0", want[:23] + "u", want[:23] + "é", want[:23] + "\n", want[:22] + "\n\n",
		strings.Repeat("-", 24),
	} {
		if got, ok := domain.ParseRecoveryCode(typed); ok {
			t.Errorf("%q was taken for %q", typed, got)
		}
	}
}
