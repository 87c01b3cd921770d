package store

import (
	"cmp"
	"context"
	"errors"
	"strconv"

	"ringfence/domain"
	"ringfence/store/db"
	"ringfence/store/tenantdb"
)

// initializeDatabase fills the tenant's own database, in one atomic write:
// only into an empty ledger, so that it happens once.
func (t *Tenant) initializeDatabase(ctx context.Context, n NewTenant) error {
	c := t.gate.Begin(tenantdb.Did("tenant.provision", "tenant", n.ID)).
		Exec(tenantdb.Require(`seq = 0 FROM ledger_head`))
	f := initial{Change: c, t: t, now: t.gate.Now(), accounts: map[string]string{}}
	for _, w := range n.Windows {
		f.window(w)
	}
	for _, a := range n.Accounts {
		if err := f.account(a); err != nil {
			return err
		}
	}
	ids, err := f.employees(n.Employees)
	if err != nil {
		return err
	}
	for _, r := range n.Records {
		if err := f.record(r, ids); err != nil {
			return err
		}
	}
	err = t.gate.Record(ctx, c)
	if errors.Is(err, ErrStale) {
		return nil // done by an earlier run
	}
	return err
}

// FirstOwner invites the console's first owner, once: where there is an account
// already, it changes nothing. Errors: domain.ErrMail, domain.ErrEncryption,
// domain.ErrDatabase.
func (s *Store) FirstOwner(ctx context.Context, email string) error {
	return s.ProvisionConsole(ctx, []NewAccount{{Email: email, Name: email, Role: domain.Owner}}, "")
}

// ProvisionConsole makes the operator's first accounts, once: where there is
// one already, it changes nothing. Errors: domain.ErrEncryption,
// domain.ErrDatabase.
func (s *Store) ProvisionConsole(ctx context.Context, accounts []NewAccount, requestID string) error {
	site, err := s.registry.Console(ctx)
	if err != nil {
		return err
	}
	origin := ""
	if s.cfg.Origin != nil {
		origin = s.cfg.Origin(domain.ConsoleSlug)
	}
	t := &Tenant{s, s.open(site).gate.AsSystem(domain.User{ID: "system"}, Request{ID: requestID, Origin: origin})}
	c := t.gate.Begin(tenantdb.Did("console.provision", "console", site.Tenant().ID)).
		Exec(tenantdb.Require(`NOT EXISTS (SELECT 1 FROM accounts)`))
	f := initial{Change: c, t: t, now: t.gate.Now(), accounts: map[string]string{}}
	for _, a := range accounts {
		if err := f.account(a); err != nil {
			return err
		}
	}
	if err = t.gate.Record(ctx, c); errors.Is(err, ErrStale) {
		return nil
	}
	return err
}

// initial collects one big change.
type initial struct {
	*Change
	t        *Tenant
	now      int64
	accounts map[string]string // email → id
}

func (f *initial) window(w domain.Window) {
	f.Also(tenantdb.Did("subscription.create", "subscription", w.ID)).Exec(
		insertWindow(w))
}

func (f *initial) account(a NewAccount) error {
	if a.PasswordHash == "" {
		return f.invited(a)
	}
	id := NewID()
	sealed, err := f.t.gate.Seal(hashPlace(id), a.PasswordHash)
	if err != nil {
		return err
	}
	f.accounts[a.Email] = id
	o := domain.Object{}
	o.Text("role", a.Role.String())
	if a.TOTP != "" {
		o.Text("totp", "confirmed")
	}
	f.Also(tenantdb.Did("account.create", "account", id).To(o.String())).Exec(db.Q(`INSERT INTO accounts (id, email, name, role, password_hash, accepted_at, created_at, updated_at) VALUES (?, lower(?), ?, ?, ?, ?, ?, ?)`,
		db.Text(id), db.Text(a.Email), db.Text(a.Name), db.Text(a.Role.String()), db.Text(sealed), db.Int(f.now), db.Int(f.now), db.Int(f.now)))
	return f.authenticator(id, a.TOTP)
}

// invited is an account whose password its owner chooses, by a link.
func (f *initial) invited(a NewAccount) error {
	u := domain.UserAccount{User: domain.User{ID: NewID(), Email: lower(a.Email), Name: a.Name, Role: a.Role}, Version: 1, CreatedAt: f.now, UpdatedAt: f.now}
	f.accounts[u.Email] = u.ID
	after, err := f.t.gate.Marks(domain.Accounts, u.Record(), domain.Record{})
	if err != nil {
		return err
	}
	f.Also(tenantdb.Did("account.create", domain.Accounts.Entity, u.ID).To(after)).Exec(insertAccount(u))
	return f.t.invite(f.Change, u, "The operator of Ringfence")
}

// authenticator belongs to the account's own entry.
func (f *initial) authenticator(account, secret string) error {
	if secret == "" {
		return nil
	}
	sealed, err := f.t.gate.Seal(secretPlace(account), secret)
	if err != nil {
		return err
	}
	f.Exec(db.Q(`INSERT INTO authenticators (account_id, secret, created_at, confirmed_at) VALUES (?, ?, ?, ?)`,
		db.Text(account), db.Text(sealed), db.Int(f.now), db.Int(f.now)))
	return nil
}

func (f *initial) employees(list []NewEmployee) ([]string, error) {
	ids := make([]string, len(list))
	for i := range list {
		ids[i] = NewID()
	}
	for i, n := range list {
		values := append([]string(nil), n.Values...)
		if m := values[managerColumn]; m != "" {
			index, err := strconv.Atoi(m)
			if err != nil || index >= len(ids) {
				return nil, domain.Invalid(errManager)
			}
			values[managerColumn] = ids[index]
		}
		rec := domain.Record{ID: ids[i], Version: 1, CreatedAt: f.now, UpdatedAt: f.now, Values: values}
		if err := f.add(domain.Employees, rec); err != nil {
			return nil, err
		}
		if account := f.accounts[n.Account]; account != "" {
			f.Exec(db.Q(`UPDATE employees SET account_id = ? WHERE id = ?`, db.Text(account), db.Text(rec.ID)))
		}
	}
	return ids, nil
}

// add makes a record.
func (f *initial) add(r *domain.Resource, rec domain.Record) error {
	none := domain.Record{ID: rec.ID}
	stmts, err1 := f.t.gate.Store(r.Table, none, rec)
	e, err2 := f.t.gate.Difference(r.Entity+".create", r.Table, none, rec)
	f.Also(e).Exec(stmts...)
	return errors.Join(err1, err2)
}

// record makes a record about an employee.
func (f *initial) record(n NewRecord, employees []string) error {
	rec := domain.Record{ID: cmp.Or(n.ID, NewID()), Version: 1, CreatedAt: f.now, UpdatedAt: f.now, Values: n.Of.Row(n.Values)}
	set := func(column, value string) { rec.Values[n.Of.Index(column)] = value }
	if n.Of.About() {
		set(n.Of.Subject, employees[n.Subject])
	}
	n.Of.Compute(rec)
	if n.By != "" {
		set(n.Of.States.By, f.accounts[n.By])
		set(n.Of.States.At, n.Of.States.Moved(n.Of.Table, f.now))
	}
	f.Scratch(f.t.gate.NoticesOf(n.Of, verbOf(n.Of, rec), rec)...)
	return f.add(n.Of, rec)
}

// verbOf is what was done last to a record that begins in a state.
func verbOf(r *domain.Resource, rec domain.Record) string {
	if r.States == nil {
		return "create"
	}
	for _, m := range r.States.Moves {
		if m.To == r.State(rec) {
			return m.Name
		}
	}
	return "create"
}
