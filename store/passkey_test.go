package store_test

import (
	"encoding/base64"
	"strings"
	"sync"
	"testing"

	"ringfence/domain"
	"ringfence/store"
	"ringfence/store/db"
	"ringfence/store/db/dbtest"
	"ringfence/store/webauthn/webauthntest"
)

var north = store.Host{Name: "north.test", Origin: "https://north.test"}

// device is a new authenticator in the hands of an account's owner.
func (w *world) device(t testing.TB, algorithm, role string) *webauthntest.Authenticator {
	a := webauthntest.New(algorithm, north.Name, north.Origin)
	a.User = []byte(w.account(t, "north", role))
	return a
}

func made(name string, a *webauthntest.Authenticator, challenge string) store.NewPasskey {
	r := a.Create(challenge)
	return store.NewPasskey{Name: name, Transports: "usb nonsense nfc", ClientData: webauthntest.Text(r.ClientData),
		AuthData: webauthntest.Text(r.AuthData), PublicKey: webauthntest.Text(r.PublicKey)}
}

func used(a *webauthntest.Authenticator, challenge string) store.UsedPasskey {
	s := a.Get(challenge)
	return store.UsedPasskey{Credential: webauthntest.Text(a.ID), ClientData: webauthntest.Text(s.ClientData),
		AuthData: webauthntest.Text(s.AuthData), Signature: webauthntest.Text(s.Signature), UserHandle: a.Handle()}
}

// add registers a device in a session.
func (w *world) add(t testing.TB, req store.Request, a *webauthntest.Authenticator) store.Passkey {
	t.Helper()
	asked, err := w.as(t, req).BeginPasskey(ctx, north, "")
	must(t, err)
	tenant := w.as(t, req)
	p, _, change, err := tenant.AddPasskey(ctx, north, made("Ward 3 tablet", a, asked.Challenge))
	must(t, err)
	must(t, tenant.Commit(ctx, change, store.Answer{}))
	return p
}

// newest is the ledger's last entry: action, what of, and what it says.
func (w *world) newest(t testing.TB) (action, id, after string) {
	t.Helper()
	row := dbtest.Read(t, w.db("north"), db.Q(`SELECT action, entity_id, after FROM ledger ORDER BY seq DESC LIMIT 1`))[0][0]
	return row[0].S, row[1].S, row[2].S
}

// withPasskey is a world whose hr signs in with a passkey.
func withPasskey(t testing.TB) (*world, store.Request, *webauthntest.Authenticator) {
	t.Helper()
	w := withClinic(t)
	req, a := w.signIn(t, "north", "hr"), w.device(t, "ES256", "hr")
	w.add(t, req, a)
	return w, req, a
}

func (w *world) asked(t testing.TB) string {
	t.Helper()
	c, err := w.as(t, store.Request{}).BeginPasskeySignIn(north)
	must(t, err)
	return c.Challenge
}

func (w *world) present(t testing.TB, u store.UsedPasskey) (*store.Entry, int64, error) {
	t.Helper()
	counted, stats := store.WithStats(ctx)
	e, err := w.as(t, store.Request{ID: "req"}).PasskeyLogin(counted, north, u, "a browser")
	return e, stats.RoundTrips, err
}

// TestPasskeyLogin: two round trips, no second step, whatever the algorithm.
func TestPasskeyLogin(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	for _, algorithm := range []string{"ES256", "EdDSA", "RS256"} {
		req, a := w.signIn(t, "north", "hr"), w.device(t, algorithm, "hr")
		p := w.add(t, req, a)
		if action, id, _ := w.newest(t); action != "auth.passkey-add" || id != p.ID {
			t.Errorf("entered as %s of %s", action, id)
		}
		e, trips, err := w.present(t, used(a, w.asked(t)))
		must(t, err)
		if trips != 2 || e.Session == nil || e.Session.User.ID != req.AccountID {
			t.Errorf("%s: %d round trips, %+v", algorithm, trips, e)
		}
		if action, _, after := w.newest(t); action != "auth.login" || after != `{"method":"passkey"}` {
			t.Errorf("entered as %s %s", action, after)
		}
	}
	if n := w.count(t, `SELECT count(*) FROM passkeys WHERE transports = 'usb nfc' AND last_used_at = ? AND account_id = ?`, db.Int(noon), db.Text(w.account(t, "north", "hr"))); n != 3 {
		t.Errorf("%d passkeys are as they should be", n)
	}
	if n := w.count(t, `SELECT count(*) FROM ledger WHERE instr(after || before, 'tablet') > 0`) + w.count(t, `SELECT count(*) FROM attempts`); n != 0 {
		t.Error("a name is in the ledger, or a success counts as a failure")
	}
}

