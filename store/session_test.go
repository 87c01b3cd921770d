package store_test

import (
	"encoding/base64"
	"errors"
	"testing"

	"ringfence/domain"
	"ringfence/store"
	"ringfence/store/db"
	"ringfence/store/db/dbtest"
)

// login signs in at north and counts the round trips.
func (w *world) login(t *testing.T, email, pass string) (*store.Session, int64, error) {
	t.Helper()
	tenant := w.as(t, store.Request{ID: "req"})
	counted, stats := store.WithStats(ctx)
	e, err := tenant.Login(counted, email, pass, "a browser")
	if e == nil {
		return nil, stats.RoundTrips, err
	}
	return e.Session, stats.RoundTrips, err
}

// TestLogin: two round trips, a session of twelve hours, an entry, and a hash
// with today's parameters in place of the old one (AUTH-2).
func TestLogin(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	const hashSQL = `SELECT password_hash FROM accounts WHERE role = 'hr'`
	old := dbtest.One(t, w.db("north"), hashSQL)
	s, trips, err := w.login(t, "HR@north.example", "passwd")
	must(t, err)
	if trips != 2 || s.User.Role != domain.HR || s.User.ID != w.account(t, "north", "hr") || s.ExpiresAt != noon+12*hour || s.Device != "a browser" {
		t.Errorf("%d round trips, %+v", trips, s)
	}
	if action, _, _ := w.lastEntry(t); action != "auth.login" {
		t.Errorf("entered as %s", action)
	}
	if dbtest.One(t, w.db("north"), hashSQL) == old {
		t.Error("the old hash stands")
	}
	req := store.Request{SessionID: s.ID, AccountID: s.User.ID, Role: domain.HR, Allow: domain.AllRoles}
	_, err = w.check(t, req)
	must(t, err)
	w.exec(t, `UPDATE accounts SET disabled = 1 WHERE role = 'hr'`)
	_, _, err = w.login(t, "hr@north.example", "passwd") // the new hash, and the account no longer
	wantIs(t, err, domain.ErrCredentials)
}

// TestNewID: what sessions and links go by has 128 bits, and no two are alike
// (ASVS 7.2.3).
func TestNewID(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for range 1000 {
		id := store.NewID()
		if raw, err := base64.RawURLEncoding.DecodeString(id); err != nil || len(raw) != 16 || seen[id] {
			t.Fatalf("%q", id)
		}
		seen[id] = true
	}
}

// TestLoginReplaces: signing in anew in one browser ends what it held before,
// and no other (ASVS 7.2.4).
func TestLoginReplaces(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	held, other := w.signIn(t, "north", "hr"), w.signIn(t, "north", "hr")
	_, err := w.as(t, store.Request{ID: "req", Replaces: held.SessionID}).Login(ctx, "hr@north.example", "passwd", "a browser")
	must(t, err)
	_, err = w.check(t, held)
	wantIs(t, err, domain.ErrUnauthenticated)
	_, err = w.check(t, other)
	must(t, err)
}

// TestLoginFails with the same words and the same round trips whether the
// account exists or not, and with an entry that says no more than it may.
func TestLoginFails(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	for email, actor := range map[string]string{"hr@north.example": w.account(t, "north", "hr"), "nobody@north.example": "fp:"} {
		s, trips, err := w.login(t, email, "wrong")
		if s != nil || !errors.Is(err, domain.ErrCredentials) || trips != 2 {
			t.Errorf("%s: %v, %d round trips", email, err, trips)
		}
		row := dbtest.Read(t, w.db("north"), db.Q(`SELECT action, entity_id, actor FROM ledger ORDER BY seq DESC LIMIT 1`))[0][0]
		if row[0].S != "auth.login-failed" || row[1].S[:3] != actor[:3] || row[2].S != "anonymous" {
			t.Errorf("%s: %v", email, row)
		}
	}
	if n := w.count(t, `SELECT count(*) FROM ledger WHERE instr(entity_id, 'nobody') > 0`) + w.count(t, `SELECT count(*) FROM sessions`); n != 0 {
		t.Error("an address is in the ledger, or a session was begun")
	}
}

