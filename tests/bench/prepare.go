package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"sync/atomic"
)

const rowsEach = 20

// prepare fills a folder with tenants, rows and sessions, and returns the
// accounts with their tokens. It goes through the contestant's own API, with
// the quick key derivation where there is one.
func (c *contestant) prepare(ctx context.Context, dir string, tenants int) ([]account, error) {
	run := c.run
	if c.quick != nil {
		run = c.quick
	}
	s, err := start(ctx, c.name, c.edge, dir, run)
	if err != nil {
		return nil, err
	}
	defer s.stop()
	accounts := make([]account, tenants)
	for i := range accounts {
		accounts[i].slug = fmt.Sprintf("b%04d", i)
	}
	f := filler{c: c, s: s, accounts: accounts}
	if err := f.seed(); err != nil {
		return nil, err
	}
	return accounts, f.each(ctx, f.furnish)
}

type filler struct {
	c        *contestant
	s        *server
	accounts []account
}

// seed makes the tenants, some at a time.
func (f *filler) seed() error {
	conn, err := dial(f.s.address)
	if err != nil {
		return err
	}
	defer conn.Close()
	for i := 0; i < len(f.accounts); i += 10 {
		a, err := conn.do(f.c.api.seed(f.accounts[i:min(i+10, len(f.accounts))]), true)
		if err != nil || a.status/100 != 2 {
			return fmt.Errorf("%s: tenants: status %d, %.200q, %v", f.c.name, a.status, a.body, err)
		}
	}
	return nil
}

// furnish logs in, adds the rows, and looks whether they are listed.
func (f *filler) furnish(conn *conn, a *account) error {
	ask, status := f.c.api.do(login, *a)
	answer, err := f.ask(conn, ask, status)
	if err != nil {
		return err
	}
	if a.token, err = tokenIn(answer.body); err != nil {
		return err
	}
	for i := range rowsEach {
		if _, err := f.ask(conn, f.c.api.row(*a, i+1), f.c.api.addStatus); err != nil {
			return err
		}
	}
	ask, status = f.c.api.do(list, *a)
	if answer, err = f.ask(conn, ask, status); err != nil {
		return err
	}
	if n, err := f.c.api.rowsIn(answer.body); n != rowsEach || err != nil {
		return fmt.Errorf("%s: %d rows are listed, not %d (%v): %.300q", f.c.name, n, rowsEach, err, answer.body)
	}
	return nil
}

func (f *filler) ask(conn *conn, ask []byte, status int) (answer, error) {
	a, err := conn.do(ask, true)
	if err == nil && a.status != status {
		err = fmt.Errorf("%s: status %d, not %d: %.200q", f.c.name, a.status, status, a.body)
	}
	return a, err
}

// each does something for every account, over eight connections.
func (f *filler) each(ctx context.Context, do func(*conn, *account) error) error {
	var next atomic.Int64
	errs := make([]error, 8)
	var all sync.WaitGroup
	for k := range errs {
		all.Go(func() { errs[k] = f.some(ctx, &next, do) })
	}
	all.Wait()
	return firstOf(errs...)
}

func (f *filler) some(ctx context.Context, next *atomic.Int64, do func(*conn, *account) error) error {
	conn, err := dial(f.s.address)
	if err != nil {
		return err
	}
	defer conn.Close()
	for i := int(next.Add(1)) - 1; i < len(f.accounts) && ctx.Err() == nil; i = int(next.Add(1)) - 1 {
		if err := do(conn, &f.accounts[i]); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// copyOf is a copy of a folder beside it.
func copyOf(dir, name string) (string, error) {
	to := filepath.Join(filepath.Dir(dir), name)
	if err := os.RemoveAll(to); err != nil {
		return "", err
	}
	return to, exec.Command("cp", "-r", dir, to).Run()
}
