package domain

import (
	"strconv"
	"strings"
	"time"
)

func parseMonth(s string) (string, bool) {
	_, ok := parseDate(s + "-01")
	return s, ok
}

// controlInstant is what a form's control sends, which knows no zone.
const controlInstant = "2006-01-02T15:04"

// parseInstant takes an RFC 3339 time, or one without a zone, which is UTC; the
// value is its Unix milliseconds.
func parseInstant(s string) (string, bool) {
	for _, layout := range []string{time.RFC3339, controlInstant} {
		if t, err := time.Parse(layout, s); err == nil {
			return strconv.FormatInt(t.UnixMilli(), 10), t.Year() >= 1970 && t.Year() < 2200
		}
	}
	return "", false
}

// typedInstant takes the organisation's own time, or one that names its zone.
func typedInstant(s string) (string, bool) {
	if t, err := time.Parse(controlInstant, s); err == nil {
		return strconv.FormatInt(FromLocal(t), 10), t.Year() >= 1970 && t.Year() < 2200
	}
	return parseInstant(s)
}

func instantOf(value string) time.Time { return Local(Whole(value)) }

func writeInstant(value string) string {
	return `"` + instantOf(value).UTC().Format("2006-01-02T15:04:05.000Z") + `"`
}

func editInstant(value string) string { return instantOf(value).Format(controlInstant) }

func displayInstant(value string) string {
	return instantOf(value).Format("2 January 2006, 15:04")
}

func displayDate(value string) string {
	t, err := time.Parse(time.DateOnly, value)
	if err != nil {
		return value
	}
	return t.Format("2 January 2006")
}

func displayMonth(value string) string {
	t, err := time.Parse("2006-01", value)
	if err != nil {
		return value
	}
	return t.Format("January 2006")
}

func displayMinutes(value string) string { return Hours(Whole(value)) }

// parseHours takes what people type of a time that something took: "7:30",
// "7.5" or "7"; the value is its minutes.
func parseHours(s string) (string, bool) {
	hours, rest, sixtieths := strings.Cut(s, ":")
	if !sixtieths {
		hours, rest, _ = strings.Cut(s, ".")
		rest = (rest + "00")[:max(2, len(rest))]
	}
	if hours == "" || len(hours) > 6 || len(rest) != 2 || !onlyDigits(hours+rest) || sixtieths && rest > "59" {
		return "", false
	}
	minutes := Whole(rest)
	if !sixtieths {
		minutes = (minutes*60 + 50) / 100
	}
	return strconv.FormatInt(Whole(hours)*60+minutes, 10), true
}

func editHours(value string) string {
	minutes := Whole(value)
	return strconv.FormatInt(minutes/60, 10) + ":" + strconv.FormatInt(100+minutes%60, 10)[1:]
}

// Whole is an integer's value, 0 of none; canonical ones are numbers.
func Whole(value string) int64 {
	n, _ := strconv.ParseInt(value, 10, 64)
	return n
}

// parsePounds takes what people type of money, such as "1,234.5", "£12" or "-£5".
func parsePounds(s string) (string, bool) {
	amount, negative := strings.CutPrefix(strings.NewReplacer(minus, "-", "£", "", ",", "", " ", "").Replace(s), "-")
	pounds, pence, _ := strings.Cut(amount, ".")
	for len(pence) < 2 {
		pence += "0"
	}
	if len(pence) > 2 || !onlyDigits(pence) || pounds == "" {
		return "", false
	}
	if negative {
		pounds = "-" + pounds
	}
	return parseInteger(pounds + pence)
}

func editPounds(value string) string {
	return strings.NewReplacer("£", "", ",", "", "−", "-").Replace(displayPence(value))
}

func displayPence(value string) string { return Pounds(Whole(value)) }

// TypedMinutes is a time that somebody typed, as Minutes takes it; 0 of anything else.
func TypedMinutes(s string) int64 {
	value, _ := parseHours(strings.TrimSpace(s))
	return Whole(value)
}