// TestLoginWork: a refused log-in costs one derivation, no more and no less,
// whether there is no account, one without a password, a disabled one, or one
// whose organisation takes no passwords; a right one costs another to replace
// an old hash, and then none (AUTH-2).
func TestLoginWork(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	spent := func(name, email, pass string, want int64) {
		t.Helper()
		before := w.derived.Load()
		_, _, _ = w.login(t, email, pass)
		if got := w.derived.Load() - before; got != want {
			t.Errorf("%s: %d iterations, want %d", name, got, want)
		}
	}
	spent("an old hash", "hr@north.example", "passwd", 1+lightWork)
	spent("today's", "hr@north.example", "passwd", lightWork)
	spent("the wrong password", "hr@north.example", "wrong", lightWork)
	spent("no account", "nobody@north.example", "wrong", lightWork)
	w.exec(t, `UPDATE accounts SET password_hash = '' WHERE role = 'finance'`)
	spent("no password", "finance@north.example", "wrong", lightWork)
	w.exec(t, `UPDATE accounts SET disabled = 1 WHERE role = 'hr'`)
	spent("disabled", "hr@north.example", "wrong", lightWork)
	w.exec(t, `UPDATE subscriptions SET suspended = 1`)
	spent("suspended", "hr@north.example", "passwd", lightWork)
}

// TestLoginOutsideTheWindow: an admin, and nobody else (SUB-3).
func TestLoginOutsideTheWindow(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	w.exec(t, `UPDATE subscriptions SET suspended = 1`)
	_, _, err := w.login(t, "hr@north.example", "passwd")
	wantCode(t, err, "subscription-suspended")
	_, _, err = w.login(t, "admin@north.example", "passwd")
	wantCode(t, err, "")
}

// TestLoginWithoutLedger: a sign-in that cannot be entered does not happen.
func TestLoginWithoutLedger(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	w.exec(t, `CREATE TRIGGER broken BEFORE INSERT ON ledger BEGIN SELECT RAISE(ABORT, 'ringfence:broken'); END`)
	for _, pass := range []string{"passwd", "wrong"} {
		if s, _, err := w.login(t, "hr@north.example", pass); s != nil || err == nil || errors.Is(err, domain.ErrCredentials) {
			t.Errorf("%v, %v", s, err)
		}
	}
	if n := w.count(t, `SELECT count(*) FROM sessions`); n != 0 {
		t.Error("a session was begun")
	}
}

// TestSessions: one's own live ones, to list and to end (AUTH-5).
func TestSessions(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	gone := w.signIn(t, "north", "hr")
	w.pass(30 * minute)
	phone, desk, other := w.signIn(t, "north", "hr"), w.signIn(t, "north", "hr"), w.signIn(t, "north", "admin")
	wantSessions := func(want int) {
		t.Helper()
		list, err := w.as(t, desk).Sessions(ctx)
		current := 0
		for _, s := range list {
			if s.Current == (s.ID == desk.SessionID) && s.Current {
				current++
			}
		}
		if err != nil || len(list) != want || current != 1 {
			t.Errorf("%+v, %v, want %d", list, err, want)
		}
	}
	wantSessions(2)
	w.exec(t, `UPDATE sessions SET expires_at = ? WHERE id = ?`, db.Int(w.clock.Load()), db.Text(phone.SessionID))
	wantSessions(1) // one ends at the millisecond
	w.exec(t, `UPDATE sessions SET expires_at = expires_at + 1 WHERE id = ?`, db.Text(phone.SessionID))
	wantSessions(2)
	for _, id := range []string{other.SessionID, "nothing"} {
		_, err := w.as(t, desk).EndSession(ctx, id)
		wantIs(t, err, domain.ErrNotFound)
	}
	end := func(tenant *store.Tenant, change *store.Change, err error) {
		t.Helper()
		must(t, err)
		must(t, tenant.Commit(ctx, change, store.Answer{}))
	}
	tenant := w.as(t, desk)
	change, err := tenant.EndSession(ctx, phone.SessionID)
	end(tenant, change, err)
	_, err = w.check(t, phone)
	wantIs(t, err, domain.ErrUnauthenticated)
	wantSessions(1)

	w.signIn(t, "north", "hr")
	tenant = w.as(t, desk)
	change, err = tenant.EndOtherSessions(ctx)
	end(tenant, change, err)
	wantSessions(1)
	_, err = w.check(t, other)
	wantIs(t, err, nil)
	_, err = w.check(t, gone)
	wantIs(t, err, domain.ErrUnauthenticated)

	tenant = w.as(t, desk)
	change, err = tenant.Logout(ctx)
	end(tenant, change, err)
	_, err = w.check(t, desk)
	wantIs(t, err, domain.ErrUnauthenticated)
}
