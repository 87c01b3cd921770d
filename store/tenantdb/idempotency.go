package tenantdb

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"ringfence/domain"
	"ringfence/store/db"
	"ringfence/store/vault"
)

// IdempotencyKey is the caller's Idempotency-Key on a route. It belongs to
// one tenant, one account and one route, and lives 24 hours.
type IdempotencyKey struct {
	Route   string
	Key     string
	Payload string // the body, to tell a repetition from another request
}

// Answer is a response as it is kept and replayed.
type Answer struct {
	Status   int
	Location string // header, or ""
	Type     string // content type
	Body     string
}

// Replay is the error of a request that has been answered before.
type Replay struct{ Answer Answer }

func (*Replay) Error() string { return "tenantdb: answered before" }

const (
	keyLife     = 24 * 60 * 60_000 // milliseconds
	lockTimeout = 60_000           // a lock this old is of a request that died
)

const (
	keyExpireSQL = `DELETE FROM idempotency WHERE claimed_at < ?`
	keyLockSQL   = `INSERT INTO idempotency (account_id, route, key, payload, claim, claimed_at) VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT DO UPDATE SET claim = excluded.claim, claimed_at = excluded.claimed_at
WHERE status IS NULL AND payload = excluded.payload AND claimed_at < ?`
	keyReadSQL    = `SELECT claim, payload, status, answer FROM idempotency WHERE account_id = ? AND route = ? AND key = ?`
	keyAnswerSQL  = `UPDATE idempotency SET status = ?, answer = ? WHERE account_id = ? AND route = ? AND key = ? AND claim = ? AND status IS NULL`
	keyReleaseSQL = `DELETE FROM idempotency WHERE account_id = ? AND route = ? AND key = ? AND claim = ? AND status IS NULL`
)

// lockStmts take the key for this request, unless it is taken, and read how
// it stands.
func (h *Handle) lockStmts(now int64) []db.Stmt {
	k := h.req.Idempotency
	account, route, key := db.Text(h.req.AccountID), db.Text(k.Route), db.Text(k.Key)
	return []db.Stmt{
		db.Q(keyExpireSQL, db.Int(now-keyLife)),
		db.Q(keyLockSQL, account, route, key, db.Text(h.payloadMark()), db.Text(h.lock), db.Int(now), db.Int(now-lockTimeout)),
		db.Q(keyReadSQL, account, route, key),
	}
}

// payloadMark stands for the payload without giving it away. Without keys it
// is empty, and admitKey refuses.
func (h *Handle) payloadMark() string {
	mark, _ := h.Fingerprint(h.answerPlace(), h.req.Idempotency.Payload+"\n")
	return mark
}

func (h *Handle) answerPlace() vault.Place {
	k := h.req.Idempotency
	return vault.Place{Table: "idempotency", Column: "answer", Row: h.req.AccountID + "\n" + k.Route + "\n" + k.Key}
}

// admitKey decides by the key's row: ours to go on, or the answer to replay.
func (h *Handle) admitKey(rows db.Rows) error {
	if err := h.HasKeys(); err != nil {
		return err
	}
	lock, payload, status, answer := rows[0][0].S, rows[0][1].S, rows[0][2], rows[0][3].S
	switch {
	case payload != h.payloadMark():
		return domain.ErrKeyReused
	case !status.IsNull():
		return h.replay(answer)
	case lock != h.lock:
		return &domain.Error{Code: "idempotency-in-progress", Message: "A request with this Idempotency-Key is still running.", RetryAfter: 1}
	}
	h.holds = true
	return nil
}

func (h *Handle) replay(sealed string) error {
	plain, err := h.Unseal(h.answerPlace(), sealed)
	if err != nil {
		return err
	}
	answer, role, err := parseAnswer(plain)
	if err != nil {
		return err
	}
	if role != "" && role != h.access.User.Role.String() { // it may hold what the caller may no longer read
		return &domain.Error{Code: "idempotency-key-reused", Message: "This Idempotency-Key was used before your role changed."}
	}
	return &Replay{answer}
}

// answerStmts keep the answer under the key, if this request holds one.
func (h *Handle) answerStmts(a Answer) ([]db.Stmt, error) {
	if !h.holds {
		return nil, nil
	}
	sealed, err := h.Seal(h.answerPlace(), a.sealed(h.access.User.Role))
	if err != nil {
		return nil, err
	}
	k := h.req.Idempotency
	return []db.Stmt{
		db.Q(keyAnswerSQL, db.Int(int64(a.Status)), db.Text(sealed), db.Text(h.req.AccountID), db.Text(k.Route), db.Text(k.Key), db.Text(h.lock)),
		RequireOne,
	}, nil
}

// mostKept bounds what is kept of a refusal, in bytes. One that is longer is
// decided anew when it is repeated.
const mostKept = 16 << 10

// sealed is the answer as it is sealed: status and the role that it was written
// for, location, type and body, by line.
func (a Answer) sealed(role domain.Role) string {
	return strconv.Itoa(a.Status) + " " + role.String() + "\n" + a.Location + "\n" + a.Type + "\n" + a.Body
}

func parseAnswer(s string) (a Answer, role string, err error) {
	part := strings.SplitN(s, "\n", 4)
	if len(part) != 4 {
		return a, "", errors.New("tenantdb: malformed kept answer")
	}
	status, role, _ := strings.Cut(part[0], " ")
	a = Answer{Location: part[1], Type: part[2], Body: part[3]}
	a.Status, err = strconv.Atoi(status)
	return a, role, err
}

// Refuse keeps the answer of a request that failed, so that its repetition
// gets the same. It does nothing for a request without a key of its own.
func (h *Handle) Refuse(ctx context.Context, answer Answer) error {
	if len(answer.Body) > mostKept {
		return h.Release(ctx)
	}
	stmts, err := h.answerStmts(answer)
	if err != nil || stmts == nil {
		return err
	}
	_, err = h.batch(ctx, stmts, true)
	return err
}

// Release gives the request's key back: it failed in a way that a repetition
// may not. What was answered meanwhile stays.
func (h *Handle) Release(ctx context.Context) error {
	if !h.holds {
		return nil
	}
	return h.deleteLock(ctx)
}

// unlock takes back the lock that went ahead of the guard's refusal.
func (h *Handle) unlock(ctx context.Context) error {
	if h.req.Idempotency == nil || h.access != nil {
		return nil
	}
	return h.deleteLock(ctx)
}

func (h *Handle) deleteLock(ctx context.Context) error {
	k := h.req.Idempotency
	_, err := h.batch(ctx, []db.Stmt{db.Q(keyReleaseSQL, db.Text(h.req.AccountID), db.Text(k.Route), db.Text(k.Key), db.Text(h.lock))}, true)
	return err
}
