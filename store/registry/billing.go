package registry

import (
	"context"

	"ringfence/store/db"
)

// Payer is how an organisation pays.
type Payer struct {
	Customer string            // at Stripe, or ""
	Sources  map[string]string // of its windows, by id
}

// Payer reads how an organisation pays. Error: domain.ErrDatabase.
func (r *Registry) Payer(ctx context.Context, tenant string) (Payer, error) {
	p := Payer{Sources: map[string]string{}}
	rows, err := r.read(ctx, db.Q(`SELECT coalesce(stripe_customer, '') FROM tenants WHERE id = ?`, db.Text(tenant)),
		db.Q(`SELECT id, source FROM subscriptions WHERE tenant_id = ?`, db.Text(tenant)))
	if err != nil {
		return p, err
	}
	if len(rows[0]) > 0 {
		p.Customer = rows[0][0][0].S
	}
	for _, row := range rows[1] {
		p.Sources[row[0].S] = row[1].S
	}
	return p, nil
}

// SetSeatsUsed keeps how many seats an organisation uses, for the console's
// list. Error: domain.ErrDatabase.
func (r *Registry) SetSeatsUsed(ctx context.Context, tenant string, used int64) error {
	return r.write(ctx, db.Q(`UPDATE tenants SET seats_used = ? WHERE id = ? AND seats_used <> ?`, db.Int(used), db.Text(tenant), db.Int(used)))
}
