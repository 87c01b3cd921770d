package chart_test

import (
	"fmt"
	"math"
	"time"

	"github.com/a-h/templ"

	"ringfence/handlers/pages/chart"
)

// figurer is any figure.
type figurer interface{ Figure() templ.Component }

func head(id, title string) chart.Head { return chart.Head{ID: id, Title: title} }

func day(year int, month time.Month, d int) time.Time {
	return time.Date(year, month, d, 0, 0, 0, 0, time.UTC)
}

func values(vs ...float64) (points []chart.Point) {
	for i, v := range vs {
		points = append(points, chart.Point{Label: day(2025, time.Month(i+1), 1).Format("Jan 2006"), Value: v})
	}
	return points
}

func infections() chart.Line {
	l := chart.Line{
		Head: head("infections", "Infections a month"), PointLabel: "Month", ValueLabel: "Infections",
		Points: values(12, 9, 11, 14, 10, 8, 13, 12, 9, 11, 10, 12, 15, 9, 8, 11, 22, 12, 10, 9, 11, 13, 10, 9),
		Limits: &chart.Limits{Mean: 11.3, Upper: 19.4, Lower: 3.2}, MarkLabel: "Outside the limits",
	}
	l.Decimals = 1
	l.Points[16].Marked = true
	return l
}

func peers() chart.Bars {
	b := chart.Bars{
		Head: head("peers", "Falls for 1,000 bed days"), BarLabel: "Provider", ValueLabel: "Falls",
		MarkLabel: "Your organisation",
	}
	b.Decimals = 1
	names := []string{
		"Northgate Clinic", "Southbank Hospitals NHS Foundation Trust", "Eastfield", "Westbrook & Sons", "St Œdmund’s",
	}
	for i, name := range names {
		b.Bars = append(b.Bars, chart.Bar{Label: name, Value: 3.1 + float64((i*7)%5)*0.9, Marked: i == 0})
	}
	return b
}

func windows() chart.Timeline {
	return chart.Timeline{
		Head: head("windows", "Subscription"), Now: day(2026, 11, 24),
		Windows: []chart.Window{
			{"Next year", day(2027, 1, 1), day(2027, 7, 1)},
			{"First year", day(2025, 1, 1), day(2026, 1, 1)},
			{"Second year", day(2026, 3, 1), day(2027, 1, 1)},
		},
	}
}

func seats() chart.Meter {
	return chart.Meter{
		Head: head("seats", "Seats"), Limit: 25, Free: "Free", Over: "Over the limit",
		Parts: []chart.Part{{"In use", 14}, {"Invited", 3}},
	}
}

// samples are the figures that a page would show, by name.
func samples() map[string]figurer {
	return map[string]figurer{"line": infections(), "bars": peers(), "timeline": windows(), "meter": seats()}
}

// edges are figures of data that is empty, single, equal, huge or wrong.
func edges() map[string]figurer {
	nan, inf := math.NaN(), math.Inf(1)
	line := func(points []chart.Point, limits *chart.Limits) chart.Line {
		l := chart.Line{Head: head("l", "L"), PointLabel: "p", ValueLabel: "v", Points: points, MarkLabel: "m"}
		l.Limits = limits
		return l
	}
	bars := func(list ...chart.Bar) chart.Bars {
		return chart.Bars{Head: head("b", "B"), BarLabel: "b", ValueLabel: "v", Bars: list, MarkLabel: "m"}
	}
	time := func(list ...chart.Window) chart.Timeline {
		return chart.Timeline{Head: head("t", "T"), Now: day(2026, 6, 1), Windows: list}
	}
	meter := func(limit float64, parts ...chart.Part) chart.Meter {
		return chart.Meter{Head: head("m", "M"), Limit: limit, Free: "free", Over: "over", Parts: parts}
	}
	all := map[string]figurer{
		"line empty":           line(nil, nil),
		"line empty, limits":   line(nil, &chart.Limits{Mean: 1, Upper: 2, Lower: 0}),
		"line single":          line(values(5), nil),
		"line single, limits":  line(values(5), &chart.Limits{Mean: 5, Upper: 5, Lower: 5}),
		"line equal":           line(values(3, 3, 3), nil),
		"line zeros":           line(values(0, 0, 0), nil),
		"line equal, negative": line(values(-3, -3), nil),
		"line gaps":            line(values(nan, 1, nan, 2, 3, inf, -inf), &chart.Limits{Mean: nan, Upper: inf, Lower: -inf}),
		"line only gaps":       line(values(nan, nan), nil),
		"line tiny":            line(values(1e-300, 2e-300), nil),
		"line close":           line(values(1e9, 1e9+1e-7), nil),
		"line huge":            line(values(-1e15, 1e15, 1e300), nil),
		"bars empty":           bars(),
		"bars single":          bars(chart.Bar{Label: "x", Value: 1}),
		"bars zero":            bars(chart.Bar{Label: "x"}, chart.Bar{Label: "y", Marked: true}),
		"bars negative":        bars(chart.Bar{"x", -4, false}, chart.Bar{"y", 2, false}, chart.Bar{"z", nan, false}),
		"bars no number":       bars(chart.Bar{Label: "z", Value: nan}, chart.Bar{Label: "z", Value: inf}),
		"timeline empty":       time(),
		"timeline backwards":   time(chart.Window{"x", day(2026, 1, 2), day(2026, 1, 1)}),
		"timeline one moment":  time(chart.Window{"x", day(2026, 1, 1), day(2026, 1, 1)}),
		"timeline overlap": time(chart.Window{"x", day(2026, 1, 1), day(2026, 9, 1)},
			chart.Window{"y", day(2026, 2, 1), day(2026, 4, 1)}),
		"timeline ages":       time(chart.Window{"x", day(1, 1, 1), day(9999, 1, 1)}),
		"meter empty":         meter(0),
		"meter none of limit": meter(10),
		"meter full":          meter(2, chart.Part{"a", 2}),
		"meter over":          meter(2, chart.Part{"a", 2}, chart.Part{"b", 1}),
		"meter no limit":      meter(0, chart.Part{"a", 2}),
		"meter wrong":         meter(nan, chart.Part{"a", nan}, chart.Part{"b", -1}, chart.Part{"c", inf}),
	}
	for name, figure := range samples() {
		all[name] = figure
	}
	return all
}

// many are figures of far too much data.
func many() map[string]figurer {
	l, b, w, m := infections(), peers(), windows(), seats()
	for i := range 10_000 {
		label := fmt.Sprint("Label ", i)
		l.Points = append(l.Points, chart.Point{Label: label, Value: float64(i * 7919 % 1000), Marked: i%3 == 0})
		b.Bars = append(b.Bars, chart.Bar{Label: label, Value: float64(i), Marked: i%2 == 0})
		w.Windows = append(w.Windows, chart.Window{label, day(2000, 1, i*3), day(2000, 1, i*3+2)})
		m.Parts = append(m.Parts, chart.Part{label, 1})
	}
	return map[string]figurer{"line": l, "bars": b, "timeline": w, "meter": m}
}
