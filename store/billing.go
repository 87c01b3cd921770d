package store

import (
	"context"
	"time"

	"ringfence/domain"
	"ringfence/store/db"
	"ringfence/store/pay"
	"ringfence/store/tenantdb"
)

// Billing is what an organisation has been sold, as its administrators see it.
type Billing struct {
	Windows   []domain.Window // in the order of time
	Sources   map[string]string
	SeatsUsed int64
	Portal    bool // payments are looked after at Stripe
}

// Billing reads it. Errors: those of Check, domain.ErrDatabase.
func (t *Tenant) Billing(ctx context.Context) (b Billing, err error) {
	rows, err := t.gate.Read(ctx, func(*Access) []tenantdb.Query {
		return []tenantdb.Query{tenantdb.Select(copySQL + ` ORDER BY valid_from`), tenantdb.Select(`SELECT count(*) FROM accounts WHERE disabled = 0`)}
	})
	if err != nil {
		return b, err
	}
	for _, row := range rows[0] {
		b.Windows = append(b.Windows, tenantdb.WindowOf(row))
	}
	b.SeatsUsed = rows[1][0][0].I
	payer, err := t.store.registry.Payer(ctx, t.Info().ID)
	b.Sources, b.Portal = payer.Sources, payer.Customer != "" && t.store.cfg.Pay != nil
	return b, err
}

// Portal is the address at Stripe where the organisation looks after its
// payments, for a short time. Errors: those of Check, domain.ErrBilling,
// domain.ErrWrongState if it does not pay through Stripe.
func (t *Tenant) Portal(ctx context.Context) (string, error) {
	if _, err := t.gate.Check(ctx); err != nil {
		return "", err
	}
	payer, err := t.store.registry.Payer(ctx, t.Info().ID)
	switch {
	case err != nil:
		return "", err
	case payer.Customer == "":
		return "", domain.ErrWrongState
	case t.store.cfg.Pay == nil:
		return "", domain.ErrBilling
	}
	return t.store.cfg.Pay.Portal(ctx, payer.Customer, t.gate.Request().Origin+"/billing")
}

// BuyPlan is Stripe's page on which the organisation pays for a plan. What is
// paid begins behind what it has. Errors: those of Check, domain.ErrBilling,
// domain.ErrNoPlan.
func (t *Tenant) BuyPlan(ctx context.Context, plan string) (Checkout, error) {
	access, err := t.gate.Check(ctx)
	if err != nil {
		return Checkout{}, err
	}
	if t.store.cfg.Pay == nil {
		return Checkout{}, domain.ErrBilling
	}
	c, err := t.store.consoleAs(ctx, t.gate.Request().ID)
	if err != nil {
		return Checkout{}, err
	}
	payer, err := t.store.registry.Payer(ctx, t.Info().ID)
	if err != nil {
		return Checkout{}, err
	}
	id, price, err := c.order(ctx, t.Info().ID, plan)
	if err != nil {
		return Checkout{}, err
	}
	back := t.gate.Request().Origin + "/billing"
	return t.store.cfg.Pay.Checkout(ctx, pay.Order{ID: id, Price: price, Customer: payer.Customer, Email: access.User.Email, Success: back, Cancel: back,
		Expires: t.gate.Now() + time.Hour.Milliseconds()})
}

// order keeps what an organisation goes to pay for, and finds its price.
func (c *Console) order(ctx context.Context, tenant, plan string) (id, price string, err error) {
	id = NewID()
	rows, err := c.gate.Visit(ctx, tenantdb.Select(`SELECT stripe_price FROM plans WHERE id = ? AND stripe_price IS NOT NULL`, db.Text(plan)),
		tenantdb.InScratch("orders", `INSERT INTO orders (id, tenant_id, plan, created_at) SELECT ?, ?, id, ? FROM plans WHERE id = ? AND stripe_price IS NOT NULL`,
			db.Text(id), db.Text(tenant), db.Int(c.gate.Now()), db.Text(plan)))
	if err != nil {
		return "", "", err
	}
	if len(rows[0]) == 0 {
		return "", "", domain.ErrNoPlan
	}
	return id, rows[0][0][0].S, nil
}
