package store

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"ringfence/domain"
	"ringfence/migrations"
	"ringfence/store/db"
	"ringfence/store/tenantdb"
	"ringfence/store/vault"
)

const (
	siteLife  = 30 * time.Second // how long the registry's answer is believed
	mostSites = 4096             // how many hostnames are remembered, known or not
)

// site is what the registry says of a hostname: its tenant, or nobody.
type site struct {
	known          bool
	until          int64 // Unix milliseconds
	row            []db.Value
	*tenantdb.Site // nil for nobody
}

// wrappedSQL lists wrapped keys as openKeys reads them.
const wrappedSQL = `group_concat(k.purpose || ' ' || k.version || ' ' || k.wrapped, ',') FROM tenant_keys k WHERE k.tenant_id = `

const tenantSQL = `SELECT t.id, t.slug, t.name, t.region, t.database, t.schema_version, (SELECT ` + wrappedSQL + `t.id)
FROM tenants t
WHERE t.state = 'active' AND `

const (
	tenantBySlug = tenantSQL + `t.slug = ?`
	tenantByHost = tenantSQL + `t.id = (SELECT tenant_id FROM hostnames WHERE hostname = ?)`

	tenantColumns = 7
	schemaColumn  = 5
)

// Tenant returns the handle of the tenant that answers at hostname (lower
// case, no port). Errors: domain.ErrUnknownHost, domain.ErrDatabase.
func (s *Store) Tenant(ctx context.Context, hostname string) (*Tenant, error) {
	site, err := s.site(ctx, hostname)
	if err != nil {
		return nil, err
	}
	if !site.known {
		return nil, domain.ErrUnknownHost
	}
	return s.open(site), nil
}

func (s *Store) open(found *site) *Tenant { return &Tenant{s, s.gate.Open(found.Site)} }

// Tenants are handles of every tenant, by slug, for the operator's own work.
func (s *Store) Tenants(ctx context.Context) ([]*Tenant, error) {
	rows, err := s.registryRead(ctx, db.Q(tenantSQL+"1 ORDER BY t.slug"))
	if err != nil {
		return nil, err
	}
	var list []*Tenant
	for _, row := range rows[0] {
		site, err := s.siteOf(ctx, row)
		if err != nil {
			return nil, err
		}
		list = append(list, s.open(site))
	}
	return list, nil
}

func (s *Store) site(ctx context.Context, hostname string) (*site, error) {
	s.mu.Lock()
	found := s.sites[hostname]
	s.mu.Unlock()
	if found != nil && s.now() < found.until {
		return found, nil
	}
	found, err := s.lookUp(ctx, hostname, found)
	if err == nil {
		s.remember(hostname, found)
	}
	return found, err
}

func (s *Store) remember(hostname string, found *site) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.sites) >= mostSites {
		clear(s.sites)
	}
	s.sites[strings.Clone(hostname)] = found // not with the request that it is a part of
}

// forget drops what is remembered of hostnames.
func (s *Store) forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.sites)
	if s.cfg.Shared != nil {
		s.cfg.Shared.Forget()
	}
}

// lookUp finds who answers at a hostname. What was found before, if anything,
// is taken as it is unless the registry says something else now: to unwrap
// keys takes a while.
func (s *Store) lookUp(ctx context.Context, hostname string, before *site) (*site, error) {
	row, until, err := s.registered(ctx, hostname)
	if err != nil {
		return nil, err
	}
	found := &site{}
	switch {
	case row == nil:
	case before != nil && slices.Equal(before.row, row):
		*found = *before
	default:
		if found, err = s.siteOf(ctx, row); err != nil {
			return nil, err
		}
	}
	found.until = until
	return found, nil
}

// registered is the registry's row of a hostname, nil if it has none, and
// until when that is believed.
func (s *Store) registered(ctx context.Context, hostname string) (row []db.Value, until int64, err error) {
	now := s.now()
	if row, until := s.recall(hostname); now < until {
		return row, until, nil
	}
	query := db.Q(tenantByHost, db.Text(hostname))
	if slug := s.slugOf(hostname); slug != "" {
		query = db.Q(tenantBySlug, db.Text(slug))
	}
	rows, err := s.registryRead(ctx, query)
	if err != nil {
		return nil, 0, err
	}
	until = now + siteLife.Milliseconds()
	if len(rows[0]) == 0 {
		return nil, until, nil
	}
	s.keep(hostname, rows[0][0], until)
	return rows[0][0], until, nil
}

// siteOf opens the tenant of a row of tenantSQL, bringing its schema forward
// if this build is newer.
func (s *Store) siteOf(ctx context.Context, row []db.Value) (*site, error) {
	t := domain.Tenant{ID: row[0].S, Slug: row[1].S, Name: row[2].S, Region: row[3].S}
	database, err := s.openDB(row[4].S, t.Region)
	if err != nil {
		return nil, err
	}
	if row[schemaColumn].I < latest(migrations.Tenant()) {
		if err := s.migrateTenant(ctx, t.ID, database); err != nil {
			return nil, err
		}
	}
	keys, keysErr := s.openKeys(t.ID, row[6].S)
	return &site{known: true, row: row, Site: tenantdb.NewSite(t, database, keys, keysErr)}, nil
}

// openKeys unwraps "purpose version wrapped,…".
func (s *Store) openKeys(tenant, list string) (*vault.Keys, error) {
	var wrapped []vault.WrappedKey
	for _, item := range strings.Split(list, ",") {
		part := strings.Fields(item)
		if len(part) != 3 {
			return nil, vault.ErrNoKey
		}
		version, err := strconv.ParseInt(part[1], 10, 64)
		if err != nil {
			return nil, vault.ErrNoKey
		}
		wrapped = append(wrapped, vault.WrappedKey{Purpose: vault.Purpose(part[0]), Version: version, Wrapped: part[2]})
	}
	return s.cfg.Master.Open(tenant, wrapped)
}
