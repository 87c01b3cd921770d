package main

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// load is some requests to repeat, in turn, over some connections, until
// either bound is reached.
type load struct {
	address  string
	requests [][]byte
	status   int // that every answer must have
	conns    int
	most     int
	time     time.Duration
}

// sample is what one load came to.
type sample struct {
	rate     float64 // answers a second
	p50, p99 float64 // milliseconds
	cpu      float64 // microseconds of the server's CPU time a request
	bytes    float64 // of an answer's body, on average
}

// run makes the load and watches what it costs s.
func (l load) run(ctx context.Context, s *server) (sample, error) {
	conns, err := l.dial()
	if err != nil {
		return sample{}, err
	}
	pids, err := s.pids()
	if err != nil {
		return sample{}, err
	}
	before, began := cpuTime(pids), time.Now()
	took, bytes, err := l.spread(ctx, conns, began.Add(l.time))
	if err != nil {
		return sample{}, fmt.Errorf("%s: %w", s.name, err)
	}
	elapsed, n := time.Since(began), float64(len(took))
	slices.Sort(took)
	return sample{
		rate: n / elapsed.Seconds(), bytes: float64(bytes) / n,
		p50: ms(took[len(took)/2]), p99: ms(took[len(took)*99/100]),
		cpu: float64(cpuTime(pids)-before) / 1e3 / n,
	}, nil
}

func ms(d time.Duration) float64 { return float64(d) / 1e6 }

func (l load) dial() ([]*conn, error) {
	conns := make([]*conn, l.conns)
	for i := range conns {
		var err error
		if conns[i], err = dial(l.address); err != nil {
			return nil, err
		}
	}
	return conns, nil
}

// spread runs every connection in a goroutine of its own and gathers how long
// each request took.
func (l load) spread(ctx context.Context, conns []*conn, until time.Time) (took []time.Duration, bytes int64, err error) {
	var next, received atomic.Int64
	var mu sync.Mutex
	var all sync.WaitGroup
	for _, c := range conns {
		all.Go(func() {
			mine, failed := l.repeat(ctx, c, &next, &received, until)
			mu.Lock()
			defer mu.Unlock()
			took = append(took, mine...)
			err = firstOf(err, failed, c.Close())
		})
	}
	all.Wait()
	if err == nil && len(took) == 0 {
		err = context.Cause(ctx)
	}
	return took, received.Load(), err
}

func (l load) repeat(ctx context.Context, c *conn, next, received *atomic.Int64, until time.Time) ([]time.Duration, error) {
	var took []time.Duration
	for at := time.Now(); at.Before(until) && ctx.Err() == nil; {
		i := int(next.Add(1)) - 1
		if i >= l.most {
			break
		}
		a, err := c.do(l.requests[i%len(l.requests)], false)
		if err != nil {
			return nil, err
		}
		if a.status != l.status {
			return nil, fmt.Errorf("an answer with status %d, not %d, to %.60q", a.status, l.status, l.requests[i%len(l.requests)])
		}
		received.Add(int64(a.size))
		now := time.Now()
		took = append(took, now.Sub(at))
		at = now
	}
	return took, nil
}

func firstOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
