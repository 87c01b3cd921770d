// Package registry keeps the operator's database: who the organisations are,
// where they are reached, where their database is, their wrapped keys and what
// they have paid for. It finds an organisation and opens it as a
// tenantdb.Site, and knows nothing of what stands in there.
package registry

import (
	"context"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"ringfence/migrations"
	"ringfence/store/db"
	"ringfence/store/tenantdb"
	"ringfence/store/vault"
)

// Config is what a Registry is made of.
type Config struct {
	BaseDomain string
	DB         db.DB
	Open       func(ref, region string) (db.DB, error) // a tenant's database by its reference
	Place      func(slug, id string) string            // the reference of a new tenant's database
	Master     *vault.Master                           // nil: no keys are opened or made
	Shared     Shared                                  // nil: nothing is shared
	Now        func() time.Time
}

// Registry is the operator's database, and every tenant's that was opened by
// it. Safe for concurrent use.
type Registry struct {
	cfg   Config
	mu    sync.Mutex
	hosts map[string]*hostEntry // by hostname
	own   *tenantdb.Site        // the console; nil before it is asked for
	dbs   map[string]db.DB      // by reference

	current atomic.Bool // its schema is at this build's version
}

// New returns a Registry; it does no I/O.
func New(cfg Config) *Registry {
	return &Registry{cfg: cfg, hosts: map[string]*hostEntry{}, dbs: map[string]db.DB{}}
}

func (r *Registry) now() int64 { return r.cfg.Now().UnixMilli() }

// openDB opens a database once.
func (r *Registry) openDB(ref, region string) (db.DB, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if d := r.dbs[ref]; d != nil {
		return d, nil
	}
	d, err := r.cfg.Open(ref, region)
	if err == nil {
		r.dbs[ref] = d
	}
	return d, err
}

// Close closes every database, the registry's last.
func (r *Registry) Close() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, d := range r.dbs {
		if err := d.Close(); err != nil {
			return err
		}
	}
	return r.cfg.DB.Close()
}

// Ping reports whether the registry answers, and brings its schema to this
// build's. Error: domain.ErrDatabase.
func (r *Registry) Ping(ctx context.Context) error {
	_, err := r.read(ctx, db.Q(`SELECT count(*) FROM plans`))
	return err
}

// Ready is Ping, and whether the master key is the one that the registry's own
// keys were wrapped with. Errors: domain.ErrDatabase, domain.ErrEncryption.
func (r *Registry) Ready(ctx context.Context) error {
	rows, err := r.read(ctx, db.Q(ownKeysSQL))
	if err != nil || rows[0][0][0].IsNull() { // nothing has been wrapped yet
		return err
	}
	_, err = r.openKeys(ownID, rows[0][0][0].S)
	return tenantdb.ToDomainError(err)
}

// read reads the registry. The first read of a process also asks for the
// schema's version, in the same round trip, and brings the schema forward if
// this build is newer.
func (r *Registry) read(ctx context.Context, stmts ...db.Stmt) ([]db.Rows, error) {
	tenantdb.Count(ctx)
	if r.current.Load() {
		rows, err := r.cfg.DB.Read(ctx, stmts)
		return rows, tenantdb.ToDomainError(err)
	}
	rows, err := r.cfg.DB.Read(ctx, append([]db.Stmt{db.Q(versionSQL)}, stmts...))
	if err == nil && rows[0][0][0].I >= latest(migrations.Registry()) {
		r.current.Store(true)
		return rows[1:], nil
	}
	if err != nil && !db.IsKind(err, db.Internal) { // Internal: no such table, a new registry
		return nil, tenantdb.ToDomainError(err)
	}
	if err := r.migrateSelf(ctx); err != nil {
		return nil, err
	}
	return r.read(ctx, stmts...)
}

func (r *Registry) migrateSelf(ctx context.Context) error {
	if err := Migrate(ctx, r.cfg.DB, migrations.Registry(), r.now()); err != nil {
		return tenantdb.ToDomainError(err)
	}
	r.current.Store(true)
	return nil
}

func (r *Registry) write(ctx context.Context, stmts ...db.Stmt) error {
	_, err := r.cfg.DB.Write(ctx, stmts, nil)
	return tenantdb.ToDomainError(err)
}

// slugOf is the tenant's slug in a hostname under the base domain, or "".
func (r *Registry) slugOf(hostname string) string {
	slug, ok := strings.CutSuffix(hostname, "."+r.cfg.BaseDomain)
	if !ok || strings.Contains(slug, ".") {
		return ""
	}
	return slug
}
