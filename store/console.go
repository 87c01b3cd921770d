package store

import (
	"context"

	"ringfence/domain"
	"ringfence/store/db"
	"ringfence/store/registry"
	"ringfence/store/tenantdb"
)

// Console is the operator's own host for one request: what billing staff do
// with organisations. Its database is the registry; of what stands in a
// tenant's database it reads nothing.
type Console struct{ *Tenant }

// Console is the tenant as the operator's host; nil at any other.
func (t *Tenant) Console() *Console {
	if t.Info().Slug != domain.ConsoleSlug {
		return nil
	}
	return &Console{t}
}

// TenantFilter narrows, sorts and pages the list of organisations.
type TenantFilter struct {
	Text       string        // words that are looked for, in any order
	Status     domain.Status // "": any
	Plan       string
	EndsBefore int64  // Unix milliseconds; 0: any
	Sort       string // of TenantSorts, "-" before it for the other way round
	After      string // the id that the page before ended with
	Limit      int
}

// TenantSorts are what the list can be sorted by.
var TenantSorts = []string{"name", "slug", "valid_until", "created_at", "seats_used"}

// TenantRow is an organisation with the window that counts now.
type TenantRow struct {
	domain.Tenant
	Window    domain.Window // zero if it has none
	Status    domain.Status
	SeatsUsed int64
	CreatedAt int64
}

// TenantList is a page of them: at most Limit + 1, one more saying that there
// is another.
type TenantList struct {
	Rows    []TenantRow
	Total   int64
	Windows map[string][]domain.Window // by tenant, in the order of time
}

// tenantRowsSQL are all organisations, each with the window that counts now,
// as tenantdb.WindowSQL chooses it. Arguments: four times now.
const tenantRowsSQL = `WITH list AS (
  SELECT t.id, t.slug, t.name, t.region, t.created_at, t.seats_used, t.search, t.schema_version, t.database,
    w.id AS window, coalesce(w.plan, '') AS plan, w.modules, w.seats, w.valid_from, w.valid_until, iif(w.hold IS NULL, w.suspended, 'true') AS suspended,
    CASE WHEN w.id IS NULL THEN 'none' WHEN w.valid_from > ? THEN 'not-started' WHEN w.valid_until <= ? THEN 'lapsed'
      WHEN w.suspended = 'true' OR w.hold IS NOT NULL THEN 'suspended' ELSE 'active' END AS status
  FROM tenants t LEFT JOIN subscriptions w ON w.id = (
    SELECT s.id FROM subscriptions s WHERE s.tenant_id = t.id AND s.valid_from < s.valid_until
    ORDER BY s.valid_until > ? DESC, CASE WHEN s.valid_until > ? THEN s.valid_from ELSE -s.valid_until END LIMIT 1))
`

const tenantRowColumns = `id, slug, name, region, created_at, seats_used, status, window, plan, modules, seats, valid_from, valid_until, suspended = 'true'`

func tenantRowOf(row []db.Value) TenantRow {
	return TenantRow{Tenant: domain.Tenant{ID: row[0].S, Slug: row[1].S, Name: row[2].S, Region: row[3].S}, CreatedAt: row[4].I,
		SeatsUsed: row[5].I, Status: domain.Status(row[6].S), Window: tenantdb.WindowOf(row[7:])}
}

func (c *Console) nowArgs() (args []db.Value) {
	for range 4 {
		args = append(args, db.Int(c.gate.Now()))
	}
	return args
}

// Tenants lists organisations, how many there are in all, and the windows of
// those on the page, in one round trip. Error: "invalid-request" for a cursor
// that was not given out.
func (c *Console) Tenants(ctx context.Context, f TenantFilter) (TenantList, error) {
	list := TenantList{Windows: map[string][]domain.Window{}}
	rows, err := c.gate.Read(ctx, func(*Access) []tenantdb.Query { return f.queries(c.nowArgs()) })
	switch {
	case err != nil:
		return list, err
	case !rows[2][0][0].Bool():
		return list, tenantdb.ErrCursor
	}
	for _, row := range rows[0] {
		list.Rows = append(list.Rows, tenantRowOf(row))
	}
	list.Total = rows[1][0][0].I
	for _, row := range rows[3] {
		list.Windows[row[7].S] = append(list.Windows[row[7].S], tenantdb.WindowOf(row))
	}
	return list, nil
}

