package main

import "fmt"

// target is a line of the table: what was wanted, what was found.
type target struct {
	what, want, got string
	met             string // "yes", "no", or "–" when it was not measured
}

func found(what, want, got string, met bool) target {
	if met {
		return target{what, want, got, "yes"}
	}
	return target{what, want, got, "no"}
}

func (r *run) add(t target) { r.extras = append(r.extras, t) }

// contests are the targets that are ratios of contestants.
func (r *run) contests() []target {
	some, many := min(50, (r.plan.tenants+1)/2), r.plan.tenants
	return []target{
		r.atLeast("edge W4 against an instance a request", tinygo, fresh, cell{check, 32, some}, 12),
		r.atLeast("edge W2 against an instance a request", tinygo, fresh, cell{list, 32, some}, 8),
		r.atLeast("edge W2 against better-auth + Hono + D1", tinygo, betterAuth, cell{list, 32, some}, 2),
		r.below("edge W2's p99 against better-auth + Hono + D1", tinygo, betterAuth, cell{list, 32, some}, p99),
		r.atLeast("edge W2 against the bare JavaScript bound", tinygo, bareEdge, cell{list, 32, some}, 0.5),
		r.atLeast("native W2 against PocketBase's list with rule (`skipTotal`)", native, pocketbase, cell{list, 32, some}, 3),
		r.lessMemory(1),
		r.lessMemory(many),
		r.atLeast("native W3 (`FULL`, group commit) against PocketBase's create (`NORMAL`), 32 connections", native, pocketbase, cell{add, 32, some}, 2),
		r.atMost("edge W1: CPU beyond the key derivation", tinygo, cell{login, 1, 1}, 2000),
		r.atMost("native W1: CPU beyond the key derivation", native, cell{login, 1, 1}, 300),
		r.flat(fmt.Sprintf("edge: p50 of W2 at %d tenants against 1", many), tinygo, cell{list, 1, many}, cell{list, 1, 1}),
		r.flat(fmt.Sprintf("native: p50 of W2 at %d tenants against 1", many), native, cell{list, 1, many}, cell{list, 1, 1}),
	}
}

// pair are one figure of two contestants; ok when both were measured.
func (r *run) pair(a, b string, at cell, of func(sample) float64) (x, y []float64, ok bool) {
	x, y = figures(r.results[a][at], of), figures(r.results[b][at], of)
	return x, y, len(x) > 0 && len(y) > 0
}

func (r *run) atLeast(what, a, b string, at cell, times float64) target {
	want := fmt.Sprintf("≥ %g ×", times)
	x, y, ok := r.pair(a, b, at, rate)
	if !ok {
		return target{what, want, "not run", "–"}
	}
	cpuA, cpuB, _ := r.pair(a, b, at, cpu)
	ratio := median(ratios(x, y))
	return found(what, want, fmt.Sprintf("%.2f × (%.0f/s, %.0f/s; CPU %.0f µs, %.0f µs)", ratio, median(x), median(y), median(cpuA), median(cpuB)), ratio >= times)
}

func (r *run) below(what, a, b string, at cell, of func(sample) float64) target {
	x, y, ok := r.pair(a, b, at, of)
	if !ok {
		return target{what, "lower", "not run", "–"}
	}
	return found(what, "lower", fmt.Sprintf("%.2f ms, %.2f ms", median(x), median(y)), median(x) < median(y))
}

func (r *run) atMost(what, a string, at cell, most float64) target {
	want := fmt.Sprintf("≤ %g ms", most/1000)
	x := figures(r.results[a][at], cpu)
	if len(x) == 0 {
		return target{what, want, "not run", "–"}
	}
	return found(what, want, fmt.Sprintf("%.3f ms", median(x)/1000), median(x) <= most)
}

func (r *run) flat(what, a string, many, one cell) target {
	x, y := figures(r.results[a][many], p50), figures(r.results[a][one], p50)
	if len(x) == 0 {
		return target{what, "≤ 1.2 ×", "not run", "–"}
	}
	ratio := median(ratios(x, y))
	return found(what, "≤ 1.2 ×", fmt.Sprintf("%.2f × (%.3f ms, %.3f ms)", ratio, median(x), median(y)), ratio <= 1.2)
}

func (r *run) lessMemory(tenants int) target {
	what := fmt.Sprintf("native: memory after W2 over %d tenants, against PocketBase", tenants)
	memory := map[string]float64{}
	for _, e := range r.entrants {
		memory[e.name] = e.memory[cell{list, 32, tenants}]
	}
	ours, theirs := memory[native], memory[pocketbase]
	if ours == 0 || theirs == 0 {
		return target{what, "less", "not run", "–"}
	}
	return found(what, "less", fmt.Sprintf("%.0f MB, %.0f MB", ours, theirs), ours < theirs)
}
