package store

import (
	"context"
	"slices"
	"strings"

	"ringfence/domain"
	"ringfence/store/db"
	"ringfence/store/ledger"
	"ringfence/store/tenantdb"
)

const linkColumns = `seq, at, actor, role, action, entity, entity_id, before, after, request_id, prev_hash, hash`

func linkOf(v []db.Value) ledger.Link {
	return ledger.Link{
		Seq: v[0].I,
		Entry: ledger.Entry{At: v[1].I, Actor: v[2].S, Role: v[3].S, Action: v[4].S, Entity: v[5].S,
			EntityID: v[6].S, Before: v[7].S, After: v[8].S, RequestID: v[9].S},
		PrevHash: v[10].S, Hash: v[11].S,
	}
}

// AuditFilter narrows and pages the ledger, newest first.
type AuditFilter struct {
	Actor, Action, Entity string
	Entities              string // any of these, joined by ","; "": all
	EntityID              string
	Who                   string // a part of the name of who did it, as it is shown
	Kind                  string // an action's name up to the dot
	From, Until           int64  // Unix milliseconds, half-open; 0: open
	Before                int64  // entries below this number; 0: from the newest
	After                 int64  // entries above this number, the nearest Limit + 1 of them; 0: not asked
	Limit                 int
}

// Audit lists ledger entries, at most Limit + 1 of them: one more than the
// page says that there is another.
func (t *Tenant) Audit(ctx context.Context, f AuditFilter) ([]AuditLine, error) {
	rows, err := t.gate.Read(ctx, func(*Access) []tenantdb.Query { return []tenantdb.Query{f.query(t.gate.AboutSQL())} })
	if err != nil {
		return nil, err
	}
	return t.auditLines(f, rows[0]), nil
}

// AuditLine is an entry with the names of who did it and whom it is about, for
// readers: they are those of today, not part of the record.
type AuditLine struct {
	ledger.Link
	Name  string // "" for what is not an account
	About string // "" for what has no name
	Page  string // of what it is about, if it has one that the reader may open
}

// lineColumns are the columns that auditLines takes; about is tenantdb's AboutSQL.
func lineColumns(about string) string {
	return linkColumns + `, (SELECT name FROM accounts WHERE id = actor), ` + about
}

func (t *Tenant) auditLines(f AuditFilter, rows db.Rows) []AuditLine {
	out := make([]AuditLine, 0, len(rows))
	for _, row := range rows {
		line := AuditLine{Link: linkOf(row), Name: row[12].S}
		line.About = t.gate.NameOf(line.Entity, row[13].S)
		line.Page = t.pageOf(line)
		out = append(out, line)
	}
	if f.After != 0 {
		slices.Reverse(out)
	}
	return out
}

// pageOf is where the reader may open what an entry is about, or "".
func (t *Tenant) pageOf(l AuditLine) string {
	who, r := t.gate.Access(), domain.ResourceOf(l.Entity)
	switch {
	case l.About == "":
		return ""
	case l.Entity == domain.Accounts.Entity && who.User.Role.Administers():
		return "/users/" + l.EntityID
	case r != nil && r.Read[who.User.Role] == domain.Everybody && who.Window.Licenses(r.Module):
		return r.Page + "/" + l.EntityID
	}
	return ""
}

func (f AuditFilter) query(about string) tenantdb.Query {
	sql, args := `SELECT `+lineColumns(about)+`
FROM ledger WHERE 1`, []db.Value(nil)
	and := func(condition string, v db.Value, given bool) {
		if given {
			sql, args = sql+"\nAND "+condition, append(args, v)
		}
	}
	if f.Who != "" {
		sql, args = sql+"\nAND (actor = ? OR actor IN (SELECT id FROM accounts WHERE instr(lower(name), lower(?)) > 0))",
			append(args, db.Text(domain.ActorNamed(f.Who)), db.Text(f.Who))
	}
	and("substr(action, 1, instr(action, '.') - 1) = ?", db.Text(f.Kind), f.Kind != "")
	and("actor = ?", db.Text(f.Actor), f.Actor != "")
	and("action = ?", db.Text(f.Action), f.Action != "")
	and("entity = ?", db.Text(f.Entity), f.Entity != "")
	if f.Entities != "" { // names of the application's own
		sql += "\nAND entity IN ('" + strings.ReplaceAll(f.Entities, ",", "', '") + "')"
	}
	and("entity_id = ?", db.Text(f.EntityID), f.EntityID != "")
	and("at >= ?", db.Int(f.From), f.From != 0)
	and("at < ?", db.Int(f.Until), f.Until != 0)
	and("seq < ?", db.Int(f.Before), f.Before != 0)
	and("seq > ?", db.Int(f.After), f.After != 0)
	order := "DESC"
	if f.After != 0 {
		order = "ASC"
	}
	return tenantdb.Select(sql+"\nORDER BY seq "+order+"\nLIMIT ?", append(args, db.Int(int64(f.Limit)+1))...)
}

// verifyPage is how many entries are fetched at once.
const verifyPage = 2000

// VerifyLedger recomputes the whole chain as it stood when it was asked.
func (t *Tenant) VerifyLedger(ctx context.Context) (ledger.Report, error) {
	key, err := t.gate.LedgerKey()
	if err != nil {
		return ledger.Report{}, err
	}
	rows, err := t.gate.Read(ctx, func(*Access) []tenantdb.Query {
		return []tenantdb.Query{tenantdb.Select(headSQL), tenantdb.Select(linksSQL, db.Int(beforeAll), db.Int(db.MaxInt), db.Int(verifyPage))}
	})
	if err != nil {
		return ledger.Report{}, err
	}
	if len(rows[0]) == 0 {
		return ledger.Report{FirstBad: 1}, nil
	}
	row := rows[0][0]
	v := ledger.NewVerifier(key)
	// Entries beyond the head are checked too: somebody may have added them by hand.
	if err := t.verifyUpTo(ctx, v, max(row[0].I, row[3].I), rows[1]); err != nil {
		return ledger.Report{}, err
	}
	return v.End(ledger.Head{Seq: row[0].I, Hash: row[1].S, MAC: row[2].S}), nil
}

const (
	headSQL  = `SELECT seq, hash, mac, (SELECT coalesce(max(seq), 0) FROM ledger) FROM ledger_head`
	linksSQL = `SELECT ` + linkColumns + ` FROM ledger WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT ?`

	beforeAll = -db.MaxInt
)

// verifyUpTo checks the first page and fetches the ones behind it, to the
// entry that was last when the first was read.
func (t *Tenant) verifyUpTo(ctx context.Context, v *ledger.Verifier, last int64, page db.Rows) error {
	for {
		for _, row := range page {
			if row[0].I <= last {
				v.Next(linkOf(row))
			}
		}
		if len(page) < verifyPage {
			return nil
		}
		after := page[len(page)-1][0].I
		rows, err := t.gate.Read(ctx, func(*Access) []tenantdb.Query {
			return []tenantdb.Query{tenantdb.Select(linksSQL, db.Int(after), db.Int(last), db.Int(verifyPage))}
		})
		if err != nil {
			return err
		}
		page = rows[0]
	}
}

// VerifyTenant is VerifyLedger for the operator's command line.
func (s *Store) VerifyTenant(ctx context.Context, slug string) (ledger.Report, error) {
	site, err := s.registry.SiteOf(ctx, slug)
	if err != nil {
		return ledger.Report{}, err
	}
	return s.open(site).system("operator", "").VerifyLedger(ctx)
}
