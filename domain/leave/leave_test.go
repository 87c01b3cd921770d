package leave_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"ringfence/domain/leave"
)

func TestHolidays(t *testing.T) {
	for _, c := range []struct{ day, where string }{
		{"2020-05-04", ""}, {"2020-05-08", "EWSN"}, {"2022-06-02", "EWSN"}, {"2022-06-03", "EWSN"}, {"2022-05-30", ""},
		{"2022-09-19", "EWSN"}, {"2023-05-08", "EWSN"}, {"2024-04-01", "EWN"}, {"2026-11-30", "S"}, {"2026-07-13", "N"},
		{"2026-12-28", "EWSN"}, {"2026-12-26", ""}, {"2019-01-01", "EWSN"}, {"2028-12-26", "EWSN"}, {"2018-12-25", ""}, {"2029-12-25", ""},
	} {
		day, _ := time.Parse(time.DateOnly, c.day)
		got := ""
		for i, nation := range leave.Nations {
			if leave.Holiday(nation, day) {
				got += "EWSN"[i : i+1]
			}
		}
		if got != c.where {
			t.Errorf("%s: %q, want %q", c.day, got, c.where)
		}
	}
}

func TestCount(t *testing.T) {
	for _, c := range []struct {
		name, pattern, nation string
		span                  leave.Span
		counted, days         string
	}{
		{"a week", "MTWTF--", "england", leave.Span{First: "2026-03-02", Last: "2026-03-08"}, "2222200", "5"},
		{"from an afternoon to a morning", "MTWTF--", "england", leave.Span{"2026-03-02", "2026-03-04", true, true}, "121", "2"},
		{"an afternoon", "MTWTF--", "england", leave.Span{"2026-03-02", "2026-03-02", true, false}, "1", "0.5"},
		{"a half day on a holiday", "MTWTF--", "england", leave.Span{"2026-12-25", "2026-12-25", true, false}, "0", "0"},
		{"a half day on a day not worked", "MT-----", "england", leave.Span{"2026-03-04", "2026-03-04", false, true}, "0", "0"},
		{"Christmas", "MTWTF--", "england", leave.Span{First: "2026-12-24", Last: "2027-01-04"}, "200002220002", "5"},
		{"St Andrew's Day in England", "MTWTF--", "england", leave.Span{First: "2026-11-30", Last: "2026-11-30"}, "2", "1"},
		{"and in Scotland", "MTWTF--", "scotland", leave.Span{First: "2026-11-30", Last: "2026-11-30"}, "0", "0"},
		{"a weekend worker", "-----SS", "wales", leave.Span{First: "2026-03-06", Last: "2026-03-09"}, "0220", "2"},
	} {
		got := leave.Count(leave.Pattern(c.pattern), c.nation, c.span)
		if string(got) != c.counted || got.Halves().String() != c.days {
			t.Errorf("%s: %s, %s days; want %s, %s", c.name, got, got.Halves(), c.counted, c.days)
		}
	}
	if n := len(leave.Count(leave.Usual, "england", leave.Span{First: "2000-01-01", Last: "2199-12-31"})); n != leave.MostDays {
		t.Errorf("an endless absence counts %d days", n)
	}
}

func TestPatterns(t *testing.T) {
	for pattern, valid := range map[string]bool{"MTWTF--": true, "MTWTFSS": true, "------S": true, "-------": false, "MTWTF": false,
		"TMWTF--": false, "MTWTF--S": false, "mtwtf--": false, "": false, "MTWTÿ-": false} {
		if leave.Pattern(pattern).Valid() != valid {
			t.Errorf("%q: valid is not %t", pattern, valid)
		}
	}
}

