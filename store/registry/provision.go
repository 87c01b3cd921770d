package registry

import (
	"context"

	"ringfence/store/db"
)

// Provision is an organisation to provision, with whom to invite; the
// administrator's name and address are sealed.
type Provision struct {
	Tenant            string // its id
	Email, Name       string
	Origin, RequestID string
}

// Begun is the statement that keeps a provision until it is done.
func (p Provision) Begun() db.Stmt {
	return db.Q(`INSERT INTO provisions (tenant_id, admin_email, admin_name, origin, request_id) VALUES (?, ?, ?, ?, ?)`,
		db.Text(p.Tenant), db.Text(p.Email), db.Text(p.Name), db.Text(p.Origin), db.Text(p.RequestID))
}

// Begun reads a provision with the organisation; nil if it is done. Error:
// domain.ErrDatabase.
func (r *Registry) Begun(ctx context.Context, tenant string) (*Provision, *Registration, error) {
	rows, err := r.read(ctx, db.Q(`SELECT p.tenant_id, p.admin_email, p.admin_name, p.origin, p.request_id, t.slug
FROM provisions p JOIN tenants t ON t.id = p.tenant_id WHERE p.tenant_id = ?`, db.Text(tenant)))
	if err != nil || len(rows[0]) == 0 {
		return nil, nil, err
	}
	row := rows[0][0]
	reg, err := r.registration(ctx, row[5].S)
	return &Provision{row[0].S, row[1].S, row[2].S, row[3].S, row[4].S}, reg, err
}

// Provisioned has an organisation served from now on, and forgets the
// provision. Error: domain.ErrDatabase.
func (r *Registry) Provisioned(ctx context.Context, reg *Registration) error {
	if err := r.Activate(ctx, reg); err != nil {
		return err
	}
	return r.write(ctx, db.Q(`DELETE FROM provisions WHERE tenant_id = ?`, db.Text(reg.ID)))
}

// BegunList are the tenants whose database is still to be made. Error:
// domain.ErrDatabase.
func (r *Registry) BegunList(ctx context.Context) (tenants []string, err error) {
	rows, err := r.read(ctx, db.Q(`SELECT tenant_id FROM provisions ORDER BY tenant_id LIMIT 50`))
	if err != nil {
		return nil, err
	}
	for _, row := range rows[0] {
		tenants = append(tenants, row[0].S)
	}
	return tenants, nil
}
