package tenantdb

import (
	"ringfence/domain"
	"ringfence/store/db"
)

// The guard: session, account and the window that counts now (the first that
// has not ended, else the last that has). Arguments: now, now, session id.
const guardSQL = guardColumns + `0` + guardFrom

// pageGuardSQL reads what a page's header says, too.
const pageGuardSQL = guardColumns + unreadSQL + guardFrom

const guardColumns = `SELECT a.id, a.email, a.name, a.role, a.disabled, s.last_used_at, s.expires_at, s.ended_at IS NOT NULL,
  ` + SecondFactorSQL + `, (SELECT mfa_required_for_all FROM settings), s.created_at,
  (SELECT logo FROM settings), w.id, w.plan, w.modules, w.seats, w.valid_from, w.valid_until, w.suspended, `

const guardFrom = `
FROM sessions s
JOIN accounts a ON a.id = s.account_id
LEFT JOIN windows w ON w.id = (` + WindowSQL + `)
WHERE s.id = ?`

// SecondFactorSQL: the account a has one. Whatever counts as a second factor
// stands here, and nowhere else.
const SecondFactorSQL = `(EXISTS (SELECT 1 FROM authenticators f WHERE f.account_id = a.id AND f.confirmed_at IS NOT NULL)
  OR EXISTS (SELECT 1 FROM passkeys k WHERE k.account_id = a.id))`

// WindowSQL selects the id of the window that counts now. Arguments: now, now.
const WindowSQL = `SELECT id FROM windows
ORDER BY valid_until > ? DESC, CASE WHEN valid_until > ? THEN valid_from ELSE -valid_until END LIMIT 1`

// touchSQL notes the session's use, unless that has just been done elsewhere
// or it has been idle too long. Arguments: now, session id, now − touchEvery,
// now − idle limit.
const touchSQL = `UPDATE sessions SET last_used_at = ? WHERE id = ? AND ended_at IS NULL AND last_used_at <= ? AND last_used_at > ?`

// touchEvery is how precisely the last use of a session is kept.
const touchEvery = 60_000

// mostUsed bounds the sessions whose last use is remembered.
const mostUsed = 10_000

// guard is what goes before the caller's first batch.
type guard struct {
	now    int64
	stmts  []db.Stmt
	writes bool
}

func (h *Handle) guard() guard {
	g := guard{now: h.Now()}
	sql := guardSQL
	if h.req.Page {
		sql = pageGuardSQL
	}
	g.stmts = append(g.stmts, db.Q(sql, db.Int(g.now), db.Int(g.now), db.Text(h.req.SessionID)))
	if h.gate.touchDue(h.req.SessionID, g.now) {
		g.writes = true
		g.stmts = append(g.stmts, db.Q(touchSQL, db.Int(g.now), db.Text(h.req.SessionID),
			db.Int(g.now-touchEvery), db.Int(g.now-domain.SessionIdle.Milliseconds())))
	}
	if h.req.Idempotency != nil {
		g.writes = true
		g.stmts = append(g.stmts, h.lockStmts(g.now)...)
	}
	return g
}

// Touched notes that a session has just been written, so that its first use is not.
func (h *Handle) Touched(session string, now int64) { h.gate.touchDue(session, now) }

// touchDue reports whether the session's last use should be written again,
// as far as this process knows.
func (g *Gate) touchDue(session string, now int64) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	if now-g.used[session] < touchEvery {
		return false
	}
	if len(g.used) >= mostUsed {
		clear(g.used)
	}
	g.used[session] = now
	return true
}

// seen notes when a session was last used by the row, if it was newer than
// the guard would write.
func (g *Gate) seen(session string, lastUsed, now int64) {
	if now-lastUsed >= touchEvery {
		return
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.used[session] = lastUsed
}

// admit decides what the guard's rows allow, and then what is known of the
// idempotency key.
func (h *Handle) admit(g guard, rows []db.Rows) error {
	if len(rows[0]) == 0 {
		return domain.ErrUnauthenticated
	}
	row := rows[0][0]
	if !alive(row, g.now) || row[0].S != h.req.AccountID {
		return domain.ErrUnauthenticated
	}
	h.gate.seen(h.req.SessionID, row[5].I, g.now)
	role, _ := domain.ParseRole(row[3].S)
	window := WindowOf(row[12:])
	missing := domain.MFARequired(role, row[9].Bool()) && !row[8].Bool()
	h.known = &Access{
		User:   domain.User{ID: row[0].S, Email: row[1].S, Name: row[2].S, Role: role},
		Window: window, Status: window.StatusAt(g.now), MFAMissing: missing, SignedInAt: row[10].I, Logo: row[11].S,
		Unread: row[19].I,
	}
	if err := window.Admit(g.now, role, h.req.Module, h.req.Outside); err != nil {
		return err
	}
	if missing && !h.req.Enrols {
		return domain.ErrEnrolment
	}
	if !h.req.Allow.Has(role) {
		return domain.ErrForbidden
	}
	h.access = h.known
	if h.req.Idempotency != nil {
		return h.admitKey(rows[len(g.stmts)-1])
	}
	return nil
}

// alive: enabled, not ended, within both limits.
func alive(row []db.Value, now int64) bool {
	disabled, lastUsed, expires, ended := row[4].Bool(), row[5].I, row[6].I, row[7].Bool()
	return !disabled && !ended && now < expires && now-lastUsed < domain.SessionIdle.Milliseconds()
}

// WindowOf is the window of (id, plan, modules, seats, valid_from, valid_until, suspended).
func WindowOf(v []db.Value) domain.Window {
	return domain.Window{ID: v[0].S, Plan: v[1].S, Modules: v[2].S, Seats: v[3].I, From: v[4].I, Until: v[5].I, Suspended: v[6].Bool()}
}
