package chart

import "math"

// scale maps values from low to high onto places from from to to.
type scale struct{ low, high, from, to float64 }

// at returns the place of a value; all are one place when low is high.
func (s scale) at(v float64) float64 {
	if s.high == s.low {
		return s.from
	}
	return s.from + (v-s.low)/(s.high-s.low)*(s.to-s.from)
}

// span is the range of some values; it knows none at first.
type span struct {
	low, high float64
	known     bool
}

func (s *span) add(values ...float64) {
	for _, v := range values {
		if !isNumber(v) {
			continue
		}
		if !s.known {
			s.low, s.high, s.known = v, v, true
		}
		s.low, s.high = min(s.low, v), max(s.high, v)
	}
}

// axis returns round numbers, in order, from at or below low to at or above
// high: 3 to 8 of them. No values, or equal ones, get a range around them. All
// have at most the decimals that step needs, which is returned too.
func (s span) axis() (ticks []float64, decimals int) {
	low, high := s.low, s.high
	if high-low <= 1e-9*max(math.Abs(high), math.Abs(low)) {
		low, high = around(low)
	}
	step := roundStep((high - low) / 5)
	first, last := math.Floor(low/step), math.Ceil(high/step)
	for n := first; n <= last && len(ticks) < 9; n++ {
		ticks = append(ticks, n*step)
	}
	return ticks, min(max(int(-math.Floor(math.Log10(step)+1e-9)), 0), 6)
}

// around is a range for equal values: from zero when it is near.
func around(v float64) (low, high float64) {
	switch {
	case v == 0:
		return 0, 1
	case v > 0:
		return 0, v
	}
	return v, 0
}

// roundStep returns the first of 1, 2, 5, 10, … times a power of ten that is
// not below v.
func roundStep(v float64) float64 {
	if !(v > 1e-6) {
		return 1e-6
	}
	power := math.Pow(10, math.Floor(math.Log10(v)))
	for _, factor := range []float64{1, 2, 5} {
		if factor*power >= v*(1-1e-9) {
			return factor * power
		}
	}
	return 10 * power
}
