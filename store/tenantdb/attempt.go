package tenantdb

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"ringfence/domain"
	"ringfence/store/db"
	"ringfence/store/vault"
)

// AttemptKind is what is tried, with its own limits.
type AttemptKind struct {
	Name   string
	Limits domain.Limits
	Takes  time.Duration // how long its outcome may take to come, so that others wait for it; 0: they do not
}

// Attempt is one try of something that is limited (AUTH-3). It is reserved
// before it is known whether it fails, in the batch that reads what it is
// checked against: its statements go first in that batch, which must be a
// write. What succeeds takes the reservation back in the write it leads to;
// what fails leaves it. So the limits are exact however many come at once. Who
// is kept out by attempts that may yet succeed waits for their outcome.
type Attempt struct {
	ID   string // of its reservation
	Mark string // of the email address, if it was begun by one
	Now  int64  // Unix milliseconds

	h    *Handle
	kind AttemptKind

	account string     // the expression that names it
	who     []db.Value // the kind, what the expression takes, the address
}

// The three things that are counted, in the order they are looked at: the
// widest first, so that an attacker who goes through many accounts makes few
// entries.
var scopes = []struct{ name, where, account, address string }{
	{"address", `x.kind = n.kind AND x.address = n.address`, `''`, `n.address`},
	{"account", `x.kind = n.kind AND x.account = n.account`, `n.account`, `''`},
	{"account-at-address", `x.kind = n.kind AND x.account = n.account AND x.address = n.address`, `n.account`, `n.address`},
}

func (k AttemptKind) limit(scope int) int64 {
	return [...]int64{k.Limits.Address, k.Limits.Account, k.Limits.Pair}[scope]
}

var reserveSQL = reserveStatement()

// reserveStatement has a row if it reserves. Arguments: id, at, until when it
// is open, kind, account, address, and the limits. The ACCOUNT in it is the
// caller's expression.
func reserveStatement() string {
	sql := `INSERT INTO attempts (id, kind, account, address, at, open_until)
SELECT ?, n.kind, n.account, n.address, ?, ?
FROM (SELECT ? AS kind, coalesce(ACCOUNT, 'nobody') AS account, ? AS address) n
WHERE 1`
	for _, s := range scopes {
		sql += "\n  AND (SELECT count(*) FROM attempts x WHERE " + s.where + ") < ?"
	}
	return sql + "\nRETURNING 1"
}

// AttemptBy begins one by an account's email address, whether or not there is
// such an account. Error: domain.ErrEncryption.
func (h *Handle) AttemptBy(kind AttemptKind, email string) (*Attempt, error) {
	mark, err := h.emailMark(email)
	if err != nil {
		return nil, err
	}
	a, err := h.Attempt(kind, "?", db.Text(mark))
	if err == nil {
		a.Mark = mark
	}
	return a, err
}

// emailMark stands for an email address that may be nobody's. It folds case as
// SQLite's lower() does, or further: no two spellings that reach one account
// are told apart.
func (h *Handle) emailMark(email string) (string, error) {
	return h.Fingerprint(vault.Place{Table: "accounts", Column: "email"}, strings.ToLower(email))
}

// Attempt begins one by an account that an SQL expression names; where it
// names none, all of those count as one. Error: domain.ErrEncryption.
func (h *Handle) Attempt(kind AttemptKind, account string, args ...db.Value) (*Attempt, error) {
	if err := h.HasKeys(); err != nil {
		return nil, err // what is read is not to be checked
	}
	address, err := h.addressMark()
	if err != nil {
		return nil, err
	}
	a := &Attempt{h: h, kind: kind, ID: NewID(), Now: h.Now(), account: account}
	a.who = append(append([]db.Value{db.Text(kind.Name)}, args...), db.Text(address))
	return a, nil
}

