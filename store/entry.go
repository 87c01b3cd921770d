package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"

	"ringfence/domain"
	"ringfence/store/db"
	"ringfence/store/tenantdb"
)

// Method is how somebody proved who they are, as the ledger has it.
type Method string

// The methods of the first step. The second adds its own: "password+totp".
const (
	ByPassword Method = "password"
	ByPasskey  Method = "passkey"
	BySSO      Method = "sso"
)

// Entry is how a sign-in stands after a step that went well: in, or before the
// second step.
type Entry struct {
	Session   *Session // nil: the second step is to come
	Challenge string   // what the second step must present
}

// entrantColumns are what every way of signing in reads of an account (a) and
// of the window (w), ahead of columns of its own; entrantOf takes them.
// entrantWindow joins the window; arguments: now, now.
const (
	entrantColumns = `a.id, a.email, a.name, a.role, a.disabled, a.version, ` + tenantdb.SecondFactorSQL + `,
  w.id, w.plan, w.modules, w.seats, w.valid_from, w.valid_until, w.suspended`
	entrantWindow = `LEFT JOIN windows w ON w.id = (` + tenantdb.WindowSQL + `)`
	entrantWidth  = 14
)

// entrant is the account that somebody says, or has proven, to be theirs.
type entrant struct {
	domain.User
	known     bool // there is one, and it is not disabled
	version   int64
	hasFactor bool
	window    domain.Window
}

func entrantOf(row []db.Value) entrant {
	role, _ := domain.ParseRole(row[3].S)
	return entrant{
		User:  domain.User{ID: row[0].S, Email: row[1].S, Name: row[2].S, Role: role},
		known: !row[0].IsNull() && !row[4].Bool(), version: row[5].I, hasFactor: row[6].Bool(), window: tenantdb.WindowOf(row[7:]),
	}
}

// entering is a sign-in whose proof was good.
type entering struct {
	entrant
	how     Method
	strong  bool              // a second factor is proven already
	device  string            // the browser's description of itself
	attempt *tenantdb.Attempt // to take back; nil for what is not limited
	also    []db.Stmt         // what belongs to the same write, such as striking a code
}

// accountUnchangedSQL holds while the account is what the proof was checked against. A
// new password, a new second factor, another role and disabling all raise the
// version: no session begins on what is no longer so.
const accountUnchangedSQL = `EXISTS (SELECT 1 FROM accounts WHERE id = ? AND version = ? AND disabled = 0)`

// enter ends every way of signing in: with a session, or, where the account
// has a second factor that is not yet proven, with a challenge. Errors: the
// refusals of the subscription window; ErrStale if the account has changed.
func (t *Tenant) enter(ctx context.Context, e entering) (*Entry, error) {
	now := t.gate.Now()
	if err := e.window.Admit(now, e.Role, domain.Core, true); err != nil {
		return nil, errors.Join(err, e.attempt.GiveBack(ctx))
	}
	next := t.begin
	if e.hasFactor && !e.strong {
		next = t.challenge
	}
	in, err := next(ctx, now, e)
	if errors.Is(err, ErrStale) { // it will be tried anew, and counted anew
		err = errors.Join(err, e.attempt.GiveBack(ctx))
	}
	return in, err
}

// event is a step of signing in that went well: the attempt is taken back, and
// what was proven is used up.
func (t *Tenant) event(e entering, action, entity, id string) *Change {
	return t.gate.SecurityEvent(e.User, tenantdb.Did(action, entity, id).With("method", string(e.how))).
		Scratch(e.attempt.TakeBack()...).
		Exec(tenantdb.Require(accountUnchangedSQL, db.Text(e.ID), db.Int(e.version))).
		Exec(e.also...)
}

func (t *Tenant) begin(ctx context.Context, now int64, e entering) (*Entry, error) {
	s := &Session{ID: NewID(), User: e.User, CreatedAt: now, LastUsedAt: now,
		ExpiresAt: now + domain.SessionAbsolute.Milliseconds(), Device: e.device}
	c := t.event(e, "auth.login", "session", s.ID).Exec(
		db.Q(`INSERT INTO sessions (id, account_id, created_at, last_used_at, expires_at, device) VALUES (?, ?, ?, ?, ?, ?)`,
			db.Text(s.ID), db.Text(s.User.ID), db.Int(now), db.Int(now), db.Int(s.ExpiresAt), db.Text(s.Device)))
	if old := t.gate.Request().Replaces; old != "" {
		c.Exec(db.Q(`UPDATE sessions SET ended_at = ? WHERE id = ? AND ended_at IS NULL`, db.Int(now), db.Text(old)))
	}
	if err := t.gate.Record(ctx, c); err != nil {
		return nil, err
	}
	t.gate.Touched(s.ID, now)
	return &Entry{Session: s}, nil
}

// challenge keeps the first step for the second; the database has only the
// token's hash.
func (t *Tenant) challenge(ctx context.Context, now int64, e entering) (*Entry, error) {
	token := NewID()
	c := t.event(e, "auth.challenge", "account", e.ID).Scratch(
		tenantdb.InScratch("challenges", `DELETE FROM challenges WHERE expires_at <= ?`, db.Int(now)),
		tenantdb.InScratch("challenges", `INSERT INTO challenges (id, account_id, version, method, tries_left, expires_at) VALUES (?, ?, ?, ?, ?, ?)`,
			db.Text(tokenHash(token)), db.Text(e.ID), db.Int(e.version), db.Text(string(e.how)),
			db.Int(domain.ChallengeTries), db.Int(now+domain.ChallengeLife.Milliseconds())))
	if err := t.gate.Record(ctx, c); err != nil {
		return nil, err
	}
	return &Entry{Challenge: token}, nil
}

// tokenHash is how a token that somebody holds is kept: it has 128 random
// bits, so a plain hash does not give it away.
func tokenHash(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}
