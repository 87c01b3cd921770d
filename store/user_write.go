package store

import (
	"context"

	"ringfence/domain"
	"ringfence/store/db"
	"ringfence/store/tenantdb"
)

// EditUser decides a change of an account: edit receives a copy and changes
// its name, role or whether it is disabled. ifVersion, unless 0, is the
// version that must still stand. Errors: domain.ErrNotFound,
// domain.ErrConflict, domain.ErrLastAdmin, domain.ErrSeatLimit.
func (t *Tenant) EditUser(ctx context.Context, id string, ifVersion int64, edit func(*domain.UserAccount)) (domain.UserAccount, *Change, error) {
	old, limits, err := t.user(ctx, id)
	if err != nil {
		return old, nil, err
	}
	if ifVersion != 0 && ifVersion != old.Version {
		return old, nil, domain.ErrConflict
	}
	u := old
	edit(&u)
	if u == old {
		return u, t.gate.Unchanged(), nil
	}
	administers := func(u domain.UserAccount) bool {
		return u.Role.Administers() && u.State() == domain.AccountActive
	}
	switch {
	case administers(old) && !administers(u) && limits.lastAdmin:
		return old, nil, domain.ErrLastAdmin
	case old.Disabled && !u.Disabled && !limits.free:
		return old, nil, domain.ErrSeatLimit
	}
	u.Version, u.UpdatedAt = old.Version+1, t.gate.Now()
	change, err := t.userChange(old, u)
	return u, change, err
}

func (t *Tenant) userChange(old, u domain.UserAccount) (*Change, error) {
	list, err := t.userEntries(old, u)
	if err != nil {
		return nil, err
	}
	c := t.gate.Begin(list[0])
	for _, e := range list[1:] {
		c.Also(e)
	}
	if old.Disabled && !u.Disabled {
		c.Exec(t.requireSeat())
	}
	c.Exec(db.Q(`UPDATE accounts SET name = ?, role = ?, disabled = ?, version = ?, updated_at = ? WHERE id = ? AND version = ?`,
		db.Text(u.Name), db.Text(u.Role.String()), db.Bool(u.Disabled), db.Int(u.Version), db.Int(u.UpdatedAt), db.Text(u.ID), db.Int(old.Version)),
		tenantdb.RequireOne)
	if u.Disabled && !old.Disabled {
		c.Exec(t.shutOut(u.ID)...)
	}
	if u.Disabled != old.Disabled {
		c.Due(dueExpiry, 0)
	}
	return c, nil
}

// requireSeat aborts a write that would take a seat beyond the plan's.
func (t *Tenant) requireSeat() db.Stmt {
	now := db.Int(t.gate.Now())
	return tenantdb.Require(``+seatFreeSQL, now, now)
}

// shutOut ends an account's sessions, and the links that were sent to it.
func (t *Tenant) shutOut(account string) []db.Stmt {
	return []db.Stmt{
		t.endSessions(account, ""),
		db.Q(`DELETE FROM links WHERE account_id = ?`, db.Text(account)),
	}
}

// userEntries are one for each thing that changed: movers are found by
// account.role, leavers by account.disable.
func (t *Tenant) userEntries(old, u domain.UserAccount) ([]tenantdb.Entry, error) {
	var list []tenantdb.Entry
	if u.Name != old.Name {
		e, err := t.userEntry("account.update", old, u, func(a *domain.UserAccount) { a.Role = 0 })
		if err != nil {
			return nil, err
		}
		list = append(list, e)
	}
	if u.Role != old.Role {
		e, err := t.userEntry("account.role", old, u, func(a *domain.UserAccount) { a.Name = "" })
		if err != nil {
			return nil, err
		}
		list = append(list, e)
	}
	if u.Disabled != old.Disabled {
		action := map[bool]string{true: "account.disable", false: "account.enable"}[u.Disabled]
		list = append(list, tenantdb.Did(action, domain.Accounts.Entity, u.ID))
	}
	return list, nil
}

// userEntry is an entry of what changed, but for what without takes away.
func (t *Tenant) userEntry(action string, old, u domain.UserAccount, without func(*domain.UserAccount)) (tenantdb.Entry, error) {
	without(&old)
	without(&u)
	return t.gate.Difference(action, domain.Accounts, old.Record(), u.Record())
}
