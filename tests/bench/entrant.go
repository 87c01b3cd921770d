package main

import (
	"context"
	"fmt"
	"path/filepath"
)

// entrant is a contestant with its servers under way.
type entrant struct {
	*contestant
	prepared            // what its servers have copies of
	main, login *server // login answers W1
	trips       map[work]int
	memory      map[cell]float64 // MB, after the loads of each
}

// enterAll prepares and starts contestants. Those that were started are
// returned with an error too.
func (r *run) enterAll(ctx context.Context, all []*contestant) ([]*entrant, error) {
	var entrants []*entrant
	shared := map[string]prepared{}
	for _, c := range all {
		say("%s: %d tenants", c.name, r.plan.tenants)
		e, err := c.enter(ctx, r.plan, r.dir, shared)
		if err != nil {
			return entrants, err
		}
		entrants = append(entrants, e)
		if err := e.warm(ctx, r.plan); err != nil {
			return entrants, err
		}
	}
	return entrants, nil
}

// warm has every work done for a while: V8 compiles what is used much again,
// and better, WASM too.
func (e *entrant) warm(ctx context.Context, p plan) error {
	for _, w := range e.works {
		at := p
		at.time = p.warm
		if _, err := e.measure(ctx, cell{w, 8, 1}, at); err != nil {
			return err
		}
	}
	return nil
}

// prepared is a folder that contestants of the same program may have copies of.
type prepared struct {
	dir      string
	accounts []account
}

// enter starts a contestant on data of its own.
func (c *contestant) enter(ctx context.Context, p plan, dir string, shared map[string]prepared) (*entrant, error) {
	from, ok := shared[c.data]
	if !ok {
		from.dir = filepath.Join(dir, "prepared "+c.data)
		var err error
		if from.accounts, err = c.prepare(ctx, from.dir, p.tenants); err != nil {
			return nil, err
		}
		shared[c.data] = from
	}
	e := &entrant{contestant: c, prepared: from, trips: map[work]int{}, memory: map[cell]float64{}}
	var err error
	if e.main, err = c.startOn(ctx, from.dir, c.name, c.run); err != nil {
		return nil, err
	}
	e.login = e.main
	if c.quick != nil {
		e.login, err = c.startOn(ctx, from.dir, c.name+", log-in", c.quick)
	}
	return e, err
}

func (c *contestant) startOn(ctx context.Context, from, name string, run command) (*server, error) {
	dir, err := copyOf(from, name)
	if err != nil {
		return nil, err
	}
	return start(ctx, name, c.edge, dir, run)
}

// weigh notes the memory.
func (e *entrant) weigh(at cell) error {
	pids, err := e.main.pids()
	if err != nil {
		return err
	}
	e.memory[at], err = memory(pids)
	return err
}

// look notes the round trips of each work.
func (e *entrant) look() (err error) {
	for _, w := range e.works {
		if e.trips[w], err = e.tripsOf(w); err != nil {
			return err
		}
	}
	return nil
}

func (e *entrant) tripsOf(w work) (int, error) {
	conn, err := dial(e.serverOf(w).address)
	if err != nil {
		return 0, err
	}
	defer conn.Close()
	ask, status := e.api.do(w, e.accounts[0])
	a, err := conn.do(ask, true)
	if err == nil && a.status != status {
		err = fmt.Errorf("%s: %s: status %d: %.200q", e.name, w, a.status, a.body)
	}
	return a.trips, err
}

func (e *entrant) serverOf(w work) *server {
	if w == login {
		return e.login
	}
	return e.main
}

func (e *entrant) stop() {
	if e.login != e.main {
		e.login.stop()
	}
	e.main.stop()
}
