package chart

import "slices"

// limit is one horizontal line with its name.
type limit struct {
	class, name string
	value, y    float64
}

// limits draws the mean and the limits: their names stand beside the plot, or
// above the lines when the window is narrow.
func (l Line) limits(p plot) {
	list := l.limitList(p)
	for _, m := range list {
		p.s.line(m.class, p.left, m.y, p.right, m.y)
	}
	if p.f.narrow {
		return // the words would hide the line; the note under the figure has them
	}
	apart(list, 17, p.top, p.bottom)
	for _, m := range list {
		p.s.text(classLabel, start, p.right+8, m.y+5, m.name+" "+l.value(m.value))
	}
}

func (l Line) limitList(p plot) (list []limit) {
	if l.Limits == nil {
		return nil
	}
	for _, m := range []limit{
		{class: classLimit, name: "Upper", value: l.Limits.Upper},
		{class: classMean, name: "Mean", value: l.Limits.Mean},
		{class: classLimit, name: "Lower", value: l.Limits.Lower},
	} {
		if isNumber(m.value) {
			m.y = p.y.at(m.value)
			list = append(list, m)
		}
	}
	slices.SortStableFunc(list, func(a, b limit) int { return int(a.y*10) - int(b.y*10) })
	return list
}

// apart moves names that would overlap away from one another, downwards first,
// then up from the bottom of the plot.
func apart(list []limit, distance, top, bottom float64) {
	for i := range list {
		if i > 0 {
			list[i].y = max(list[i].y, list[i-1].y+distance)
		}
	}
	for i := len(list) - 1; i >= 0; i-- {
		lowest := bottom - distance*float64(len(list)-1-i)
		list[i].y = max(min(list[i].y, lowest), top)
	}
}
