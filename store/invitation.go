package store

import (
	"context"

	"ringfence/domain"
	"ringfence/store/db"
	"ringfence/store/mail"
	"ringfence/store/tenantdb"
)

// InviteUser decides a new account, which takes a seat, and its invitation.
// The account has no password until it is accepted. A staff record that alone
// has the address becomes the account's own. Errors: domain.ErrEmailTaken,
// domain.ErrSeatLimit, domain.ErrMail, domain.ErrEncryption.
func (t *Tenant) InviteUser(ctx context.Context, email, name string, role domain.Role) (domain.UserAccount, *Change, error) {
	now := t.gate.Now()
	u := domain.UserAccount{User: domain.User{ID: NewID(), Email: lower(email), Name: name, Role: role}, Version: 1, CreatedAt: now, UpdatedAt: now}
	rows, err := t.gate.Read(ctx, func(*Access) []tenantdb.Query {
		return []tenantdb.Query{
			tenantdb.Select(`SELECT EXISTS (SELECT 1 FROM accounts WHERE email = ?), `+seatFreeSQL, db.Text(u.Email), db.Int(now), db.Int(now)),
			tenantdb.Select(ownStaffSQL, db.Text(u.Email)),
		}
	})
	if err != nil {
		return u, nil, err
	}
	switch row := rows[0][0]; {
	case row[0].Bool():
		return u, nil, domain.ErrEmailTaken
	case !row[1].Bool():
		return u, nil, domain.ErrSeatLimit
	}
	staff := ""
	if len(rows[1]) == 1 {
		staff = rows[1][0][0].S
	}
	change, err := t.inviteChange(u, staff)
	return u, change, err
}

// ownStaffSQL: the staff records with an address, of which nobody owns one. Argument: address.
const ownStaffSQL = `SELECT id FROM employees WHERE lower(email) = ? AND account_id IS NULL LIMIT 2`

func (t *Tenant) inviteChange(u domain.UserAccount, staff string) (*Change, error) {
	after, err := t.gate.Marks(domain.Accounts, u.Record(), domain.Record{})
	if err != nil {
		return nil, err
	}
	c := t.gate.Begin(tenantdb.Did("account.create", domain.Accounts.Entity, u.ID).To(after)).Due(dueExpiry, 0).Exec(t.requireSeat(), insertAccount(u))
	if staff != "" {
		c.Also(tenantdb.Did("employee.account", domain.Employees.Entity, staff).With("account", u.ID)).Exec(
			db.Q(`UPDATE employees SET account_id = ? WHERE id = ? AND account_id IS NULL`, db.Text(u.ID), db.Text(staff)), tenantdb.RequireOne)
	}
	return c, t.invite(c, u, t.gate.Access().User.Name)
}

// insertAccount is the row of an account that nobody can sign in to yet.
func insertAccount(u domain.UserAccount) db.Stmt {
	return db.Q(`INSERT INTO accounts (id, email, name, role, password_hash, created_at, updated_at) VALUES (?, ?, ?, ?, '', ?, ?)`,
		db.Text(u.ID), db.Text(u.Email), db.Text(u.Name), db.Text(u.Role.String()), db.Int(u.CreatedAt), db.Int(u.UpdatedAt))
}

// invite adds the link and the message that brings it; by is who invites.
func (t *Tenant) invite(c *Change, u domain.UserAccount, by string) error {
	stmt, address := t.link(invitation, u.ID, true)
	c.Exec(stmt)
	about := t.about(u.User, address)
	about.By = by
	return t.mail(c, mail.Invitation(about, "7 days"))
}

// about says whom a message is for, and where its link leads.
func (t *Tenant) about(u domain.User, address string) mail.About {
	return mail.About{To: u.Email, Name: u.Name, Organisation: t.Info().Name, Link: address}
}

// ResendInvitation decides another invitation in place of the first, whose
// link works no more. Errors: domain.ErrNotFound, domain.ErrNotInvited,
// domain.ErrMail, domain.ErrEncryption.
func (t *Tenant) ResendInvitation(ctx context.Context, id string) (*Change, error) {
	u, _, err := t.user(ctx, id)
	if err != nil {
		return nil, err
	}
	if u.State() != domain.AccountInvited {
		return nil, domain.ErrNotInvited
	}
	c := t.gate.Begin(tenantdb.Did("account.invite", domain.Accounts.Entity, u.ID)).Exec(
		tenantdb.Require(`EXISTS (SELECT 1 FROM accounts a WHERE a.id = ? AND `+stateSQL[domain.AccountInvited]+`)`, db.Text(id)))
	return c, t.invite(c, u, t.gate.Access().User.Name)
}

// lower is SQLite's lower(): letters beyond ASCII stay as they are.
func lower(s string) string {
	b := []byte(s)
	for i, c := range b {
		if c >= 'A' && c <= 'Z' {
			b[i] = c + 'a' - 'A'
		}
	}
	return string(b)
}
