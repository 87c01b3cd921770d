package registry

import (
	"context"
	"errors"
	"runtime"
	"sync"
	"sync/atomic"

	"ringfence/domain"
	"ringfence/migrations"
	"ringfence/store/db"
	"ringfence/store/tenantdb"
)

const (
	versionsTable = `CREATE TABLE IF NOT EXISTS schema_migrations (version INTEGER PRIMARY KEY, name TEXT NOT NULL, at INTEGER NOT NULL) STRICT`
	versionSQL    = `SELECT coalesce(max(version), 0) FROM schema_migrations`
	versionInsert = `INSERT INTO schema_migrations (version, name, at) VALUES (?, ?, ?)`
)

func latest(steps []migrations.Migration) int64 { return steps[len(steps)-1].Version }

// Migrate brings a database forward to the last of steps. Each step is one
// atomic write that also takes the step's number, so that of two that migrate
// at once one applies it and the other finds it taken. A new database takes all
// steps in one write. Errors: db.Error.
func Migrate(ctx context.Context, d db.DB, steps []migrations.Migration, now int64) error {
	rows, err := d.Write(ctx, []db.Stmt{db.Q(versionsTable), db.Q(versionSQL)}, nil)
	if err != nil {
		return err
	}
	version := rows[1][0][0].I
	if version == 0 {
		if err := apply(ctx, d, now, steps...); !taken(err) {
			return err
		}
	}
	for _, step := range steps {
		if step.Version <= version {
			continue
		}
		if err := apply(ctx, d, now, step); err != nil && !taken(err) {
			return err
		}
	}
	return nil
}

// taken reports that somebody else has just applied the step.
func taken(err error) bool {
	var e *db.Error
	return errors.As(err, &e) && e.Kind == db.Unique && e.Detail == "schema_migrations.version"
}

func apply(ctx context.Context, d db.DB, now int64, steps ...migrations.Migration) error {
	var stmts []db.Stmt
	for _, step := range steps {
		stmts = append(stmts, db.Q(versionInsert, db.Int(step.Version), db.Text(step.Name), db.Int(now)))
		for _, sql := range step.Statements {
			stmts = append(stmts, db.Q(sql))
		}
	}
	_, err := d.Write(ctx, stmts, nil)
	return err
}

// migrateTenant migrates one tenant and notes the outcome in the registry, with
// what its slug looks like: of two that look alike, from before that was
// refused, one has that.
func (r *Registry) migrateTenant(ctx context.Context, id, slug string, d db.DB) error {
	err := Migrate(ctx, d, migrations.Tenant(), r.now())
	note := db.Q(`UPDATE tenants SET schema_version = ?, migrated_at = ?, migration_error = NULL WHERE id = ?`,
		db.Int(latest(migrations.Tenant())), db.Int(r.now()), db.Text(id))
	if err != nil {
		note = db.Q(`UPDATE tenants SET migration_error = ? WHERE id = ?`, db.Text(err.Error()), db.Text(id))
	}
	look := db.Q(`UPDATE OR IGNORE tenants SET look = ? WHERE id = ? AND look IS NULL`, db.Text(domain.LooksLike(slug)), db.Text(id))
	_, noteErr := r.cfg.DB.Write(ctx, []db.Stmt{note, look}, nil)
	return tenantdb.ToDomainError(errors.Join(err, noteErr))
}

// Migration says how one tenant's database stands.
type Migration struct {
	Slug    string
	Version int64
	At      int64  // Unix milliseconds; 0: never
	Error   string // of the last try, or ""
}

// MigrateAll brings forward every tenant that is behind, one on each processor
// at a time: a failure is noted with its tenant and does not stop the others,
// and a run that was cut short continues where it stopped. It returns how many
// it tried and how many of them failed; at most limit are tried (0: all).
func (r *Registry) MigrateAll(ctx context.Context, limit int) (tried, bad int, err error) {
	rows, err := r.read(ctx, db.Q(`SELECT id, database, region, slug FROM tenants WHERE schema_version < ? AND state = 'active'
ORDER BY migration_error IS NOT NULL, id LIMIT ?`, db.Int(latest(migrations.Tenant())), db.Int(int64(limitOr(limit)))))
	if err != nil {
		return 0, 0, err
	}
	var next, failures atomic.Int64
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for i := next.Add(1) - 1; i < int64(len(rows[0])); i = next.Add(1) - 1 {
				if r.migrateRow(ctx, rows[0][i]) != nil {
					failures.Add(1)
				}
			}
		})
	}
	workers.Wait()
	return len(rows[0]), int(failures.Load()), ctx.Err()
}

// migrateRow migrates the tenant of (id, database, region, slug), and leaves nothing
// open: it is one of thousands, and what is in use keeps its connections.
func (r *Registry) migrateRow(ctx context.Context, row []db.Value) error {
	d, err := r.cfg.Open(row[1].S, row[2].S)
	if err != nil {
		return err
	}
	return errors.Join(r.migrateTenant(ctx, row[0].S, row[3].S, d), d.Close())
}

func limitOr(limit int) int {
	if limit <= 0 {
		return 1 << 30
	}
	return limit
}

// Migrations lists every tenant with the version it is at.
func (r *Registry) Migrations(ctx context.Context) ([]Migration, error) {
	rows, err := r.read(ctx, db.Q(`SELECT slug, schema_version, coalesce(migrated_at, 0), coalesce(migration_error, '')
FROM tenants ORDER BY slug`))
	if err != nil {
		return nil, err
	}
	var out []Migration
	for _, row := range rows[0] {
		out = append(out, Migration{row[0].S, row[1].I, row[2].I, row[3].S})
	}
	return out, nil
}
