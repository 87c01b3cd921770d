package registry

import (
	"cmp"
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
const markSQL = `INSERT INTO due_work (tenant_id, kind, due_at, marked_at, marks) VALUES (?, ?, ?, ?, 1)
ON CONFLICT (tenant_id, kind) DO UPDATE SET due_at = min(due_at, excluded.due_at), marked_at = excluded.marked_at, marks = marks + 1`

// MarkDue marks a tenant as having work that is due; the channel closes when
// that is done. It runs beside the tenant's commit and adds nothing to the
// request's way. A mark that fails is made up for by MarkAllDue.
func (r *Registry) MarkDue(ctx context.Context, tenant string, marks []tenantdb.Mark) <-chan struct{} {
	done := make(chan struct{})
	go func() {
		defer close(done)
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), markTimeout)
		defer cancel()
		now := r.now()
		var stmts []db.Stmt
		for _, m := range marks {
			stmts = append(stmts, db.Q(markSQL, db.Text(tenant), db.Text(m.Kind), db.Int(cmp.Or(m.At, now)), db.Int(now)))
		}
		_ = r.write(ctx, stmts...)
	}()
	return done
}

// MarkAllDue has every tenant, and the console, visited for a kind of work once in the hours to
// come, to make up for marks that were lost. Error: domain.ErrDatabase.
func (r *Registry) MarkAllDue(ctx context.Context, kind string) error {
	if err := r.Ping(ctx); err != nil { // the registry is at this build's schema
		return err
	}
	return r.write(ctx, db.Q(`INSERT INTO due_work (tenant_id, kind, due_at, marked_at, marks)
SELECT id, ?, ? + row_number() OVER (ORDER BY id) * ? / count(*) OVER (), 0, 1
FROM (SELECT id FROM tenants WHERE state = 'active' UNION ALL SELECT '`+ownID+`') WHERE 1
ON CONFLICT (tenant_id, kind) DO NOTHING`, db.Text(kind), db.Int(r.now()), db.Int(visitSpread.Milliseconds())))
}

// Due is a tenant that has work of one kind.
type Due struct {
	Tenant   string // its id
	kind     string
	marks    int64
	markedAt int64
	row      []db.Value // of tenantSQL; nil: there is no such tenant that is active
}

// Due are the tenants whose work of a kind is due, at most limit of them, the
// longest due first. Error: domain.ErrDatabase.
func (r *Registry) Due(ctx context.Context, kind string, limit int64) ([]Due, error) {
	const which = `FROM due_work WHERE kind = ? AND due_at <= ? ORDER BY due_at, tenant_id LIMIT ?`
	args := []db.Value{db.Text(kind), db.Int(r.now()), db.Int(limit)}
	rows, err := r.read(ctx, db.Q(`SELECT tenant_id, marks, marked_at `+which, args...),
		db.Q(activeSQL+`t.id IN (SELECT tenant_id `+which+`)`, args...))
	if err != nil {
		return nil, err
	}
	tenants := map[string][]db.Value{}
	for _, row := range rows[1] {
		tenants[row[idColumn].S] = row
	}
	var list []Due
	for _, row := range rows[0] {
		list = append(list, Due{row[0].S, kind, row[1].I, row[2].I, tenants[row[0].S]})
	}
	return list, nil
}

// OpenDue opens a tenant that is marked. Errors: domain.ErrUnknownHost where
// there is no such tenant that is active, domain.ErrDatabase.
func (r *Registry) OpenDue(ctx context.Context, d Due) (*tenantdb.Site, error) {
	switch {
	case d.Tenant == ownID:
		return r.Console(ctx)
	case d.row == nil:
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
	const seen = ` WHERE tenant_id = ? AND kind = ? AND marks = ?`
	args := []db.Value{db.Text(d.Tenant), db.Text(d.kind), db.Int(d.marks)}
	if next == 0 {
		return r.write(ctx, db.Q(`DELETE FROM due_work`+seen, args...))
	}
	return r.write(ctx, db.Q(`UPDATE due_work SET due_at = ?`+seen, append([]db.Value{db.Int(next)}, args...)...))
}
