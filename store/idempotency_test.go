package store_test

import (
	"errors"
	"strings"
	"testing"

	"ringfence/domain"
	"ringfence/store"
	"ringfence/store/db"
	"ringfence/store/db/dbtest"
)

var created = store.Answer{Status: 201, Location: "/there", Type: "application/json", Body: `{"ni_number":"AB123456C"}` + "\n"}

// keyed is a request with a key.
func keyed(req store.Request, key, payload string) store.Request {
	req.Idempotency = &store.IdempotencyKey{Route: "POST /api/test", Key: key, Payload: payload}
	return req
}

// wantReplay fails unless err is the answer that was kept.
func wantReplay(t *testing.T, err error, want store.Answer) {
	t.Helper()
	var replay *store.Replay
	if !errors.As(err, &replay) || replay.Answer != want {
		t.Errorf("%v, want the answer to be replayed", err)
	}
}

// begin takes the key for a request and leaves it running.
func (w *world) begin(t *testing.T, req store.Request) *store.Tenant {
	t.Helper()
	tenant := w.as(t, req)
	_, err := tenant.Check(ctx)
	must(t, err)
	return tenant
}

func TestKeyReplays(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	req := w.signIn(t, "north", "hr")
	tenant := w.begin(t, keyed(req, "k", "{}"))
	must(t, tenant.Commit(ctx, tenant.Note(1), created))
	entries := w.count(t, `SELECT count(*) FROM ledger`)
	for range 2 {
		_, err := w.check(t, keyed(req, "k", "{}"))
		wantReplay(t, err, created)
	}
	if n := w.count(t, `SELECT count(*) FROM ledger`); n != entries {
		t.Error("a replay wrote to the ledger")
	}
	_, err := w.check(t, keyed(req, "k", "{} "))
	wantCode(t, err, "idempotency-key-reused")
}

// TestKeyAfterMove: an answer that was kept for one role is not shown in
// another, which may read less, and one that is very long is not kept.
func TestKeyAfterMove(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	req := w.signIn(t, "north", "hr")
	tenant := w.begin(t, keyed(req, "k", "{}"))
	must(t, tenant.Commit(ctx, tenant.Note(1), created))
	w.exec(t, `UPDATE accounts SET role = 'readonly' WHERE id = ?`, db.Text(req.AccountID))
	_, err := w.check(t, keyed(req, "k", "{}"))
	wantCode(t, err, "idempotency-key-reused")
	long := w.begin(t, keyed(req, "long", "{}"))
	must(t, long.Refuse(ctx, store.Answer{Status: 400, Body: strings.Repeat("x", 1<<20)}))
	if n := w.count(t, `SELECT count(*) FROM idempotency WHERE key = 'long'`); n != 0 {
		t.Error("a megabyte is kept")
	}
}

// TestKeyIsWhose: of one account and one route.
func TestKeyIsWhose(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	req := w.signIn(t, "north", "hr")
	w.begin(t, keyed(req, "k", "{}"))
	_, err := w.check(t, keyed(w.signIn(t, "north", "admin"), "k", "{}"))
	wantIs(t, err, nil)
	elsewhere := keyed(req, "k", "{}")
	elsewhere.Idempotency.Route = "DELETE /api/test"
	_, err = w.check(t, elsewhere)
	wantIs(t, err, nil)
	_, err = w.check(t, keyed(w.signIn(t, "north", "hr"), "k", "{}")) // another session of the same account
	wantCode(t, err, "idempotency-in-progress")
}

// TestKeyRefusal: an error is kept and replayed like any answer.
func TestKeyRefusal(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	req := keyed(w.signIn(t, "north", "hr"), "k", "{}")
	refusal := store.Answer{Status: 400, Type: "application/problem+json", Body: `{"status":400}`}
	must(t, w.begin(t, req).Refuse(ctx, refusal))
	_, err := w.check(t, req)
	wantReplay(t, err, refusal)
}

