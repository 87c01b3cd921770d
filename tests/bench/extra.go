package main

import (
	"context"
	"encoding/json"
	"fmt"
	"time"
)

// A longRun is what an instance's memory is after some number of requests.
type longRun struct {
	requests int
	memory   []int // bytes, of every instance
}

// lasting asks one instance of the TinyGo build for many pages of rows and
// looks at its memory on the way.
func (c *contestant) lasting(ctx context.Context, p places, e *entrant, most int) ([]longRun, error) {
	s, err := c.startOn(ctx, e.dir, c.name+", never retired", p.edge("edge", "lasting.mjs"))
	if err != nil {
		return nil, err
	}
	defer s.stop()
	ask, status := c.api.do(list, e.accounts[0])
	var runs []longRun
	for done := 0; done < most; done += most / 5 {
		l := load{address: s.address, requests: [][]byte{ask}, status: status, conns: 1, most: most / 5, time: 2 * time.Minute}
		if _, err := l.run(ctx, s); err != nil {
			return nil, err
		}
		run := longRun{requests: done + most/5}
		if run.memory, err = instances(s); err != nil {
			return nil, err
		}
		runs = append(runs, run)
	}
	return runs, nil
}

// instances is the memory of each of an isolate's instances.
func instances(s *server) ([]int, error) {
	conn, err := dial(s.address)
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	a, err := conn.do(request("GET", "localhost", "/dev/edge", "", ""), true)
	if err != nil {
		return nil, err
	}
	var stats struct{ Memory []int }
	err = json.Unmarshal(a.body, &stats)
	return stats.Memory, err
}

// newTenants makes tenants and asks each its first question, where no key is
// derived: the machine's speed changes a derivation's time by more than a new
// tenant takes. It returns how many milliseconds that took for one, and how
// many a log-in takes where the key is derived.
func (e *entrant) newTenants(count int) (each, logIn float64, err error) {
	conn, err1 := dial(e.login.address)
	whole, err2 := dial(e.main.address)
	if err := firstOf(err1, err2); err != nil {
		return 0, 0, err
	}
	defer conn.Close()
	defer whole.Close()
	known := []account{{slug: "known"}}
	f := filler{c: e.contestant, s: e.main, accounts: known}
	if err := f.seed(); err != nil {
		return 0, 0, err
	}
	knock, _ := e.api.do(login, known[0])
	var one, five, first, second, derived []float64
	for i := range count {
		group := make([]account, 6)
		for k := range group {
			group[k].slug = fmt.Sprintf("new%d-%d", i, k)
		}
		ask, _ := e.api.do(login, group[0])
		err := firstOf(timed(conn, e.api.seed(group[:1]), &one), timed(conn, e.api.seed(group[1:]), &five),
			timed(conn, ask, &first), timed(conn, ask, &second), timed(whole, knock, &derived))
		if err != nil {
			return 0, 0, err
		}
	}
	return (median(five)-median(one))/4 + max(0, median(first)-median(second)), median(derived), nil
}

// timed appends how many milliseconds an answer took.
func timed(conn *conn, ask []byte, into *[]float64) error {
	began := time.Now()
	a, err := conn.do(ask, true)
	if err == nil && a.status != 200 {
		err = fmt.Errorf("status %d: %.200q", a.status, a.body)
	}
	*into = append(*into, ms(time.Since(began)))
	return err
}
