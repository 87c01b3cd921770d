package store_test

import (
	"testing"

	"ringfence/domain"
	"ringfence/store"
	"ringfence/store/webauthn/webauthntest"
)

// waiting is the challenge of a sign-in that waits for its second step.
func (w *world) waiting(t testing.TB) string {
	t.Helper()
	e, err := w.as(t, store.Request{ID: "req"}).Login(ctx, "hr@north.example", "passwd", "a browser")
	must(t, err)
	if e.Session != nil {
		t.Fatal("no second step is asked for")
	}
	return e.Challenge
}

func (w *world) second(t testing.TB, challenge string) string {
	t.Helper()
	c, err := w.as(t, store.Request{}).BeginSecondPasskey(ctx, north, challenge)
	must(t, err)
	if len(c.Known) != 1 || c.Known[0].Transports != "usb nfc" {
		t.Errorf("asks for %+v", c.Known)
	}
	return c.Challenge
}

func (w *world) answerWith(t testing.TB, challenge string, u store.UsedPasskey) (*store.Entry, int64, error) {
	t.Helper()
	counted, stats := store.WithStats(ctx)
	e, err := w.as(t, store.Request{ID: "req"}).AnswerWithPasskey(counted, north, challenge, u, "a browser")
	return e, stats.RoundTrips, err
}

// TestSecondPasskey: a password of an account that has a passkey is not
// enough; the passkey is the second step, once.
func TestSecondPasskey(t *testing.T) {
	t.Parallel()
	w, _, a := withPasskey(t)
	a.User = nil // an old security key keeps no handle
	challenge := w.waiting(t)
	u := used(a, w.second(t, challenge))
	e, trips, err := w.answerWith(t, challenge, u)
	if err != nil || e.Session == nil || trips != 2 {
		t.Fatalf("%+v, %v, %d round trips", e, err, trips)
	}
	if action, _, after := w.newest(t); action != "auth.login" || after != `{"method":"password+passkey"}` {
		t.Errorf("entered as %s %s", action, after)
	}
	_, _, err = w.answerWith(t, challenge, u)
	wantIs(t, err, domain.ErrPasskey)
	_, err = w.as(t, store.Request{}).BeginSecondPasskey(ctx, north, challenge)
	wantIs(t, err, domain.ErrPasskey)
}

// TestSecondPasskeyRefused: each takes one of the challenge's five tries.
func TestSecondPasskeyRefused(t *testing.T) {
	t.Parallel()
	w, _, a := withPasskey(t)
	stranger := w.device(t, "ES256", "manager")
	w.add(t, w.signIn(t, "north", "manager"), stranger)
	challenge, other := w.waiting(t), w.waiting(t)
	for name, u := range map[string]func() store.UsedPasskey{
		"another account's passkey":   func() store.UsedPasskey { return used(stranger, w.second(t, challenge)) },
		"another sign-in's challenge": func() store.UsedPasskey { return used(a, w.second(t, other)) },
		"a challenge for signing in":  func() store.UsedPasskey { return used(a, w.asked(t)) },
		"another owner": func() store.UsedPasskey {
			u := used(a, w.second(t, challenge))
			u.UserHandle = stranger.Handle()
			return u
		},
		"nobody verified": func() store.UsedPasskey { return used(unverified(*a), w.second(t, challenge)) },
	} {
		_, _, err := w.answerWith(t, challenge, u())
		if wantIs(t, err, domain.ErrPasskey); t.Failed() {
			t.Error(name)
		}
		if action, _, _ := w.newest(t); action != "auth.passkey-failed" {
			t.Errorf("%s is entered as %s", name, action)
		}
	}
	_, err := w.as(t, store.Request{}).BeginSecondPasskey(ctx, north, challenge)
	wantIs(t, err, domain.ErrPasskey) // five tries are gone
	_, _, err = w.answerWith(t, other, used(a, w.second(t, other)))
	wantIs(t, err, nil)
}

func unverified(a webauthntest.Authenticator) *webauthntest.Authenticator {
	a.Flags = webauthntest.UserPresent
	return &a
}
