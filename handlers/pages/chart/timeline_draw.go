package chart

import (
	"slices"
	"time"
)

const laneHeight = 40.0

var stretchClasses = map[string]string{past: classPale, current: classBar, ahead: classAhead, gap: classGap}

// draw puts the windows on a track, today across it, and dates below.
func (t Timeline) draw(f frame) (*svg, float64) {
	s, all := &svg{}, t.stretches()
	all = all[max(len(all)-maxWindows, 0):]
	x, lanes := t.scale(f, all), 1
	for _, w := range all {
		lanes = max(lanes, min(w.lane, 3)+1)
	}
	bottom := 30 + float64(lanes)*laneHeight
	s.line(classAxis, 0, bottom, f.width, bottom)
	for _, w := range all {
		from, to := x.place(w.From), x.place(w.To)
		s.rect(stretchClasses[w.state], from, 30+float64(min(w.lane, 3))*laneHeight, to-from, laneHeight-8)
	}
	t.dates(s, f, x, all, bottom)
	t.now(s, f, x, bottom)
	return s, t.legend(s, f, all, bottom+52)
}

// moments maps times onto places.
type moments struct {
	scale
	first time.Time
}

func (m moments) place(at time.Time) float64 { return m.at(at.Sub(m.first).Hours()) }

func (t Timeline) scale(f frame, all []stretch) moments {
	first, last := t.Now, t.Now
	for _, w := range all {
		if w.From.Before(first) {
			first = w.From
		}
		last = latest([]time.Time{last, w.To})
	}
	hours := last.Sub(first).Hours()
	return moments{scale{0, max(hours, 1), 8, f.width - 8}, first}
}

// dates writes where stretches begin and end, as many as have room: the last
// first, which is what comes next.
func (t Timeline) dates(s *svg, f frame, x moments, all []stretch, y float64) {
	var ends []time.Time
	for _, w := range all {
		ends = append(ends, w.From, w.To)
	}
	slices.SortFunc(ends, func(a, b time.Time) int { return b.Compare(a) })
	free := f.width
	for _, at := range slices.CompactFunc(ends, time.Time.Equal) {
		text, place := at.Format("2 Jan 2006"), x.place(at)
		width := textWidth(text)
		left := max(min(place-width/2, f.width-width), 0)
		s.line(classAxis, place, y, place, y+5)
		if left+width <= free {
			s.text(classLabel, start, left, y+21, text)
			free = left - 14
		}
	}
}

// now draws today across the track, its name on the side with room.
func (t Timeline) now(s *svg, f frame, x moments, bottom float64) {
	at, anchor, text := x.place(t.Now), start, "Today, "+t.Now.Format("2 Jan 2006")
	if at+textWidth(text) > f.width {
		anchor = end
	}
	s.line(classHalo, at, 20, at, bottom)
	s.line(classNow, at, 20, at, bottom)
	s.text(classStrong, anchor, at, 14, text)
}

// legend names the states that are drawn, in a fixed order.
func (t Timeline) legend(s *svg, f frame, all []stretch, y float64) float64 {
	x := 0.0
	for _, state := range []string{past, current, ahead, gap} {
		if !slices.ContainsFunc(all, func(w stretch) bool { return w.state == state }) {
			continue
		}
		width := 22 + textWidth(state) + 20
		if x > 0 && x+width > f.width {
			x, y = 0, y+24
		}
		s.rect(stretchClasses[state], x+1, y-12, 14, 14)
		s.text(classLabel, start, x+22, y, state)
		x += width
	}
	return y + 10
}
