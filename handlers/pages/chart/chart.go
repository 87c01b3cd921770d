// Package chart draws figures for a page: a line with limits, ranked bars, a
// timeline of windows, and one bar of parts against a limit.
//
// Each is a pure function of its data: the same data gives the same bytes, and
// coordinates are rounded to a tenth. A figure is an SVG image with a title and
// a description, and the same data as a table that opens under it. It is drawn
// twice, for a wide and for a narrow place, because text in a drawing shrinks
// with it; the style sheet shows one, and a screen reader finds only that one.
//
// Looks come from classes (handlers/assets/src/_chart.scss), since the content
// security policy forbids inline styles. What a colour says, a shape or a word
// says as well. Like package pages it imports nothing of ours.
package chart

// Head is what every figure has.
type Head struct {
	ID          string // on the page there is no other; begins with a letter
	Title       string // stands above the figure and names the image
	Description string // for who cannot see it; "" is a summary of the data
	Decimals    int    // of numbers, 0 to 6
	Unit        string // after each number, with its space if it wants one: "%", " days"
}

// The bounds of a drawing: what is beyond them is in the table, and what is
// beyond the table's is said under it.
const (
	maxRows    = 1000 // of a table
	maxBars    = 40
	maxWindows = 40
	maxParts   = 6
)

// frame is the room for a drawing, in the units of its viewBox: about pixels.
type frame struct {
	name   string
	width  float64
	narrow bool
}

var frames = []frame{{"wide", 640, false}, {"narrow", 270, true}}

// pick returns the first for a wide frame and the second for a narrow one.
func pick[T any](f frame, wide, narrow T) T {
	if f.narrow {
		return narrow
	}
	return wide
}
