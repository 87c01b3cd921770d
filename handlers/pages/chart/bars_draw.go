package chart

// draw puts each name beside its bar, or above it when the window is narrow.
func (b Bars) draw(f frame) (*svg, float64) {
	s, y, names := &svg{}, 4.0, pick(f, 210.0, 0)
	x := b.scale(f, names)
	places := b.shown()
	for n, i := range places {
		if n > 0 && i > places[n-1]+1 {
			s.text(classLabel, start, 0, y+16, "…")
			y += 24
		}
		b.bar(s, f, x, i, y)
		y += pick(f, 32.0, 50)
	}
	if len(places) == 0 {
		s.text(classLabel, middle, f.width/2, y+20, "There is no data")
		y += 32
	}
	return s, y + 4
}

// scale goes from zero, to the right of the names, and leaves room for the
// values at the bars' ends.
func (b Bars) scale(f frame, names float64) scale {
	r, before, after := span{known: true}, 0.0, 0.0
	for _, i := range b.shown() {
		v := b.Bars[i].Value
		r.add(v)
		if width := textWidth(b.value(v)) + 12; v < 0 {
			before = max(before, width)
		} else {
			after = max(after, width)
		}
	}
	if r.low == r.high {
		r.high = 1
	}
	return scale{r.low, r.high, names + min(before, 100), f.width - min(after, 100)}
}

// bar draws one row at y.
func (b Bars) bar(s *svg, f frame, x scale, i int, y float64) {
	bar, class, label := b.Bars[i], classSoft, classLabel
	if bar.Marked {
		class, label = classBar, classStrong
	}
	place := group(float64(i+1), 0) + ". "
	if f.narrow {
		s.text(label, start, 0, y+14, fit(place+bar.Label, f.width))
		y += 20
	} else {
		s.text(label, start, 0, y+17, fit(place+bar.Label, 200))
	}
	b.length(s, x, bar, class, label, y)
}

// length draws the bar itself, its piece of the axis and its value.
func (b Bars) length(s *svg, x scale, bar Bar, class, label string, y float64) {
	s.line(classAxis, x.at(0), y-4, x.at(0), y+28)
	if !isNumber(bar.Value) {
		s.text(label, start, x.at(0)+6, y+17, missing)
		return
	}
	from, to := x.at(0), x.at(bar.Value)
	s.rect(class, min(from, to), y, max(from, to)-min(from, to), 24)
	if bar.Value < 0 {
		s.text(label, end, to-6, y+17, b.value(bar.Value))
		return
	}
	s.text(label, start, to+6, y+17, b.value(bar.Value))
}
