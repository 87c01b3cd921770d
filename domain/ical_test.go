package domain_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"ringfence/domain"
)

func TestCalendar(t *testing.T) {
	c := domain.NewCalendar("Leave, Northgate; Clinic")
	c.Days("abc", "2026-12-30", "2026-12-31", "Zoë\\Ŵ\nAway", 1_795_544_285_026)
	const want = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Ringfence//Absences//EN\r\nX-WR-CALNAME:Leave\\, Northgate\\; Clinic\r\n" +
		"BEGIN:VEVENT\r\nUID:abc@ringfence\r\nDTSTAMP:20261124T181805Z\r\nDTSTART;VALUE=DATE:20261230\r\nDTEND;VALUE=DATE:20270101\r\n" +
		"SUMMARY:Zoë\\\\Ŵ\\nAway\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
	if got := c.String(); got != want {
		t.Errorf("%q\nwant\n%q", got, want)
	}
}

// TestCalendarFolds: no line is longer than 75 bytes or cut within a character,
// and unfolding gives the text back (RFC 5545 §3.1).
func TestCalendarFolds(t *testing.T) {
	for _, one := range []string{"x", "ŵ", "€", "𝔸"} {
		for n := range 200 {
			c, name := domain.NewCalendar("n"), strings.Repeat(one, n)
			c.Days("id", "2026-01-01", "2026-01-01", name, 0)
			text := c.String()
			for _, line := range strings.Split(text, "\r\n") {
				if len(line) > 75 || !utf8.ValidString(line) {
					t.Fatalf("%d of %s: line %q", n, one, line)
				}
			}
			if !strings.Contains(strings.ReplaceAll(text, "\r\n ", ""), "SUMMARY:"+name+"\r\n") {
				t.Fatalf("%d of %s do not come back", n, one)
			}
		}
	}
}
