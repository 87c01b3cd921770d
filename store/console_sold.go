package store

import (
	"context"
	"errors"
	"maps"
	"strconv"

	"ringfence/domain"
	"ringfence/store/db"
	"ringfence/store/registry"
	"ringfence/store/tenantdb"
)

// windowRules: a plan is one that is sold, and windows do not overlap.
var windowRules = []tenantdb.Rule{
	{Columns: []string{"plan"}, Holds: `EXISTS (SELECT 1 FROM plans WHERE id = new.plan)`, Refusal: domain.ErrNoPlan},
	{Columns: []string{"tenant_id", "valid_from", "valid_until"}, Refusal: domain.ErrOverlap,
		Holds: `NOT EXISTS (SELECT 1 FROM subscriptions o WHERE o.tenant_id = new.tenant_id AND o.id <> new.id AND o.valid_from < o.valid_until
  AND o.valid_from < CAST(new.valid_until AS INTEGER) AND o.valid_until > CAST(new.valid_from AS INTEGER))`},
}

// AddWindow decides a window that is sold on an invoice: what is not said of
// modules and seats is the plan's. Errors: domain.ErrNotFound,
// domain.ErrNoPlan, domain.ErrOverlap, "invalid-request".
func (c *Console) AddWindow(ctx context.Context, slug string, given map[string]string) (domain.Record, *Change, error) {
	tenant, err := c.tenantID(ctx, slug)
	if err != nil {
		return domain.Record{}, nil, err
	}
	rec, change, err := c.window(ctx, tenant, given)
	if err != nil {
		return rec, nil, err
	}
	return rec, c.pushed(change, tenant), nil
}

func (c *Console) window(ctx context.Context, tenant string, given map[string]string) (domain.Record, *Change, error) {
	plan, err := c.plan(ctx, given["plan"])
	if err != nil {
		return domain.Record{}, nil, err
	}
	values := map[string]string{"modules": plan("modules"), "seats": plan("seats"), "suspended": "false"}
	maps.DeleteFunc(given, func(_, value string) bool { return value == "" })
	maps.Copy(values, given)
	values["tenant_id"] = tenant
	own := c.signed(map[string]string{"source": domain.FromInvoice})
	return c.gate.CreateAs(ctx, domain.Windows, windowRules, NewID(), domain.Windows.Row(values), own)
}

// firstWindow decides the window of an organisation that is still to be
// registered; none where nothing is given.
func (c *Console) firstWindow(ctx context.Context, tenant string, given map[string]string) (domain.Record, error) {
	if given == nil {
		return domain.Record{}, nil
	}
	rec, _, err := c.window(ctx, tenant, given)
	return rec, err
}

// sell adds a window that was decided to a change.
func (c *Console) sell(change *Change, rec domain.Record) error {
	none := domain.Record{ID: rec.ID}
	stmts, err1 := c.gate.Store(domain.Windows.Table, none, rec)
	e, err2 := c.gate.Difference("window.create", domain.Windows.Table, none, rec)
	change.Also(e).Exec(stmts...).Exec(registry.WindowsChanged(domain.Windows.Get(rec)("tenant_id"), c.gate.Now())...)
	return errors.Join(err1, err2)
}

// EditWindow decides a change of a window. Errors: those of AddWindow,
// domain.ErrConflict.
func (c *Console) EditWindow(ctx context.Context, id string, ifVersion int64, given map[string]string) (domain.Record, *Change, error) {
	return c.editWindow(ctx, id, ifVersion, given, map[string]string{})
}

func (c *Console) editWindow(ctx context.Context, id string, ifVersion int64, given, own map[string]string) (domain.Record, *Change, error) {
	if _, err := c.gate.Check(ctx); err != nil {
		return domain.Record{}, nil, err
	}
	rec, change, err := c.gate.EditOwn(ctx, domain.Windows, windowRules, id, ifVersion, given, c.signed(own))
	if err != nil {
		return rec, nil, err
	}
	return rec, c.pushed(change, domain.Windows.Get(rec)("tenant_id")), nil
}

// CancelWindow decides that a window ends at a time, 0 for now. One that has
// not begun then holds no time at all. Errors: domain.ErrNotFound,
// domain.ErrWrongState for one that is over or would become longer.
func (c *Console) CancelWindow(ctx context.Context, id string, at int64, reason string) (domain.Record, *Change, error) {
	rec, _, err := c.gate.Get(ctx, domain.Windows, id, false)
	if err != nil {
		return rec, nil, err
	}
	w, now := domain.WindowOf(rec), c.gate.Now()
	end := max(at, now, w.From)
	if w.Until <= now || end >= w.Until {
		return rec, nil, domain.ErrWrongState
	}
	return c.editWindow(ctx, id, rec.Version, map[string]string{"reason": reason, "valid_until": digits(end)},
		map[string]string{"cancelled_at": digits(now)})
}

// signed adds who changes the window to the application's own columns.
func (c *Console) signed(values map[string]string) map[string]string {
	by := c.gate.Access().User
	values["changed_by"], values["changed_role"] = by.ID, by.Role.String()
	return values
}

func digits(n int64) string { return strconv.FormatInt(n, 10) }

// SoldWindow is a window with the organisation that it was sold to.
type SoldWindow struct {
	domain.Window
	Slug, Name                     string
	Source, PurchaseOrder, Invoice string
}

// WindowsEnding are those that end in a time, half-open in Unix milliseconds;
// 0 leaves it open.
func (c *Console) WindowsEnding(ctx context.Context, from, until int64) (list []SoldWindow, err error) {
	if until == 0 {
		until = domain.Forever
	}
	rows, err := c.gate.Read(ctx, func(*Access) []tenantdb.Query {
		return []tenantdb.Query{tenantdb.Select(`SELECT s.id, s.plan, s.modules, s.seats, s.valid_from, s.valid_until, s.suspended = 'true', t.slug, t.name, s.source,
  coalesce(s.purchase_order, ''), coalesce(s.invoice_reference, '')
FROM subscriptions s JOIN tenants t ON t.id = s.tenant_id
WHERE s.valid_until >= ? AND s.valid_until < ? AND s.valid_from < s.valid_until ORDER BY s.valid_until, t.slug`, db.Int(from), db.Int(until))}
	})
	if err != nil {
		return nil, err
	}
	for _, r := range rows[0] {
		list = append(list, SoldWindow{tenantdb.WindowOf(r), r[7].S, r[8].S, r[9].S, r[10].S, r[11].S})
	}
	return list, nil
}
