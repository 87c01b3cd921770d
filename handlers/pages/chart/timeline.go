package chart

import (
	"slices"
	"time"

	"github.com/a-h/templ"
)

// Timeline shows windows of time: when an organisation was paid for, is, and
// will be, where nothing covers it, and when it lapses.
type Timeline struct {
	Head
	Windows []Window
	Now     time.Time
}

// Window is from a moment to another, which is no longer part of it. One that
// ends before it begins is left out.
type Window struct {
	Label    string
	From, To time.Time
}

// stretch is a window, or a gap between two, in the order of time.
type stretch struct {
	Window
	state string // past, current, ahead, gap
	lane  int    // 0, unless windows overlap
}

// The states of a stretch, as the table says them.
const (
	past    = "Past"
	current = "Current"
	ahead   = "To come"
	gap     = "Gap"
)

// Figure draws the windows and their table.
func (t Timeline) Figure() templ.Component {
	return figure(t.Head, t.draw, t.describe(), t.table())
}

// stretches orders the windows and puts the gaps between them.
func (t Timeline) stretches() (all []stretch) {
	windows := slices.DeleteFunc(slices.Clone(t.Windows), func(w Window) bool { return !w.To.After(w.From) })
	slices.SortStableFunc(windows, func(a, b Window) int { return a.From.Compare(b.From) })
	var lanes []time.Time // the end of each lane
	for _, w := range windows {
		if reached := latest(lanes); len(lanes) > 0 && w.From.After(reached) {
			all = append(all, stretch{Window: Window{"No cover", reached, w.From}, state: gap})
		}
		lane := slices.IndexFunc(lanes, func(end time.Time) bool { return !w.From.Before(end) })
		if lane < 0 {
			lane, lanes = len(lanes), append(lanes, w.To)
		}
		lanes[lane] = w.To
		all = append(all, stretch{w, t.state(w), lane})
	}
	return all
}

func latest(times []time.Time) (last time.Time) {
	for _, at := range times {
		if at.After(last) {
			last = at
		}
	}
	return last
}

func (t Timeline) state(w Window) string {
	switch {
	case !t.Now.Before(w.To):
		return past
	case t.Now.Before(w.From):
		return ahead
	}
	return current
}

// lapse returns when the cover that runs now ends without another that goes
// on, and false when nothing runs.
func (t Timeline) lapse() (at time.Time, running bool) {
	at = t.Now
	for _, s := range t.stretches() {
		if s.state != gap && !s.From.After(at) && s.To.After(at) {
			at, running = s.To, true
		}
	}
	return at, running
}

func (t Timeline) describe() string {
	if t.Description != "" {
		return t.Description
	}
	if at, running := t.lapse(); running {
		return "Covered today, until " + date(at) + "."
	}
	for _, s := range t.stretches() {
		if s.state == ahead {
			return "Not covered today. The next window begins on " + date(s.From) + "."
		}
	}
	return "Not covered today, and no window is to come."
}

func (t Timeline) table() table {
	rows := table{columns: []column{{"Window", false}, {"From", false}, {"Until", false}, {"State", false}}}
	all := t.stretches()
	for _, s := range all[max(len(all)-maxRows, 0):] {
		rows.rows = append(rows.rows, []string{s.Label, date(s.From), date(s.To), s.state})
	}
	rows.total = len(all)
	if len(all) > 0 {
		rows.notes = []string{t.describe()}
	}
	return rows
}

// date is written in the zone that the time carries.
func date(t time.Time) string { return t.Format("2 January 2006") }
