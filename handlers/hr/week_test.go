package hr

import (
	"testing"

	"ringfence/domain"
	_ "ringfence/handlers/golden" // takes -update
	"ringfence/store"
)

// TestWorkingWeek: any working day is in its own week, and a weekend looks ahead.
func TestWorkingWeek(t *testing.T) {
	t.Parallel()
	for today, monday := range map[string]string{
		"2026-11-23": "2026-11-23", "2026-11-24": "2026-11-23", "2026-11-27": "2026-11-23", "2026-11-28": "2026-11-30", "2026-11-29": "2026-11-30",
		"2027-01-01": "2026-12-28", "2027-01-02": "2027-01-04",
	} {
		week := workingWeek(today)
		if week[0] != monday || week[4][:7] < monday[:7] {
			t.Errorf("%s: %q, want from %s", today, week, monday)
		}
	}
}

// TestByPerson: two absences of one person are one line, and a day outside them is free.
func TestByPerson(t *testing.T) {
	t.Parallel()
	week := workingWeek("2026-11-24")
	people := byPerson([]store.Away{
		{Staff: "a", Name: "Ann", Kind: "annual", First: "2026-11-01", Last: "2026-11-23"},
		{Staff: "a", Name: "Ann", Kind: "sick", First: "2026-11-26", Last: "2026-12-26"},
		{Staff: "b", Name: "Ann", Kind: "study", First: "2026-11-24", Last: "2026-11-24"},
	}, week)
	want := []person{{"a", "Ann", [5]string{"annual", "", "", "sick", "sick"}}, {"b", "Ann", [5]string{"", "study", "", "", ""}}}
	if len(people) != 2 || people[0] != want[0] || people[1] != want[1] {
		t.Errorf("%v", people)
	}
}

// TestKindCodes: every kind has a code of its own.
func TestKindCodes(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, kind := range domain.AbsenceKinds {
		if code := kindCodes[kind]; code == "" || seen[code] {
			t.Errorf("%s: %q", kind, code)
		}
		seen[kindCodes[kind]] = true
	}
}
