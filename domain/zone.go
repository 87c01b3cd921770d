package domain

import "time"

// The two zones of the United Kingdom's year.
var (
	gmt = time.FixedZone("GMT", 0)
	bst = time.FixedZone("BST", 60*60)
)

// Local is a time (Unix milliseconds) as the organisation's clocks show it:
// Europe/London. The rule is our own, because the program has no database of
// zones at the edge: summer time is from 01:00 UTC on the last Sunday of March
// to 01:00 UTC on the last Sunday of October (The Summer Time Order 2002).
// Years before 1996, which had other rules, are taken by the same.
func Local(ms int64) time.Time {
	t := time.UnixMilli(ms).UTC()
	if !t.Before(lastSunday(t.Year(), time.March)) && t.Before(lastSunday(t.Year(), time.October)) {
		return t.In(bst)
	}
	return t.In(gmt)
}

// lastSunday is 01:00 UTC on the last Sunday of a month of 31 days.
func lastSunday(year int, month time.Month) time.Time {
	last := time.Date(year, month, 31, 1, 0, 0, 0, time.UTC)
	return last.AddDate(0, 0, -int(last.Weekday()))
}

// FromLocal is the time, in Unix milliseconds, at which the organisation's
// clocks show what t says, whatever zone t is in. Of an hour that comes twice it
// is the first; an hour that is left out is taken as if it had not been.
func FromLocal(t time.Time) int64 {
	year, month, day := t.Date()
	ms := time.Date(year, month, day, t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), time.UTC).UnixMilli()
	summer := ms - time.Hour.Milliseconds()
	if Local(summer).Location() == bst {
		return summer
	}
	return ms
}

// Today is the date of a time (Unix milliseconds) where the organisation is:
// YYYY-MM-DD.
func Today(ms int64) string { return Local(ms).Format(time.DateOnly) }

// StartOfDay is when a date (YYYY-MM-DD) begins where the organisation is, and
// false if it is none.
func StartOfDay(date string) (ms int64, ok bool) {
	t, err := time.Parse(time.DateOnly, date)
	if err != nil || t.Year() < 1970 {
		return 0, false
	}
	return FromLocal(t), true
}
