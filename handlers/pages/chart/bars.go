package chart

import (
	"cmp"
	"slices"

	"github.com/a-h/templ"
)

// Bars compares values, the highest first, and may mark one of them: us among
// our peers. Of several that are marked the description names the first.
type Bars struct {
	Head
	BarLabel   string // heads the bars' names in the table: "Provider"
	ValueLabel string // heads the values: "Rate"
	Bars       []Bar
	MarkLabel  string // what a marked bar is: "Your organisation"
}

// Bar is one value. One that is no number stands last, without a bar.
type Bar struct {
	Label  string
	Value  float64
	Marked bool
}

// Figure draws the bars and their table.
func (b Bars) Figure() templ.Component {
	b.Bars = ranked(b.Bars)
	return figure(b.Head, b.draw, b.describe(), b.table())
}

// ranked sorts a copy. Equal values stay in the order they came in.
func ranked(bars []Bar) []Bar {
	bars = slices.Clone(bars)
	slices.SortStableFunc(bars, func(a, b Bar) int {
		if known := isNumber(a.Value); known != isNumber(b.Value) {
			return pickSign(known)
		}
		return cmp.Compare(b.Value, a.Value)
	})
	return bars
}

func pickSign(first bool) int {
	if first {
		return -1
	}
	return 1
}

func (b Bars) describe() string {
	if b.Description != "" {
		return b.Description
	}
	if len(b.Bars) == 0 {
		return "There is no data."
	}
	first, last := b.Bars[0], b.Bars[len(b.Bars)-1]
	text := counted(len(b.Bars), "bar", "bars") + ", from " + first.Label + ", " + b.value(first.Value) +
		", to " + last.Label + ", " + b.value(last.Value) + "."
	i := slices.IndexFunc(b.Bars, func(bar Bar) bool { return bar.Marked })
	if i < 0 {
		return text
	}
	return text + " " + b.MarkLabel + ": " + b.Bars[i].Label + ", " + b.value(b.Bars[i].Value) +
		", place " + group(float64(i+1), 0) + "."
}

func (b Bars) table() table {
	t := table{columns: []column{{"Place", false}, {b.BarLabel, false}, {b.ValueLabel, true}}, total: len(b.Bars)}
	for i, bar := range b.Bars[:min(len(b.Bars), maxRows)] {
		name := named(bar.Label, bar.Marked, b.MarkLabel)
		t.rows = append(t.rows, []string{group(float64(i+1), 0), name, b.value(bar.Value)})
	}
	return t
}

// shown are the places that are drawn: the first, and a few marked ones that
// come later.
func (b Bars) shown() (places []int) {
	for i, bar := range b.Bars {
		if i < maxBars || bar.Marked && len(places) < maxBars+5 {
			places = append(places, i)
		}
	}
	return places
}
