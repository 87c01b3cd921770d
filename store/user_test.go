package store_test

import (
	"strings"
	"testing"

	"ringfence/domain"
	"ringfence/store"
	"ringfence/store/db"
	"ringfence/store/db/dbtest"
)

const firstPassword = "harbour-lantern-fifty-two"

// invite invites somebody and returns the account and the token of the link.
func (w *world) invite(t testing.TB, email string, role domain.Role) (domain.UserAccount, string) {
	t.Helper()
	tenant := w.as(t, w.signIn(t, "north", "admin"))
	u, c, err := tenant.InviteUser(ctx, email, "Nia Rees", role)
	must(t, err)
	must(t, tenant.Commit(ctx, c, store.Answer{}))
	return u, w.token(t)
}

// token is that of the newest message's link.
func (w *world) token(t testing.TB) string {
	t.Helper()
	list, err := w.as(t, store.Request{}).Outbox(ctx)
	must(t, err)
	_, link, _ := strings.Cut(list[0].Text, ":\n")
	link, _, _ = strings.Cut(link, "\n")
	return link[strings.LastIndex(link, "/")+1:]
}

// set changes an account as the admin, committing behind what meanwhile does.
func (w *world) set(t testing.TB, id string, edit func(*domain.UserAccount), meanwhile func()) error {
	t.Helper()
	tenant := w.as(t, w.signIn(t, "north", "admin"))
	_, c, err := tenant.EditUser(ctx, id, 0, edit)
	if err != nil {
		return err
	}
	meanwhile()
	return tenant.Commit(ctx, c, store.Answer{})
}

// TestLinksAtRest: the database holds no token and no address of a link.
func TestLinksAtRest(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	u, token := w.invite(t, "NIA@elsewhere.example", domain.HR)
	stored := dbtest.One(t, w.db("north"), `SELECT hash FROM links WHERE account_id = ?`, db.Text(u.ID)).Text()
	if len(token) != 22 || len(stored) != 64 || strings.Contains(stored, token) || u.Email != "nia@elsewhere.example" {
		t.Errorf("token %q is stored as %q", token, stored)
	}
	if n := w.count(t, `SELECT count(*) FROM accounts WHERE id = ? AND password_hash = '' AND accepted_at IS NULL`, db.Text(u.ID)); n != 1 {
		t.Error("an invited account has a password")
	}
	if n := w.count(t, `SELECT count(*) FROM ledger WHERE instr(before || after || entity_id, ?) + instr(before || after || entity_id, 'elsewhere') > 0`, db.Text(token)); n != 0 {
		t.Error("the ledger has the token or the address")
	}
}

// TestInvitationLives seven days, to the millisecond.
func TestInvitationLives(t *testing.T) {
	t.Parallel()
	for passed, code := range map[int64]string{7*day - 1: "", 7 * day: "invalid-token"} {
		w := withClinic(t)
		_, token := w.invite(t, "nia@elsewhere.example", domain.HR)
		w.pass(passed)
		wantCode(t, w.as(t, store.Request{}).AcceptInvitation(ctx, token, firstPassword), code)
	}
}

// TestResetLives half an hour, to the millisecond.
func TestResetLives(t *testing.T) {
	t.Parallel()
	for passed, code := range map[int64]string{30*minute - 1: "", 30 * minute: "invalid-token"} {
		w := withClinic(t)
		must(t, w.as(t, store.Request{}).RequestReset(ctx, "hr@north.example"))
		token := w.token(t)
		w.pass(passed)
		wantCode(t, w.as(t, store.Request{}).ResetPassword(ctx, token, firstPassword), code)
	}
}

// TestLinkOvertaken: what happens between the look at a link and its use
// refuses the use, and nothing of it is written.
func TestLinkOvertaken(t *testing.T) {
	t.Parallel()
	for name, meanwhile := range map[string]string{
		"used":             `UPDATE links SET used_at = 1`,
		"replaced":         `UPDATE links SET hash = 'x'`,
		"expired":          `UPDATE links SET expires_at = 0`,
		"account disabled": `UPDATE accounts SET disabled = 1 WHERE role = 'hr'`,
		"account changed":  `UPDATE accounts SET version = version + 1 WHERE role = 'hr'`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := withClinic(t)
			must(t, w.as(t, store.Request{}).RequestReset(ctx, "hr@north.example"))
			token := w.token(t)
			old := dbtest.One(t, w.db("north"), `SELECT password_hash FROM accounts WHERE role = 'hr'`)
			tenant := w.as(t, store.Request{})
			w.faults.Before("north", 2, func() { w.exec(t, meanwhile) })
			wantIs(t, tenant.ResetPassword(ctx, token, firstPassword), store.ErrStale)
			if dbtest.One(t, w.db("north"), `SELECT password_hash FROM accounts WHERE role = 'hr'`) != old {
				t.Error("the password was changed")
			}
			if n := w.count(t, `SELECT count(*) FROM ledger WHERE action = 'auth.password-reset'`) + w.count(t, `SELECT count(*) - 1 FROM outbox`); n != 0 {
				t.Error("it was entered, or told")
			}
		})
	}
}

