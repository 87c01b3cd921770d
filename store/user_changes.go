package store

import (
	"context"
	"encoding/json"

	"ringfence/domain"
	"ringfence/store/db"
	"ringfence/store/tenantdb"
)

// Movement is somebody who joined, moved or left, as the ledger has it. Names
// are the accounts' of today.
type Movement struct {
	Seq      int64
	At       int64  // Unix milliseconds
	Kind     string // of domain.MovementKinds
	User     domain.User
	By       domain.User // who did it; only an ID where that is no account
	From, To string      // the roles of who moved; To of who joined
}

// MovementFilter narrows and pages them, newest first.
type MovementFilter struct {
	From, Until int64 // Unix milliseconds, half-open; 0: open
	Before      int64 // entries below this number; 0: from the newest
	Limit       int
}

// movementsSQL names the actions as the index ledger_of_accounts does.
const movementsSQL = `SELECT l.seq, l.at, l.action, l.entity_id, coalesce(u.email, ''), coalesce(u.name, ''), l.actor, coalesce(b.email, ''), coalesce(b.name, ''), l.before, l.after
FROM ledger l
LEFT JOIN accounts u ON u.id = l.entity_id
LEFT JOIN accounts b ON b.id = l.actor
WHERE l.action IN ('account.create', 'account.accept', 'account.role', 'account.disable', 'account.enable')
AND l.at >= ? AND l.at < ? AND l.seq < ?
ORDER BY l.seq DESC
LIMIT ?`

// Movements lists joiners, movers and leavers, at most Limit + 1 of them.
func (t *Tenant) Movements(ctx context.Context, f MovementFilter) ([]Movement, error) {
	rows, err := t.gate.Read(ctx, func(*Access) []tenantdb.Query {
		return []tenantdb.Query{tenantdb.Select(movementsSQL, db.Int(f.From), db.Int(orMost(f.Until)), db.Int(orMost(f.Before)), db.Int(int64(f.Limit)+1))}
	})
	if err != nil {
		return nil, err
	}
	list := make([]Movement, 0, len(rows[0]))
	for _, row := range rows[0] {
		list = append(list, Movement{
			Seq: row[0].I, At: row[1].I, Kind: domain.MovementKinds[row[2].S],
			User: domain.User{ID: row[3].S, Email: row[4].S, Name: row[5].S},
			By:   domain.User{ID: row[6].S, Email: row[7].S, Name: row[8].S},
			From: roleIn(row[9].S), To: roleIn(row[10].S)})
	}
	return list, nil
}

func orMost(n int64) int64 {
	if n == 0 {
		return db.MaxInt
	}
	return n
}

// roleIn is the role in an entry's before or after, or "".
func roleIn(object string) string {
	var v struct{ Role string }
	if object != "" {
		_ = json.Unmarshal([]byte(object), &v) // a tampered entry has none; verifying finds it
	}
	return v.Role
}
