package domain

import (
	"encoding/base64"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

func runes(s string) int { return utf8.RuneCountInString(s) }

// clean trims, makes one space of a tab, and refuses what cannot be seen and
// can make a value read as another: control characters, those that turn the
// direction of text around, and what stands for broken text. Only Lines keeps
// its line breaks.
func clean(s string, lines bool) (string, bool) {
	s = strings.TrimSpace(strings.ReplaceAll(s, "\r\n", "\n"))
	for _, r := range s {
		if r != '\n' && r != '\t' && unseen(r) {
			return "", false
		}
	}
	s = strings.ReplaceAll(s, "\t", " ")
	if !lines {
		s = strings.ReplaceAll(s, "\n", " ")
	}
	return s, true
}

// unseen reports what cannot be seen and can make text read as another.
func unseen(r rune) bool { return unicode.IsControl(r) || turnsText(r) || r == utf8.RuneError }

// turnsText: embeddings, overrides and isolates (UAX #9), and the separators of
// lines and paragraphs that are not \n.
func turnsText(r rune) bool {
	return r >= 0x2028 && r <= 0x202e || r >= 0x2066 && r <= 0x2069
}

func parseEmail(s string) (string, bool) {
	local, host, ok := strings.Cut(s, "@")
	if !ok || local == "" || len(local) > 64 || strings.ContainsAny(s, " \",;:<>()[]\\") {
		return "", false
	}
	if strings.Contains(host, "@") || !strings.Contains(host, ".") || !isHostname(host) {
		return "", false
	}
	return local + "@" + strings.ToLower(host), true
}

// isHostname checks dot-separated labels of letters, digits and inner hyphens.
func isHostname(host string) bool {
	for _, label := range strings.Split(host, ".") {
		if label == "" || len(label) > 63 || label[0] == '-' || label[len(label)-1] == '-' {
			return false
		}
		for _, r := range label {
			if r != '-' && !unicode.IsLetter(r) && !unicode.IsDigit(r) {
				return false
			}
		}
	}
	return true
}

// base64url has one spelling for every value.
var base64url = base64.RawURLEncoding.Strict()

func parseBytes(s string) (string, bool) {
	_, err := base64url.DecodeString(s)
	return s, err == nil
}

func parseDate(s string) (string, bool) {
	t, err := time.Parse("2006-01-02", s)
	return s, err == nil && t.Year() >= 1850 && t.Year() < 2200
}

func parseID(s string) (string, bool) {
	if len(s) > 64 {
		return "", false
	}
	for _, r := range s {
		if r != '-' && r != '_' && (r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r)) {
			return "", false
		}
	}
	return s, true
}

// digits accepts n digits, with spaces and hyphens between them as people
// write them.
func digits(n int) func(string) (string, bool) {
	return func(s string) (string, bool) {
		s = squeeze(s)
		return s, len(s) == n && onlyDigits(s)
	}
}

func squeeze(s string) string { return strings.NewReplacer(" ", "", "-", "").Replace(s) }

func onlyDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

// parseNINumber applies HMRC's rules: two letters, six digits, a suffix A to
// D; D, F, I, Q, U and V are in no prefix, O is not its second letter, and
// BG, GB, KN, NK, NT, TN and ZZ are not issued.
// https://www.gov.uk/hmrc-internal-manuals/national-insurance-manual/nim39110
func parseNINumber(s string) (string, bool) {
	s = strings.ToUpper(squeeze(s))
	if len(s) != 9 || !onlyDigits(s[2:8]) || s[8] < 'A' || s[8] > 'D' {
		return "", false
	}
	prefix := s[:2]
	if !isUpper(prefix[0]) || !isUpper(prefix[1]) || prefix[1] == 'O' || strings.ContainsAny(prefix, "DFIQUV") {
		return "", false
	}
	return s, !strings.Contains(" BG GB KN NK NT TN ZZ ", " "+prefix+" ")
}

func isUpper(b byte) bool { return b >= 'A' && b <= 'Z' }
