package store_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"

	"ringfence/domain"
	"ringfence/store"
	"ringfence/store/db"
)

// underWay reserves n log-ins of hr from an address, as those do whose password
// is being derived.
func (w *world) underWay(t *testing.T, n int64, address string) {
	t.Helper()
	w.fail(t, 1, address, hr) // it says by which fingerprints they count
	w.exec(t, `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
INSERT INTO attempts (id, kind, account, address, at, open_until) SELECT 'x' || i, kind, account, address, at, ? FROM attempts, n`,
		db.Int(n), db.Int(w.clock.Load()+domain.LoginTakes.Milliseconds()))
	w.exec(t, `DELETE FROM attempts WHERE open_until = 0`)
}

// TestLoginWaits while as many are under way as may fail, and is let in when
// one of them was right (AUTH-3).
func TestLoginWaits(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	w.underWay(t, 10, "192.0.2.1")
	waited := 0
	w.pause = func() {
		if waited++; waited == 3 {
			w.exec(t, `DELETE FROM attempts WHERE id = 'x1'`)
		}
	}
	_, err := w.loginFrom(t, "192.0.2.1", hr, "passwd")
	must(t, err)
	if n := w.count(t, `SELECT count(*) FROM attempts`); n != 9 || waited != 3 {
		t.Errorf("waited %d times; %d attempts are left", waited, n)
	}
	w.events(t, 0)
}

// TestLoginWaitsInVain: those under way were wrong, or do not end.
func TestLoginWaitsInVain(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	w.underWay(t, 10, "192.0.2.1")
	waited := 0
	w.pause = func() { waited++ }
	_, err := w.loginFrom(t, "192.0.2.1", hr, "passwd")
	wantIs(t, err, domain.ErrBusy)
	if waited != 40 {
		t.Errorf("waited %d times", waited)
	}
	w.events(t, 0)
	w.pause = func() { w.exec(t, `UPDATE attempts SET open_until = 0`) }
	w.limited(t, "192.0.2.1", hr, 300)
	w.events(t, 1)
	w.exec(t, `UPDATE attempts SET open_until = ?`, db.Int(w.clock.Load()+1))
	w.pause = func() { w.pass(1) } // who left without an answer has failed
	w.limited(t, "192.0.2.1", hr, 300)
}

// TestLoginsAtOnce: many right ones of one account from one address all get in;
// and among as many wrong ones no more than the limit is looked at.
func TestLoginsAtOnce(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	const each = 12
	finished := make(chan struct{}, 2*each)
	w.pause = func() { <-finished } // one has ended: there may be room
	var in, refused atomic.Int64
	try := func(pass string, n int) {
		var all sync.WaitGroup
		for range n {
			all.Go(func() {
				_, err := w.loginFrom(t, "192.0.2.1", manager, pass)
				finished <- struct{}{}
				switch {
				case err == nil:
					in.Add(1)
				case !errors.Is(err, domain.RateLimited(0, 0)) && !errors.Is(err, domain.ErrCredentials):
					t.Error(err)
				default:
					refused.Add(1)
				}
			})
		}
		all.Wait()
	}
	try("passwd", each)
	if in.Load() != each {
		t.Errorf("%d of %d are in", in.Load(), each)
	}
	try("wrong", each)
	if n := w.count(t, `SELECT count(*) FROM ledger WHERE action = 'auth.login-failed'`); n != 10 || refused.Load() != each {
		t.Errorf("%d guesses were looked at", n)
	}
}

// TestLoginLeft: who leaves before the answer has failed, at once.
func TestLoginLeft(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	for _, pass := range []string{"wrong", "passwd"} {
		leaving, leave := context.WithCancel(ctx)
		w.faults.Before("north", 2, leave)
		_, err := w.as(t, store.Request{ID: "req", Address: "192.0.2.1"}).Login(leaving, hr, pass, "a browser")
		if err == nil {
			t.Error("it went on")
		}
	}
	if n := w.count(t, `SELECT count(*) FROM attempts WHERE open_until = 0`); n != 2 {
		t.Errorf("%d have failed", n)
	}
}
