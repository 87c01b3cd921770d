package store

import (
	"context"
	"errors"

	"ringfence/domain"
	"ringfence/store/db"
	"ringfence/store/registry"
	"ringfence/store/tenantdb"
	"ringfence/store/vault"
)

// NewOrganisation is what the console registers: an organisation, its first
// administrator, and where its host is reached.
type NewOrganisation struct {
	domain.Tenant
	AdminEmail, AdminName string
	Origin                string
	Window                map[string]string // of domain.Windows by column; nil for none
}

// AddTenant decides a new organisation, which is provisioned once that is
// committed: its database is made and its administrator invited. Cut short,
// the scheduler goes on. Errors: domain.ErrSlugTaken, "invalid-request", those
// of AddWindow, domain.ErrMail, domain.ErrEncryption.
func (c *Console) AddTenant(ctx context.Context, n NewOrganisation) (TenantRow, *Change, error) {
	row := TenantRow{Tenant: n.Tenant, Status: domain.NoWindow, CreatedAt: c.gate.Now()}
	row.ID = NewID()
	if err := c.freeSlug(ctx, n.Slug); err != nil {
		return row, nil, err
	}
	window, err := c.firstWindow(ctx, row.ID, n.Window)
	if err != nil {
		return row, nil, err
	}
	change, err := c.registering(row.Tenant, n)
	if err != nil {
		return row, nil, err
	}
	if window.ID != "" {
		row.Window = domain.WindowOf(window)
		row.Status = row.Window.StatusAt(c.gate.Now())
		if err := c.sell(change, window); err != nil {
			return row, nil, err
		}
	}
	return row, change.After(func(ctx context.Context) {
		_ = c.store.provision(ctx, row.ID) // or the scheduler does it
	}), nil
}

// freeSlug refuses a slug that cannot be had.
func (c *Console) freeSlug(ctx context.Context, slug string) error {
	rows, err := c.gate.Read(ctx, func(*Access) []tenantdb.Query {
		return []tenantdb.Query{tenantdb.Select(takenSQL, db.Text(slug), db.Text(domain.LooksLike(slug)))}
	})
	if err != nil {
		return err
	}
	if err := domain.RefuseSlug(slug); err != nil {
		return err
	}
	if rows[0][0][0].Bool() {
		return domain.ErrSlugTaken
	}
	return nil
}

const takenSQL = `SELECT EXISTS (SELECT 1 FROM tenants WHERE slug = ? OR look = ?)`

// registering begins the change with the organisation and what its provisioning
// needs.
func (c *Console) registering(t domain.Tenant, n NewOrganisation) (*Change, error) {
	if err := c.store.mailable(); err != nil {
		return nil, err
	}
	p := registry.Provision{Tenant: t.ID, Origin: n.Origin, RequestID: c.gate.Request().ID}
	var err1, err2 error
	p.Email, err1 = c.gate.Seal(provisionPlace("admin_email", t.ID), n.AdminEmail)
	p.Name, err2 = c.gate.Seal(provisionPlace("admin_name", t.ID), n.AdminName)
	stmts, err3 := c.store.registry.Insertion(registry.NewTenant{Tenant: t})
	if err := errors.Join(err1, err2, err3); err != nil {
		return nil, err
	}
	o := domain.Object{}
	o.Text("slug", t.Slug).Text("name", t.Name).Text("region", t.Region)
	return c.gate.Begin(tenantdb.Did("tenant.create", "tenant", t.ID).To(o.String())).Exec(stmts...).Exec(
		db.Q(`UPDATE tenants SET look = ? WHERE id = ?`, db.Text(domain.LooksLike(t.Slug)), db.Text(t.ID)), p.Begun()), nil
}

func provisionPlace(column, tenant string) vault.Place {
	return vault.Place{Table: "provisions", Column: column, Row: tenant}
}

// provision makes the database of an organisation that is registered, with its
// administrator's invitation, once. Errors: domain.ErrDatabase,
// domain.ErrEncryption, domain.ErrMail.
func (s *Store) provision(ctx context.Context, tenant string) error {
	p, reg, err := s.registry.Begun(ctx, tenant)
	if err != nil || p == nil {
		return err
	}
	console, err := s.registry.Console(ctx)
	if err != nil {
		return err
	}
	keys := s.open(console).gate
	email, err1 := keys.Unseal(provisionPlace("admin_email", tenant), p.Email)
	name, err2 := keys.Unseal(provisionPlace("admin_name", tenant), p.Name)
	site, err3 := s.registry.Open(ctx, reg)
	if err := errors.Join(err1, err2, err3); err != nil {
		return err
	}
	n := NewTenant{Tenant: reg.Tenant, Accounts: []NewAccount{{Email: email, Name: name, Role: domain.Admin}}, RequestID: p.RequestID, Origin: p.Origin}
	if err := s.initialize(ctx, site, n); err != nil {
		return err
	}
	if err := s.registry.Provisioned(ctx, reg); err != nil {
		return err
	}
	return s.pushWindows(ctx, tenant)
}

// Provisions goes on with what was cut short.
func (s *Store) Provisions(ctx context.Context, failed func(tenant string, err error)) error {
	list, err := s.registry.BegunList(ctx)
	for _, tenant := range list {
		if err := s.provision(ctx, tenant); err != nil {
			failed(tenant, err)
		}
	}
	return err
}
