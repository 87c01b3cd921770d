package registry

import (
	"cmp"
	"context"

	"ringfence/domain"
	"ringfence/store/db"
	"ringfence/store/tenantdb"
)

// DueWindows is the kind of work of a tenant whose own copy of its windows is
// older than the registry.
const DueWindows = "windows"

// WindowsChanged are the statements that belong to every change of a tenant's
// windows: its copy is due.
func WindowsChanged(tenant string, now int64) []db.Stmt {
	return []db.Stmt{
		db.Q(`UPDATE tenants SET windows_version = windows_version + 1 WHERE id = ?`, db.Text(tenant)),
		db.Q(markSQL, db.Text(tenant), db.Text(DueWindows), db.Int(now), db.Int(now)),
	}
}

// Sold is what a tenant was sold, at one moment.
type Sold struct {
	Version int64
	Windows []SoldWindow
}

// SoldWindow is a window with who last changed it, and why.
type SoldWindow struct {
	domain.Window
	By     domain.User
	Reason string
}

// Sold reads what a tenant was sold, and opens it. Errors:
// domain.ErrUnknownHost, domain.ErrDatabase.
func (r *Registry) Sold(ctx context.Context, tenant string) (*tenantdb.Site, Sold, error) {
	rows, err := r.read(ctx, db.Q(activeSQL+`t.id = ?`, db.Text(tenant)), db.Q(`SELECT windows_version FROM tenants WHERE id = ?`, db.Text(tenant)),
		db.Q(`SELECT id, plan, modules, seats, valid_from, valid_until, suspended = 'true' OR hold IS NOT NULL, coalesce(changed_by, ''), coalesce(changed_role, ''), reason
FROM subscriptions WHERE tenant_id = ? AND valid_from < valid_until ORDER BY valid_from`, db.Text(tenant)))
	if err != nil {
		return nil, Sold{}, err
	}
	if len(rows[0]) == 0 {
		return nil, Sold{}, domain.ErrUnknownHost
	}
	sold := Sold{Version: rows[1][0][0].I}
	for _, row := range rows[2] {
		role, _ := domain.ParseRole(row[8].S)
		sold.Windows = append(sold.Windows, SoldWindow{tenantdb.WindowOf(row), domain.User{ID: cmp.Or(row[7].S, "system"), Role: role}, row[9].S})
	}
	site, err := r.openRow(ctx, rows[0][0])
	return site, sold, err
}
