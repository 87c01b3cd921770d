package store

import (
	"context"
	"errors"
	"slices"
	"time"

	"ringfence/domain"
	"ringfence/store/db"
	"ringfence/store/pay"
	"ringfence/store/tenantdb"
)

// What Stripe tells us only says where to look: the subscription is fetched as
// it stands, and the window is made what that is worth (domain.Paid). So events
// may come in any order, late, twice or not at all: any later one sets it right.

// eventsKept is how long Stripe might repeat an event, and more.
const eventsKept = 90 * 24 * time.Hour

// Heard handles a message of Stripe's, once. An error means that Stripe is to
// send it again. Errors: domain.ErrBilling, domain.ErrDatabase,
// domain.ErrEncryption, domain.ErrMail.
func (s *Store) Heard(ctx context.Context, e pay.Event, requestID string) error {
	c, err := s.consoleAs(ctx, requestID)
	if err != nil {
		return err
	}
	rows, err := c.gate.Visit(ctx, tenantdb.Select(`SELECT EXISTS (SELECT 1 FROM stripe_events WHERE id = ?)`, db.Text(e.ID)))
	if err != nil || rows[0][0][0].Bool() {
		return err
	}
	if e.Subscription == "" && e.Charge != "" {
		if e.Subscription, err = s.cfg.Pay.SubscriptionOfCharge(ctx, e.Charge); err != nil {
			return err
		}
	}
	if e.Subscription == "" { // nothing of ours
		return nil
	}
	for {
		err := c.reconcile(ctx, e)
		lost := errors.Is(err, ErrStale) || db.IsKind(err, db.Unique) // another message was quicker
		if !lost || ctx.Err() != nil {
			return err
		}
	}
}

// reconcile makes the window of a subscription at Stripe what it is worth now.
// What stands here is read before Stripe is asked: a change that comes in
// between makes it stale.
func (c *Console) reconcile(ctx context.Context, e pay.Event) error {
	old, err := c.paidWindow(ctx, e.Subscription)
	if err != nil {
		return err
	}
	paid, order, err := c.store.cfg.Pay.Subscription(ctx, e.Subscription)
	if err != nil {
		return err
	}
	worth, ok := paid.Window(c.store.cfg.Grace, c.gate.Now())
	switch {
	case old.ID == "" && !ok: // nothing was paid yet, or nothing is left of it
		return c.paying(ctx, order)
	case old.ID == "":
		return c.begins(ctx, e, paid, order, worth)
	case !ok:
		worth = domain.WindowOf(old)
		worth.Until = min(worth.Until, max(worth.From+1, c.gate.Now()))
	}
	return c.follows(ctx, e, paid, old, worth)
}

// paying has a sign-up hold its slug for as long as a payment can take.
func (c *Console) paying(ctx context.Context, order string) error {
	_, err := c.gate.Visit(ctx, tenantdb.InScratch("signups", `UPDATE signups SET expires_at = max(expires_at, ?) WHERE id = ? AND state = 'open'`,
		db.Int(c.gate.Now()+slugPaying.Milliseconds()), db.Text(order)))
	return err
}

// paidWindow is the window of a subscription at Stripe; a zero Record if there
// is none yet.
func (c *Console) paidWindow(ctx context.Context, subscription string) (domain.Record, error) {
	rows, err := c.gate.Visit(ctx, tenantdb.Select(`SELECT id FROM subscriptions WHERE stripe_subscription = ?`, db.Text(subscription)))
	if err != nil || len(rows[0]) == 0 {
		return domain.Record{}, err
	}
	return c.gate.GetAny(ctx, domain.Windows.Table, rows[0][0][0].S)
}

// follows changes the window that is there.
func (c *Console) follows(ctx context.Context, e pay.Event, paid domain.Paid, old domain.Record, worth domain.Window) error {
	tenant := domain.Windows.Get(old)("tenant_id")
	until, err := c.clipped(ctx, tenant, old.ID, worth)
	if err != nil {
		return err
	}
	rec := old
	rec.Values = append([]string(nil), old.Values...)
	domain.Windows.Set(rec, map[string]string{"valid_until": digits(until), "hold": paid.Hold()})
	plan, err := c.planOfPrice(ctx, paid.Price)
	if err != nil {
		return err
	}
	if plan.ID != "" && plan.ID != domain.Windows.Get(old)("plan") { // changed in the portal
		get := domain.Plans.Get(plan)
		domain.Windows.Set(rec, map[string]string{"plan": plan.ID, "modules": get("modules"), "seats": get("seats")})
	}
	change := c.told(e)
	if !slices.Equal(rec.Values, old.Values) {
		rec.Version, rec.UpdatedAt = old.Version+1, c.gate.Now()
		domain.Windows.Set(rec, map[string]string{"reason": why(paid), "changed_by": "stripe", "changed_role": ""})
		if err := c.rewrite(change, "window.update", old, rec); err != nil {
			return err
		}
		c.pushed(change, tenant)
	}
	return c.gate.Record(ctx, change)
}

// why is what the ledger has as the reason.
func why(p domain.Paid) string {
	if hold := p.Hold(); hold != "" {
		return hold
	}
	return "Stripe: " + p.Status
}

// rewrite adds the write of a window, and its entry, to a change.
func (c *Console) rewrite(change *Change, action string, old, rec domain.Record) error {
	stmts, err1 := c.gate.Store(domain.Windows.Table, old, rec)
	entry, err2 := c.gate.Difference(action, domain.Windows.Table, old, rec)
	change.Also(entry).Exec(stmts...)
	return errors.Join(err1, err2)
}

// told begins a change with the event, which counts once.
func (c *Console) told(e pay.Event) *Change {
	now := c.gate.Now()
	return c.gate.Begin(tenantdb.Did("stripe.event", "stripe", e.ID).With("type", e.Type)).Exec(
		db.Q(`DELETE FROM stripe_events WHERE at < ?`, db.Int(now-eventsKept.Milliseconds())),
		db.Q(`INSERT INTO stripe_events (id, at) VALUES (?, ?) ON CONFLICT (id) DO NOTHING`, db.Text(e.ID), db.Int(now)))
}

// clipped is how far a window may reach: up to the next one.
func (c *Console) clipped(ctx context.Context, tenant, id string, w domain.Window) (int64, error) {
	rows, err := c.gate.Visit(ctx, tenantdb.Select(`SELECT min(valid_from) FROM subscriptions
WHERE tenant_id = ? AND id <> ? AND valid_from < valid_until AND valid_from > ?`, db.Text(tenant), db.Text(id), db.Int(w.From)))
	if err != nil || rows[0][0][0].IsNull() {
		return w.Until, err
	}
	return min(w.Until, rows[0][0][0].I), nil
}

// planOfPrice is the plan that has a price at Stripe; a zero Record if none has.
func (c *Console) planOfPrice(ctx context.Context, price string) (domain.Record, error) {
	rows, err := c.gate.Visit(ctx, tenantdb.Select(`SELECT id FROM plans WHERE stripe_price = ? ORDER BY id`, db.Text(price)))
	if err != nil || len(rows[0]) == 0 {
		return domain.Record{}, err
	}
	return c.gate.GetAny(ctx, domain.Plans.Table, rows[0][0][0].S)
}
