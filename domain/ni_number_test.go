package domain_test

import (
	"strings"
	"testing"

	"ringfence/domain"
)

// mayIssue is HMRC's rule of the prefix, written from NIM39110 apart from the
// code: which first letters, which second letters, and which pairs are not
// allocated.
func mayIssue(first, second rune) bool {
	pair := string(first) + string(second)
	return strings.ContainsRune("ABCEGHJKLMNOPRSTWXYZ", first) &&
		strings.ContainsRune("ABCEGHJKLMNPRSTWXYZ", second) &&
		!strings.Contains("BG GB KN NK NT TN ZZ", pair)
}

// TestNINumberPrefixes tries all 676 of them.
func TestNINumberPrefixes(t *testing.T) {
	t.Parallel()
	accepted := 0
	for first := 'A'; first <= 'Z'; first++ {
		for second := 'A'; second <= 'Z'; second++ {
			number := string(first) + string(second) + "123456A"
			want := malformed
			if mayIssue(first, second) {
				want = number
				accepted++
			}
			if got := parsed(domain.NINumber, number); got != want {
				t.Errorf("%s: %s, want %s", number, got, want)
			}
		}
	}
	if accepted != 20*19-7 {
		t.Errorf("%d prefixes are accepted, want 373", accepted)
	}
}

func TestNINumber(t *testing.T) {
	t.Parallel()
	for raw, want := range map[string]string{
		"AB123456A": "AB123456A", "AB123456B": "AB123456B", "AB123456C": "AB123456C", "AB123456D": "AB123456D",
		"ab 12 34 56 c": "AB123456C", "AB-12-34-56-C": "AB123456C", " aB123456c ": "AB123456C",
		"AB123456E": malformed, "AB123456": malformed, "AB1234567": malformed, "AB123456AB": malformed,
		"A1123456A": malformed, "ABC23456A": malformed, "AB12345 A": malformed, "123456789": malformed, "ABCDEFGHI": malformed,
		"QQ123456C": malformed, // HMRC's own example is not a real number
		"ÅB123456A": malformed, "AB１２３４５６A": malformed, "AB123456\u017f": malformed,
	} {
		if got := parsed(domain.NINumber, raw); got != want {
			t.Errorf("%q: %s, want %s", raw, got, want)
		}
	}
}
