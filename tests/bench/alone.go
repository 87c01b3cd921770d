package main

import (
	"context"
	"fmt"
)

// closer looks at what only our own contestants are asked, while they run.
func (r *run) closer(ctx context.Context, e *entrant) error {
	limits := map[string]float64{tinygo: 100, native: 20}
	if limits[e.name] == 0 {
		return nil
	}
	say("%s: new tenants", e.name)
	each, logIn, err := e.newTenants(r.plan.times)
	if err != nil {
		return err
	}
	want := fmt.Sprintf("≤ %g ms", limits[e.name])
	r.add(found(e.name+": new tenant (create, migrate, first request)", want, fmt.Sprintf("%.1f ms (a whole log-in: %.0f ms)", each, logIn), each <= limits[e.name]))
	if !e.edge {
		return nil
	}
	return r.lastingRow(ctx, e)
}

func (r *run) lastingRow(ctx context.Context, e *entrant) error {
	say("%s: %d requests to one instance", e.name, r.plan.long)
	runs, err := e.lasting(ctx, r.places, e, r.plan.long)
	if err != nil {
		return err
	}
	got, most, flat := "", 0, true
	for _, l := range runs {
		got += fmt.Sprintf("%.1f ", float64(l.memory[0])/1e6)
		most = max(most, l.memory[0])
		flat = flat && len(l.memory) == 1 && l.memory[0] == runs[0].memory[0]
	}
	r.add(found(fmt.Sprintf("memory of one instance over %d requests, at each fifth", r.plan.long), "≤ 32 MB and flat", got+"MB", flat && most <= 32e6))
	return nil
}

// apart are the rows that need no server of the contest.
func (r *run) apart(ctx context.Context) error {
	for _, measure := range []func(context.Context) error{r.cold, r.size, r.migration, r.arithmetic} {
		if err := measure(ctx); err != nil {
			return err
		}
	}
	return nil
}

func (r *run) cold(ctx context.Context) error {
	for _, build := range []string{"edge", "edge-go"} {
		say("cold starts of build/%s", build)
		beyond, err := coldStart(ctx, r.places, r.dir, build, r.plan.times)
		if err != nil {
			return err
		}
		row := found("cold start: first answer beyond workerd's own", "≤ 60 ms", fmt.Sprintf("%.0f ms", median(beyond)), median(beyond) <= 60)
		if build == "edge-go" {
			row = target{row.what + ", standard Go", "–", row.got, "–"}
		}
		r.add(row)
	}
	return nil
}

func (r *run) size(context.Context) error {
	n, err := packed(r.in("build", "edge"))
	r.add(found("size of the Worker, gzip -9", "≤ 2 MB", fmt.Sprintf("%.3f MB", n/1e6), n <= 2e6))
	return err
}

func (r *run) migration(ctx context.Context) error {
	n := r.plan.databases
	say("migration of %d tenants", n)
	step, err1 := fanOut(ctx, r.places, r.dir, n)
	whole, err2 := fanOutNew(ctx, r.places, r.dir, n)
	r.add(fannedOut("the newest step", step, n))
	r.add(fannedOut("from nothing, killed half-way and run again", whole, n))
	return firstOf(err1, err2)
}

func fannedOut(what string, took float64, tenants int) target {
	return found("migration fan-out, native, 10,000 tenants: "+what, "≤ 60 s",
		fmt.Sprintf("%.1f s over %d tenants", took, tenants), took/float64(tenants)*10_000 <= 60)
}

func (r *run) arithmetic(context.Context) error {
	say("arithmetic on one core")
	entries, err1 := verifying()
	seal, open, err2 := sealing()
	r.add(found("ledger verify, native, one core", "≥ 500,000 entries/s", fmt.Sprintf("%.0f entries/s", entries), entries >= 500_000))
	r.add(found("one sealed field, native: seal", "≤ 2 µs", fmt.Sprintf("%.2f µs", seal/1e3), seal <= 2000))
	r.add(found("one sealed field, native: open", "≤ 1.5 µs", fmt.Sprintf("%.2f µs", open/1e3), open <= 1500))
	return firstOf(err1, err2)
}