// TestPasskeyRefused: each with the same answer, and its reason in the ledger.
func TestPasskeyRefused(t *testing.T) {
	t.Parallel()
	w, _, a := withPasskey(t)
	other := w.device(t, "ES256", "admin")
	w.add(t, w.signIn(t, "north", "admin"), other)
	must(t, w.Provision(ctx, clinic("south")))
	for name, c := range map[string]struct {
		reason string
		answer func() store.UsedPasskey
	}{
		"an unknown passkey":     {"unknown", func() store.UsedPasskey { return used(w.device(t, "ES256", "hr"), w.asked(t)) }},
		"a made-up challenge":    {"challenge", func() store.UsedPasskey { return used(a, webauthntest.Text(make([]byte, 40))) }},
		"no challenge":           {"challenge", func() store.UsedPasskey { return used(a, "") }},
		"a short challenge":      {"challenge", func() store.UsedPasskey { return used(a, webauthntest.Text(make([]byte, 10))) }},
		"one without its MAC":    {"challenge", func() store.UsedPasskey { return used(a, w.asked(t)[:32]) }},
		"one with more behind":   {"challenge", func() store.UsedPasskey { return used(a, lengthened(t, w.asked(t))) }},
		"a challenge spelt anew": {"challenge", func() store.UsedPasskey { return used(a, respelt(w.asked(t))) }},
		"another tenant's":       {"challenge", func() store.UsedPasskey { return used(a, w.askedOf(t, "south.test")) }},
		"one for another host":   {"challenge", func() store.UsedPasskey { return used(a, w.askedAt(t, "care.example")) }},
		"one to register by":     {"challenge", func() store.UsedPasskey { return used(a, w.askedToRegister(t)) }},
		"an old challenge":       {"challenge", func() store.UsedPasskey { c := w.asked(t); w.pass(5 * minute); return used(a, c) }},
		"another's passkey id":   {"signature", func() store.UsedPasskey { u := used(a, w.asked(t)); return swapped(u, other) }},
		"another owner's handle": {"owner", func() store.UsedPasskey { u := used(a, w.asked(t)); u.UserHandle = other.Handle(); return u }},
		"no handle":              {"owner", func() store.UsedPasskey { u := used(a, w.asked(t)); u.UserHandle = ""; return u }},
		"another signature": {"signature", func() store.UsedPasskey {
			u := used(a, w.asked(t))
			u.Signature = used(a, w.asked(t)).Signature
			return u
		}},
		"no client data": {"malformed", func() store.UsedPasskey {
			u := used(a, w.asked(t))
			u.ClientData = webauthntest.Text([]byte("{"))
			return u
		}},
		"nothing but white space": {"malformed", func() store.UsedPasskey { u := used(a, w.asked(t)); u.AuthData = ""; return u }},
	} {
		t.Run(name, func(t *testing.T) {
			e, trips, err := w.present(t, c.answer())
			if e != nil || trips != 2 {
				t.Errorf("%v, %d round trips", e, trips)
			}
			wantIs(t, err, domain.ErrPasskey)
			action, id, after := w.newest(t)
			if action != "auth.passkey-failed" || after != `{"reason":"`+c.reason+`"}` || strings.HasPrefix(id, "fp:") != (c.reason == "unknown") {
				t.Errorf("entered as %s %s of %s, want %s", action, after, id, c.reason)
			}
			w.exec(t, `DELETE FROM attempts`)
		})
	}
	if n := w.count(t, `SELECT count(*) FROM spent_challenges`); n != 2 { // of the registrations
		t.Errorf("%d challenges are spent", n)
	}
}

// respelt is the same bytes in base64 with another last character.
func respelt(challenge string) string {
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
	last := strings.IndexByte(alphabet, challenge[len(challenge)-1])
	other := challenge[:len(challenge)-1] + string(alphabet[last^1])
	if b, err := base64.RawURLEncoding.DecodeString(other); err != nil || webauthntest.Text(b) != challenge {
		panic("it is not the same")
	}
	return other
}