// TestLastAdmin is kept by the database, whatever was decided before.
func TestLastAdmin(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	admin, other := w.account(t, "north", "admin"), w.account(t, "north", "manager")
	w.exec(t, `UPDATE accounts SET role = 'admin' WHERE id = ?`, db.Text(other))
	demote := func(u *domain.UserAccount) { u.Role = domain.HR }
	gone := func() { w.exec(t, `UPDATE accounts SET role = 'hr' WHERE id = ?`, db.Text(other)) }
	wantIs(t, w.set(t, admin, demote, gone), domain.ErrLastAdmin)
	wantIs(t, w.set(t, admin, func(u *domain.UserAccount) { u.Disabled = true }, func() {}), domain.ErrLastAdmin)
	if n := w.count(t, `SELECT count(*) FROM accounts WHERE role = 'admin' AND disabled = 0`); n != 1 {
		t.Errorf("%d administrators", n)
	}
}

// TestSeatTaken between the decision and the write.
func TestSeatTaken(t *testing.T) {
	t.Parallel()
	w := withClinic(t) // seven accounts, ten seats
	w.exec(t, `UPDATE subscriptions SET seats = 8`)
	tenant := w.as(t, w.signIn(t, "north", "admin"))
	_, c, err := tenant.InviteUser(ctx, "late@elsewhere.example", "Late", domain.HR)
	must(t, err)
	w.invite(t, "early@elsewhere.example", domain.HR)
	wantIs(t, tenant.Commit(ctx, c, store.Answer{}), store.ErrStale)
	_, _, err = tenant.Again().InviteUser(ctx, "late@elsewhere.example", "Late", domain.HR)
	wantIs(t, err, domain.ErrSeatLimit)
	hr := w.account(t, "north", "hr")
	must(t, w.set(t, hr, func(u *domain.UserAccount) { u.Disabled = true }, func() {}))
	taken := func() { w.invite(t, "third@elsewhere.example", domain.HR) }
	wantIs(t, w.set(t, hr, func(u *domain.UserAccount) { u.Disabled = false }, taken), store.ErrStale)
}

// TestEmailTaken between the decision and the write.
func TestEmailTaken(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	tenant := w.as(t, w.signIn(t, "north", "admin"))
	_, c, err := tenant.InviteUser(ctx, "nia@elsewhere.example", "Late", domain.HR)
	must(t, err)
	w.invite(t, "nia@elsewhere.example", domain.HR)
	wantIs(t, tenant.Commit(ctx, c, store.Answer{}), domain.ErrEmailTaken)
	if n := w.count(t, `SELECT count(*) FROM outbox`); n != 1 {
		t.Errorf("%d messages", n)
	}
}

// TestUsersNeedMail: where nothing can be sent nothing is done (design D8).
func TestUsersNeedMail(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	w.keep = false
	w.Store = w.process(t, masterKey(1))
	before := w.count(t, `SELECT count(*) FROM ledger`)
	_, _, err := w.as(t, w.signIn(t, "north", "admin")).InviteUser(ctx, "nia@elsewhere.example", "Nia", domain.HR)
	wantIs(t, err, domain.ErrMail)
	for _, email := range []string{"hr@north.example", "nobody@north.example"} {
		wantIs(t, w.as(t, store.Request{}).RequestReset(ctx, email), domain.ErrMail)
	}
	if n := w.count(t, `SELECT count(*) FROM ledger`) - before + w.count(t, `SELECT count(*) FROM attempts`) + w.count(t, `SELECT count(*) FROM links`); n != 0 {
		t.Errorf("%d rows were written", n)
	}
}

// TestResetForNobody does the same in the same round trips, and keeps nothing
// but an entry without the address.
func TestResetForNobody(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	for email, rows := range map[string]int64{"hr@north.example": 2, "nobody@north.example": 0} {
		before := w.count(t, `SELECT (SELECT count(*) FROM links) + (SELECT count(*) FROM outbox)`)
		counted, stats := store.WithStats(ctx)
		must(t, w.as(t, store.Request{}).RequestReset(counted, email))
		action, _, _ := w.lastEntry(t)
		if got := w.count(t, `SELECT (SELECT count(*) FROM links) + (SELECT count(*) FROM outbox)`) - before; got != rows || stats.RoundTrips != 2 || action != "auth.reset-request" {
			t.Errorf("%s: %d rows, %d round trips, %s", email, got, stats.RoundTrips, action)
		}
	}
	if n := w.count(t, `SELECT count(*) FROM ledger WHERE instr(entity_id, 'nobody') > 0`); n != 0 {
		t.Error("the address is in the ledger")
	}
}

// TestOldLinksGo: the nightly visit takes links away a day after they stopped working.
func TestOldLinksGo(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	must(t, w.as(t, store.Request{}).RequestReset(ctx, "hr@north.example"))
	for _, c := range []struct{ later, left int64 }{{0, 1}, {30*minute + day - 12*hour - 1, 1}, {1, 0}} {
		w.pass(c.later)
		must(t, w.MarkAllDue(ctx))
		w.pass(6 * hour)
		_, err := w.RunJobs(ctx)
		must(t, err)
		if n := w.count(t, `SELECT count(*) FROM links`); n != c.left {
			t.Errorf("%d links", n)
		}
	}
}
