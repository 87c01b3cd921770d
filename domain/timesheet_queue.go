package domain

import (
	"slices"
	"strings"
	"time"
)

// weekMinutes is the week that the Working Time Regulations 1998 allow on
// average (regulation 4): 48 hours.
const weekMinutes = 48 * 60

// WorkWeek is a timesheet as whoever decides on it looks at it.
type WorkWeek struct {
	ID, Name string // of the timesheet, and of whom it is about
	Start    string // the week's Monday
	Total    int64  // minutes
	Lines    []WorkLine
	Away     []string // days of approved leave
	Waits    bool     // to be decided on
}

// worked reports time on a day.
func (w *WorkWeek) worked(date string) bool {
	return slices.ContainsFunc(w.Lines, func(l WorkLine) bool { return l.Date == date })
}

// Exceptions are what is unusual in a week: more than 48 hours, on-call work, and
// a day without time or leave on which most others of the week have time.
func (w *WorkWeek) Exceptions(others []WorkWeek) (list []string) {
	if w.Total > weekMinutes {
		list = append(list, "Over 48 hours")
	}
	if slices.ContainsFunc(w.Lines, func(l WorkLine) bool { return l.Kind == "on-call" }) {
		list = append(list, "On-call")
	}
	if days := w.missing(others); days != nil {
		list = append(list, "No time on "+JoinWords(days...))
	}
	return list
}

func (w *WorkWeek) missing(others []WorkWeek) (names []string) {
	days, _ := WeekOf(w.Start)
	for _, date := range days {
		with, without := 0, 0
		for i := range others {
			switch {
			case others[i].Start != w.Start || others[i].ID == w.ID:
			case others[i].worked(date):
				with++
			default:
				without++
			}
		}
		if with > without && !w.worked(date) && !slices.Contains(w.Away, date) {
			names = append(names, Weekday(date))
		}
	}
	return names
}

// Decisions are the weeks that wait, beside them what is unusual: those with
// most of it first, then by week and name.
func Decisions(weeks []WorkWeek) (list []WorkWeek, exceptions map[string][]string) {
	exceptions = map[string][]string{}
	for i := range weeks {
		if w := &weeks[i]; w.Waits {
			list = append(list, *w)
			exceptions[w.ID] = w.Exceptions(weeks)
		}
	}
	slices.SortStableFunc(list, func(a, b WorkWeek) int {
		if n := len(exceptions[b.ID]) - len(exceptions[a.ID]); n != 0 {
			return n
		}
		return strings.Compare(a.Start+a.Name, b.Start+b.Name)
	})
	return list, exceptions
}

// WeeksEndingIn are the first and the last Monday of the weeks whose Sunday is in
// a month (YYYY-MM): each week is paid once, when it is over.
func WeeksEndingIn(month string) (first, last string) {
	begins, err := time.Parse("2006-01", month)
	if err != nil {
		return "", ""
	}
	ends := begins.AddDate(0, 1, -1)
	sunday := begins.AddDate(0, 0, (7-int(begins.Weekday()))%7)
	return sunday.AddDate(0, 0, -6).Format(time.DateOnly), ends.AddDate(0, 0, -int(ends.Weekday())-6).Format(time.DateOnly)
}
