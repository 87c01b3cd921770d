package domain_test

import (
	"slices"
	"testing"

	"ringfence/domain"
)

// TestWorkValue: lines are written as an API would have them.
func TestWorkValue(t *testing.T) {
	t.Parallel()
	list := []domain.WorkLine{{"2026-03-02", 450, "normal", ""}, {"2026-03-02", 30, "on-call", `"late"`}}
	f := domain.Timesheets.Columns[domain.Timesheets.Index("lines")]
	value, refused := f.Parse(domain.WorkValue(list))
	if refused != nil || value != domain.WorkValue(list) || !slices.Equal(domain.WorkLines(value), list) {
		t.Errorf("%v, %q", refused, value)
	}
	if domain.WorkValue(nil) != "" || domain.WorkLines("") != nil {
		t.Error("no lines are something")
	}
}

// TestExceptions: what is unusual in a week comes first in the queue.
func TestExceptions(t *testing.T) {
	t.Parallel()
	week := func(id string, total int64, kind string, days ...string) domain.WorkWeek {
		w := domain.WorkWeek{ID: id, Name: id, Start: "2026-03-02", Total: total, Waits: true}
		for _, day := range days {
			w.Lines = append(w.Lines, domain.WorkLine{Date: "2026-03-0" + day, Kind: kind})
		}
		return w
	}
	elsewhere := week("elsewhere", 60, "normal")
	elsewhere.Start = "2026-03-09"
	approved := week("approved", 2880, "normal", "2", "3")
	approved.Waits = false
	away := week("away", 60, "normal", "2")
	away.Away = []string{"2026-03-03"}
	list, exceptions := domain.Decisions([]domain.WorkWeek{approved, away, elsewhere, week("b", 2880, "normal", "2", "3"), week("a", 60, "normal", "2", "3"),
		week("short", 60, "normal", "2"), week("long", 2881, "on-call", "2", "3")})
	var ids []string
	for _, w := range list {
		ids = append(ids, w.ID)
	}
	if !slices.Equal(ids, []string{"long", "short", "a", "away", "b", "elsewhere"}) {
		t.Errorf("in the order %q", ids)
	}
	if !slices.Equal(exceptions["long"], []string{"Over 48 hours", "On-call"}) || !slices.Equal(exceptions["short"], []string{"No time on Tuesday"}) {
		t.Errorf("%q", exceptions)
	}
}

// TestMondayOf: a week begins on Monday, also where a month or a year turns.
func TestMondayOf(t *testing.T) {
	t.Parallel()
	for date, want := range map[string]string{"2026-11-23": "2026-11-23", "2026-11-24": "2026-11-23", "2026-11-29": "2026-11-23", "2026-11-30": "2026-11-30",
		"2027-01-03": "2026-12-28", "x": ""} {
		if got := domain.MondayOf(date); got != want {
			t.Errorf("%s: %s, want %s", date, got, want)
		}
	}
}

// TestWeeksEndingIn: each week belongs to the month of its Sunday.
func TestWeeksEndingIn(t *testing.T) {
	t.Parallel()
	for month, want := range map[string][2]string{"2026-11": {"2026-10-26", "2026-11-23"}, "2026-12": {"2026-11-30", "2026-12-21"},
		"2027-01": {"2026-12-28", "2027-01-25"}, "2026-02": {"2026-01-26", "2026-02-16"}, "2026-05": {"2026-04-27", "2026-05-25"}} {
		if first, last := domain.WeeksEndingIn(month); first != want[0] || last != want[1] {
			t.Errorf("%s: %s to %s, want %s to %s", month, first, last, want[0], want[1])
		}
	}
}
