package domain

import (
	"strings"
	"time"
	"unicode/utf8"
)

// CalendarType is the media type of a Calendar's text.
const CalendarType = "text/calendar; charset=utf-8"

// Calendar writes an iCalendar stream (RFC 5545) of whole days.
type Calendar struct{ b strings.Builder }

// NewCalendar begins one of a name.
func NewCalendar(name string) *Calendar {
	c := &Calendar{}
	c.line("BEGIN:VCALENDAR")
	c.line("VERSION:2.0")
	c.line("PRODID:-//Ringfence//Absences//EN")
	c.line("X-WR-CALNAME:" + escapeCalendar(name))
	return c
}

// Days adds an event from a day to a day (YYYY-MM-DD), both among it. id makes
// it the same event when it is read again; changed is Unix milliseconds.
func (c *Calendar) Days(id, first, last, summary string, changed int64) {
	c.line("BEGIN:VEVENT")
	c.line("UID:" + escapeCalendar(id) + "@ringfence")
	c.line("DTSTAMP:" + time.UnixMilli(changed).UTC().Format("20060102T150405Z"))
	c.line("DTSTART;VALUE=DATE:" + compactDate(first, 0))
	c.line("DTEND;VALUE=DATE:" + compactDate(last, 1)) // the day after: an end is not a part of it
	c.line("SUMMARY:" + escapeCalendar(summary))
	c.line("END:VEVENT")
}

// String ends the calendar.
func (c *Calendar) String() string {
	c.line("END:VCALENDAR")
	return c.b.String()
}

func compactDate(date string, later int) string {
	day, _ := time.Parse(time.DateOnly, date) // dates are canonical here
	return day.AddDate(0, 0, later).Format("20060102")
}

// escapeCalendar escapes a TEXT value (RFC 5545 §3.3.11).
func escapeCalendar(text string) string {
	return strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\r\n", `\n`, "\n", `\n`, "\r", "").Replace(text)
}

// foldAt is the most bytes of a line (RFC 5545 §3.1).
const foldAt = 75

// line adds a content line, folded between characters.
func (c *Calendar) line(text string) {
	room := foldAt
	for len(text) > room {
		end := room
		for end > 0 && !utf8.RuneStart(text[end]) {
			end--
		}
		c.b.WriteString(text[:end] + "\r\n ")
		text, room = text[end:], foldAt-1 // the space counts
	}
	c.b.WriteString(text + "\r\n")
}
