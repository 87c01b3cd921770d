package store_test

import (
	"sync"
	"testing"

	"ringfence/domain"
	"ringfence/store"
	"ringfence/store/db"
	"ringfence/store/webauthn/webauthntest"
)

// TestAddPasskeyRefused: none of these is kept, and the session goes on.
func TestAddPasskeyRefused(t *testing.T) {
	t.Parallel()
	w, req, a := withPasskey(t)
	fresh := func() *webauthntest.Authenticator { return w.device(t, "ES256", "hr") }
	ask := func(of store.Request) string {
		c, err := w.as(t, of).BeginPasskey(ctx, north, "")
		must(t, err)
		return c.Challenge
	}
	spent := ask(req)
	w.keepPasskey(t, req, made("x", fresh(), spent))
	for name, n := range map[string]store.NewPasskey{
		"a challenge that is spent":     made("x", fresh(), spent),
		"one to sign in by":             made("x", fresh(), w.asked(t)),
		"another session's":             made("x", fresh(), ask(w.signIn(t, "north", "hr"))),
		"another account's":             made("x", fresh(), ask(w.signIn(t, "north", "manager"))),
		"a passkey that is known":       made("x", a, ask(req)),
		"no user verification":          made("x", with(fresh(), func(a *webauthntest.Authenticator) { a.Flags = webauthntest.UserPresent }), ask(req)),
		"another origin":                made("x", with(fresh(), func(a *webauthntest.Authenticator) { a.Origin = "https://evil.test" }), ask(req)),
		"another tenant's relying host": made("x", with(fresh(), func(a *webauthntest.Authenticator) { a.Host = "south.test" }), ask(req)),
		"nothing":                       {Name: "x"},
	} {
		_, _, change, err := w.as(t, req).AddPasskey(ctx, north, n)
		if wantCode(t, err, "invalid-request"); change != nil || t.Failed() {
			t.Errorf("%s is kept", name)
		}
	}
	late := made("x", fresh(), ask(req))
	w.pass(5 * minute)
	_, _, _, err := w.as(t, req).AddPasskey(ctx, north, late)
	wantCode(t, err, "invalid-request")
	if n := w.count(t, `SELECT count(*) FROM passkeys`); n != 2 {
		t.Errorf("%d passkeys", n)
	}
}

func with(a *webauthntest.Authenticator, change func(*webauthntest.Authenticator)) *webauthntest.Authenticator {
	change(a)
	return a
}

func (w *world) keepPasskey(t testing.TB, req store.Request, n store.NewPasskey) {
	t.Helper()
	tenant := w.as(t, req)
	_, _, change, err := tenant.AddPasskey(ctx, north, n)
	must(t, err)
	must(t, tenant.Commit(ctx, change, store.Answer{}))
}

// TestAddPasskeyOnce: one challenge, answered by many at once, keeps one.
func TestAddPasskeyOnce(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	req := w.signIn(t, "north", "hr")
	asked, err := w.as(t, req).BeginPasskey(ctx, north, "")
	must(t, err)
	var all sync.WaitGroup
	for range 6 {
		n, tenant := made("x", w.device(t, "ES256", "hr"), asked.Challenge), w.as(t, req)
		all.Go(func() {
			if _, _, change, err := tenant.AddPasskey(ctx, north, n); err == nil {
				_ = tenant.Commit(ctx, change, store.Answer{}) // all but one are refused
			}
		})
	}
	all.Wait()
	if n := w.count(t, `SELECT count(*) FROM passkeys`); n != 1 {
		t.Errorf("%d passkeys", n)
	}
}

// TestMostPasskeys and no more.
func TestMostPasskeys(t *testing.T) {
	t.Parallel()
	w, req, _ := withPasskey(t)
	w.exec(t, `INSERT INTO passkeys (id, account_id, credential_id, host, public_key, sign_count, name, transports, backup_eligible, backed_up, created_at)
WITH RECURSIVE i(n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM i WHERE n < ?) SELECT n, ?, n, '', '', 0, '', '', 0, 0, 0 FROM i`,
		db.Int(domain.MostPasskeys), db.Text(req.AccountID))
	_, err := w.as(t, req).BeginPasskey(ctx, north, "")
	wantIs(t, err, domain.ErrManyPasskeys)
}

