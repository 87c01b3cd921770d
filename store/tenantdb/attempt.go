package tenantdb

import (
	"context"
	"errors"
	"slices"
	"strings"

	"ringfence/domain"
	"ringfence/store/db"
	"ringfence/store/vault"
)

// AttemptKind is what is tried, with its own limits.
type AttemptKind struct {
	Name   string
	Limits domain.Limits
}

// Attempt is one try of something that is limited (AUTH-3). It is reserved
// before it is known whether it fails, in the batch that reads what it is
// checked against: its statements go first in that batch, which must be a
// write. What succeeds takes the reservation back in the write it leads to;
// what fails leaves it. So the limits are exact however many come at once.
type Attempt struct {
	ID   string // of its reservation
	Mark string // of the email address, if it was begun by one
	Now  int64  // Unix milliseconds

	h     *Handle
	kind  AttemptKind
	stmts []db.Stmt

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

var (
	reserveSQL  = reserveStatement()
	attemptsSQL = attemptsStatement()
)

// reserveStatement has a row if it reserves. Arguments: id, at, kind, account,
// address, and the limits. The ACCOUNT in it is the caller's expression.
func reserveStatement() string {
	sql := `INSERT INTO attempts (id, kind, account, address, at)
SELECT ?, n.kind, n.account, n.address, ?
FROM (SELECT ? AS kind, coalesce(ACCOUNT, 'nobody') AS account, ? AS address) n
WHERE 1`
	for _, s := range scopes {
		sql += "\n  AND (SELECT count(*) FROM attempts x WHERE " + s.where + ") < ?"
	}
	return sql + "\nRETURNING 1"
}

// attemptsStatement reads, for each scope, how many count, since when, whether
// the ledger has it, and the two names it goes by in limits. Arguments: now,
// kind, account, address.
func attemptsStatement() string {
	var columns []string
	for _, s := range scopes {
		columns = append(columns, `
  (SELECT count(*) FROM attempts x WHERE `+s.where+`), (SELECT min(at) FROM attempts x WHERE `+s.where+`),
  EXISTS (SELECT 1 FROM limits l WHERE l.kind = n.kind AND l.account = `+s.account+` AND l.address = `+s.address+` AND l.until > n.now),
  `+s.account+`, `+s.address)
	}
	return "SELECT" + strings.Join(columns, ",") + "\nFROM (SELECT ? AS now, ? AS kind, coalesce(ACCOUNT, 'nobody') AS account, ? AS address) n"
}

// columnsEach is how many columns of attemptsSQL each scope has.
const columnsEach = 5

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
	reserve := a.about(reserveSQL, db.Text(a.ID), db.Int(a.Now))
	for i := range scopes {
		reserve.Args = append(reserve.Args, db.Int(kind.limit(i)))
	}
	gone := db.Int(a.Now - domain.AttemptWindow.Milliseconds())
	a.stmts = []db.Stmt{db.Q(`DELETE FROM attempts WHERE at <= ?`, gone), reserve}
	return a, nil
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
// guard goes ahead. Errors: domain.RateLimited, and the guard's.
func (a *Attempt) Read(ctx context.Context, steps ...Step) ([]db.Rows, error) {
	stmts, _, err := stmtsOf(steps)
	if err != nil {
		return nil, err
	}
	stmts = append(slices.Clone(a.stmts), stmts...)
	var rows []db.Rows
	if a.h.req.SessionID == "" {
		rows, err = a.h.batch(ctx, stmts, true)
	} else if rows, err = a.h.guarded(ctx, stmts, true); err != nil && rows != nil {
		err = errors.Join(err, a.GiveBack(ctx))
	}
	if err != nil {
		return nil, err
	}
	if reserved := rows[len(a.stmts)-1]; len(reserved) == 0 {
		return nil, a.refuse(ctx)
	}
	return rows[len(a.stmts):], nil
}

// refuse says until when, and enters it.
func (a *Attempt) refuse(ctx context.Context) error {
	rows, err := a.h.batch(ctx, []db.Stmt{a.about(attemptsSQL, db.Int(a.Now))}, false)
	if err != nil {
		return err
	}
	row := rows[0][0]
	var until int64
	first := -1
	for i := range scopes {
		if s := row[i*columnsEach:]; s[0].I >= a.kind.limit(i) {
			until = max(until, s[1].I+domain.AttemptWindow.Milliseconds())
			if first < 0 {
				first = i
			}
		}
	}
	if first >= 0 {
		if err := a.report(ctx, first, row[first*columnsEach:]); err != nil {
			return err
		}
	}
	return domain.RateLimited(a.Now, until)
}

// report enters that a limit was reached, once for each window in which it is
// (the key of limits decides who of many does), and tells the log.
func (a *Attempt) report(ctx context.Context, scope int, row []db.Value) error {
	if row[2].Bool() {
		return nil
	}
	account, address := row[3], row[4]
	e := Did("auth.rate-limited", "account", account.S)
	if account.S == "" {
		e = Did("auth.rate-limited", "address", address.S)
	}
	o := domain.Object{}
	c := a.h.SecurityEvent(domain.User{}, e.To(o.Text("kind", a.kind.Name).Text("scope", scopes[scope].name).String())).Scratch(
		InScratch("limits", `DELETE FROM limits WHERE until <= ?`, db.Int(a.Now)),
		InScratch("limits", `INSERT INTO limits (kind, account, address, until) VALUES (?, ?, ?, ?)`,
			db.Text(a.kind.Name), account, address, db.Int(a.Now+domain.AttemptWindow.Milliseconds())))
	err := a.h.Record(ctx, c)
	if db.IsKind(err, db.Unique) {
		return nil // somebody else has
	}
	if err == nil {
		Note(ctx, "auth.rate-limited")
	}
	return err
}

// TakeBack are the writes by which a success does not count; none for what is
// not limited.
func (a *Attempt) TakeBack() []Scratch {
	if a == nil {
		return nil
	}
	return []Scratch{InScratch("attempts", `DELETE FROM attempts WHERE id = ?`, db.Text(a.ID))}
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
