// Package leave has the rules of annual leave: which days of an absence count,
// what somebody is entitled to in a leave year, and what of it is left. All is
// in half days, which are whole numbers. What comes out as a part of one is
// rounded up to the next half day, so that nobody has less than their share.
package leave

import (
	"strconv"
	"strings"
	"time"
)

// Halves is a number of half days.
type Halves int64

// String is the number of days: "3", "2.5".
func (h Halves) String() string {
	sign := ""
	if h < 0 {
		sign, h = "-", -h
	}
	text := sign + strconv.FormatInt(int64(h/2), 10)
	if h%2 != 0 {
		text += ".5"
	}
	return text
}

// mostDays is the largest number of days that is taken for one of a year.
const mostDays = 366

// ParseHalves reads String's text of a number of days that a year has, also
// with a zero behind its point.
func ParseHalves(text string) (Halves, bool) {
	whole, half, _ := strings.Cut(text, ".")
	n, err := strconv.ParseUint(whole, 10, 16)
	h := Halves(2 * n)
	if half == "5" {
		h++
	}
	return h, err == nil && n <= mostDays && (half == "5" || half == "0" || whole == text)
}

// Pattern are the days that somebody works, Monday first: "MTWTF--".
type Pattern string

// Usual is the pattern of whoever has none of their own.
const Usual Pattern = "MTWTF--"

const week = "MTWTFSS"

// Valid reports a pattern of seven days, of which one at least is worked.
func (p Pattern) Valid() bool {
	for i := range p {
		if i >= len(week) || p[i] != week[i] && p[i] != '-' {
			return false
		}
	}
	return len(p) == len(week) && p.Days() > 0
}

// Days is how many days of a week it has.
func (p Pattern) Days() int64 { return int64(len(p) - strings.Count(string(p), "-")) }

// Works reports whether a day is worked; of no valid pattern, by the usual one.
func (p Pattern) Works(day time.Time) bool {
	if !p.Valid() {
		p = Usual
	}
	return p[(int(day.Weekday())+6)%7] != '-'
}

// Span is a time away, from a day to a day (YYYY-MM-DD). FirstHalf: only the
// afternoon of the first day; LastHalf: only the morning of the last.
type Span struct {
	First, Last         string
	FirstHalf, LastHalf bool
}

// Counted says of each day of an absence, from the first on, how many half days
// it counts: "2200221". It is kept with the absence, so that what was decided
// stays whatever becomes of the pattern or the holidays, and so that the days
// of an absence and those of a balance are the same days.
type Counted string

// MostDays bounds an absence: five years, with their leap days.
const MostDays = 1827

// Count counts the days of a span that are worked and no bank holidays. Of days
// beyond MostDays nothing is counted.
func Count(p Pattern, nation string, s Span) Counted {
	var b strings.Builder
	for i, day := 0, dayOf(s.First); i < MostDays && day.Format(time.DateOnly) <= s.Last; i, day = i+1, day.AddDate(0, 0, 1) {
		date, halves := day.Format(time.DateOnly), byte(2)
		if s.FirstHalf && date == s.First {
			halves--
		}
		if s.LastHalf && date == s.Last {
			halves--
		}
		if !p.Works(day) || Holiday(nation, day) {
			halves = 0
		}
		b.WriteByte('0' + halves)
	}
	return Counted(b.String())
}

// Halves is how many they are together.
func (c Counted) Halves() Halves { return c.Within("", "", "9999-12-31") }

// Within is how many of them, of an absence that begins on the day first, lie
// between two days, both among them.
func (c Counted) Within(first, from, to string) (n Halves) {
	day := dayOf(first)
	for i := range len(c) {
		if date := day.AddDate(0, 0, i).Format(time.DateOnly); from <= date && date <= to {
			n += Halves(c[i] - '0')
		}
	}
	return n
}

// dayOf is a date's day; the first of all for none.
func dayOf(date string) time.Time {
	day, _ := time.Parse(time.DateOnly, date) // dates are canonical here
	return day
}
