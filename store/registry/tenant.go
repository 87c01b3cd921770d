package registry

import (
	"context"

	"ringfence/domain"
	"ringfence/migrations"
	"ringfence/store/db"
	"ringfence/store/ledger"
	"ringfence/store/tenantdb"
)

// NewTenant is an organisation to register.
type NewTenant struct {
	domain.Tenant        // ID is made
	Database      string // reference, as Config.Open knows it; "": Config.Place says
	Windows       []domain.Window
	RequestID     string
}

// Registration is an organisation as the registry has it, whether or not its
// database has been made yet.
type Registration struct {
	domain.Tenant
	Active  bool // it is served
	Windows []domain.Window
	row     []db.Value
}

// Register makes the registry's side of an organisation, with an entry in the
// registry's own ledger. What is registered already counts, whatever n says.
// Errors: db.Unique where the database or a window is another's,
// domain.ErrEncryption, domain.ErrDatabase.
func (r *Registry) Register(ctx context.Context, n NewTenant) (*Registration, error) {
	reg, err := r.registration(ctx, n.Slug)
	if err != nil || reg != nil {
		return reg, err
	}
	refused := r.register(ctx, n)
	if refused != nil && !db.IsKind(refused, db.Unique) {
		return nil, refused
	}
	reg, err = r.registration(ctx, n.Slug)
	if err == nil && reg == nil { // not somebody else who has just registered the same
		err = refused
	}
	return reg, err
}

const windowsSQL = `SELECT id, plan, modules, seats, valid_from, valid_until, suspended = 'true' OR hold IS NOT NULL
FROM subscriptions WHERE tenant_id = (SELECT id FROM tenants WHERE slug = ?) ORDER BY valid_from`

// registration is the organisation of a slug, or nil.
func (r *Registry) registration(ctx context.Context, slug string) (*Registration, error) {
	rows, err := r.read(ctx, db.Q(tenantSQL+`t.slug = ?`, db.Text(slug)), db.Q(windowsSQL, db.Text(slug)))
	if err != nil || len(rows[0]) == 0 {
		return nil, err
	}
	row := rows[0][0]
	reg := &Registration{Tenant: tenantOf(row), Active: row[stateColumn].S == "active", row: row}
	for _, w := range rows[1] {
		reg.Windows = append(reg.Windows, tenantdb.WindowOf(w))
	}
	return reg, nil
}

// Open opens a registered organisation, its database brought to this build's
// schema, whether or not it is served yet. Errors: domain.ErrEncryption,
// domain.ErrDatabase.
func (r *Registry) Open(ctx context.Context, reg *Registration) (*tenantdb.Site, error) {
	d, err := r.openDB(reg.row[databaseColumn].S, reg.Region)
	if err != nil {
		return nil, tenantdb.ToDomainError(err)
	}
	if err := Migrate(ctx, d, migrations.Tenant(), r.now()); err != nil {
		return nil, tenantdb.ToDomainError(err)
	}
	keys, err := r.openKeys(reg.ID, reg.row[keysColumn].S)
	if err != nil {
		return nil, tenantdb.ToDomainError(err)
	}
	return tenantdb.NewSite(reg.Tenant, d, keys, nil), nil
}

// Activate has an organisation served from now on. Error: domain.ErrDatabase.
func (r *Registry) Activate(ctx context.Context, reg *Registration) error {
	err := r.write(ctx, db.Q(`UPDATE tenants SET state = 'active', schema_version = ?, migrated_at = ? WHERE id = ?`,
		db.Int(latest(migrations.Tenant())), db.Int(r.now()), db.Text(reg.ID)))
	r.forget(r.hostOf(reg.Slug))
	return err
}

func (r *Registry) register(ctx context.Context, n NewTenant) error {
	n.ID = tenantdb.NewID()
	chain, err := r.ledgerKey(ctx)
	if err != nil {
		return err
	}
	stmts, err := r.Insertion(n)
	if err != nil {
		return err
	}
	stmts = append(stmts, db.Q(`UPDATE OR IGNORE tenants SET look = ? WHERE id = ?`, db.Text(domain.LooksLike(n.Slug)), db.Text(n.ID)))
	for _, w := range n.Windows {
		stmts = append(stmts, addWindow(n.ID, w, r.now()))
	}
	_, err = r.cfg.DB.Write(ctx, stmts, &ledger.Append{Key: chain, Entries: []ledger.Entry{{
		At: r.now(), Actor: "system", Role: "system", Action: "tenant.create", Entity: "tenant", EntityID: n.ID, RequestID: n.RequestID}}})
	return tenantdb.ToDomainError(err)
}

// Insertion are the statements that register an organisation of an ID, with
// fresh keys and without windows. Error: domain.ErrEncryption.
func (r *Registry) Insertion(n NewTenant) ([]db.Stmt, error) {
	if n.Database == "" {
		n.Database = r.cfg.Place(n.Slug, n.ID)
	}
	keys, err := r.newKeys(n.ID)
	return append([]db.Stmt{db.Q(`INSERT INTO tenants (id, slug, name, region, database, state, created_at, search) VALUES (?, ?, ?, ?, ?, 'provisioning', ?, ?)`,
		db.Text(n.ID), db.Text(n.Slug), db.Text(n.Name), db.Text(n.Region), db.Text(n.Database), db.Int(r.now()), db.Text(domain.Fold(n.Name+" "+n.Slug)))}, keys...), err
}

func addWindow(tenant string, w domain.Window, now int64) db.Stmt {
	return db.Q(`INSERT INTO subscriptions (id, tenant_id, plan, modules, seats, valid_from, valid_until, suspended, source, reason, version, created_at, updated_at)
VALUES (?, ?, ?, ?, ?, ?, ?, iif(?, 'true', 'false'), 'invoice', 'With the organisation', 1, ?, ?)`,
		db.Text(w.ID), db.Text(tenant), db.Text(w.Plan), db.Text(w.Modules), db.Int(w.Seats), db.Int(w.From), db.Int(w.Until), db.Bool(w.Suspended),
		db.Int(now), db.Int(now))
}
