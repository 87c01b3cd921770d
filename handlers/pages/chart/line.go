package chart

import (
	"slices"

	"github.com/a-h/templ"
)

// Line is a series of values in order, such as a count a month, with the
// limits of a statistical process chart if there are any.
type Line struct {
	Head
	PointLabel string // heads the points' names in the table: "Month"
	ValueLabel string // heads the values: "Infections"
	Points     []Point
	Limits     *Limits // nil: none
	MarkLabel  string  // what a marked point is: "Outside the limits"
}

// Point is one value. A value that is no number is a gap in the line.
type Point struct {
	Label  string
	Value  float64
	Marked bool
}

// Limits are the lines of a statistical process chart (XmR).
type Limits struct{ Mean, Upper, Lower float64 }

// Figure draws the line and its table.
func (l Line) Figure() templ.Component {
	return figure(l.Head, l.draw, l.describe(), l.table())
}

func (l Line) describe() string {
	if l.Description != "" {
		return l.Description
	}
	var s span
	for _, p := range l.Points {
		s.add(p.Value)
	}
	if !s.known {
		return "There is no data."
	}
	text := counted(len(l.Points), "point", "points") + ", from " + l.Points[0].Label + " to " +
		l.Points[len(l.Points)-1].Label + ". Lowest " + l.value(s.low) + ", highest " + l.value(s.high) + "."
	if m := l.Limits; m != nil {
		text += " Mean " + l.value(m.Mean) + ", upper limit " + l.value(m.Upper) + ", lower limit " + l.value(m.Lower) + "."
	}
	if n := l.marked(); n > 0 {
		text += " Marked: " + counted(n, "point", "points") + "."
	}
	return text
}

func (l Line) marked() (n int) {
	for _, p := range l.Points {
		if p.Marked {
			n++
		}
	}
	return n
}

func (l Line) table() table {
	t := table{columns: []column{{l.PointLabel, false}, {l.ValueLabel, true}}, total: len(l.Points)}
	// The newest are last, and what somebody looks for.
	for _, p := range l.Points[max(len(l.Points)-maxRows, 0):] {
		t.rows = append(t.rows, []string{named(p.Label, p.Marked, l.MarkLabel), l.value(p.Value)})
	}
	if m := l.Limits; m != nil {
		t.limits = []string{"Mean " + l.value(m.Mean), "Upper limit " + l.value(m.Upper), "Lower limit " + l.value(m.Lower)}
	}
	return t
}

// thin keeps few enough points to draw: of each run of neighbours the lowest,
// the highest, and the first that is marked. The ends of a gap stay. It returns
// their places in points.
func thin(points []Point, runs int) (kept []int) {
	size := (len(points) + runs - 1) / runs
	for from := 0; from < len(points); from += max(size, 1) {
		kept = append(kept, representatives(points, from, min(from+max(size, 1), len(points)))...)
	}
	return kept
}

func representatives(points []Point, from, to int) []int {
	low, high, marked, gap := from, from, -1, -1
	for i := from; i < to; i++ {
		v := points[i].Value
		switch {
		case !isNumber(v):
			gap = i
			continue
		case !isNumber(points[low].Value) || v < points[low].Value:
			low = i
		}
		if !isNumber(points[high].Value) || v > points[high].Value {
			high = i
		}
		if points[i].Marked && marked < 0 {
			marked = i
		}
	}
	kept := slices.DeleteFunc([]int{low, high, marked, gap}, func(i int) bool { return i < 0 })
	slices.Sort(kept)
	return slices.Compact(kept)
}
