package chart

import (
	"html"
	"math"
	"strconv"
	"strings"
)

const textSize = 14.0

// Anchors of text.
const (
	start  = "start"
	middle = "middle"
	end    = "end"
)

// svg is a drawing in the making. Class names are written after "rf-chart__";
// they stand in full in class.go, where the style sheet's builder finds them.
type svg struct{ body strings.Builder }

// number writes a coordinate with a tenth at most. What is no number becomes 0,
// so that no data makes a drawing that a browser refuses.
func number(v float64) string {
	v = math.Round(v*10) / 10
	if math.IsNaN(v) || math.IsInf(v, 0) || v == 0 {
		return "0"
	}
	return strconv.FormatFloat(v, 'f', -1, 64)
}

// tag writes an element from pairs of attribute and value.
func (s *svg) tag(name, class string, pairs ...string) {
	s.body.WriteString("<" + name + ` class="` + class + `"`)
	for i := 0; i+1 < len(pairs); i += 2 {
		s.body.WriteString(" " + pairs[i] + `="` + pairs[i+1] + `"`)
	}
}

func (s *svg) line(class string, x1, y1, x2, y2 float64) {
	s.tag("line", class, "x1", number(x1), "y1", number(y1), "x2", number(x2), "y2", number(y2))
	s.body.WriteString("/>\n")
}

func (s *svg) rect(class string, x, y, width, height float64) {
	s.tag("rect", class, "x", number(x), "y", number(y), "width", number(max(width, 0)), "height", number(max(height, 0)))
	s.body.WriteString("/>\n")
}

func (s *svg) circle(class string, x, y, r float64) {
	s.tag("circle", class, "cx", number(x), "cy", number(y), "r", number(r))
	s.body.WriteString("/>\n")
}

func (s *svg) path(class, d string) {
	s.tag("path", class, "d", d)
	s.body.WriteString("/>\n")
}

// diamond is the shape of a marked point.
func (s *svg) diamond(class string, x, y, r float64) {
	s.path(class, "M"+number(x)+" "+number(y-r)+"L"+number(x+r)+" "+number(y)+
		"L"+number(x)+" "+number(y+r)+"L"+number(x-r)+" "+number(y)+"Z")
}

func (s *svg) text(class, anchor string, x, y float64, text string) {
	s.tag("text", class, "x", number(x), "y", number(y), "text-anchor", anchor)
	s.body.WriteString(">" + escape(text) + "</text>\n")
}

// image wraps the drawing up as an image with a name and a description.
func (s *svg) image(h Head, f frame, height float64, description string) string {
	id := escape(h.ID + "-" + f.name)
	return `<svg class="` + pick(f, classWide, classNarrow) + `" role="img"` +
		` aria-labelledby="` + id + `-title" aria-describedby="` + id + `-desc"` +
		` viewBox="0 0 ` + number(f.width) + " " + number(height) + `" font-size="` + number(textSize) + `">` + "\n" +
		`<title id="` + id + `-title">` + escape(h.Title) + "</title>\n" +
		`<desc id="` + id + `-desc">` + escape(description) + "</desc>\n" + s.body.String() + "</svg>"
}

// escape makes text safe for XML, which is stricter than HTML: it has no
// control characters.
func escape(text string) string {
	text = strings.Map(func(c rune) rune {
		if c < ' ' && c != '\t' && c != '\n' || c == 0xfffe || c == 0xffff {
			return '\uFFFD'
		}
		return c
	}, strings.ToValidUTF8(text, "\uFFFD"))
	return html.EscapeString(text)
}

// textWidth is about how many units text takes.
func textWidth(text string) float64 { return float64(len([]rune(text))) * textSize * 0.54 }

// fit cuts text to about a width and says so by an ellipsis.
func fit(text string, width float64) string {
	runes := []rune(text)
	room := max(int(width/(textSize*0.54)), 1)
	if len(runes) <= room {
		return text
	}
	return strings.TrimRight(string(runes[:room-1]), " ,") + "…"
}
