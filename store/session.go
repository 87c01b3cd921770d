package store

import (
	"context"

	"ringfence/domain"
	"ringfence/store/db"
	"ringfence/store/tenantdb"
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

// Sessions lists the caller's live sessions, the last used first.
func (t *Tenant) Sessions(ctx context.Context) ([]Session, error) {
	now := t.gate.Now()
	rows, err := t.gate.Read(ctx, func(a *Access) []tenantdb.Query {
		return []tenantdb.Query{tenantdb.Select(`SELECT id, created_at, last_used_at, expires_at, device FROM sessions
WHERE account_id = ? AND ended_at IS NULL AND expires_at > ? AND last_used_at > ?
ORDER BY last_used_at DESC, id`, db.Text(a.User.ID), db.Int(now), db.Int(now-domain.SessionIdle.Milliseconds()))}
	})
	if err != nil {
		return nil, err
	}
	var out []Session
	for _, r := range rows[0] {
		out = append(out, Session{ID: r[0].S, CreatedAt: r[1].I, LastUsedAt: r[2].I, ExpiresAt: r[3].I, Device: r[4].S, Current: r[0].S == t.gate.Request().SessionID})
	}
	return out, nil
}

// Logout ends the session that asks.
func (t *Tenant) Logout(ctx context.Context) (*Change, error) {
	return t.EndSession(ctx, t.gate.Request().SessionID)
}

// EndSession ends one of the caller's sessions. Error: domain.ErrNotFound.
func (t *Tenant) EndSession(ctx context.Context, id string) (*Change, error) {
	rows, err := t.gate.Read(ctx, func(a *Access) []tenantdb.Query {
		return []tenantdb.Query{tenantdb.Select(`SELECT 1 FROM sessions WHERE id = ? AND account_id = ? AND ended_at IS NULL`, db.Text(id), db.Text(a.User.ID))}
	})
	if err != nil {
		return nil, err
	}
	if len(rows[0]) == 0 {
		return nil, domain.ErrNotFound
	}
	return t.gate.Begin(tenantdb.Did("auth.logout", "session", id)).Exec(
		db.Q(`UPDATE sessions SET ended_at = ? WHERE id = ? AND ended_at IS NULL`, db.Int(t.gate.Now()), db.Text(id))), nil
}

// EndEverybodysSessions ends every session of the organisation but the one that
// asks, and sign-ins that wait for their second step.
func (t *Tenant) EndEverybodysSessions(ctx context.Context) (*Change, error) {
	if _, err := t.Check(ctx); err != nil {
		return nil, err
	}
	return t.gate.Begin(tenantdb.Did("auth.logout-everybody", "tenant", t.Info().ID)).Exec(
		db.Q(`UPDATE sessions SET ended_at = ? WHERE id <> ? AND ended_at IS NULL`,
			db.Int(t.gate.Now()), db.Text(t.gate.Request().SessionID)),
		db.Q(`DELETE FROM challenges`)), nil
}

// EndOtherSessions ends the caller's sessions but the one that asks.
func (t *Tenant) EndOtherSessions(ctx context.Context) (*Change, error) {
	if _, err := t.Check(ctx); err != nil {
		return nil, err
	}
	me := t.gate.Access().User.ID
	return t.gate.Begin(tenantdb.Did("auth.logout-others", "account", me)).Exec(t.endSessions(me, t.gate.Request().SessionID)), nil
}
