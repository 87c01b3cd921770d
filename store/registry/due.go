package registry

import (
	"context"
	"time"

	"ringfence/domain"
	"ringfence/store/db"
	"ringfence/store/tenantdb"
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

// MarkDue marks a tenant as having messages to send; the channel closes when
// that is done. It runs beside the tenant's commit and adds nothing to the
// request's way. A mark that fails is made up for by MarkAllDue.
func (r *Registry) MarkDue(ctx context.Context, tenant string) <-chan struct{} {
	done := make(chan struct{})
	go func() {
		defer close(done)
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), markTimeout)
		defer cancel()
		now := db.Int(r.now())
		_ = r.write(ctx, db.Q(markSQL, db.Text(tenant), now, now))
	}()
	return done
}

// MarkAllDue has every tenant visited once in the hours to come, for messages
// whose mark was lost. Error: domain.ErrDatabase.
func (r *Registry) MarkAllDue(ctx context.Context) error {
	if err := r.Ping(ctx); err != nil { // the registry is at this build's schema
		return err
	}
	return r.write(ctx, db.Q(`INSERT INTO mail_due (tenant_id, due_at, marked_at, marks)
SELECT id, ? + row_number() OVER (ORDER BY id) * ? / count(*) OVER (), 0, 1 FROM tenants WHERE state = 'active'
ON CONFLICT (tenant_id) DO NOTHING`, db.Int(r.now()), db.Int(visitSpread.Milliseconds())))
}

// Due is a tenant that is marked.
type Due struct {
	Tenant   string // its id
	marks    int64
	markedAt int64
	row      []db.Value // of tenantSQL; nil: there is no such tenant that is active
}

// Due are the tenants to visit now, at most limit of them. Error:
// domain.ErrDatabase.
func (r *Registry) Due(ctx context.Context, limit int64) ([]Due, error) {
	const which = `FROM mail_due WHERE due_at <= ? ORDER BY due_at, tenant_id LIMIT ?`
	now := db.Int(r.now())
	rows, err := r.read(ctx, db.Q(`SELECT tenant_id, marks, marked_at `+which, now, db.Int(limit)),
		db.Q(activeSQL+`t.id IN (SELECT tenant_id `+which+`)`, now, db.Int(limit)))
	if err != nil {
		return nil, err
	}
	tenants := map[string][]db.Value{}
	for _, row := range rows[1] {
		tenants[row[idColumn].S] = row
	}
	var list []Due
	for _, row := range rows[0] {
		list = append(list, Due{row[0].S, row[1].I, row[2].I, tenants[row[0].S]})
	}
	return list, nil
}

// OpenDue opens a tenant that is marked. Errors: domain.ErrUnknownHost where
// there is no such tenant that is active, domain.ErrDatabase.
func (r *Registry) OpenDue(ctx context.Context, d Due) (*tenantdb.Site, error) {
	if d.row == nil {
		return nil, domain.ErrUnknownHost
	}
	return r.openRow(ctx, d.row)
}

// Visited moves a tenant's mark to when its next work is due (0: never), or
// takes it away. A mark made meanwhile stays as it is. Error: domain.ErrDatabase.
func (r *Registry) Visited(ctx context.Context, d Due, next int64) error {
	if until := d.markedAt + markGrace.Milliseconds(); until > r.now() && (next == 0 || until < next) {
		next = until
	}
	if next == 0 {
		return r.write(ctx, db.Q(`DELETE FROM mail_due WHERE tenant_id = ? AND marks = ?`, db.Text(d.Tenant), db.Int(d.marks)))
	}
	return r.write(ctx, db.Q(`UPDATE mail_due SET due_at = ? WHERE tenant_id = ? AND marks = ?`, db.Int(next), db.Text(d.Tenant), db.Int(d.marks)))
}
