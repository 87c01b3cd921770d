package registry

import (
	"context"
	"slices"
	"strings"
	"time"

	"ringfence/domain"
	"ringfence/store/db"
	"ringfence/store/tenantdb"
)

const (
	hostLife  = 30 * time.Second // how long the registry's answer is believed
	hostAway  = time.Hour        // how long, while the registry does not answer
	hostRetry = 5 * time.Second  // how long it is not asked again then
	mostHosts = 4096             // how many hostnames are remembered, known or not
)

// hostEntry is what the registry says of a hostname: its tenant, or nobody.
type hostEntry struct {
	said  int64          // when, Unix milliseconds
	until int64          // until when it is believed
	row   []db.Value     // of tenantSQL
	site  *tenantdb.Site // nil for nobody
}

// Site is the tenant that answers at hostname (lower case, no port), or the
// console. Errors:
// domain.ErrUnknownHost, domain.ErrDatabase.
func (r *Registry) Site(ctx context.Context, hostname string) (*tenantdb.Site, error) {
	if hostname == r.hostOf(domain.ConsoleSlug) {
		return r.Console(ctx)
	}
	e, err := r.host(ctx, hostname)
	if err != nil {
		return nil, err
	}
	if e.site == nil {
		return nil, domain.ErrUnknownHost
	}
	return e.site, nil
}

// SiteOf is the tenant of a slug, at its hostname under the base domain.
// Errors: those of Site.
func (r *Registry) SiteOf(ctx context.Context, slug string) (*tenantdb.Site, error) {
	return r.Site(ctx, r.hostOf(slug))
}

func (r *Registry) hostOf(slug string) string { return slug + "." + r.cfg.BaseDomain }

func (r *Registry) host(ctx context.Context, hostname string) (*hostEntry, error) {
	r.mu.Lock()
	e := r.hosts[hostname]
	r.mu.Unlock()
	if e != nil && believed(r.now(), e.until) {
		return e, nil
	}
	e, err := r.lookUp(ctx, hostname, e)
	if err == nil {
		r.remember(hostname, e)
	}
	return e, err
}

// believed: until is to come, and not further away than ever, as it is when a
// clock has been set back.
func believed(now, until int64) bool { return now < until && until <= now+hostLife.Milliseconds() }

func (r *Registry) remember(hostname string, e *hostEntry) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.hosts) >= mostHosts {
		clear(r.hosts)
	}
	r.hosts[strings.Clone(hostname)] = e // not with the request that it is a part of
}

// forget drops what is remembered of a hostname.
func (r *Registry) forget(hostname string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.hosts, hostname)
	if r.cfg.Shared != nil {
		r.cfg.Shared.Clear(hostname)
	}
}

// lookUp finds who answers at a hostname. What was found before, if anything,
// is taken as it is unless the registry says something else now: to unwrap
// keys takes a while.
func (r *Registry) lookUp(ctx context.Context, hostname string, before *hostEntry) (*hostEntry, error) {
	row, until, err := r.registered(ctx, hostname)
	e := &hostEntry{said: until - hostLife.Milliseconds(), until: until, row: row}
	if err != nil {
		if e = r.lastSaid(hostname, before); e == nil {
			return nil, err
		}
	}
	switch {
	case e.row == nil:
		return e, nil
	case before != nil && slices.Equal(before.row, e.row):
		e.site = before.site
		return e, nil
	}
	e.site, err = r.openRow(ctx, e.row)
	return e, err
}

// lastSaid is what the registry said before, while it does not answer; nil if
// that was nothing, or too long ago. A tenant's window is decided by its own
// database, so nobody gets in by this who has not paid.
func (r *Registry) lastSaid(hostname string, before *hostEntry) *hostEntry {
	now, e := r.now(), &hostEntry{}
	if before != nil {
		e.row, e.said = before.row, before.said
	} else if row, until := r.shared(hostname); row != nil {
		e.row, e.said = row, until-hostLife.Milliseconds()
	}
	e.until = now + hostRetry.Milliseconds()
	if now < e.said || now-e.said >= hostAway.Milliseconds() {
		return nil
	}
	return e
}

// registered is the registry's row of a hostname, nil if it has none, and
// until when that is believed.
func (r *Registry) registered(ctx context.Context, hostname string) (row []db.Value, until int64, err error) {
	now := r.now()
	if row, until := r.shared(hostname); believed(now, until) {
		return row, until, nil
	}
	query := db.Q(tenantByHost, db.Text(hostname))
	if slug := r.slugOf(hostname); slug != "" {
		query = db.Q(tenantBySlug, db.Text(slug))
	}
	rows, err := r.read(ctx, query)
	if err != nil {
		return nil, 0, err
	}
	until = now + hostLife.Milliseconds()
	if len(rows[0]) == 0 {
		return nil, until, nil
	}
	r.share(hostname, rows[0][0], until)
	return rows[0][0], until, nil
}
