package tenantdb

import (
	"context"
	"strings"

	"ringfence/domain"
	"ringfence/store/db"
)

var attemptsSQL = attemptsStatement()

// attemptsStatement reads, for each scope, how many have failed, since when,
// whether the ledger has it, and the two names it goes by in limits. Arguments:
// now, kind, account, address.
func attemptsStatement() string {
	var columns []string
	for _, s := range scopes {
		failed := ` FROM attempts x WHERE ` + s.where + ` AND x.open_until <= n.now)`
		columns = append(columns, `
  (SELECT count(*)`+failed+`, (SELECT min(at)`+failed+`,
  EXISTS (SELECT 1 FROM limits l WHERE l.kind = n.kind AND l.account = `+s.account+` AND l.address = `+s.address+` AND l.until > n.now),
  `+s.account+`, `+s.address)
	}
	return "SELECT" + strings.Join(columns, ",") + "\nFROM (SELECT ? AS now, ? AS kind, coalesce(ACCOUNT, 'nobody') AS account, ? AS address) n"
}

// columnsEach is how many columns of attemptsSQL each scope has.
const columnsEach = 5

// refuse says until when, and enters it; nil if it is not failures alone that
// leave no room.
func (a *Attempt) refuse(ctx context.Context) error {
	now := a.h.Now()
	rows, err := a.h.batch(ctx, []db.Stmt{a.about(attemptsSQL, db.Int(now))}, false)
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
	if first < 0 {
		return nil
	}
	if err := a.report(ctx, first, row[first*columnsEach:]); err != nil {
		return err
	}
	return domain.RateLimited(now, until)
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
