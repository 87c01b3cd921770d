package registry

import (
	"context"

	"ringfence/domain"
	"ringfence/store/tenantdb"
)

// Console is the operator's own host. Its database is the registry: the
// operator's people, what they change, and the entries of it are one
// transaction. Errors: domain.ErrDatabase.
func (r *Registry) Console(ctx context.Context) (*tenantdb.Site, error) {
	r.mu.Lock()
	site := r.own
	r.mu.Unlock()
	if site != nil {
		return site, nil
	}
	site, keysErr, err := r.openConsole(ctx)
	if err != nil || keysErr != nil { // keys that were not there may come
		return site, err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.own = site
	return site, nil
}

func (r *Registry) openConsole(ctx context.Context) (site *tenantdb.Site, keysErr, err error) {
	if err := r.Ping(ctx); err != nil { // and its schema is at this build's
		return nil, nil, err
	}
	keys, keysErr := r.ownerKeys(ctx)
	t := domain.Tenant{ID: ownID, Slug: domain.ConsoleSlug, Name: "Console", Region: "uk"}
	return tenantdb.NewSite(t, r.cfg.DB, keys, keysErr), keysErr, nil
}
