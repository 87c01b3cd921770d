package pages

import "testing"

func TestDateValue(t *testing.T) {
	for _, c := range []struct{ year, month, day, value string }{
		{"2026", "03", "01", "2026-03-01"},
		{"", "", "", ""},
		{"2026", "", "x", "2026--x"},
		{"", "13", "", "-13-"},
	} {
		value := DateValue(c.year, c.month, c.day)
		if value != c.value {
			t.Errorf("DateValue(%q, %q, %q) = %q", c.year, c.month, c.day, value)
		}
		if y, m, d := dateParts(value); y != c.year || m != c.month || d != c.day {
			t.Errorf("%q shows as %q, %q, %q", value, y, m, d)
		}
	}
}
