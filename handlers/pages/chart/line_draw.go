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

// names writes as many of the points' names as have room, the first and the
// last among them.
func (l Line) names(p plot) {
	n := len(l.Points)
	if n == 0 {
		p.s.text(classLabel, middle, (p.left+p.right)/2, (p.top+p.bottom)/2, "There is no data")
		return
	}
	longest := 1.0
	for _, point := range l.Points {
		longest = max(longest, textWidth(point.Label))
	}
	room := max(int((p.right-p.left)/(min(longest, 120)+18)), 2)
	count := min(n, room)
	for i := range count {
		at := 0
		if count > 1 {
			at = i * (n - 1) / (count - 1)
		}
		l.name(p, at, i == 0 && n > 1, i == count-1 && n > 1)
	}
}

func (l Line) name(p plot, i int, first, last bool) {
	x, anchor := p.x.at(float64(i)), middle
	p.s.line(classAxis, x, p.bottom, x, p.bottom+5)
	if first {
		anchor, x = start, p.left
	}
	if last {
		anchor, x = end, p.right
	}
	p.s.text(classLabel, anchor, x, p.bottom+21, fit(l.Points[i].Label, pick(p.f, 130.0, 110)))
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
