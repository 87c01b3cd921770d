package store

import (
	"context"
	"time"

	"ringfence/store/db"
)

const (
	// markTimeout bounds what is done beside a tenant's commit.
	markTimeout = 5 * time.Second
	// markGrace is how long a mark stays at least: the commit that it was made
	// beside may still be under way.
	markGrace = time.Minute
	// visitSpread is the time over which a visit to all tenants is spread.
	visitSpread = 6 * time.Hour
)

// marks counts the marks, so that one made during a visit is not lost with the
// ones before it.
const markSQL = `INSERT INTO mail_due (tenant_id, due_at, marked_at, marks) VALUES (?, ?, ?, 1)
ON CONFLICT (tenant_id) DO UPDATE SET due_at = min(due_at, excluded.due_at), marked_at = excluded.marked_at, marks = marks + 1`

// markDue marks a tenant as having messages to send; the channel closes when
// that is done. It runs beside the tenant's commit and adds nothing to the
// request's way. A mark that fails is made up for by MarkAllDue.
func (s *Store) markDue(ctx context.Context, tenant string) <-chan struct{} {
	done := make(chan struct{})
	go func() {
		defer close(done)
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), markTimeout)
		defer cancel()
		now := db.Int(s.now())
		_, _ = s.cfg.Registry.Write(ctx, []db.Stmt{db.Q(markSQL, db.Text(tenant), now, now)}, nil)
	}()
	return done
}

// MarkAllDue has every tenant visited once in the hours to come, for messages
// whose mark was lost.
func (s *Store) MarkAllDue(ctx context.Context) error {
	if s.cfg.Mail == nil {
		return nil
	}
	if err := s.Ping(ctx); err != nil { // the registry is at this build's schema
		return err
	}
	_, err := s.cfg.Registry.Write(ctx, []db.Stmt{db.Q(`INSERT INTO mail_due (tenant_id, due_at, marked_at, marks)
SELECT id, ? + row_number() OVER (ORDER BY id) * ? / count(*) OVER (), 0, 1 FROM tenants WHERE state = 'active'
ON CONFLICT (tenant_id) DO NOTHING`, db.Int(s.now()), db.Int(visitSpread.Milliseconds()))}, nil)
	return failed(err)
}

// due is a tenant that is marked.
type due struct {
	tenant   string
	marks    int64
	markedAt int64
	row      []db.Value // of tenantSQL; nil: there is no such tenant that is active
}

// dueTenants are those to visit now.
func (s *Store) dueTenants(ctx context.Context, limit int64) ([]due, error) {
	const which = `FROM mail_due WHERE due_at <= ? ORDER BY due_at, tenant_id LIMIT ?`
	now := db.Int(s.now())
	rows, err := s.registryRead(ctx, db.Q(`SELECT tenant_id, marks, marked_at `+which, now, db.Int(limit)),
		db.Q(tenantSQL+`t.id IN (SELECT tenant_id `+which+`)`, now, db.Int(limit)))
	if err != nil {
		return nil, err
	}
	tenants := map[string][]db.Value{}
	for _, row := range rows[1] {
		tenants[row[0].S] = row
	}
	var list []due
	for _, row := range rows[0] {
		list = append(list, due{row[0].S, row[1].I, row[2].I, tenants[row[0].S]})
	}
	return list, nil
}

// visited moves a tenant's mark to when its next message is due (0: never), or
// takes it away. A mark made meanwhile stays as it is.
func (s *Store) visited(ctx context.Context, d due, next int64) error {
	if until := d.markedAt + markGrace.Milliseconds(); until > s.now() && (next == 0 || until < next) {
		next = until
	}
	stmt := db.Q(`UPDATE mail_due SET due_at = ? WHERE tenant_id = ? AND marks = ?`, db.Int(next), db.Text(d.tenant), db.Int(d.marks))
	if next == 0 {
		stmt = db.Q(`DELETE FROM mail_due WHERE tenant_id = ? AND marks = ?`, db.Text(d.tenant), db.Int(d.marks))
	}
	_, err := s.cfg.Registry.Write(ctx, []db.Stmt{stmt}, nil)
	return failed(err)
}
