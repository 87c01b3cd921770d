// Package store keeps records: which tenant answers at a hostname, and what
// stands in that tenant's own database.
//
// A Tenant, made from the request's hostname, is the only way to a query.
// Nothing leaves it before it is allowed: its first batch begins, in the same
// round trip and snapshot, with the statement that re-reads session, account
// and subscription, and if they do not hold, the rows behind it are thrown
// away. No record is written without an entry in the tenant's ledger, in the
// same transaction.
package store

import (
	"context"
	"time"

	"ringfence/store/blob"
	"ringfence/store/breach"
	"ringfence/store/db"
	"ringfence/store/oidc"
	"ringfence/store/password"
	"ringfence/store/pay"
	"ringfence/store/registry"
	"ringfence/store/tenantdb"
	"ringfence/store/vault"
)

// What hosts and the command line know of the registry.
type (
	Migration = registry.Migration
	Shared    = registry.Shared
)

// What hosts and handlers know of Stripe.
type (
	Checkout    = pay.Checkout
	StripeEvent = pay.Event
)

// Config is what a Store is made of.
type Config struct {
	BaseDomain string
	Registry   db.DB
	Open       func(ref, region string) (db.DB, error) // a tenant's database by its reference
	Place      func(slug, id string) string            // the reference of a new tenant's database
	Files      blob.Store                              // of the bytes of files
	Master     *vault.Master                           // nil: sealed fields and writes are unavailable
	Mail       Mailer                                  // nil: no message is sent
	KeepMail   bool                                    // the local default: messages may wait without a Mailer, and can be read
	Shared     Shared                                  // nil: nothing is shared
	Origin     func(slug string) string                // what links to a tenant begin with, where no request says it
	Now        func() time.Time
	Passwords  password.Work                              // what deriving one costs
	Breaches   *breach.Checker                            // of passwords
	OIDC       *oidc.Client                               // how organisations' own providers are reached
	Pay        *pay.Client                                // Stripe; nil: nothing is paid through it
	Grace      time.Duration                              // how long a payment through Stripe may be late
	Pause      func(context.Context, time.Duration) error // waits for a turn; nil: by the clock on the wall
}

// Store is the registry and every tenant behind it. Safe for concurrent use.
type Store struct {
	cfg      Config
	registry *registry.Registry
	gate     *tenantdb.Gate
	jobs     map[string]func(context.Context, *Tenant, *Slice) error // by kind
}

// New returns a Store; it does no I/O.
func New(cfg Config) *Store {
	if cfg.Pause == nil {
		cfg.Pause = tenantdb.Pause
	}
	s := &Store{cfg: cfg, jobs: jobKinds(), registry: registry.New(registry.Config{BaseDomain: cfg.BaseDomain, DB: cfg.Registry,
		Open: cfg.Open, Place: cfg.Place, Master: cfg.Master, Shared: cfg.Shared, Now: cfg.Now})}
	s.gate = tenantdb.NewGate(cfg.Now, cfg.Pause, s.registry.MarkDue, cfg.Files)
	return s
}

func (s *Store) now() int64 { return s.cfg.Now().UnixMilli() }

func (s *Store) open(site *tenantdb.Site) *Tenant { return &Tenant{s, s.gate.Open(site)} }

// Tenant returns the handle of the tenant that answers at hostname (lower
// case, no port). Errors: domain.ErrUnknownHost, domain.ErrDatabase.
func (s *Store) Tenant(ctx context.Context, hostname string) (*Tenant, error) {
	site, err := s.registry.Site(ctx, hostname)
	if err != nil {
		return nil, err
	}
	return s.open(site), nil
}

// Tenants are handles of every tenant, by slug, for the operator's own work.
func (s *Store) Tenants(ctx context.Context) ([]*Tenant, error) {
	sites, err := s.registry.Sites(ctx)
	if err != nil {
		return nil, err
	}
	list := make([]*Tenant, len(sites))
	for i, site := range sites {
		list[i] = s.open(site)
	}
	return list, nil
}

// Ping reports whether the registry answers.
func (s *Store) Ping(ctx context.Context) error { return s.registry.Ping(ctx) }

// Ready is Ping, and whether the master key opens what it wrapped. Errors:
// domain.ErrDatabase, domain.ErrEncryption.
func (s *Store) Ready(ctx context.Context) error { return s.registry.Ready(ctx) }

// MigrateAll is registry.Registry.MigrateAll.
func (s *Store) MigrateAll(ctx context.Context, limit int) (tried, bad int, err error) {
	return s.registry.MigrateAll(ctx, limit)
}

// Migrations lists every tenant with the version it is at.
func (s *Store) Migrations(ctx context.Context) ([]Migration, error) {
	return s.registry.Migrations(ctx)
}

// Close closes every database, the registry's last.
func (s *Store) Close() error { return s.registry.Close() }