func (f TenantFilter) queries(now []db.Value) []tenantdb.Query {
	where, args := f.where()
	args = append(now, args...)
	page, order, paged := where, f.order(), args
	if f.After != "" {
		page += " AND (" + order.key + ", id) " + order.after + " (SELECT " + order.key + ", id FROM list WHERE id = ?)"
		paged = append(args[:len(args):len(args)], db.Text(f.After))
	}
	page += " ORDER BY " + order.by + " LIMIT ?"
	paged = append(paged[:len(paged):len(paged)], db.Int(int64(f.Limit)+1))
	return []tenantdb.Query{
		tenantdb.Select(tenantRowsSQL+"SELECT "+tenantRowColumns+" FROM list"+page, paged...),
		tenantdb.Select(tenantRowsSQL+"SELECT count(*) FROM list"+where, args...),
		tenantdb.Select(`SELECT ? = '' OR EXISTS (SELECT 1 FROM tenants WHERE id = ?)`, db.Text(f.After), db.Text(f.After)),
		tenantdb.Select(tenantRowsSQL+`SELECT s.id, s.plan, s.modules, s.seats, s.valid_from, s.valid_until, s.suspended = 'true', s.tenant_id
FROM subscriptions s WHERE s.valid_from < s.valid_until AND s.tenant_id IN (SELECT id FROM list`+page+`) ORDER BY s.valid_from`, paged...),
	}
}

func (f TenantFilter) where() (sql string, args []db.Value) {
	sql = " WHERE 1"
	add := func(condition string, value db.Value) {
		sql, args = sql+" AND "+condition, append(args, value)
	}
	for _, word := range domain.SearchWords(f.Text) {
		add("instr(search, ?) > 0", db.Text(word))
	}
	if f.Status != "" {
		add("status = ?", db.Text(string(f.Status)))
	}
	if f.Plan != "" {
		add("plan = ?", db.Text(f.Plan))
	}
	if f.EndsBefore != 0 {
		add("valid_until < ?", db.Int(f.EndsBefore))
	}
	return sql, args
}

type tenantOrder struct{ key, after, by string }

func (f TenantFilter) order() tenantOrder {
	keys := map[string]string{"": "name COLLATE NOCASE", "name": "name COLLATE NOCASE", "valid_until": "coalesce(valid_until, 0)"}
	name, down := f.Sort, false
	if len(name) > 0 && name[0] == '-' {
		name, down = name[1:], true
	}
	key, ok := keys[name]
	if !ok {
		key = name // of TenantSorts: the handler refuses any other
	}
	if down {
		return tenantOrder{key, "<", key + " DESC, id DESC"}
	}
	return tenantOrder{key, ">", key + ", id"}
}

// TenantFile is one organisation with all that it was sold.
type TenantFile struct {
	TenantRow
	Windows  []domain.Record // of domain.Windows, in the order of time
	Schema   int64
	Database string
	Hosts    []string // custom hostnames
}

// TenantFile reads one organisation. Error: domain.ErrNotFound.
func (c *Console) TenantFile(ctx context.Context, slug string) (f TenantFile, err error) {
	id, err := c.tenantID(ctx, slug)
	if err != nil {
		return f, err
	}
	list, rows, err := c.gate.List(ctx, domain.Windows, Filter{Limit: mostWindows, Where: [][2]string{{"tenant_id", id}}}, func(*Access) []tenantdb.Query {
		return []tenantdb.Query{
			tenantdb.Select(tenantRowsSQL+"SELECT "+tenantRowColumns+", schema_version, database FROM list WHERE slug = ?", append(c.nowArgs(), db.Text(slug))...),
			tenantdb.Select(`SELECT hostname FROM hostnames WHERE tenant_id = (SELECT id FROM tenants WHERE slug = ?) ORDER BY 1`, db.Text(slug)),
		}
	})
	if err != nil {
		return f, err
	}
	row := rows[0][0]
	f = TenantFile{TenantRow: tenantRowOf(row), Windows: list.Records, Schema: row[14].I, Database: row[15].S}
	for _, h := range rows[1] {
		f.Hosts = append(f.Hosts, h[0].S)
	}
	return f, nil
}

// mostWindows bounds what is shown of an organisation's.
const mostWindows = 1000

// tenantID is the organisation of a slug. Error: domain.ErrNotFound.
func (c *Console) tenantID(ctx context.Context, slug string) (string, error) {
	rows, err := c.gate.Read(ctx, func(*Access) []tenantdb.Query {
		return []tenantdb.Query{tenantdb.Select(`SELECT id FROM tenants WHERE slug = ?`, db.Text(slug))}
	})
	if err != nil {
		return "", err
	}
	if len(rows[0]) == 0 {
		return "", domain.ErrNotFound
	}
	return rows[0][0][0].S, nil
}

// pushed has the organisation's own copy made once the change is.
func (c *Console) pushed(change *Change, tenant string) *Change {
	return change.Exec(registry.WindowsChanged(tenant, c.gate.Now())...).After(func(ctx context.Context) {
		_ = c.store.pushWindows(ctx, tenant) // or the scheduler does it
	})
}
