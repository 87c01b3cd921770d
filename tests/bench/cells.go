package main

import (
	"context"
	"fmt"
	"slices"
	"time"
)

// cell is one way to load a contestant.
type cell struct {
	work           work
	conns, tenants int
}

func (c cell) String() string {
	return fmt.Sprintf("%s at %d connections over %d tenants", c.work, c.conns, c.tenants)
}

// groups are what every contestant is measured at; many is the plan's tenants.
// The cells of a group are compared with each other and measured by turns: the
// machine's speed changes by the minute. What needs one tenant comes first, for
// the memory; writes come last: they make the tables longer.
func groups(many int) [][]cell {
	some := min(50, (many+1)/2)
	return [][]cell{
		{{list, 32, 1}}, {{list, 1, 1}, {list, 1, many}}, {{list, 32, some}}, {{list, 32, many}},
		{{check, 1, 1}}, {{check, 32, some}}, {{check, 32, many}},
		{{login, 1, 1}}, {{login, 32, some}}, {{login, 32, many}},
		{{add, 1, 1}}, {{add, 32, 1}}, {{add, 32, some}}, {{add, 32, many}},
	}
}

// cells are the cells of all groups.
func cells(many int) []cell { return slices.Concat(groups(many)...) }

// plan is how thoroughly to measure.
type plan struct {
	tenants int
	rounds  int
	time    time.Duration // of one load
	warm    time.Duration // of each work, before anything is measured
	most    int           // requests in one load

	long      int // requests to one instance
	databases int // to migrate
	times     int // that a single answer is timed
}

// results are the samples of every contestant at every cell, by round.
type results map[string]map[cell][]sample

// compete lets the entrants of one host take turns, A B C A B C, at each group.
func compete(ctx context.Context, entrants []*entrant, p plan, into results) error {
	if len(entrants) == 0 {
		return nil
	}
	for _, e := range entrants {
		into[e.name] = map[cell][]sample{}
	}
	for _, group := range groups(p.tenants) {
		if err := turns(ctx, entrants, group, p, into); err != nil {
			return err
		}
	}
	for _, e := range entrants {
		if err := e.look(); err != nil {
			return err
		}
	}
	return nil
}

// turns is one group.
func turns(ctx context.Context, entrants []*entrant, group []cell, p plan, into results) error {
	say("%s", group)
	for round := -1; round < p.rounds; round++ { // the first warms up
		for _, e := range entrants {
			for _, at := range group {
				if !e.does(at.work) {
					continue
				}
				s, err := e.turn(ctx, at, p, round < 0)
				if err != nil {
					return err
				}
				if round >= 0 {
					into[e.name][at] = append(into[e.name][at], s)
				}
			}
		}
	}
	for _, e := range entrants {
		for _, at := range group {
			if err := e.weigh(at); err != nil {
				return err
			}
		}
	}
	return nil
}

// turn is one load. To warm up is to visit every tenant twice: the first visit
// may write.
func (e *entrant) turn(ctx context.Context, at cell, p plan, warmUp bool) (sample, error) {
	if warmUp {
		p.time, p.most = time.Minute, max(2*at.tenants, 200)
	} else if err := e.awake(ctx, at, p); err != nil {
		return sample{}, err
	}
	return e.measure(ctx, at, p)
}

// awake asks the tenants that are measured next, for three times as long: they
// have rested while the others had their turn, and answer later at first.
func (e *entrant) awake(ctx context.Context, at cell, p plan) error {
	if at.tenants == 1 {
		return nil
	}
	p.time *= 3
	_, err := e.measure(ctx, at, p)
	return err
}

func (e *entrant) measure(ctx context.Context, at cell, p plan) (sample, error) {
	s := e.serverOf(at.work)
	l := load{address: s.address, conns: at.conns, most: p.most, time: p.time}
	for _, a := range e.accounts[:at.tenants] {
		var ask []byte
		ask, l.status = e.api.do(at.work, a)
		l.requests = append(l.requests, ask)
	}
	return l.run(ctx, s)
}
