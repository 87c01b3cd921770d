package handlers

import (
	"time"

	"ringfence/domain"
	"ringfence/store"
)

// demoWeek is somebody's week of hours by day, from Monday on.
type demoWeek struct {
	who, ago int // ago: weeks before this one
	state    string
	kind     string // of what is beyond the usual hours
	usual    [7]int // in minutes
	beyond   [7]int
	note     string // of Friday
	reason   string
}

var (
	fullTime = [7]int{450, 450, 450, 450, 450}
	partTime = [7]int{450, 450, 450}
	nights   = [7]int{690, 690, 0, 690, 690}
)

// demoTimesheets are a team's weeks up to this one, in every state.
func demoTimesheets(now time.Time, slug string) (list []store.NewRecord) {
	if slug != "northgate" {
		return nil
	}
	weeks := []demoWeek{
		{who: 6, ago: 0, state: "draft", usual: [7]int{450, 450}},
		{who: 7, ago: 0, state: "draft", usual: partTime},
		{who: 6, ago: 1, state: "submitted", kind: "overtime", usual: fullTime, beyond: [7]int{120, 0, 120, 0, 0, 480},
			note: "Covered for Imran"},
		{who: 7, ago: 1, state: "submitted", usual: [7]int{450, 450, 0, 450, 450}},
		{who: 8, ago: 1, state: "submitted", usual: fullTime},
		{who: 10, ago: 1, state: "submitted", kind: "on-call", usual: fullTime, beyond: [7]int{0, 0, 0, 0, 120, 240, 240}},
		{who: 11, ago: 1, state: "returned", usual: nights, reason: "Wednesday night is on the rota and not here."},
		{who: 1, ago: 1, state: "submitted", usual: fullTime},
	}
	for ago := 2; ago <= 8; ago++ {
		for _, who := range []int{1, 6, 7, 8, 9, 10, 11} {
			w := demoWeek{who: who, ago: ago, state: "approved", usual: fullTime}
			if ago > 4 {
				w.state = "locked"
			}
			if who == 7 {
				w.usual = partTime
			}
			if (who+ago)%4 == 0 {
				w.kind, w.beyond = "overtime", [7]int{0, 90, 0, 60}
			}
			weeks = append(weeks, w)
		}
	}
	for _, w := range weeks {
		list = append(list, w.record(now, slug))
	}
	return list
}

func (w demoWeek) record(now time.Time, slug string) store.NewRecord {
	this, _ := time.Parse(time.DateOnly, domain.MondayOf(domain.Today(now.UnixMilli()))) // it is the clock's
	monday := this.AddDate(0, 0, -7*w.ago)
	var lines []domain.WorkLine
	for day := range 7 {
		date := monday.AddDate(0, 0, day).Format(time.DateOnly)
		usual := domain.WorkLine{Date: date, Minutes: int64(w.usual[day]), Kind: "normal"}
		if day == 4 {
			usual.Note = w.note
		}
		for _, l := range []domain.WorkLine{usual, {Date: date, Minutes: int64(w.beyond[day]), Kind: w.kind}} {
			if l.Minutes > 0 {
				lines = append(lines, l)
			}
		}
	}
	r := store.NewRecord{Of: domain.Timesheets, Subject: w.who, Values: map[string]string{
		"week_start": monday.Format(time.DateOnly), "lines": domain.WorkValue(lines), "state": w.state, "reason": w.reason}}
	if w.state != "draft" {
		r.By = "hr@" + slug + ".example"
	}
	return r
}
