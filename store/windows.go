package store

import (
	"context"
	"errors"

	"ringfence/domain"
	"ringfence/store/db"
	"ringfence/store/registry"
	"ringfence/store/tenantdb"
)

// A tenant is decided upon by the copy of its windows in its own database, so
// that no request waits for the registry. The copy is made before whoever
// changed a window has their answer; where that fails, the scheduler makes it.

// pushWindows brings a tenant's copy of its windows to what the registry has.
// Of two at once the newer stays. Errors: domain.ErrUnknownHost,
// domain.ErrDatabase, domain.ErrEncryption.
func (s *Store) pushWindows(ctx context.Context, tenant string) error {
	for {
		site, sold, err := s.registry.Sold(ctx, tenant)
		if err != nil {
			return err
		}
		err = s.open(site).system("system", "").takeWindows(ctx, sold)
		if !errors.Is(err, ErrStale) || ctx.Err() != nil {
			return err
		}
	}
}

// PushWindows makes the copies that are due.
func (s *Store) PushWindows(ctx context.Context, failed func(tenant string, err error)) error {
	return s.eachDue(ctx, registry.DueWindows, func(t *Tenant, _ int64) (int64, error) {
		return 0, s.pushWindows(ctx, t.Info().ID)
	}, failed)
}

const copySQL = `SELECT id, plan, modules, seats, valid_from, valid_until, suspended FROM subscriptions`

// takeWindows replaces the copy by what is sold, unless it is as new already.
func (t *Tenant) takeWindows(ctx context.Context, sold registry.Sold) error {
	rows, err := t.gate.Visit(ctx, tenantdb.Select(`SELECT windows_version FROM settings`), tenantdb.Select(copySQL))
	if err != nil || rows[0][0][0].I >= sold.Version {
		return err
	}
	c, version := t.windowEntries(rows[1], sold), db.Int(sold.Version)
	c.Exec(tenantdb.Require(`windows_version < ? FROM settings`, version),
		db.Q(`UPDATE settings SET windows_version = ?`, version),
		db.Q(`DELETE FROM subscriptions`))
	for _, w := range sold.Windows {
		c.Exec(insertWindow(w.Window))
	}
	return t.gate.Record(ctx, c.Due(dueExpiry, 0))
}

// windowEntries begins the change with an entry for each window that differs,
// in the name of who changed it.
func (t *Tenant) windowEntries(copied db.Rows, sold registry.Sold) *Change {
	c, before := t.gate.Unchanged(), map[string]domain.Window{}
	for _, row := range copied {
		w := tenantdb.WindowOf(row)
		before[w.ID] = w
	}
	for _, w := range sold.Windows {
		old, known := before[w.ID]
		delete(before, w.ID)
		after := windowFacts(w.Window, w.Reason)
		switch {
		case !known:
			c.AlsoBy(w.By, tenantdb.Did("subscription.create", "subscription", w.ID).To(after))
		case old != w.Window:
			c.AlsoBy(w.By, tenantdb.Did("subscription.update", "subscription", w.ID).From(windowFacts(old, "")).To(after))
		}
	}
	for id, w := range before {
		c.Also(tenantdb.Did("subscription.cancel", "subscription", id).From(windowFacts(w, "")))
	}
	if !c.Ledgered() {
		c.Also(tenantdb.Did("subscription.copy", "tenant", t.Info().ID))
	}
	return c
}

// windowFacts are a window as the ledger has it.
func windowFacts(w domain.Window, reason string) string {
	o := domain.Object{}
	o.Text("plan", w.Plan).Text("modules", w.Modules).Int("seats", w.Seats).Int("valid_from", w.From).Int("valid_until", w.Until).
		Bool("suspended", w.Suspended)
	if reason != "" {
		o.Text("reason", reason)
	}
	return o.String()
}

func insertWindow(w domain.Window) db.Stmt {
	return db.Q(`INSERT INTO subscriptions (id, plan, modules, seats, valid_from, valid_until, suspended) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		db.Text(w.ID), db.Text(w.Plan), db.Text(w.Modules), db.Int(w.Seats), db.Int(w.From), db.Int(w.Until), db.Bool(w.Suspended))
}
