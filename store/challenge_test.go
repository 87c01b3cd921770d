package store_test

import (
	"errors"
	"sync"
	"testing"
	"time"

	"ringfence/domain"
	"ringfence/store"
	"ringfence/store/db"
)

// code is the admin's authenticator's, some steps from now.
func (w *world) code(steps int64) string {
	return domain.TOTPCode(secret, domain.TOTPStep(time.UnixMilli(w.clock.Load()))+steps)
}

// challenge takes the admin's first step.
func (w *world) challenge(t testing.TB) string {
	t.Helper()
	e, err := w.loginFrom(t, "192.0.2.1", "admin@north.example", "passwd")
	must(t, err)
	if e.Session != nil || len(e.Challenge) != 22 {
		t.Fatalf("%+v", e)
	}
	return e.Challenge
}

func (w *world) answer(t testing.TB, challenge, code string) (*store.Entry, error) {
	t.Helper()
	return w.as(t, store.Request{ID: "req", Address: "192.0.2.1"}).Answer(ctx, challenge, code, "a browser")
}

// TestSecondStep: a session, an entry that says how, and neither challenge nor
// code a second time.
func TestSecondStep(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	first, second := w.challenge(t), w.challenge(t)
	if n := w.count(t, `SELECT count(*) FROM sessions`); n != 0 {
		t.Fatal("a session begins without the second step")
	}
	e, err := w.answer(t, first, w.code(0))
	must(t, err)
	if e.Session == nil || e.Session.User.Role != domain.Admin || e.Challenge != "" {
		t.Errorf("%+v", e)
	}
	if n := w.count(t, `SELECT count(*) FROM ledger WHERE action = 'auth.login' AND after = '{"method":"password+totp"}'`); n != 1 {
		t.Errorf("%d entries", n)
	}
	for challenge, code := range map[string]string{first: w.code(1), second: w.code(0), "nothing": w.code(1)} {
		_, err := w.answer(t, challenge, code)
		wantCode(t, err, "invalid-code")
	}
	_, err = w.answer(t, second, w.code(-1)) // older than one that was used
	wantCode(t, err, "invalid-code")
	_, err = w.answer(t, second, w.code(1))
	must(t, err)
}

// TestChallengeEnds after five tries, after five minutes, and when the account
// is no longer as it was.
func TestChallengeEnds(t *testing.T) {
	t.Parallel()
	for name, spoil := range map[string]func(*world, string){
		"five tries": func(w *world, challenge string) {
			for range 5 {
				_, err := w.answer(t, challenge, "000000")
				wantCode(t, err, "invalid-code")
			}
		},
		"five minutes": func(w *world, _ string) { w.pass(5 * minute) },
		"new password": func(w *world, _ string) { w.exec(t, `UPDATE accounts SET version = version + 1`) },
		"disabled": func(w *world, _ string) {
			w.exec(t, `UPDATE accounts SET role = 'admin' WHERE role = 'hr'`) // one must stay
			w.exec(t, `UPDATE accounts SET disabled = 1 WHERE name = 'admin'`)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := withClinic(t)
			challenge := w.challenge(t)
			spoil(w, challenge)
			_, err := w.answer(t, challenge, w.code(0))
			wantCode(t, err, "invalid-code")
		})
	}
	w := withClinic(t)
	challenge := w.challenge(t)
	for range 4 {
		_, err := w.answer(t, challenge, "000000")
		wantCode(t, err, "invalid-code")
	}
	w.pass(5*minute - 1)
	_, err := w.answer(t, challenge, w.code(0))
	must(t, err)
}

// TestNewChallengesBringNoNewTries: who has the password may guess ten codes.
func TestNewChallengesBringNoNewTries(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	for range 10 {
		_, err := w.answer(t, w.challenge(t), "000000")
		wantCode(t, err, "invalid-code")
	}
	_, err := w.answer(t, w.challenge(t), w.code(0))
	wantCode(t, err, "rate-limited")
	w.events(t, 1)
}

// TestOneCodeAtOnce: of many requests with one code at the same instant, each
// with a challenge of its own, one gets in.
func TestOneCodeAtOnce(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	challenges := make([]string, 8)
	for i := range challenges {
		challenges[i] = w.challenge(t)
	}
	var all sync.WaitGroup
	for _, challenge := range challenges {
		all.Go(func() {
			if _, err := w.answer(t, challenge, w.code(0)); err != nil && !errors.Is(err, store.ErrStale) && !errors.Is(err, domain.ErrCode) {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if n := w.count(t, `SELECT count(*) FROM sessions`); n != 1 {
		t.Errorf("%d sessions", n)
	}
}

// TestEnrolmentGate: an administrator without a second factor, and everybody
// where it is asked of all, reach only what is open to them (AUTH-6).
func TestEnrolmentGate(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	admin, clinical := w.signIn(t, "north", "admin"), w.signIn(t, "north", "clinical")
	gate := func(req store.Request, code string, missing bool) {
		t.Helper()
		_, err := w.check(t, req)
		wantCode(t, err, code)
		req.Enrols = true
		access, err := w.check(t, req)
		must(t, err)
		if access.MFAMissing != missing {
			t.Errorf("missing: %v", access.MFAMissing)
		}
	}
	gate(admin, "", false)
	gate(clinical, "", false)
	w.exec(t, `UPDATE authenticators SET confirmed_at = NULL`)
	gate(admin, "mfa-enrolment-required", true)
	gate(clinical, "", false)
	w.exec(t, `UPDATE settings SET mfa_required_for_all = 1`)
	gate(clinical, "mfa-enrolment-required", true)
	clinical.Allow = domain.Only(domain.Admin)
	_, err := w.check(t, clinical) // before it learns what it may not
	wantCode(t, err, "mfa-enrolment-required")
}

// TestEnrolSoonAfterSigningIn, to the millisecond; and only so does an
// administrator take another's factors away (ASVS 7.5.1).
func TestEnrolSoonAfterSigningIn(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	req, admin := w.signIn(t, "north", "hr"), w.signIn(t, "north", "admin")
	try := func(want error) {
		t.Helper()
		_, _, err := w.as(t, req).EnrolTOTP(ctx)
		wantIs(t, err, want)
		_, err = w.as(t, admin).RemoveFactors(ctx, req.AccountID)
		wantIs(t, err, want)
	}
	w.pass(10 * minute)
	try(nil)
	w.pass(1)
	try(domain.ErrNotRecent)
}

// TestNoSessionOnWhatIsNoLongerSo: an account that changes between the proof
// and the session is asked anew.
func TestNoSessionOnWhatIsNoLongerSo(t *testing.T) {
	t.Parallel()
	for _, change := range []string{`version = version + 1`, `disabled = 1`} {
		w := withClinic(t)
		w.exec(t, `CREATE TRIGGER meanwhile AFTER DELETE ON attempts BEGIN UPDATE accounts SET `+change+` WHERE role = 'hr'; END`)
		_, err := w.loginFrom(t, "192.0.2.1", hr, "passwd")
		wantIs(t, err, store.ErrStale)
		if n := w.count(t, `SELECT count(*) FROM sessions WHERE account_id = ?`, db.Text(w.account(t, "north", "hr"))); n != 0 {
			t.Errorf("%s: a session", change)
		}
		if n := w.count(t, `SELECT count(*) FROM attempts`); n != 0 {
			t.Errorf("%s: the right password counts as a failure", change)
		}
	}
}