// TestRecentProof: to change what one signs in with, a sign-in of less than
// ten minutes ago or the password (ASVS 7.5.1).
func TestRecentProof(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	req := w.signIn(t, "north", "hr")
	p := w.add(t, req, w.device(t, "ES256", "hr"))
	try := func(pass string) error {
		t.Helper()
		_, err1 := w.as(t, req).BeginPasskey(ctx, north, pass)
		_, err2 := w.as(t, req).RemovePasskey(ctx, p.ID, pass)
		if (err1 == nil) != (err2 == nil) {
			t.Errorf("adding: %v, removing: %v", err1, err2)
		}
		return err1
	}
	w.pass(10 * minute)
	wantIs(t, try(""), nil)
	w.pass(1)
	wantIs(t, try(""), domain.ErrProof)
	wantCode(t, try("wrong"), "invalid-request")
	wantIs(t, try("passwd"), nil)
	w.exec(t, `DELETE FROM attempts`)
	for range 5 {
		wantCode(t, try("wrong"), "invalid-request") // two each
	}
	wantCode(t, try("passwd"), "rate-limited")
	w.exec(t, `UPDATE sessions SET ended_at = 1`)
	wantIs(t, try("passwd"), domain.ErrUnauthenticated)
}

// TestRemovePasskey takes effect at once, ends the other sessions, and is for
// one's own alone.
func TestRemovePasskey(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	req, a := w.signIn(t, "north", "hr"), w.device(t, "ES256", "hr")
	p := w.add(t, req, a)
	elsewhere := w.signIn(t, "north", "hr")
	for _, id := range []string{"nosuch", p.ID} {
		_, err := w.as(t, w.signIn(t, "north", "admin")).RemovePasskey(ctx, id, "")
		wantIs(t, err, domain.ErrNotFound)
		_, _, err = w.as(t, w.signIn(t, "north", "admin")).RenamePasskey(ctx, id, "mine")
		wantIs(t, err, domain.ErrNotFound)
	}
	tenant := w.as(t, req)
	change, err := tenant.RemovePasskey(ctx, p.ID, "")
	must(t, err)
	must(t, tenant.Commit(ctx, change, store.Answer{}))
	if action, id, _ := w.newest(t); action != "auth.passkey-remove" || id != p.ID {
		t.Errorf("entered as %s of %s", action, id)
	}
	_, err = w.check(t, elsewhere)
	wantIs(t, err, domain.ErrUnauthenticated)
	_, _, err = w.present(t, used(a, w.asked(t)))
	wantIs(t, err, domain.ErrPasskey)
}

// TestLastFactor: who must have a second factor keeps one (AUTH-6).
func TestLastFactor(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	admin := w.signIn(t, "north", "admin")
	first := w.add(t, admin, w.device(t, "ES256", "admin"))
	remove := func(req store.Request, p store.Passkey) (*store.Tenant, *store.Change, error) {
		tenant := w.as(t, req)
		change, err := tenant.RemovePasskey(ctx, p.ID, "")
		return tenant, change, err
	}
	_, _, err := remove(admin, first)
	wantIs(t, err, nil) // there is an authenticator app
	w.exec(t, `DELETE FROM authenticators`)
	access, err := w.check(t, admin)
	if err != nil || access.MFAMissing {
		t.Errorf("a passkey is not a second factor: %v", err)
	}
	_, _, err = remove(admin, first)
	wantIs(t, err, domain.ErrLastFactor)

	second := w.add(t, admin, w.device(t, "ES256", "admin"))
	one, dropFirst, err := remove(admin, first)
	must(t, err)
	two, dropSecond, err := remove(admin, second)
	must(t, err)
	must(t, one.Commit(ctx, dropFirst, store.Answer{}))
	wantIs(t, two.Commit(ctx, dropSecond, store.Answer{}), store.ErrStale) // both at once

	hr := w.signIn(t, "north", "hr")
	own := w.add(t, hr, w.device(t, "ES256", "hr"))
	tenant, drop, err := remove(hr, own)
	must(t, err)
	w.exec(t, `UPDATE settings SET mfa_required_for_all = 1`)
	wantIs(t, tenant.Commit(ctx, drop, store.Answer{}), store.ErrStale)
	_, _, err = remove(hr, own)
	wantIs(t, err, domain.ErrLastFactor)
}

// TestRenamePasskey enters fingerprints, and nothing for the same name.
func TestRenamePasskey(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	req := w.signIn(t, "north", "hr")
	p := w.add(t, req, w.device(t, "ES256", "hr"))
	tenant := w.as(t, req)
	_, change, err := tenant.RenamePasskey(ctx, p.ID, "My telephone")
	must(t, err)
	must(t, tenant.Commit(ctx, change, store.Answer{}))
	if action, before, after := w.lastEntry(t); action != "auth.passkey-rename" || before["name"][:3] != "fp:" || after["name"] == before["name"] {
		t.Errorf("entered as %s: %v, %v", action, before, after)
	}
	list, err := w.as(t, req).Passkeys(ctx)
	if err != nil || len(list) != 1 || list[0].Name != "My telephone" || list[0].LastUsedAt != 0 {
		t.Errorf("%+v, %v", list, err)
	}
	other, err := w.as(t, w.signIn(t, "north", "admin")).Passkeys(ctx)
	if err != nil || other != nil {
		t.Errorf("%+v, %v", other, err)
	}
}
