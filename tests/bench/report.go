package main

import (
	"fmt"
	"os/exec"
	"runtime"
	"strings"
	"time"
)

// report is everything in Markdown.
func (r *run) report() string {
	var b strings.Builder
	fmt.Fprintf(&b, "# Benchmarks\n\nMade by `./build.sh bench` on %s in %s. Compare figures with each other, not with other machines.\n\n%s\n",
		r.began.UTC().Format("2 January 2006"), time.Since(r.began).Round(time.Second), r.circumstances())
	b.WriteString("## Targets\n\nA ratio is the median of the rounds' ratios; figures in brackets are medians, ours first.\n\n| what | target | measured | met |\n|---|---|---|---|\n")
	for _, t := range append(r.contests(), r.extras...) {
		fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", t.what, t.want, t.got, t.met)
	}
	b.WriteString("\n## Every figure\n\n" + legend)
	for _, at := range cells(r.plan.tenants) {
		r.figuresAt(&b, at)
	}
	r.memories(&b)
	return b.String()
}

func (r *run) memories(b *strings.Builder) {
	all := cells(r.plan.tenants)
	few, many, last := cell{list, 32, 1}, cell{list, 32, r.plan.tenants}, all[len(all)-1]
	fmt.Fprintf(b, "\n## Memory\n\nProportional set size in MB, after reading.\n\n| contestant | of 1 tenant | of %d tenants | after it all |\n|---|---|---|---|\n", many.tenants)
	for _, e := range r.entrants {
		fmt.Fprintf(b, "| %s | %.0f | %.0f | %.0f |\n", e.name, e.memory[few], e.memory[many], e.memory[last])
	}
}

const legend = `Medians of the rounds, with the least and the most in brackets. W1 is a log-in without its key derivation, W2 reads 20
rows (this project opens 2 sealed fields in each), W3 writes one (this project with its ledger entry), W4 checks the
session (the bare programs: only the token's signature). CPU is that of the server's processes; at the edge workerd's,
without the Node program that starts it. Every contestant keeps its state in memory.

| work | connections | tenants | contestant | requests/s | p50 ms | p99 ms | CPU µs a request | bytes | round trips |
|---|---|---|---|---|---|---|---|---|---|
`

func (r *run) figuresAt(b *strings.Builder, at cell) {
	for _, e := range r.entrants {
		samples := r.results[e.name][at]
		if len(samples) == 0 {
			continue
		}
		trips := "–"
		if e.trips[at.work] > 0 {
			trips = fmt.Sprint(e.trips[at.work])
		}
		fmt.Fprintf(b, "| %s | %d | %d | %s | %s | %.3f | %.3f | %s | %.0f | %s |\n", at.work, at.conns, at.tenants, e.name,
			spread(figures(samples, rate)), median(figures(samples, p50)), median(figures(samples, p99)),
			spread(figures(samples, cpu)), median(figures(samples, bytesOf)), trips)
	}
}

// spread is "median (least–most)".
func spread(figures []float64) string {
	least, most := figures[0], figures[0]
	for _, f := range figures {
		least, most = min(least, f), max(most, f)
	}
	return fmt.Sprintf("%.0f (%.0f–%.0f)", median(figures), least, most)
}

// circumstances are the machine and the versions.
func (r *run) circumstances() string {
	said := func(name string, args ...string) string {
		out, err := exec.Command(name, args...).Output()
		if err != nil {
			return "unknown"
		}
		return strings.TrimSpace(string(out))
	}
	lines := []string{
		"commit " + said("git", "-C", r.root, "describe", "--always", "--dirty", "--abbrev=12"),
		fmt.Sprintf("%d cores, %s", runtime.NumCPU(), said("sh", "-c", `sed -n 's/^model name.*: //p' /proc/cpuinfo | head -1`)),
		runtime.Version() + ", Node " + said("node", "--version") + ", " + said(r.in("node_modules/workerd/bin/workerd"), "--version") +
			", " + said(r.in(".tools/bin/tinygo"), "version"),
		"peers: " + said("node", "-p", `Object.entries(require("`+r.in("tests/bench/peers/edge/package.json")+`").dependencies).map((d) => d.join(" ")).join(", ")`) +
			", " + said("go", "list", "-C", r.in("tests/bench/peers/pocketbase"), "-m", "github.com/pocketbase/pocketbase"),
		fmt.Sprintf("%d rounds of %s for each figure, at most %d requests", r.plan.rounds, r.plan.time, r.plan.most),
	}
	return "- " + strings.Join(lines, "\n- ") + "\n"
}
