package web

import (
	"time"

	"ringfence/domain"
)

// FormatTime writes a time (Unix milliseconds) for a reader, as the
// organisation's clocks show it.
func FormatTime(ms int64) string { return domain.Local(ms).Format("2 January 2006, 15:04") }

// FormatDay writes the day of a time (Unix milliseconds) for a reader.
func FormatDay(ms int64) string { return domain.Local(ms).Format("2 January 2006") }

// FormatDate writes YYYY-MM-DD for a reader; anything else stays as it is.
func FormatDate(value string) string {
	t, err := time.Parse(time.DateOnly, value)
	if err != nil {
		return value
	}
	return t.Format("2 January 2006")
}
