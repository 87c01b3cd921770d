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
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"ringfence/store/breach"
	"ringfence/store/db"
	"ringfence/store/oidc"
	"ringfence/store/tenantdb"
	"ringfence/store/vault"
)

// Config is what a Store is made of.
type Config struct {
	BaseDomain string
	Registry   db.DB
	Open       func(ref, region string) (db.DB, error) // a tenant's database by its reference
	Place      func(slug, id string) string            // the reference of a new tenant's database
	Master     *vault.Master                           // nil: sealed fields and writes are unavailable
	Mail       Mailer                                  // nil: no message is sent
	KeepMail   bool                                    // the local default: messages may wait without a Mailer, and can be read
	Shared     Shared                                  // nil: nothing is shared
	Now        func() time.Time
	Breaches   *breach.Checker // of passwords
	OIDC       *oidc.Client    // how organisations' own providers are reached
}

// Store is the registry and every tenant behind it. Safe for concurrent use.
type Store struct {
	cfg   Config
	mu    sync.Mutex
	sites map[string]*site // by hostname
	dbs   map[string]db.DB // by reference
	gate  *tenantdb.Gate

	registryKnown atomic.Bool // its schema is at this build's version
}

// New returns a Store; it does no I/O.
func New(cfg Config) *Store {
	s := &Store{cfg: cfg, sites: map[string]*site{}, dbs: map[string]db.DB{}}
	s.gate = tenantdb.NewGate(cfg.Now, s.markDue)
	return s
}

func (s *Store) now() int64 { return s.cfg.Now().UnixMilli() }

// openDB opens a database once.
func (s *Store) openDB(ref, region string) (db.DB, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if d := s.dbs[ref]; d != nil {
		return d, nil
	}
	d, err := s.cfg.Open(ref, region)
	if err == nil {
		s.dbs[ref] = d
	}
	return d, err
}

// Close closes every database, the registry's last.
func (s *Store) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, d := range s.dbs {
		if err := d.Close(); err != nil {
			return err
		}
	}
	return s.cfg.Registry.Close()
}

// slugOf is the tenant's slug in a hostname under the base domain, or "".
func (s *Store) slugOf(hostname string) string {
	slug, ok := strings.CutSuffix(hostname, "."+s.cfg.BaseDomain)
	if !ok || strings.Contains(slug, ".") {
		return ""
	}
	return slug
}
