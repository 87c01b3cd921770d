package chart

// shades tell the parts apart, with the white between them and the legend.
var shades = []string{classBar, classSoft, classPale}

// draw puts the bar over a legend in the order of the parts.
func (m Meter) draw(f frame) (*svg, float64) {
	s := &svg{}
	whole := m.total()
	if m.limited() {
		whole = max(whole, m.Limit)
	}
	x := scale{0, whole, 1, f.width - 2}
	if whole == 0 {
		x.high = 1
	}
	s.rect(classTrack, 1, 22, f.width-2, 36)
	m.segments(s, x)
	m.mark(s, f, x)
	return s, m.legend(s, f, 82)
}

func (m Meter) segments(s *svg, x scale) {
	sum := 0.0
	for i, p := range m.Parts {
		from, to := x.at(sum), x.at(sum+p.size())
		if p.size() > 0 {
			s.rect(shades[i%len(shades)], from, 22, to-from, 36)
		}
		sum += p.size()
	}
}

// mark draws the limit with its value above the bar, and a frame around what is
// beyond it.
func (m Meter) mark(s *svg, f frame, x scale) {
	if !m.limited() {
		return
	}
	at, anchor := x.at(m.Limit), end
	if at < f.width/3 {
		anchor = start
	}
	if m.total() > m.Limit {
		s.rect(classGap, at, 19, x.at(m.total())-at, 42)
	}
	s.line(classHalo, at, 16, at, 64)
	s.line(classNow, at, 16, at, 64)
	s.text(classStrong, anchor, at, 12, "Limit "+m.value(m.Limit))
}

// legend names the parts from y on, and returns where it ends.
func (m Meter) legend(s *svg, f frame, y float64) float64 {
	x := 0.0
	put := func(class, text string) {
		width := 22 + textWidth(text) + 20
		if x > 0 && x+width > f.width {
			x, y = 0, y+24
		}
		s.rect(class, x+1, y-12, 14, 14)
		s.text(classLabel, start, x+22, y, fit(text, f.width-22))
		x += width
	}
	for i, p := range m.Parts {
		put(shades[i%len(shades)], p.Label+" "+m.value(p.size()))
	}
	if label, value := m.rest(); label != "" {
		class := classTrack
		if m.total() > m.Limit {
			class = classGap
		}
		put(class, label+" "+m.value(value))
	}
	return y + 10
}