// reserve are the statements that count the attempt as of now; the last has a
// row if there was room for it.
func (a *Attempt) reserve() []db.Stmt {
	now := a.h.Now()
	open := int64(0)
	if a.kind.Takes > 0 {
		open = now + a.kind.Takes.Milliseconds()
	}
	insert := a.about(reserveSQL, db.Text(a.ID), db.Int(now), db.Int(open))
	for i := range scopes {
		insert.Args = append(insert.Args, db.Int(a.kind.limit(i)))
	}
	return []db.Stmt{db.Q(`DELETE FROM attempts WHERE at <= ?`, db.Int(now-domain.AttemptWindow.Milliseconds())), insert}
}

// about makes a statement of a text that asks of the attempt's account and
// address; first are the arguments before them.
func (a *Attempt) about(sql string, first ...db.Value) db.Stmt {
	return db.Q(strings.Replace(sql, "ACCOUNT", a.account, 1), append(first, a.who...)...)
}

// addressMark stands for the client's address. All that have none are one.
func (h *Handle) addressMark() (string, error) {
	if h.req.Address == "" {
		return "none", nil
	}
	return h.Fingerprint(vault.Place{Table: "attempts", Column: "address"}, h.req.Address)
}

// Read runs the attempt's statements and the caller's steps behind them, in one
// round trip, and returns the steps' rows. Where somebody is signed in the
// guard goes ahead. Who has to wait makes two more for each turn. Errors:
// domain.RateLimited, domain.ErrBusy after too long a wait, and the guard's.
func (a *Attempt) Read(ctx context.Context, steps ...Step) ([]db.Rows, error) {
	stmts, _, err := stmtsOf(steps)
	if err != nil {
		return nil, err
	}
	rows, err := a.try(ctx, stmts)
	if rows == nil && err == nil {
		return a.wait(ctx, stmts)
	}
	return rows, err
}

// try returns no rows if there was no room.
func (a *Attempt) try(ctx context.Context, stmts []db.Stmt) (rows []db.Rows, err error) {
	reserve := a.reserve()
	stmts = append(slices.Clone(reserve), stmts...)
	if a.h.req.SessionID == "" {
		rows, err = a.h.batch(ctx, stmts, true)
	} else if rows, err = a.h.guarded(ctx, stmts, true); err != nil && rows != nil {
		err = errors.Join(err, a.GiveBack(ctx))
	}
	if err != nil || len(rows[len(reserve)-1]) == 0 {
		return nil, err
	}
	return rows[len(reserve):], nil
}

// Failed are the writes by which those who wait for the outcome know it; none
// for what nobody waits for.
func (a *Attempt) Failed() []Scratch {
	if a == nil || a.kind.Takes == 0 {
		return nil
	}
	return []Scratch{InScratch("attempts", `UPDATE attempts SET open_until = 0 WHERE id = ?`, db.Text(a.ID))}
}

// TakeBack are the writes by which a success does not count; none for what is
// not limited.
func (a *Attempt) TakeBack() []Scratch {
	if a == nil {
		return nil
	}
	return []Scratch{InScratch("attempts", `DELETE FROM attempts WHERE id = ?`, db.Text(a.ID))}
}

// settleTimeout bounds what is done for who has left.
const settleTimeout = 5 * time.Second

// Settle is for the end of an attempt that others wait for: whoever left before
// the answer has failed, which they need not wait to see.
func (a *Attempt) Settle(ctx context.Context) {
	if ctx.Err() == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), settleTimeout)
	defer cancel()
	_, _ = a.h.batch(ctx, []db.Stmt{a.Failed()[0].Stmt()}, true) // beyond its time it has failed anyway
}

// GiveBack is for what was not tried after all, such as a password when the
// server was too busy to look. Whoever left before the answer has tried.
func (a *Attempt) GiveBack(ctx context.Context) error {
	if a == nil || ctx.Err() != nil {
		return nil
	}
	_, err := a.h.Visit(ctx, a.TakeBack()[0])
	return err
}
