package store

import (
	"context"

	"ringfence/domain"
	"ringfence/migrations"
	"ringfence/store/db"
	"ringfence/store/ledger"
	"ringfence/store/password"
	"ringfence/store/tenantdb"
)

// NewTenant is an organisation to provision. Everything in it may be given
// again: what exists already is left as it is.
type NewTenant struct {
	domain.Tenant        // ID is made
	Database      string // reference, as Config.Open knows it
	Windows       []domain.Window
	Accounts      []NewAccount
	Employees     []NewEmployee
	Records       []NewRecord // about the employees
	RequestID     string
}

// NewAccount is an account to make; PasswordHash is a PHC string, TOTP the
// secret of an authenticator that is set up already, as domain.TOTPText
// writes it, or "".
type NewAccount struct {
	Email, Name  string
	Role         domain.Role
	PasswordHash string
	TOTP         string
}

// NewEmployee is a staff record to make; Values stand beside
// domain.Employees.Columns, with manager_id an index into the list ("0" …)
// and Account the email address of its account, or "".
type NewEmployee struct {
	Account string
	Values  []string
}

// NewRecord is a record about an employee to make: values by column, the
// subject by its index in the list of employees. By is the email address of
// the account that made the last move, if any.
type NewRecord struct {
	Of      *domain.Resource
	Subject int
	Values  map[string]string
	By      string
}

// HashPassword is password.Hash, for accounts to provision.
func HashPassword(ctx context.Context, pass string) (string, error) {
	hash, err := password.Hash(ctx, pass)
	return hash, failed(err)
}

// Provision makes an organisation: its keys and row in the registry, its
// database brought to this build's schema, its windows, accounts and records,
// and the first entry of its ledger. Cut short, it continues where it
// stopped; on a tenant that exists it changes nothing.
func (s *Store) Provision(ctx context.Context, n NewTenant) error {
	row, err := s.registryTenant(ctx, n.Slug)
	if err != nil {
		return err
	}
	if row == nil {
		refused := s.register(ctx, n)
		if refused != nil && !db.IsKind(refused, db.Unique) {
			return refused
		}
		if row, err = s.registryTenant(ctx, n.Slug); err != nil {
			return err
		}
		if row == nil { // not somebody else who has just registered the same
			return refused
		}
	}
	if row[2].S == "active" {
		return nil
	}
	n.ID, n.Database, n.Name, n.Region = row[0].S, row[3].S, row[4].S, row[5].S
	if n.Windows, err = s.registryWindows(ctx, n.ID); err != nil {
		return err
	}
	if err := s.furnish(ctx, n, row[1].S); err != nil {
		return err
	}
	_, err = s.cfg.Registry.Write(ctx, []db.Stmt{
		db.Q(`UPDATE tenants SET state = 'active', schema_version = ?, migrated_at = ? WHERE id = ?`,
			db.Int(latest(migrations.Tenant())), db.Int(s.now()), db.Text(n.ID)),
	}, nil)
	s.forget()
	return failed(err)
}

// registryWindows are the tenant's windows as the registry has them: what was
// registered first counts, whatever a later run brings.
func (s *Store) registryWindows(ctx context.Context, tenant string) ([]domain.Window, error) {
	rows, err := s.registryRead(ctx, db.Q(`SELECT id, plan, modules, seats, valid_from, valid_until, suspended
FROM subscriptions WHERE tenant_id = ? ORDER BY valid_from`, db.Text(tenant)))
	if err != nil {
		return nil, err
	}
	var windows []domain.Window
	for _, row := range rows[0] {
		windows = append(windows, tenantdb.WindowOf(row))
	}
	return windows, nil
}

// registryTenant is (id, keys, state, database, name, region) of a slug, or nil.
func (s *Store) registryTenant(ctx context.Context, slug string) ([]db.Value, error) {
	rows, err := s.registryRead(ctx, db.Q(`SELECT t.id, (SELECT `+wrappedSQL+`t.id), t.state, t.database, t.name, t.region
FROM tenants t WHERE t.slug = ?`, db.Text(slug)))
	if err != nil || len(rows[0]) == 0 {
		return nil, err
	}
	return rows[0][0], nil
}

// register writes the registry's side, with its own ledger entry.
func (s *Store) register(ctx context.Context, n NewTenant) error {
	n.ID = NewID()
	if n.Database == "" {
		n.Database = s.cfg.Place(n.Slug, n.ID)
	}
	chain, err := s.registryLedger(ctx)
	if err != nil {
		return err
	}
	stmts := []db.Stmt{db.Q(`INSERT INTO tenants (id, slug, name, region, database, state, created_at) VALUES (?, ?, ?, ?, ?, 'provisioning', ?)`,
		db.Text(n.ID), db.Text(n.Slug), db.Text(n.Name), db.Text(n.Region), db.Text(n.Database), db.Int(s.now()))}
	keys, err := s.newKeys(n.ID)
	if err != nil {
		return err
	}
	stmts = append(stmts, keys...)
	for _, w := range n.Windows {
		stmts = append(stmts, db.Q(`INSERT INTO subscriptions (id, tenant_id, plan, modules, seats, valid_from, valid_until, suspended) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
			append([]db.Value{db.Text(w.ID), db.Text(n.ID)}, windowValues(w)...)...))
	}
	_, err = s.cfg.Registry.Write(ctx, stmts, &ledger.Append{Key: chain, Entries: []ledger.Entry{{
		At: s.now(), Actor: "system", Role: "system", Action: "tenant.create", Entity: "tenant", EntityID: n.ID, RequestID: n.RequestID}}})
	return failed(err)
}

func windowValues(w domain.Window) []db.Value {
	return []db.Value{db.Text(w.Plan), db.Text(w.Modules), db.Int(w.Seats), db.Int(w.From), db.Int(w.Until), db.Bool(w.Suspended)}
}

func (s *Store) newKeys(owner string) ([]db.Stmt, error) {
	keys, err := s.cfg.Master.NewKeys(owner)
	var stmts []db.Stmt
	for _, k := range keys {
		stmts = append(stmts, db.Q(`INSERT INTO tenant_keys (tenant_id, purpose, version, wrapped, created_at) VALUES (?, ?, ?, ?, ?)`,
			db.Text(owner), db.Text(string(k.Purpose)), db.Int(k.Version), db.Text(k.Wrapped), db.Int(s.now())))
	}
	return stmts, failed(err)
}

// registryLedger is the key of the registry's own chain, made the first time.
func (s *Store) registryLedger(ctx context.Context) ([]byte, error) {
	const keysSQL = `SELECT ` + wrappedSQL + `?`
	rows, err := s.registryRead(ctx, db.Q(keysSQL, db.Text(registryID)))
	if err != nil {
		return nil, err
	}
	if rows[0][0][0].IsNull() {
		stmts, err := s.newKeys(registryID)
		if err != nil {
			return nil, err
		}
		if _, err := s.cfg.Registry.Write(ctx, stmts, nil); err != nil && !db.IsKind(err, db.Unique) {
			return nil, failed(err)
		}
		if rows, err = s.registryRead(ctx, db.Q(keysSQL, db.Text(registryID))); err != nil {
			return nil, err
		}
	}
	keys, err := s.openKeys(registryID, rows[0][0][0].S)
	if err != nil {
		return nil, failed(err)
	}
	return keys.LedgerKey()
}
