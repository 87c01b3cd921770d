package store

import (
	"context"
	"errors"
	"time"

	"ringfence/store/registry"
)

// The kinds of work that the scheduler visits tenants for.
const (
	dueMail  = "mail"
	dueJob   = "job"
	dueDaily = "daily" // reminders, and deleting what is too old
	dueFile  = "file"  // bytes that are nobody's
)

const (
	visitTenants = 50              // at most, in one run
	visitTime    = 4 * time.Minute // after which a run begins nothing further
	visitAgain   = 5 * time.Minute // when a tenant that could not be visited is tried again
)

// MarkAllDue has every tenant visited once in the hours to come, for the day's
// work and for work whose mark was lost. Error: domain.ErrDatabase.
func (s *Store) MarkAllDue(ctx context.Context) error {
	err := errors.Join(s.registry.MarkAllDue(ctx, dueJob), s.registry.MarkAllDue(ctx, dueDaily), s.registry.MarkAllDue(ctx, dueFile),
		s.registry.MarkAllDue(ctx, dueExpiry))
	if s.cfg.Mail != nil {
		err = errors.Join(err, s.registry.MarkAllDue(ctx, dueMail))
	}
	return err
}

// eachDue visits the tenants that have work of a kind: visit does it until a
// time, and says when there is more (0: there is none). A tenant that cannot
// be visited is told to failed, and tried again later.
func (s *Store) eachDue(ctx context.Context, kind string, visit func(t *Tenant, until int64) (int64, error), failed func(tenant string, err error)) error {
	list, err := s.registry.Due(ctx, kind, visitTenants)
	until := s.now() + visitTime.Milliseconds()
	for _, d := range list {
		if s.now() >= until || ctx.Err() != nil {
			break
		}
		next := int64(0)
		t, visitErr := s.openDue(ctx, d)
		if visitErr == nil {
			next, visitErr = visit(t, until)
		}
		if visitErr != nil {
			failed(d.Tenant, visitErr)
			next = s.now() + visitAgain.Milliseconds()
		}
		err = errors.Join(err, s.registry.Visited(ctx, d, next))
	}
	return errors.Join(err, ctx.Err())
}

// openDue is the tenant for the scheduler's work, with its keys.
func (s *Store) openDue(ctx context.Context, d registry.Due) (*Tenant, error) {
	site, err := s.registry.OpenDue(ctx, d)
	if err != nil {
		return nil, err
	}
	t := s.open(site).system("system", "")
	return t, t.gate.HasKeys()
}
