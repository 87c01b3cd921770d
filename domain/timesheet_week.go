package domain

import (
	"strconv"
	"time"
)

const dayMinutes = 24 * 60

// WorkLine is time of one kind that was worked on a day.
type WorkLine struct {
	Date    string
	Minutes int64
	Kind    string
	Note    string
}

// WorkLines are the lines of a timesheet's value.
func WorkLines(value string) (list []WorkLine) {
	for _, in := range workLines.RowsIn(value) {
		list = append(list, WorkLine{in.Get("date"), Whole(in.Get("minutes")), in.Get("kind"), in.Get("note")})
	}
	return list
}

// WorkValue is the value of lines.
func WorkValue(list []WorkLine) string {
	if len(list) == 0 {
		return ""
	}
	b := []byte{'['}
	for i, l := range list {
		if i > 0 {
			b = append(b, ',')
		}
		o := Object{}
		o.Text("date", l.Date).Int("minutes", l.Minutes).Text("kind", l.Kind).TextOrNull("note", l.Note)
		b = append(b, o.Bytes()...)
	}
	return string(append(b, ']'))
}

// WeekOf are the days of the week that begins on a date, from Monday on; false
// if that is no Monday.
func WeekOf(start string) (days [7]string, ok bool) {
	monday, err := time.Parse(time.DateOnly, start)
	if err != nil || monday.Weekday() != time.Monday {
		return days, false
	}
	for i := range days {
		days[i] = monday.AddDate(0, 0, i).Format(time.DateOnly)
	}
	return days, true
}

// MondayOf is the Monday of a date's week.
func MondayOf(date string) string {
	day, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return ""
	}
	return day.AddDate(0, 0, -(int(day.Weekday())+6)%7).Format(time.DateOnly)
}

// Weekday names the day of a date: "Monday".
func Weekday(date string) string {
	t, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return date
	}
	return t.Weekday().String()
}

// checkTimesheet: a week begins on a Monday, has its own days alone, and a day
// no more than 24 hours.
func checkTimesheet(get func(string) string, _ string) []FieldError {
	days, ok := WeekOf(get("week_start"))
	if !ok {
		return []FieldError{{"week_start", "not-monday", "Week starting must be a Monday"}}
	}
	worked := map[string]int64{}
	for _, l := range WorkLines(get("lines")) {
		switch {
		case l.Date < days[0] || l.Date > days[6]:
			return []FieldError{{"lines", "outside-week", displayDate(l.Date) + " is not a day of the week"}}
		case l.Minutes < 1 || l.Minutes > dayMinutes:
			return []FieldError{{"lines", "out-of-range", "Time on " + Weekday(l.Date) + " must be from 1 minute to 24 hours"}}
		}
		if worked[l.Date] += l.Minutes; worked[l.Date] > dayMinutes {
			return []FieldError{{"lines", "too-long-day", Weekday(l.Date) + " has more than 24 hours"}}
		}
	}
	return nil
}

// totalOfWeek is computed before the lines are checked.
func totalOfWeek(get func(string) string) map[string]string {
	total := int64(0)
	for _, l := range WorkLines(get("lines")) {
		total += min(max(l.Minutes, 0), dayMinutes)
	}
	return map[string]string{"total_minutes": strconv.FormatInt(total, 10)}
}
