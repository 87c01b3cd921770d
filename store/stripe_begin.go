package store

import (
	"context"
	"errors"

	"ringfence/domain"
	"ringfence/store/db"
	"ringfence/store/pay"
	"ringfence/store/registry"
	"ringfence/store/tenantdb"
)

// begins makes the first window of a subscription at Stripe: of an organisation
// that is there, or of one that has signed up, which is made with it. What is
// neither's is noted and left.
func (c *Console) begins(ctx context.Context, e pay.Event, paid domain.Paid, order string, worth domain.Window) error {
	rows, err := c.gate.Visit(ctx,
		tenantdb.Select(`SELECT tenant_id, plan FROM orders WHERE id = ?`, db.Text(order)),
		tenantdb.Select(`SELECT id FROM tenants WHERE stripe_customer = ?`, db.Text(paid.Customer)),
		tenantdb.Select(`SELECT id, slug, organisation, email, plan, region, origin, request_id, state FROM signups WHERE id = ?`, db.Text(order)))
	if err != nil {
		return err
	}
	change := c.told(e)
	switch {
	case len(rows[0]) > 0:
		err = c.sold(ctx, change, rows[0][0][0].S, rows[0][0][1].S, paid, worth)
	case len(rows[1]) > 0:
		err = c.sold(ctx, change, rows[1][0][0].S, "", paid, worth)
	case len(rows[2]) > 0 && rows[2][0][8].S == "open":
		return c.signedUp(ctx, change, rows[2][0], paid, worth)
	}
	if err != nil {
		return err
	}
	return c.gate.Record(ctx, change)
}

// sold adds a window of an organisation that is there, behind those that cover
// its beginning and before the next.
func (c *Console) sold(ctx context.Context, change *Change, tenant, plan string, paid domain.Paid, worth domain.Window) error {
	rows, err := c.gate.Visit(ctx, tenantdb.Select(`SELECT max(valid_until) FROM subscriptions WHERE tenant_id = ? AND valid_from <= ? AND valid_until > ?`,
		db.Text(tenant), db.Int(worth.From), db.Int(worth.From)))
	if err != nil {
		return err
	}
	if end := rows[0][0][0]; !end.IsNull() {
		worth.From = end.I
	}
	if worth.Until, err = c.clipped(ctx, tenant, "", worth); err != nil || worth.Until <= worth.From {
		return err
	}
	if err := c.addPaid(ctx, change, tenant, plan, paid, worth); err != nil {
		return err
	}
	c.pushed(change, tenant)
	return nil
}

// addPaid adds the write of a window that is paid through Stripe.
func (c *Console) addPaid(ctx context.Context, change *Change, tenant, plan string, paid domain.Paid, worth domain.Window) error {
	bought, err := c.planOfPrice(ctx, paid.Price)
	if err == nil && bought.ID == "" {
		bought, err = c.gate.GetAny(ctx, domain.Plans.Table, plan)
	}
	if err != nil {
		return errors.Join(domain.ErrNoPlan, err)
	}
	get, now := domain.Plans.Get(bought), c.gate.Now()
	rec := domain.Record{ID: NewID(), Version: 1, CreatedAt: now, UpdatedAt: now, Values: domain.Windows.Row(map[string]string{
		"tenant_id": tenant, "plan": bought.ID, "modules": get("modules"), "seats": get("seats"), "valid_from": digits(worth.From), "valid_until": digits(worth.Until),
		"suspended": "false", "source": domain.FromStripe, "stripe_subscription": paid.ID, "hold": paid.Hold(), "reason": why(paid), "changed_by": "stripe"})}
	if err := c.rewrite(change, "window.create", domain.Record{ID: rec.ID}, rec); err != nil {
		return err
	}
	change.Exec(db.Q(`UPDATE tenants SET stripe_customer = ? WHERE id = ?`, db.Text(paid.Customer), db.Text(tenant)))
	return nil
}

// signedUp makes the organisation of a sign-up that is paid: once, since it has
// the sign-up's id. row is (id, slug, organisation, email, plan, region, origin,
// request).
func (c *Console) signedUp(ctx context.Context, change *Change, row []db.Value, paid domain.Paid, worth domain.Window) error {
	t := domain.Tenant{ID: row[0].S, Slug: row[1].S, Name: row[2].S, Region: row[5].S}
	email, err := c.gate.Unseal(signupPlace(t.ID), row[3].S)
	if err != nil {
		return err
	}
	made, err := c.registering(t, NewOrganisation{Tenant: t, AdminEmail: email, AdminName: email, Origin: row[6].S})
	if err != nil {
		return err
	}
	made.Join(change).Exec(registry.WindowsChanged(t.ID, c.gate.Now())...).
		Scratch(tenantdb.InScratch("signups", `UPDATE signups SET state = 'paid' WHERE id = ? AND state = 'open'`, db.Text(t.ID)), tenantdb.RequiredOne)
	if err := c.addPaid(ctx, made, t.ID, row[4].S, paid, worth); err != nil {
		return err
	}
	err = c.gate.Record(ctx, made.After(func(ctx context.Context) { _ = c.store.provision(ctx, t.ID) })) // or the scheduler does it
	if errors.Is(err, domain.ErrSlugTaken) {
		return c.clash(ctx, change, t.ID)
	}
	return err
}

// clash notes that somebody has paid for an address that another has taken
// since, in the operator's ledger: billing staff give the money back. Where it is the same sign-up
// that another message has just made, nothing clashes.
func (c *Console) clash(ctx context.Context, change *Change, signup string) error {
	rows, err := c.gate.Visit(ctx, tenantdb.Select(`SELECT EXISTS (SELECT 1 FROM tenants WHERE id = ?)`, db.Text(signup)))
	if err != nil {
		return err
	}
	if rows[0][0][0].Bool() {
		return ErrStale
	}
	return c.gate.Record(ctx, change.Also(tenantdb.Did("signup.clash", "signup", signup)).
		Scratch(tenantdb.InScratch("signups", `UPDATE signups SET state = 'clash' WHERE id = ?`, db.Text(signup))))
}
