package store

import (
	"context"

	"ringfence/domain"
	"ringfence/store/db"
	"ringfence/store/ledger"
	"ringfence/store/password"
	"ringfence/store/vault"
)

// Session is a sign-in of one account on one device.
type Session struct {
	ID         string
	User       domain.User // of a log-in only
	CreatedAt  int64       // Unix milliseconds
	LastUsedAt int64
	ExpiresAt  int64
	Device     string // the browser's own description of itself, shortened
	Current    bool
}

const loginSQL = `SELECT a.id, a.email, a.name, a.role, a.disabled, a.password_hash,
  w.id, w.plan, w.modules, w.seats, w.valid_from, w.valid_until, w.suspended
FROM (SELECT 1)
LEFT JOIN accounts a ON a.email = lower(?)
LEFT JOIN subscriptions w ON w.id = (` + windowSQL + `)`

// Login checks a password and begins a session, in two round trips whether
// the account exists or not. Errors: domain.ErrCredentials, the refusals of
// the subscription window, domain.ErrBusy, domain.ErrEncryption.
func (t *Tenant) Login(ctx context.Context, email, pass, device string) (*Session, error) {
	now := t.store.now()
	if t.site.keysErr != nil {
		return nil, failed(t.site.keysErr)
	}
	rows, err := t.batch(ctx, []db.Stmt{db.Q(loginSQL, db.Text(email), db.Int(now), db.Int(now))}, false)
	if err != nil {
		return nil, err
	}
	row := rows[0][0]
	ok, stale, err := t.verify(ctx, row, pass)
	if err != nil {
		return nil, failed(err)
	}
	if !ok {
		return nil, t.loginFailed(ctx, row[0].S, email)
	}
	role, _ := domain.ParseRole(row[3].S)
	t.access = &Access{User: domain.User{ID: row[0].S, Email: row[1].S, Name: row[2].S, Role: role}}
	if err := windowOf(row[6:]).Admit(now, role, domain.Core, true); err != nil {
		return nil, err
	}
	return t.begin(ctx, now, pass, device, stale)
}

// verify spends the same time on an account that does not exist.
func (t *Tenant) verify(ctx context.Context, row []db.Value, pass string) (ok, stale bool, err error) {
	stored := password.Nobody
	if !row[0].IsNull() {
		if stored, err = t.site.keys.Open(hashPlace(row[0].S), row[5].S); err != nil {
			return false, false, err
		}
	}
	ok, stale, err = password.Verify(ctx, stored, pass)
	return ok && !row[0].IsNull() && !row[4].Bool(), stale, err
}

func hashPlace(account string) vault.Place {
	return vault.Place{Table: "accounts", Column: "password_hash", Row: account}
}

func (t *Tenant) loginFailed(ctx context.Context, account, email string) error {
	if account == "" {
		mark, err := t.site.keys.Fingerprint(vault.Place{Table: "accounts", Column: "email"}, email)
		if err != nil {
			return failed(err)
		}
		account = mark
	}
	if err := t.append(ctx, nil, t.entry("auth.login-failed", "account", account)); err != nil {
		return err
	}
	return domain.ErrCredentials
}

func (t *Tenant) begin(ctx context.Context, now int64, pass, device string, stale bool) (*Session, error) {
	s := &Session{ID: NewID(), User: t.access.User, CreatedAt: now, LastUsedAt: now,
		ExpiresAt: now + domain.SessionAbsolute.Milliseconds(), Device: device}
	stmts := []db.Stmt{
		db.Q(`INSERT INTO sessions (id, account_id, created_at, last_used_at, expires_at, device) VALUES (?, ?, ?, ?, ?, ?)`,
			db.Text(s.ID), db.Text(s.User.ID), db.Int(now), db.Int(now), db.Int(s.ExpiresAt), db.Text(device)),
	}
	if stale {
		sealed, err := t.sealPassword(ctx, s.User.ID, pass)
		if err != nil {
			return nil, err
		}
		stmts = append(stmts, db.Q(`UPDATE accounts SET password_hash = ? WHERE id = ?`, db.Text(sealed), db.Text(s.User.ID)))
	}
	if err := t.append(ctx, stmts, t.entry("auth.login", "session", s.ID)); err != nil {
		return nil, err
	}
	t.store.touchDue(s.ID, now)
	return s, nil
}

func (t *Tenant) sealPassword(ctx context.Context, account, pass string) (string, error) {
	hash, err := password.Hash(ctx, pass)
	if err != nil {
		return "", failed(err)
	}
	sealed, err := t.site.keys.Seal(hashPlace(account), hash)
	return sealed, failed(err)
}

// Sessions lists the caller's live sessions, the last used first.
func (t *Tenant) Sessions(ctx context.Context) ([]Session, error) {
	now := t.store.now()
	rows, err := t.read(ctx, func(a *Access) []db.Stmt {
		return []db.Stmt{db.Q(`SELECT id, created_at, last_used_at, expires_at, device FROM sessions
WHERE account_id = ? AND ended_at IS NULL AND expires_at > ? AND last_used_at > ?
ORDER BY last_used_at DESC, id`, db.Text(a.User.ID), db.Int(now), db.Int(now-domain.SessionIdle.Milliseconds()))}
	})
	if err != nil {
		return nil, err
	}
	var out []Session
	for _, r := range rows[0] {
		out = append(out, Session{ID: r[0].S, CreatedAt: r[1].I, LastUsedAt: r[2].I, ExpiresAt: r[3].I, Device: r[4].S, Current: r[0].S == t.req.SessionID})
	}
	return out, nil
}

// Logout ends the session that asks.
func (t *Tenant) Logout(ctx context.Context) (*Change, error) {
	return t.EndSession(ctx, t.req.SessionID)
}

// EndSession ends one of the caller's sessions. Error: domain.ErrNotFound.
func (t *Tenant) EndSession(ctx context.Context, id string) (*Change, error) {
	rows, err := t.read(ctx, func(a *Access) []db.Stmt {
		return []db.Stmt{db.Q(`SELECT 1 FROM sessions WHERE id = ? AND account_id = ? AND ended_at IS NULL`, db.Text(id), db.Text(a.User.ID))}
	})
	if err != nil {
		return nil, err
	}
	if len(rows[0]) == 0 {
		return nil, domain.ErrNotFound
	}
	return &Change{
		stmts:   []db.Stmt{db.Q(`UPDATE sessions SET ended_at = ? WHERE id = ? AND ended_at IS NULL`, db.Int(t.store.now()), db.Text(id))},
		entries: entries(t.entry("auth.logout", "session", id)),
	}, nil
}

// EndOtherSessions ends the caller's sessions but the one that asks.
func (t *Tenant) EndOtherSessions(ctx context.Context) (*Change, error) {
	if _, err := t.Check(ctx); err != nil {
		return nil, err
	}
	return &Change{
		stmts: []db.Stmt{db.Q(`UPDATE sessions SET ended_at = ? WHERE account_id = ? AND id <> ? AND ended_at IS NULL`,
			db.Int(t.store.now()), db.Text(t.access.User.ID), db.Text(t.req.SessionID))},
		entries: entries(t.entry("auth.logout-others", "account", t.access.User.ID)),
	}, nil
}

func entries(e ...ledger.Entry) []ledger.Entry { return e }
