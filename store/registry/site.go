package registry

import (
	"context"

	"ringfence/domain"
	"ringfence/migrations"
	"ringfence/store/db"
	"ringfence/store/tenantdb"
)

// tenantSQL selects what the registry knows of tenants; the columns below are
// where it stands in a row.
const tenantSQL = `SELECT t.id, t.slug, t.name, t.region, t.database, t.schema_version, ` + wrappedKeysSQL + `, t.state
FROM tenants t
WHERE `

const (
	idColumn = iota
	slugColumn
	nameColumn
	regionColumn
	databaseColumn
	schemaColumn
	keysColumn
	stateColumn
	tenantColumns
)

const (
	activeSQL    = tenantSQL + `t.state = 'active' AND `
	tenantBySlug = activeSQL + `t.slug = ?`
	tenantByHost = activeSQL + `t.id = (SELECT tenant_id FROM hostnames WHERE hostname = ?)`
)

// Sites are all tenants, by slug, for the operator's own work. Error:
// domain.ErrDatabase.
func (r *Registry) Sites(ctx context.Context) ([]*tenantdb.Site, error) {
	rows, err := r.read(ctx, db.Q(activeSQL+"1 ORDER BY t.slug"))
	if err != nil {
		return nil, err
	}
	var list []*tenantdb.Site
	for _, row := range rows[0] {
		site, err := r.openRow(ctx, row)
		if err != nil {
			return nil, err
		}
		list = append(list, site)
	}
	return list, nil
}

// openRow opens the tenant of a row of tenantSQL, bringing its schema forward
// if this build is newer.
func (r *Registry) openRow(ctx context.Context, row []db.Value) (*tenantdb.Site, error) {
	t := tenantOf(row)
	d, err := r.openDB(row[databaseColumn].S, t.Region)
	if err != nil {
		return nil, err
	}
	if row[schemaColumn].I < latest(migrations.Tenant()) {
		if err := r.migrateTenant(ctx, t.ID, t.Slug, d); err != nil {
			return nil, err
		}
	}
	keys, keysErr := r.openKeys(t.ID, row[keysColumn].S)
	return tenantdb.NewSite(t, d, keys, keysErr), nil
}

func tenantOf(row []db.Value) domain.Tenant {
	return domain.Tenant{ID: row[idColumn].S, Slug: row[slugColumn].S, Name: row[nameColumn].S, Region: row[regionColumn].S}
}
