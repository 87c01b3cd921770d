package domain

import (
	"net/url"
	"strings"
)

// parsePhone takes a number as people write it and keeps it as E.164 has it.
// A number that begins with 0 is of the United Kingdom, where those have nine
// or ten digits behind it (Ofcom, National Telephone Numbering Plan).
func parsePhone(s string) (string, bool) {
	s = strings.NewReplacer(" ", "", "-", "", "(0)", "", "(", "", ")", "", ".", "").Replace(s)
	if rest, ok := strings.CutPrefix(s, "00"); ok {
		s = "+" + rest
	} else if rest, ok := strings.CutPrefix(s, "0"); ok {
		s = "+44" + rest
	}
	number, ok := strings.CutPrefix(s, "+")
	if !ok || !onlyDigits(number) || len(number) < 8 || len(number) > 15 || number[0] == '0' {
		return "", false
	}
	if national, uk := strings.CutPrefix(number, "44"); uk && (len(national) < 9 || len(national) > 10 || national[0] == '0') {
		return "", false
	}
	return s, true
}

func parseURL(s string) (string, bool) {
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "https" || u.User != nil || !isHostname(u.Hostname()) || strings.ContainsAny(s, " \"<>\\^`{|}") {
		return "", false
	}
	return u.String(), true
}
