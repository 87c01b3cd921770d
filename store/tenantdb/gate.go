package tenantdb

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"sync"
	"sync/atomic"
	"time"

	"ringfence/domain"
	"ringfence/store/blob"
	"ringfence/store/db"
	"ringfence/store/vault"
)

// Gate is what the handles of one process share. Safe for concurrent use.
type Gate struct {
	now     func() time.Time
	pause   func(context.Context, time.Duration) error
	markDue func(ctx context.Context, tenant string, marks []Mark) <-chan struct{}
	files   blob.Store

	waiting atomic.Int64 // attempts that wait for their turn

	mu         sync.Mutex
	used       map[string]int64 // session id → when its last use was last written
	selections map[selection]string
}

// Mark says that a tenant has work of a kind, and from when on.
type Mark struct {
	Kind string
	At   int64 // Unix milliseconds; 0: now
}

// NewGate returns a Gate. pause waits for a turn (Pause). markDue tells the
// operator's registry, beside a commit, that a tenant has work that is due; its
// channel closes when that is done. files keeps the bytes of every tenant's files.
func NewGate(now func() time.Time, pause func(context.Context, time.Duration) error,
	markDue func(ctx context.Context, tenant string, marks []Mark) <-chan struct{}, files blob.Store) *Gate {
	return &Gate{now: now, pause: pause, markDue: markDue, files: files, used: map[string]int64{}, selections: map[selection]string{}}
}

// Site is an organisation with its database and keys. Whoever has one can only
// have a Gate open it.
type Site struct {
	tenant  domain.Tenant
	db      db.DB
	keys    *vault.Keys // nil with keysErr
	keysErr error
}

// NewSite puts an organisation's parts together. keysErr says why there are no
// keys: what needs them is then refused.
func NewSite(t domain.Tenant, d db.DB, keys *vault.Keys, keysErr error) *Site {
	return &Site{tenant: t, db: d, keys: keys, keysErr: keysErr}
}

// Tenant is the organisation.
func (s *Site) Tenant() domain.Tenant { return s.tenant }

// Open returns a handle on which nobody asks yet.
func (g *Gate) Open(site *Site) *Handle { return &Handle{gate: g, site: site} }

// AsSystem returns a handle for the operator's own work, which no session
// guards. Its entries name by. Of req its ID and its origin count.
func (h *Handle) AsSystem(by domain.User, req Request) *Handle {
	return &Handle{gate: h.gate, site: h.site, req: Request{ID: req.ID, Origin: req.Origin}, access: &Access{User: by}, system: true}
}

// NewID returns a fresh opaque id: 16 random bytes as 22 characters.
func NewID() string {
	var b [16]byte
	if _, err := rand.Read(b[:]); err != nil {
		panic(err) // crypto/rand does not fail
	}
	return base64.RawURLEncoding.EncodeToString(b[:])
}
