package store

import (
	"context"
	"errors"

	"ringfence/domain"
	"ringfence/store/tenantdb"
)

// Plans are what is sold, the cheapest first.
func (c *Console) Plans(ctx context.Context) ([]domain.Record, error) {
	list, _, err := c.gate.List(ctx, domain.Plans, Filter{Limit: 200})
	return list.Records, err
}

// plan reads one by name of column. Error: domain.ErrNoPlan.
func (c *Console) plan(ctx context.Context, id string) (func(string) string, error) {
	rec, _, err := c.gate.Get(ctx, domain.Plans, id, false)
	if errors.Is(err, domain.ErrNotFound) {
		err = domain.ErrNoPlan
	}
	if err != nil {
		return nil, err
	}
	return domain.Plans.Get(rec), nil
}

// SetPlan decides that a plan is what the values say, new or not. What was sold
// before stays as it is. Error: "invalid-request".
func (c *Console) SetPlan(ctx context.Context, id string, values map[string]string) (domain.Record, *Change, error) {
	rec, change, err := c.gate.Edit(ctx, domain.Plans, nil, id, 0, values)
	if errors.Is(err, domain.ErrNotFound) {
		return c.gate.CreateAs(ctx, domain.Plans, nil, id, domain.Plans.Row(values), nil)
	}
	return rec, change, err
}

// PlansForSale are those that can be paid through Stripe, the cheapest first.
func (s *Store) PlansForSale(ctx context.Context) ([]domain.Record, error) {
	c, err := s.consoleAs(ctx, "")
	if err != nil {
		return nil, err
	}
	rows, err := c.gate.Visit(ctx, tenantdb.Select(`SELECT id FROM plans WHERE stripe_price IS NOT NULL ORDER BY price_pence, id`))
	if err != nil {
		return nil, err
	}
	list := make([]domain.Record, len(rows[0]))
	for i, row := range rows[0] {
		if list[i], err = c.gate.GetAny(ctx, domain.Plans.Table, row[0].S); err != nil {
			return nil, err
		}
	}
	return list, nil
}
