package domain_test

import (
	"testing"
	"time"

	"ringfence/domain"
)

// TestLocal agrees with the zone database at every half hour around each change
// of a hundred years, and through one whole year.
func TestLocal(t *testing.T) {
	t.Parallel()
	london, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Skip(err)
	}
	same := func(at time.Time) {
		got, want := domain.Local(at.UnixMilli()), at.In(london)
		if got.Format(time.RFC3339+" MST") != want.Format(time.RFC3339+" MST") {
			t.Fatalf("%s is %s, want %s", at.UTC(), got, want)
		}
	}
	for year := 1996; year < 2038; year++ { // the database's rules end with 32 bits
		for _, month := range []time.Month{time.March, time.October} {
			for at := time.Date(year, month, 24, 0, 0, 0, 0, time.UTC); at.Day() > 7; at = at.Add(30 * time.Minute) {
				same(at)
				same(at.Add(-time.Millisecond))
			}
		}
	}
	for at := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC); at.Year() == 2026; at = at.Add(time.Hour) {
		same(at)
	}
}

func TestFromLocal(t *testing.T) {
	t.Parallel()
	for local, want := range map[string]string{
		"2026-11-24T06:54": "2026-11-24T06:54",
		"2026-07-01T00:00": "2026-06-30T23:00",
		"2026-03-29T00:59": "2026-03-29T00:59",
		"2026-03-29T01:30": "2026-03-29T01:30", // left out
		"2026-03-29T02:00": "2026-03-29T01:00",
		"2026-10-25T01:30": "2026-10-25T00:30", // comes twice
		"2026-10-25T02:00": "2026-10-25T02:00",
	} {
		at, err := time.Parse("2006-01-02T15:04", local)
		if err != nil {
			t.Fatal(err)
		}
		if got := time.UnixMilli(domain.FromLocal(at)).UTC().Format("2006-01-02T15:04"); got != want {
			t.Errorf("%s is %s UTC, want %s", local, got, want)
		}
	}
}

func TestToday(t *testing.T) {
	t.Parallel()
	late := time.Date(2026, 6, 30, 23, 0, 0, 0, time.UTC).UnixMilli()
	if got, before := domain.Today(late), domain.Today(late-1); got != "2026-07-01" || before != "2026-06-30" {
		t.Errorf("%s, and before %s", got, before)
	}
	if ms, ok := domain.StartOfDay("2026-07-01"); ms != late || !ok {
		t.Errorf("the day starts at %d, want %d", ms, late)
	}
	for _, bad := range []string{"", "2026-02-30", "1969-12-31", "today"} {
		if ms, ok := domain.StartOfDay(bad); ok {
			t.Errorf("%q starts at %d", bad, ms)
		}
	}
}

// TestTypedInstant: a form's control shows and takes the organisation's time, a
// program UTC.
func TestTypedInstant(t *testing.T) {
	t.Parallel()
	fields := domain.Fields{{Name: "at", Label: "At", Kind: domain.Instant}}
	shown := domain.Instant.Edit("1782891000000")
	for kind, want := range map[domain.PairType]string{domain.FormText: "1782891000000", domain.String: "1782894600000"} {
		in, err := fields.Bind([]domain.Pair{{Name: "at", Value: shown, Type: kind}}, false)
		if err != nil || in.Get("at") != want {
			t.Errorf("%s is %v, %v; want %s", shown, in.Values, err, want)
		}
	}
}