// TestKeyReleased: after a failure that may pass, the key is free again.
func TestKeyReleased(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	req := keyed(w.signIn(t, "north", "hr"), "k", "{}")
	must(t, w.begin(t, req).Release(ctx))
	_, err := w.check(t, req)
	wantIs(t, err, nil)
}

// TestKeyReleasedTooLate: what was answered meanwhile stays.
func TestKeyReleasedTooLate(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	req := keyed(w.signIn(t, "north", "hr"), "k", "{}")
	tenant := w.begin(t, req)
	must(t, tenant.Commit(ctx, tenant.Note(1), created))
	must(t, tenant.Release(ctx))
	_, err := w.check(t, req)
	wantReplay(t, err, created)
}

// TestKeyOfTheDead: a claim is another's for a minute, then whoever repeats the
// request takes it over, and the first can no longer write.
func TestKeyOfTheDead(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	req := keyed(w.signIn(t, "north", "hr"), "k", "{}")
	first := w.begin(t, req)
	w.pass(60_000)
	_, err := w.check(t, req)
	wantCode(t, err, "idempotency-in-progress")
	w.pass(1)
	_, err = w.check(t, keyed(req, "k", "another"))
	wantCode(t, err, "idempotency-key-reused")
	second := w.begin(t, req)
	entries := w.count(t, `SELECT count(*) FROM ledger`)
	wantIs(t, first.Commit(ctx, first.Note(1), created), store.ErrStale)
	wantIs(t, first.Release(ctx), nil)
	if n := w.count(t, `SELECT count(*) FROM ledger`); n != entries {
		t.Error("the first wrote to the ledger")
	}
	must(t, second.Commit(ctx, second.Note(1), created))
	_, err = w.check(t, req)
	wantReplay(t, err, created)
}

// TestKeyLife is 24 hours, to the millisecond.
func TestKeyLife(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	tenant := w.begin(t, keyed(w.signIn(t, "north", "hr"), "k", "{}"))
	must(t, tenant.Commit(ctx, tenant.Note(1), created))
	w.clock.Store(noon + day)
	req := w.signIn(t, "north", "hr")
	_, err := w.check(t, keyed(req, "k", "{}"))
	wantReplay(t, err, created)
	w.pass(1)
	_, err = w.check(t, keyed(req, "k", "anything"))
	wantIs(t, err, nil)
}

// TestKeyAgain: deciding a request anew keeps its claim.
func TestKeyAgain(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	tenant := w.begin(t, keyed(w.signIn(t, "north", "hr"), "k", "{}")).Again()
	_, err := tenant.Check(ctx)
	must(t, err)
	must(t, tenant.Commit(ctx, tenant.Note(1), created))
}

// TestKeyAtRest: neither the payload nor the answer can be read in the file.
func TestKeyAtRest(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	tenant := w.begin(t, keyed(w.signIn(t, "north", "hr"), "k", `{"ni_number":"AB123456C"}`))
	must(t, tenant.Commit(ctx, tenant.Note(1), created))
	row := dbtest.One(t, w.db("north"), `SELECT payload || ' ' || answer FROM idempotency`).Text()
	if !strings.HasPrefix(row, "fp:") || !strings.Contains(row, " v1.1.") || strings.Contains(row, "AB123456C") {
		t.Errorf("%q", row)
	}
}

// TestKeyOfTheRefused: who is not let in learns nothing of the key, and keeps
// nobody else from it.
func TestKeyOfTheRefused(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	req := keyed(w.signIn(t, "north", "hr"), "k", "{}")
	tenant := w.begin(t, req)
	must(t, tenant.Commit(ctx, tenant.Note(1), created))
	req.Allow = domain.Only(domain.Admin)
	_, err := w.check(t, req)
	wantIs(t, err, domain.ErrForbidden)
	w.exec(t, `UPDATE sessions SET ended_at = 1`)
	_, err = w.check(t, keyed(req, "other", "{}"))
	wantIs(t, err, domain.ErrUnauthenticated)
}
