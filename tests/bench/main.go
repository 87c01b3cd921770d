// Command bench measures this project beside what people would use instead:
// ./build.sh bench builds it and everything it needs, and runs it.
//
// The contestants of one host are all started, on data of their own in a
// folder on a RAM disk, and take turns (A B C A B C) at each work: W1 log in
// (without the key derivation), W2 read 20 rows, W3 write one, W4 check the
// session; at 1 and 32 connections; over 1, 50 and 1,000 tenants. A figure is
// the median of the rounds; a ratio is the median of the rounds' ratios. The
// table of the targets and all figures are printed and written to
// docs/benchmarks.md.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := bench(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// say tells on the terminal what takes its time.
func say(format string, args ...any) {
	fmt.Fprintf(os.Stderr, "· "+time.Now().Format("15:04:05 ")+format+"\n", args...)
}

var (
	full  = plan{tenants: 1000, rounds: 3, time: 500 * time.Millisecond, warm: 1500 * time.Millisecond, most: 20_000, long: 50_000, databases: 10_000, times: 11}
	quick = plan{tenants: 20, rounds: 1, time: 100 * time.Millisecond, warm: 300 * time.Millisecond, most: 2_000, long: 2_000, databases: 100, times: 2}
)

func bench(ctx context.Context) error {
	root := flag.String("root", ".", "the project's folder")
	smoke := flag.Bool("quick", false, "a smoke run of about a minute: its figures mean little, and are not kept")
	only := flag.String("only", "", "edge, native, alone (the rows without contest), or a part of the contestants' names; nothing is kept")
	flag.Parse()
	p := full
	if *smoke {
		p = quick
	}
	where, err1 := filepath.Abs(*root)
	dir, err2 := workspace()
	if err := firstOf(err1, err2); err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	r := &run{places: places{where}, plan: p, dir: dir, only: *only, results: results{}, began: time.Now()}
	if err := r.all(ctx); err != nil {
		return err
	}
	text := r.report()
	fmt.Print(text)
	if *smoke || *only != "" {
		return nil
	}
	return os.WriteFile(filepath.Join(where, "docs", "benchmarks.md"), []byte(text), 0o644)
}

// run is one run of the benchmark.
type run struct {
	places
	plan     plan
	dir      string
	only     string
	began    time.Time
	results  results
	entrants []*entrant
	extras   []target // the rows that are no contest
}

func (r *run) all(ctx context.Context) error {
	for _, edge := range []bool{true, false} {
		var chosen []*contestant
		for _, c := range contestants(r.places) {
			if c.edge == edge && r.wants(c) {
				chosen = append(chosen, c)
			}
		}
		if err := r.host(ctx, chosen); err != nil {
			return err
		}
	}
	if r.only != "" && r.only != "alone" {
		return nil
	}
	return r.apart(ctx)
}

func (r *run) wants(c *contestant) bool {
	host := "native"
	if c.edge {
		host = "edge"
	}
	return host == r.only || strings.Contains(strings.ToLower(c.name), strings.ToLower(r.only))
}

// host lets the contestants of a host compete, and looks closer at ours while
// they are there.
func (r *run) host(ctx context.Context, all []*contestant) error {
	entrants, err := r.enterAll(ctx, all)
	defer func() {
		for _, e := range entrants {
			e.stop()
		}
	}()
	if err != nil {
		return err
	}
	if err := compete(ctx, entrants, r.plan, r.results); err != nil {
		return err
	}
	r.entrants = append(r.entrants, entrants...)
	for _, e := range entrants {
		if err := r.closer(ctx, e); err != nil {
			return err
		}
	}
	return nil
}
