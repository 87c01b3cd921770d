package chart

import (
	"time"

	"github.com/a-h/templ"
)

// Strip is windows in a row of a table, all rows over the same time: what
// stands beside it says the same in words, so that it is hidden from screen
// readers.
type Strip struct {
	Windows       []Window
	From, To, Now time.Time
}

const (
	stripWidth  = 240.0
	stripHeight = 18.0
)

// Show draws the strip.
func (s Strip) Show() templ.Component {
	drawing, at := &svg{}, moments{scale{0, max(s.To.Sub(s.From).Hours(), 1), 0, stripWidth}, s.From}
	drawing.line(classAxis, 0, stripHeight-2, stripWidth, stripHeight-2)
	for _, w := range (Timeline{Windows: s.Windows, Now: s.Now}).stretches() {
		from, to := max(at.place(w.From), 0), min(at.place(w.To), stripWidth)
		if to > from {
			drawing.rect(stretchClasses[w.state], from, 3, to-from, stripHeight-6)
		}
	}
	drawing.line(classNow, at.place(s.Now), 0, at.place(s.Now), stripHeight)
	return templ.Raw(`<svg class="` + classStrip + `" aria-hidden="true" focusable="false" viewBox="0 0 ` +
		number(stripWidth) + " " + number(stripHeight) + `">` + drawing.body.String() + "</svg>")
}
