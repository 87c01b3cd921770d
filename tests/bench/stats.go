package main

import "slices"

// median of some figures; NaN-free, 0 for none.
func median(figures []float64) float64 {
	if len(figures) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(figures))
	half := len(sorted) / 2
	if len(sorted)%2 == 1 {
		return sorted[half]
	}
	return (sorted[half-1] + sorted[half]) / 2
}

// ratios are a's figures over b's, round by round: what disturbed the machine
// in a round disturbed both.
func ratios(a, b []float64) []float64 {
	out := make([]float64, min(len(a), len(b)))
	for i := range out {
		out[i] = a[i] / b[i]
	}
	return out
}

// figures takes one figure of every sample.
func figures(samples []sample, of func(sample) float64) []float64 {
	out := make([]float64, len(samples))
	for i, s := range samples {
		out[i] = of(s)
	}
	return out
}

func rate(s sample) float64    { return s.rate }
func p50(s sample) float64     { return s.p50 }
func p99(s sample) float64     { return s.p99 }
func cpu(s sample) float64     { return s.cpu }
func bytesOf(s sample) float64 { return s.bytes }
