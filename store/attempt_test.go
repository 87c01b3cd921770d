package store_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"

	"ringfence/domain"
	"ringfence/store"
	"ringfence/store/db"
)

// loginFrom signs in from an address.
func (w *world) loginFrom(t testing.TB, address, email, pass string) (*store.Entry, error) {
	t.Helper()
	return w.as(t, store.Request{ID: "req", Address: address}).Login(ctx, email, pass, "a browser")
}

// fail fails to sign in, n times.
func (w *world) fail(t *testing.T, n int, address, email string) {
	t.Helper()
	for range n {
		_, err := w.loginFrom(t, address, email, "wrong")
		wantCode(t, err, "invalid-credentials")
	}
}

// limited fails the test unless even the right password is refused, until then.
func (w *world) limited(t *testing.T, address, email string, seconds int64) {
	t.Helper()
	_, err := w.loginFrom(t, address, email, "passwd")
	var refusal *domain.Error
	if !errors.As(err, &refusal) || refusal.Code != "rate-limited" || refusal.RetryAfter != seconds {
		t.Errorf("%v, want rate-limited for %d s: %+v", err, seconds, refusal)
	}
}

func (w *world) events(t *testing.T, want int64) {
	t.Helper()
	if n := w.count(t, `SELECT count(*) FROM ledger WHERE action = 'auth.rate-limited'`); n != want {
		t.Errorf("%d events, want %d", n, want)
	}
}

const hr, manager = "hr@north.example", "manager@north.example"

// TestAttemptsOfOneAddress: ten failures for one account; another account, and
// the same one from elsewhere, are not touched (AUTH-3).
func TestAttemptsOfOneAddress(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	w.fail(t, 1, "192.0.2.1", hr)
	w.pass(minute)
	w.fail(t, 5, "192.0.2.1", "HR@north.example")
	w.fail(t, 4, "192.0.2.1", hr)
	for range 3 {
		w.limited(t, "192.0.2.1", hr, 4*60)
	}
	w.events(t, 1)
	_, err := w.loginFrom(t, "192.0.2.2", hr, "passwd")
	must(t, err)
	_, err = w.loginFrom(t, "192.0.2.1", manager, "passwd")
	must(t, err)
	w.pass(4*minute - 1)
	w.limited(t, "192.0.2.1", hr, 1)
	w.pass(1) // the first has left the window, and one may try again
	w.fail(t, 1, "192.0.2.1", hr)
	w.limited(t, "192.0.2.1", hr, 60)
	w.events(t, 1)
	w.pass(minute)
	_, err = w.loginFrom(t, "192.0.2.1", hr, "passwd")
	must(t, err)
	w.fail(t, 9, "192.0.2.1", hr)
	w.limited(t, "192.0.2.1", hr, 4*60)
	w.events(t, 2) // a new window
}

// TestAttemptsOfOneAccount: thirty from all addresses.
func TestAttemptsOfOneAccount(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	for i := range 3 {
		w.fail(t, 10, fmt.Sprint("192.0.2.", i), hr)
	}
	w.limited(t, "198.51.100.1", hr, 300)
	w.limited(t, "198.51.100.2", hr, 300)
	w.events(t, 1)
	_, err := w.loginFrom(t, "192.0.2.1", manager, "passwd")
	must(t, err)
}

// TestAttemptsOverAccounts: a hundred from one address.
func TestAttemptsOverAccounts(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	w.fail(t, 1, "192.0.2.1", hr)
	w.exec(t, `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 98)
INSERT INTO attempts (id, kind, account, address, at) SELECT 'x' || i, kind, 'someone-' || i, address, at FROM attempts, n`)
	w.fail(t, 1, "192.0.2.1", manager)
	w.limited(t, "192.0.2.1", manager, 300)
	w.limited(t, "192.0.2.1", hr, 300)
	w.events(t, 1)
	_, err := w.loginFrom(t, "192.0.2.2", hr, "passwd")
	must(t, err)
	if n := w.count(t, `SELECT count(*) FROM attempts`); n != 100 {
		t.Errorf("%d attempts are kept", n)
	}
}

// TestSuccessesDoNotCount, nor what was not tried after all.
func TestSuccessesDoNotCount(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	w.exec(t, `UPDATE accounts SET password_hash = 'v1.1.AAAA' WHERE role = 'finance'`)
	for range 2 {
		_, err := w.loginFrom(t, "192.0.2.1", hr, "passwd")
		must(t, err)
		_, err = w.loginFrom(t, "192.0.2.1", "admin@north.example", "passwd") // as far as the challenge
		must(t, err)
		_, err = w.loginFrom(t, "192.0.2.1", "finance@north.example", "passwd")
		wantCode(t, err, "encryption-unavailable")
	}
	w.exec(t, `UPDATE subscriptions SET suspended = 1`)
	for range 2 {
		_, err := w.loginFrom(t, "192.0.2.1", manager, "passwd")
		wantCode(t, err, "subscription-suspended")
	}
	if n := w.count(t, `SELECT count(*) FROM attempts`); n != 0 {
		t.Errorf("%d attempts count", n)
	}
}

// TestAttemptsAtOnce: of a hundred at the same instant, ten are tried.
func TestAttemptsAtOnce(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	var all sync.WaitGroup
	for range 100 {
		all.Go(func() {
			if _, err := w.loginFrom(t, "192.0.2.1", hr, "wrong"); !errors.Is(err, domain.ErrCredentials) && !errors.Is(err, domain.RateLimited(0, 0)) {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if n := w.count(t, `SELECT count(*) FROM ledger WHERE action = 'auth.login-failed'`); n != 10 {
		t.Errorf("%d were tried", n)
	}
	w.events(t, 1)
}

// TestAttemptsKeepNobody: neither the ledger nor the table has an email or an
// IP address.
func TestAttemptsKeepNobody(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	w.fail(t, 10, "192.0.2.1", hr)
	w.limited(t, "192.0.2.1", hr, 300)
	const rows = `SELECT account || address AS text FROM attempts UNION ALL SELECT entity_id || after FROM ledger WHERE action LIKE 'auth.%'`
	for _, personal := range []string{"hr@", "192.0.2"} {
		if n := w.count(t, `SELECT count(*) FROM (`+rows+`) WHERE instr(text, ?) > 0`, db.Text(personal)); n != 0 {
			t.Errorf("%s stands in %d places", personal, n)
		}
	}
}
