package main

import (
	"slices"
	"testing"
)

func TestMedian(t *testing.T) {
	for want, figures := range map[float64][]float64{0: nil, 3: {9, 3, 1}, 2.5: {4, 1, 2, 3}} {
		if got := median(figures); got != want {
			t.Errorf("median(%v) = %v, not %v", figures, got, want)
		}
	}
}

func TestRatios(t *testing.T) {
	if got := ratios([]float64{6, 9, 5}, []float64{2, 3}); !slices.Equal(got, []float64{3, 3}) {
		t.Errorf("ratios = %v", got)
	}
}