func TestEntitled(t *testing.T) {
	for _, c := range []struct {
		name       string
		month      int
		start, end string
		want       string
	}{
		{"a whole year", 1, "2020-01-01", "", "25"},
		{"from July", 1, "2026-07-01", "", "13"}, // 184 of 365 days are 12.60
		{"from the last day", 1, "2026-12-31", "", "0.5"},
		{"from next year on", 1, "2027-01-01", "", "0"},
		{"to the end of March", 1, "", "2026-03-31", "6.5"}, // 90 of 365 are 6.16
		{"left before", 1, "", "2025-12-31", "0"},
		{"from July, of a year from April", 4, "2026-07-01", "", "19"}, // 274 of 365 are 18.77
	} {
		terms := leave.Terms{Month: c.month, Annual: 50, Start: c.start, End: c.end}
		if got := terms.Entitled(terms.YearNamed(2026)).String(); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
	if got := leave.ForPattern(50, "MTW----").String(); got != "15" {
		t.Errorf("three days of five have %s", got)
	}
	if got := leave.ForPattern(51, "M------").String(); got != "5.5" {
		t.Errorf("a fifth of 25.5 days is %s", got)
	}
}

func TestYears(t *testing.T) {
	terms := leave.Terms{Month: 4}
	for day, want := range map[string]leave.Year{
		"2026-03-31": {2025, "2025-04-01", "2026-03-31"}, "2026-04-01": {2026, "2026-04-01", "2027-03-31"}} {
		if got := terms.YearOf(day); got != want {
			t.Errorf("%s: %v", day, got)
		}
	}
}

func TestBalance(t *testing.T) {
	terms := leave.Terms{Month: 1, Annual: 20, CarryMost: 6}
	list := []leave.Absence{
		{First: "2025-12-30", Counted: "2202", Approved: true}, // two days in 2025, one in 2026
		{First: "2026-06-01", Counted: "22222", Approved: true},
		{First: "2026-08-03", Counted: "21"},
	}
	got := terms.Balance(list, terms.YearNamed(2026), "2026-06-02")
	want := leave.Balance{Year: terms.YearNamed(2026), Entitlement: 26, Carried: 6, Taken: 6, Booked: 6, Requested: 3, Remaining: 11}
	if got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	if over := terms.Balance([]leave.Absence{{First: "2025-01-01", Counted: "2222222222222"}}, terms.YearNamed(2026), "2026-01-01"); over.Carried != 0 {
		t.Error("what was overdrawn came over")
	}
}

// TestProperties: whatever the dates, the parts of an absence are the whole of
// it, a balance adds up, and half days on one date count one day together.
func TestProperties(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		day := time.Date(2019+r.IntN(10), 1, 1+r.IntN(365), 0, 0, 0, 0, time.UTC)
		first, last := day.Format(time.DateOnly), day.AddDate(0, 0, r.IntN(60)).Format(time.DateOnly)
		nation := leave.Nations[r.IntN(4)]
		c := leave.Count(leave.Usual, nation, leave.Span{First: first, Last: last, FirstHalf: r.IntN(2) == 0 && first != last, LastHalf: r.IntN(2) == 0 && first != last})
		cut := day.AddDate(0, 0, r.IntN(60))
		if c.Within(first, first, cut.Format(time.DateOnly))+c.Within(first, cut.AddDate(0, 0, 1).Format(time.DateOnly), last) != c.Halves() {
			t.Fatalf("%s to %s falls apart at %s", first, last, cut)
		}
		one := func(morning, afternoon bool) leave.Halves {
			return leave.Count(leave.Usual, nation, leave.Span{First: first, Last: first, FirstHalf: afternoon, LastHalf: morning}).Halves()
		}
		if one(true, false)+one(false, true) != one(false, false) {
			t.Fatalf("two half days on %s are not the day", first)
		}
		terms := leave.Terms{Month: 1 + r.IntN(12), Annual: leave.Halves(r.IntN(60)), CarryMost: leave.Halves(r.IntN(12)), Start: first}
		b := terms.Balance([]leave.Absence{{First: first, Counted: c, Approved: r.IntN(2) == 0}}, terms.YearOf(last), cut.Format(time.DateOnly))
		if b.Entitlement != b.Taken+b.Booked+b.Requested+b.Remaining || b.Carried > terms.CarryMost || b.Entitlement-b.Carried > terms.Annual {
			t.Fatalf("%+v of %+v", b, terms)
		}
	}
}
