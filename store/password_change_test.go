package store_test

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"ringfence/domain"
	"ringfence/store"
)

// change changes hr's password from "passwd".
func (w *world) change(t *testing.T, pass string) error {
	t.Helper()
	tenant := w.as(t, w.signIn(t, "north", "hr"))
	change, err := tenant.ChangePassword(ctx, "passwd", pass)
	if err != nil {
		return err
	}
	return tenant.Commit(ctx, change, store.Answer{})
}

// TestBreachedPassword: the range API decides; where it does not answer, the
// list does, and the log hears of it (AUTH-2). Nothing is left behind.
func TestBreachedPassword(t *testing.T) {
	t.Parallel()
	down, told := false, 0
	pwned := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if down {
			rw.WriteHeader(http.StatusBadGateway)
			return
		}
		answer := strings.Repeat("0", 35) + ":0\r\n"
		if r.URL.Path == "/range/4B72B" { // of "pelican dust at six": printf … | sha1sum
			answer += "268B63C80248ED1D8EF1C6F922BFA2BCD87:3\r\n"
		}
		_, _ = io.WriteString(rw, answer)
	}))
	defer pwned.Close()
	w := withClinic(t)
	w.breaches.Base, w.breaches.HTTP, w.breaches.Log = pwned.URL, pwned.Client(), func(error) { told++ }
	before := w.count(t, `SELECT count(*) FROM ledger`)
	wantField(t, w.change(t, "pelican dust at six"), "new breached")
	down = true
	wantField(t, w.change(t, "iloveyou1"), "new breached")
	if n := w.count(t, `SELECT count(*) FROM ledger`) - before + w.count(t, `SELECT count(*) FROM attempts`); n != 0 || told != 1 {
		t.Errorf("%d things are left, the log was told %d times", n, told)
	}
	must(t, w.change(t, "pelican dust at six")) // the list does not know it
	if told != 2 {
		t.Errorf("the log was told %d times", told)
	}
}

// TestPasswordEndsSessions, and sign-ins that wait for their second step, in
// the same write as the password.
func TestPasswordEndsSessions(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	here, elsewhere, others := w.signIn(t, "north", "admin"), w.signIn(t, "north", "admin"), w.signIn(t, "north", "hr")
	challenge := w.challenge(t)
	tenant := w.as(t, here)
	change, err := tenant.ChangePassword(ctx, "passwd", "pelican dust at six")
	must(t, err)
	_, err = w.check(t, elsewhere)
	must(t, err) // decided, not yet made
	must(t, tenant.Commit(ctx, change, store.Answer{}))
	for req, want := range map[store.Request]error{here: nil, elsewhere: domain.ErrUnauthenticated, others: nil} {
		_, err := w.check(t, req)
		wantIs(t, err, want)
	}
	_, err = w.answer(t, challenge, w.code(0))
	wantIs(t, err, domain.ErrCode)
}

// wantField fails unless err refuses that field with that code.
func wantField(t *testing.T, err error, want string) {
	t.Helper()
	var refusal *domain.Error
	if !errors.As(err, &refusal) || len(refusal.Fields) != 1 || refusal.Fields[0].Field+" "+refusal.Fields[0].Code != want {
		t.Errorf("%v, want %s", err, want)
	}
}