func swapped(u store.UsedPasskey, other *webauthntest.Authenticator) store.UsedPasskey {
	u.Credential, u.UserHandle = webauthntest.Text(other.ID), other.Handle()
	return u
}

func (w *world) askedAt(t *testing.T, host string) string {
	t.Helper()
	c, err := w.as(t, store.Request{}).BeginPasskeySignIn(store.Host{Name: host})
	must(t, err)
	return c.Challenge
}

func (w *world) askedOf(t *testing.T, host string) string {
	t.Helper()
	tenant, err := w.Tenant(ctx, host)
	must(t, err)
	c, err := tenant.For(store.Request{}).BeginPasskeySignIn(north)
	must(t, err)
	return c.Challenge
}

func (w *world) askedToRegister(t *testing.T) string {
	t.Helper()
	c, err := w.as(t, w.signIn(t, "north", "hr")).BeginPasskey(ctx, north, "")
	must(t, err)
	return c.Challenge
}

// TestPasskeyReplayed: the same answer twice, one after the other and many at
// once, signs in once.
func TestPasskeyReplayed(t *testing.T) {
	t.Parallel()
	w, _, a := withPasskey(t)
	u := used(a, w.asked(t))
	_, _, err := w.present(t, u)
	must(t, err)
	_, _, err = w.present(t, u)
	wantIs(t, err, domain.ErrPasskey)

	u = used(a, w.asked(t))
	entered := make(chan bool, 8)
	var all sync.WaitGroup
	for range cap(entered) {
		all.Go(func() {
			e, _, err := w.present(t, u)
			entered <- e != nil && err == nil
		})
	}
	all.Wait()
	close(entered)
	times := 0
	for in := range entered {
		if in {
			times++
		}
	}
	if n := w.count(t, `SELECT count(*) FROM sessions WHERE device = 'a browser'`); times != 1 || n != 2 {
		t.Errorf("signed in %d times, %d sessions", times, n)
	}
}

// TestPasskeyCounter: one that goes back is a copy's.
func TestPasskeyCounter(t *testing.T) {
	t.Parallel()
	w, _, a := withPasskey(t)
	a.Count = 7
	_, _, err := w.present(t, used(a, w.asked(t)))
	must(t, err)
	a.Count = 7
	counted, stats := store.WithStats(ctx)
	_, err = w.as(t, store.Request{}).PasskeyLogin(counted, north, used(a, w.asked(t)), "a copy")
	wantIs(t, err, domain.ErrPasskey)
	if _, _, after := w.newest(t); after != `{"reason":"counter"}` || stats.Security == "" {
		t.Errorf("entered as %s; the log is told %q", after, stats.Security)
	}
	a.Count = 8
	_, _, err = w.present(t, used(a, w.asked(t)))
	wantIs(t, err, nil)
}

// TestPasskeyOfNobody: disabled, or outside the subscription's window.
func TestPasskeyOfNobody(t *testing.T) {
	t.Parallel()
	w, _, a := withPasskey(t)
	w.exec(t, `UPDATE subscriptions SET suspended = 1`)
	_, _, err := w.present(t, used(a, w.asked(t)))
	wantCode(t, err, "subscription-suspended")
	w.exec(t, `UPDATE subscriptions SET suspended = 0`)
	w.exec(t, `UPDATE accounts SET disabled = 1 WHERE role = 'hr'`)
	_, _, err = w.present(t, used(a, w.asked(t)))
	wantIs(t, err, domain.ErrPasskey)
}

// TestPasskeyLimit: guessing is limited like any other (AUTH-3).
func TestPasskeyLimit(t *testing.T) {
	t.Parallel()
	w, _, a := withPasskey(t)
	for range 10 {
		u := used(a, w.asked(t))
		u.Signature = ""
		_, _, err := w.present(t, u)
		wantIs(t, err, domain.ErrPasskey)
	}
	_, _, err := w.present(t, used(a, w.asked(t)))
	wantCode(t, err, "rate-limited")
	w.pass(5 * minute)
	_, _, err = w.present(t, used(a, w.asked(t)))
	wantIs(t, err, nil)
}

// lengthened is a challenge with a byte more.
func lengthened(t *testing.T, challenge string) string {
	t.Helper()
	b, err := base64.RawURLEncoding.DecodeString(challenge)
	must(t, err)
	return webauthntest.Text(append(b, 0))
}
