package chart

import (
	"math"
	"testing"
)

func TestAxis(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		low, high             float64
		first, last, decimals float64
	}{
		{0, 22, 0, 25, 0}, {0, 1, 0, 1, 1}, {3, 3, 0, 3, 0}, {0, 0, 0, 1, 1}, {-3, -3, -3, 0, 0}, {-4, 6, -4, 6, 0},
		{0, 0.004, 0, 0.004, 3}, {1208, 1214, 1208, 1214, 0}, {0, 1e15, 0, 1e15, 0}, {0, 99, 0, 100, 0},
	} {
		s := span{}
		s.add(c.low, c.high)
		ticks, decimals := s.axis()
		last := ticks[len(ticks)-1]
		if math.Abs(ticks[0]-c.first) > 1e-9 || math.Abs(last-c.last) > 1e-9*c.last || decimals != int(c.decimals) {
			t.Errorf("%v to %v: %v, %d decimals", c.low, c.high, ticks, decimals)
		}
		if n := len(ticks); n < 3 || n > 8 {
			t.Errorf("%v to %v: %d ticks", c.low, c.high, n)
		}
	}
}

// TestAxisHolds: whatever the values, the axis reaches around them.
func TestAxisHolds(t *testing.T) {
	t.Parallel()
	for low := -1e6; low <= 1e6; low += 7919.3 {
		for width := 1e-3; width < 1e7; width *= 3.7 {
			ticks, _ := span{low, low + width, true}.axis()
			step := ticks[1] - ticks[0]
			if ticks[0] > low+step*1e-6 || ticks[len(ticks)-1] < low+width-step*1e-6 || len(ticks) > 8 {
				t.Fatalf("%v to %v: %v", low, low+width, ticks)
			}
		}
	}
}

func TestValue(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		v        float64
		decimals int
		want     string
	}{
		{0, 0, "0 x"}, {1234.5, 1, "1,234.5 x"}, {-1234567, 0, "−1,234,567 x"}, {-0.04, 1, "0.0 x"}, {-0.06, 1, "−0.1 x"},
		{999.95, 1, "1,000.0 x"}, {2, -1, "2 x"}, {1, 99, "1.000000 x"}, {math.NaN(), 1, missing}, {math.Inf(-1), 1, missing},
		{1e16, 0, missing},
	} {
		if got := (Head{Decimals: c.decimals, Unit: " x"}).value(c.v); got != c.want {
			t.Errorf("%v with %d decimals: %q, want %q", c.v, c.decimals, got, c.want)
		}
	}
}

func TestNumber(t *testing.T) {
	t.Parallel()
	for v, want := range map[float64]string{
		0: "0", -0.04: "0", 1.25: "1.3", 100: "100", -3.14: "-3.1", math.Inf(1): "0", 1e-300: "0",
	} {
		if got := number(v); got != want {
			t.Errorf("%v: %q, want %q", v, got, want)
		}
	}
	if got := number(math.NaN()); got != "0" {
		t.Errorf("NaN: %q", got)
	}
}

// TestThin: what stands out is kept, in order, and few points are all kept.
func TestThin(t *testing.T) {
	t.Parallel()
	points := make([]Point, 10_000)
	points[1234].Value, points[4321].Value = 9, -9
	points[5050].Marked = true
	points[7050].Value = math.NaN()
	kept := thin(points, 100)
	found := map[int]bool{}
	for i, at := range kept {
		found[at] = true
		if i > 0 && kept[i-1] >= at {
			t.Fatalf("not in order: %d, %d", kept[i-1], at)
		}
	}
	if len(kept) > 400 || !found[1234] || !found[4321] || !found[5050] || !found[7050] {
		t.Errorf("%d kept: %v", len(kept), found)
	}
	if few := thin(points[:50], 100); len(few) != 50 {
		t.Errorf("%d of 50 kept", len(few))
	}
}

// TestApart: names of lines that are close do not overlap and stay in the plot.
func TestApart(t *testing.T) {
	t.Parallel()
	for _, ys := range [][3]float64{{10, 10, 10}, {98, 99, 100}, {0, 50, 52}, {0, 0, 100}} {
		list := []limit{{y: ys[0]}, {y: ys[1]}, {y: ys[2]}}
		apart(list, 17, 0, 100)
		for i, m := range list {
			if m.y < 0 || m.y > 100 || i > 0 && m.y-list[i-1].y < 17 {
				t.Errorf("%v became %v", ys, list)
			}
		}
	}
}
