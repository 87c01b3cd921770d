package store

import (
	"context"

	"ringfence/domain"
	"ringfence/store/db"
	"ringfence/store/tenantdb"
)

const (
	userColumns = `a.id, a.email, a.name, a.role, a.disabled, a.accepted_at IS NOT NULL, a.version, a.created_at, a.updated_at,
  EXISTS (SELECT 1 FROM authenticators f WHERE f.account_id = a.id AND f.confirmed_at IS NOT NULL),
  EXISTS (SELECT 1 FROM passkeys k WHERE k.account_id = a.id), ` + lastSignInSQL
	userWidth = 12

	lastSignInSQL = `ifnull((SELECT max(s.created_at) FROM sessions s WHERE s.account_id = a.id), 0)`
)

func userOf(row []db.Value) domain.UserAccount {
	role, _ := domain.ParseRole(row[3].S)
	return domain.UserAccount{User: domain.User{ID: row[0].S, Email: row[1].S, Name: row[2].S, Role: role},
		Disabled: row[4].Bool(), Accepted: row[5].Bool(), Version: row[6].I, CreatedAt: row[7].I, UpdatedAt: row[8].I,
		App: row[9].Bool(), Passkey: row[10].Bool(), LastSignInAt: row[11].I}
}

// stateSQL are the states of an account a, as domain.UserAccount.State has them.
var stateSQL = map[string]string{
	domain.AccountActive:   `a.disabled = 0 AND a.accepted_at IS NOT NULL`,
	domain.AccountInvited:  `a.disabled = 0 AND a.accepted_at IS NULL`,
	domain.AccountDisabled: `a.disabled = 1`,
}

// User is one account. Error: domain.ErrNotFound.
func (t *Tenant) User(ctx context.Context, id string) (domain.UserAccount, error) {
	u, _, err := t.user(ctx, id)
	return u, err
}

// seats says what an account may do to the others.
type seats struct {
	free      bool // the plan has a seat left
	lastAdmin bool // nobody else administers the organisation
}

// seatFreeSQL: the plan has a seat that no account takes. Arguments: now, now.
const seatFreeSQL = `(SELECT count(*) FROM accounts WHERE disabled = 0) < coalesce((SELECT seats FROM windows WHERE id = (` + tenantdb.WindowSQL + `)), 0)`

// user reads an account, and what limits its change.
func (t *Tenant) user(ctx context.Context, id string) (domain.UserAccount, seats, error) {
	now := db.Int(t.gate.Now())
	rows, err := t.gate.Read(ctx, func(*Access) []tenantdb.Query {
		return []tenantdb.Query{tenantdb.Select(`SELECT `+userColumns+`, `+seatFreeSQL+`, NOT EXISTS (SELECT 1 FROM administrators WHERE id <> a.id)
FROM accounts a WHERE a.id = ?`, now, now, db.Text(id))}
	})
	if err != nil {
		return domain.UserAccount{}, seats{}, err
	}
	if len(rows[0]) == 0 {
		return domain.UserAccount{}, seats{}, domain.ErrNotFound
	}
	row := rows[0][0]
	return userOf(row), seats{row[userWidth].Bool(), row[userWidth+1].Bool()}, nil
}
