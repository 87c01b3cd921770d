package store

import (
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

func (*Replay) Error() string { return "store: answered before" }

const (
	keyLife      = 24 * 60 * 60_000 // milliseconds
	claimTimeout = 60_000           // a claim this old is of a request that died
)

const (
	keyExpireSQL = `DELETE FROM idempotency WHERE claimed_at < ?`
	keyClaimSQL  = `INSERT INTO idempotency (account_id, route, key, payload, claim, claimed_at) VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT DO UPDATE SET claim = excluded.claim, claimed_at = excluded.claimed_at
WHERE status IS NULL AND payload = excluded.payload AND claimed_at < ?`
	keyReadSQL    = `SELECT claim, payload, status, answer FROM idempotency WHERE account_id = ? AND route = ? AND key = ?`
	keyAnswerSQL  = `UPDATE idempotency SET status = ?, answer = ? WHERE account_id = ? AND route = ? AND key = ? AND claim = ? AND status IS NULL`
	keyReleaseSQL = `DELETE FROM idempotency WHERE account_id = ? AND route = ? AND key = ? AND claim = ? AND status IS NULL`
	requireOne    = `INSERT INTO require (holds) SELECT changes() = 1`
)

// claimStmts take the key for this request, unless it is taken, and read how
// it stands.
func (t *Tenant) claimStmts(now int64) []db.Stmt {
	k := t.req.Idempotency
	account, route, key := db.Text(t.req.AccountID), db.Text(k.Route), db.Text(k.Key)
	return []db.Stmt{
		db.Q(keyExpireSQL, db.Int(now-keyLife)),
		db.Q(keyClaimSQL, account, route, key, db.Text(t.payloadMark()), db.Text(t.claim), db.Int(now), db.Int(now-claimTimeout)),
		db.Q(keyReadSQL, account, route, key),
	}
}

// payloadMark stands for the payload without giving it away. Without keys it
// is empty, and admitKey refuses.
func (t *Tenant) payloadMark() string {
	mark, _ := t.fingerprint(t.answerPlace(), t.req.Idempotency.Payload+"\n")
	return mark
}

func (t *Tenant) answerPlace() vault.Place {
	k := t.req.Idempotency
	return vault.Place{Table: "idempotency", Column: "answer", Row: t.req.AccountID + "\n" + k.Route + "\n" + k.Key}
}

// admitKey decides by the key's row: ours to go on, or the answer to replay.
func (t *Tenant) admitKey(rows db.Rows) error {
	if t.site.keysErr != nil {
		return failed(t.site.keysErr)
	}
	claim, payload, status, answer := rows[0][0].S, rows[0][1].S, rows[0][2], rows[0][3].S
	switch {
	case payload != t.payloadMark():
		return &domain.Error{Code: "idempotency-key-reused", Message: "This Idempotency-Key was used with another payload."}
	case !status.IsNull():
		return t.replay(answer)
	case claim != t.claim:
		return &domain.Error{Code: "idempotency-in-progress", Message: "A request with this Idempotency-Key is still running.", RetryAfter: 1}
	}
	t.holds = true
	return nil
}

func (t *Tenant) replay(sealed string) error {
	plain, err := t.site.keys.Open(t.answerPlace(), sealed)
	if err != nil {
		return failed(err)
	}
	answer, err := parseAnswer(plain)
	if err != nil {
		return err
	}
	return &Replay{answer}
}

// answerStmts keep the answer under the key, if this request holds one.
func (t *Tenant) answerStmts(a Answer) ([]db.Stmt, error) {
	if !t.holds {
		return nil, nil
	}
	sealed, err := t.site.keys.Seal(t.answerPlace(), a.String())
	if err != nil {
		return nil, failed(err)
	}
	k := t.req.Idempotency
	return []db.Stmt{
		db.Q(keyAnswerSQL, db.Int(int64(a.Status)), db.Text(sealed), db.Text(t.req.AccountID), db.Text(k.Route), db.Text(k.Key), db.Text(t.claim)),
		db.Q(requireOne),
	}, nil
}

// String is the answer as it is sealed: status, location, type and body, by line.
func (a Answer) String() string {
	return strconv.Itoa(a.Status) + "\n" + a.Location + "\n" + a.Type + "\n" + a.Body
}

func parseAnswer(s string) (Answer, error) {
	part := strings.SplitN(s, "\n", 4)
	if len(part) != 4 {
		return Answer{}, errors.New("store: malformed kept answer")
	}
	status, err := strconv.Atoi(part[0])
	return Answer{Status: status, Location: part[1], Type: part[2], Body: part[3]}, err
}
