package domain

import (
	"strings"

	"ringfence/domain/leave"
)

// parseHalfDays takes a number of days, in whole or half ones.
func parseHalfDays(s string) (string, bool) {
	h, ok := leave.ParseHalves(s)
	return h.String(), ok
}

// parsePattern takes the days of a week in either case.
func parsePattern(s string) (string, bool) {
	s = strings.ToUpper(s)
	return s, leave.Pattern(s).Valid()
}

func writeCounted(value string) string { return leave.Counted(value).Halves().String() }

func displayCounted(value string) string { return DaysText(leave.Counted(value).Halves()) }

// DaysText is a number of days with the word: "1 day", "2.5 days".
func DaysText(h leave.Halves) string {
	if h == 2 {
		return "1 day"
	}
	return h.String() + " days"
}
