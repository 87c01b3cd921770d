package chart

import (
	"slices"

	"github.com/a-h/templ"
)

// Meter is one bar of parts against a limit: seats used and invited of those
// paid for. More than six parts are drawn as five and the others.
type Meter struct {
	Head
	Parts []Part
	Limit float64 // 0 or less: none
	Free  string  // what is left below the limit: "Free"; "" is not shown
	Over  string  // what is beyond the limit: "Over the limit"
}

// Part is one part. A value below zero, or that is no number, counts as none.
type Part struct {
	Label string
	Value float64
}

// size is a part's value as it is drawn.
func (p Part) size() float64 {
	if !isNumber(p.Value) {
		return 0
	}
	return max(p.Value, 0)
}

// Figure draws the bar and its table.
func (m Meter) Figure() templ.Component {
	m.Parts = folded(m.Parts)
	return figure(m.Head, m.draw, m.describe(), m.table())
}

// folded makes one part of those that nobody could tell apart.
func folded(parts []Part) []Part {
	if len(parts) <= maxParts {
		return parts
	}
	rest := Part{Label: "Other"}
	for _, p := range parts[maxParts-1:] {
		rest.Value += p.size()
	}
	return append(slices.Clone(parts[:maxParts-1]), rest)
}

func (m Meter) total() (sum float64) {
	for _, p := range m.Parts {
		sum += p.size()
	}
	return sum
}

// rest is what is left below the limit, or what is beyond it.
func (m Meter) rest() (label string, value float64) {
	left := m.Limit - m.total()
	switch {
	case !m.limited() || left == 0:
		return "", 0
	case left < 0:
		return m.Over, -left
	}
	return m.Free, left
}

func (m Meter) limited() bool { return isNumber(m.Limit) && m.Limit > 0 }

func (m Meter) describe() string {
	if m.Description != "" {
		return m.Description
	}
	text := ""
	for _, row := range m.table().rows {
		text += row[0] + " " + row[1] + ". "
	}
	if text == "" {
		return "There is no data."
	}
	return text[:len(text)-1]
}

func (m Meter) table() table {
	t := table{columns: []column{{"Part", false}, {"Number", true}}}
	for _, p := range m.Parts {
		t.rows = append(t.rows, []string{p.Label, m.value(p.size())})
	}
	if label, value := m.rest(); label != "" {
		t.rows = append(t.rows, []string{label, m.value(value)})
	}
	if m.limited() {
		t.rows = append(t.rows, []string{"Limit", m.value(m.Limit)})
	}
	t.total = len(t.rows)
	return t
}
