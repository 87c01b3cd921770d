package chart

import "strings"

// plot is the room of a line between its axes.
type plot struct {
	f                        frame
	s                        *svg
	x, y                     scale
	left, right, top, bottom float64
}

func (l Line) draw(f frame) (*svg, float64) {
	height := pick(f, 300.0, 260.0)
	p := l.plot(f, height)
	l.grid(p)
	l.names(p)
	l.limits(p)
	l.series(p)
	if l.marked() > 0 {
		p.s.diamond(classMark, p.left+6, height-10, 6)
		p.s.text(classLabel, start, p.left+18, height-5, l.MarkLabel)
	}
	return p.s, height
}

// plot finds the axes: the left margin is as wide as its longest number.
func (l Line) plot(f frame, height float64) plot {
	ticks, decimals := l.span().axis()
	p := plot{f: f, s: &svg{}, top: 12, bottom: height - 34}
	if l.marked() > 0 {
		p.bottom -= 22
	}
	for _, v := range ticks {
		p.left = max(p.left, textWidth(group(v, decimals)+l.Unit)+8)
	}
	p.right = f.width - 10
	if l.Limits != nil && !f.narrow {
		p.right = f.width - 118
	}
	p.x = scale{0, float64(max(len(l.Points)-1, 0)), p.left + 8, p.right - 8}
	if len(l.Points) < 2 {
		p.x.from = (p.left + p.right) / 2
	}
	p.y = scale{ticks[0], ticks[len(ticks)-1], p.bottom, p.top}
	return p
}

func (l Line) span() (s span) {
	for _, p := range l.Points {
		s.add(p.Value)
	}
	if l.Limits != nil {
		s.add(l.Limits.Mean, l.Limits.Upper, l.Limits.Lower)
	}
	// A line far from zero may begin elsewhere; one that is near begins there.
	if s.known && s.low > 0 && s.low < s.high/2 {
		s.low = 0
	}
	return s
}

func (l Line) grid(p plot) {
	ticks, decimals := l.span().axis()
	for i, v := range ticks {
		class := classGrid
		if i == 0 {
			class = classAxis
		}
		y := p.y.at(v)
		p.s.line(class, p.left, y, p.right, y)
		p.s.text(classLabel, end, p.left-6, y+5, group(v, decimals)+l.Unit)
	}
}

// names writes the points' names at even distances, as many as have room. They
// are counted from the last, which is what is new.
func (l Line) names(p plot) {
	n := len(l.Points)
	if n == 0 {
		p.s.text(classLabel, middle, (p.left+p.right)/2, (p.top+p.bottom)/2, "There is no data")
		return
	}
	longest := 1.0
	for _, point := range l.Points {
		longest = max(longest, min(textWidth(point.Label), 110))
	}
	room := max(int((p.x.to-p.x.from)/(longest+20)), 1)
	stride := max((n-1+room-1)/room, 1)
	for i := n - 1; i >= 0; i -= stride {
		l.name(p, i)
	}
}

// name writes one name under its point, within the drawing.
func (l Line) name(p plot, i int) {
	x, text := p.x.at(float64(i)), fit(l.Points[i].Label, 110)
	half := textWidth(text) / 2
	p.s.line(classAxis, x, p.bottom, x, p.bottom+5)
	p.s.text(classLabel, middle, max(min(x, p.f.width-half), half), p.bottom+21, text)
}

func (l Line) series(p plot) {
	kept := thin(l.Points, int(p.right-p.left)/2)
	p.s.path(classSeries, l.trace(p, kept))
	for _, i := range kept {
		x, y := p.x.at(float64(i)), p.y.at(l.Points[i].Value)
		switch {
		case !isNumber(l.Points[i].Value):
		case l.Points[i].Marked:
			p.s.diamond(classMark, x, y, 7)
		case len(l.Points) <= int(pick(p.f, 60, 30)) || l.alone(i):
			p.s.circle(classPoint, x, y, 3.5)
		}
	}
}

// alone reports whether no line reaches a point, so that only a dot shows it.
func (l Line) alone(i int) bool {
	before := i > 0 && isNumber(l.Points[i-1].Value)
	after := i+1 < len(l.Points) && isNumber(l.Points[i+1].Value)
	return !before && !after
}

// trace is the path through the points, lifted at gaps.
func (l Line) trace(p plot, kept []int) string {
	var d strings.Builder
	step := "M"
	for _, i := range kept {
		if !isNumber(l.Points[i].Value) {
			step = "M"
			continue
		}
		d.WriteString(step + number(p.x.at(float64(i))) + " " + number(p.y.at(l.Points[i].Value)))
		step = "L"
	}
	return d.String()
}
