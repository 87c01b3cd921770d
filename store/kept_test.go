package store_test

import (
	"strings"
	"testing"

	"ringfence/domain"
	"ringfence/store"
	"ringfence/store/db"
	"ringfence/store/db/dbtest"
)

// enrol makes a role's authenticator and leaves it to be confirmed.
func (w *world) enrol(t *testing.T, role string) (store.Request, []byte) {
	t.Helper()
	req := w.signIn(t, "north", role)
	tenant := w.as(t, req)
	made, change, err := tenant.EnrolTOTP(ctx)
	must(t, err)
	must(t, tenant.Commit(ctx, change, store.Answer{}))
	return req, made
}

// TestEnrolTogether: two people set an app up at once, each their own.
func TestEnrolTogether(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	hr, hrs := w.enrol(t, "hr")
	finance, finances := w.enrol(t, "finance")
	for _, c := range []struct {
		req  store.Request
		want []byte
	}{{hr, hrs}, {finance, finances}} {
		if got, err := w.as(t, c.req).PendingTOTP(ctx); err != nil || string(got) != string(c.want) {
			t.Errorf("%x, %v, want %x", got, err, c.want)
		}
	}
	_, err := w.as(t, w.signIn(t, "north", "clinical")).PendingTOTP(ctx)
	wantIs(t, err, domain.ErrNotFound)
}

// TestRecoveryCodesAreHashed: none of them can be read in the database, with
// its strokes or without, and what is kept is the tenant's own mark of it.
func TestRecoveryCodesAreHashed(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	req, made := w.enrol(t, "hr")
	tenant := w.as(t, req)
	codes, change, err := tenant.ConfirmTOTP(ctx, domain.TOTPCode(made, domain.TOTPStep(w.now())))
	must(t, err)
	must(t, tenant.Commit(ctx, change, store.Answer{}))
	rows := dbtest.Read(t, w.db("north"), db.Q(`SELECT hash FROM recovery_codes`))[0]
	if len(rows) != len(codes) || len(codes) == 0 {
		t.Fatalf("%d rows for %d codes", len(rows), len(codes))
	}
	for _, row := range rows {
		if !strings.HasPrefix(row[0].S, "fp:") {
			t.Errorf("kept as %q", row[0].S)
		}
		for _, code := range codes {
			for _, plain := range []string{code, strings.ReplaceAll(code, "-", ""), strings.ToUpper(strings.ReplaceAll(code, "-", ""))} {
				if strings.Contains(row[0].S, plain) {
					t.Errorf("%q stands in the database", plain)
				}
			}
		}
	}
}

// TestTouchAtTheLimit: a session that has been idle for exactly as long as it
// may be is not brought back by the request that is refused, and one that has
// ended is not touched at all.
func TestTouchAtTheLimit(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	idle, ended := w.signIn(t, "north", "hr"), w.signIn(t, "north", "hr")
	w.exec(t, `UPDATE sessions SET ended_at = ? WHERE id = ?`, db.Int(noon), db.Text(ended.SessionID))
	w.pass(30 * minute)
	for range 2 {
		for _, req := range []store.Request{idle, ended} {
			_, err := w.check(t, req)
			wantIs(t, err, domain.ErrUnauthenticated)
		}
	}
	w.pass(-29 * minute)
	_, err := w.check(t, ended)
	wantIs(t, err, domain.ErrUnauthenticated)
	if n := w.count(t, `SELECT count(*) FROM sessions WHERE last_used_at <> ?`, db.Int(noon)); n != 0 {
		t.Errorf("%d sessions are touched", n)
	}
}

// TestSessionsByUse: the last used comes first.
func TestSessionsByUse(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	req := w.signIn(t, "north", "hr")
	for i, id := range []string{"b", "d", "a", "c"} {
		used := noon - []int64{3, 1, 3, 2}[i]*minute
		w.exec(t, `INSERT INTO sessions (id, account_id, created_at, last_used_at, expires_at, device) VALUES (?, ?, 0, ?, ?, '')`,
			db.Text(id), db.Text(req.AccountID), db.Int(used), db.Int(noon+hour))
	}
	list, err := w.as(t, req).Sessions(ctx)
	must(t, err)
	got := ""
	for _, s := range list[1:] {
		got += s.ID
	}
	if !list[0].Current || got != "dcab" {
		t.Errorf("%t, %q", list[0].Current, got)
	}
}

// TestOutboxOrder: the newest first, also of one instant, and no more than 200.
func TestOutboxOrder(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	w.exec(t, `WITH RECURSIVE i(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM i WHERE n < 203)
INSERT INTO outbox (id, state, tries, next_at, created_at) SELECT 'm' || n, 'sent', 1, 0, n / 2 FROM i`)
	w.exec(t, `UPDATE outbox SET created_at = 1000 WHERE id = 'm7'`)
	list, err := w.as(t, store.Request{}).Outbox(ctx)
	if err != nil || len(list) != 200 || list[0].ID != "m7" || list[1].ID != "m203" || list[2].ID != "m202" || list[199].ID != "m4" {
		t.Errorf("%d letters, %v", len(list), err)
	}
}
