package store

import (
	"context"

	"ringfence/migrations"
	"ringfence/store/db"
	"ringfence/store/tenantdb"
)

// registryID stands for the registry among the owners of wrapped keys.
const registryID = "registry"

// registryRead reads the registry. The first read of a process also asks for
// the schema's version, in the same round trip, and brings the schema forward
// if this build is newer.
func (s *Store) registryRead(ctx context.Context, stmts ...db.Stmt) ([]db.Rows, error) {
	if s.registryKnown.Load() {
		tenantdb.Count(ctx)
		rows, err := s.cfg.Registry.Read(ctx, stmts)
		return rows, failed(err)
	}
	tenantdb.Count(ctx)
	rows, err := s.cfg.Registry.Read(ctx, append([]db.Stmt{db.Q(versionSQL)}, stmts...))
	if err == nil && rows[0][0][0].I >= latest(migrations.Registry()) {
		s.registryKnown.Store(true)
		return rows[1:], nil
	}
	if err != nil && !db.IsKind(err, db.Internal) { // Internal: no such table, a new registry
		return nil, failed(err)
	}
	return s.migrateRegistry(ctx, stmts)
}

func (s *Store) migrateRegistry(ctx context.Context, stmts []db.Stmt) ([]db.Rows, error) {
	if err := Migrate(ctx, s.cfg.Registry, migrations.Registry(), s.now()); err != nil {
		return nil, failed(err)
	}
	s.registryKnown.Store(true)
	return s.registryRead(ctx, stmts...)
}

// Ping reports whether the registry answers, and whether the master key is the
// one that its keys were wrapped with. Errors: domain.ErrDatabase, domain.ErrEncryption.
func (s *Store) Ping(ctx context.Context) error {
	rows, err := s.registryRead(ctx, db.Q(`SELECT (SELECT `+wrappedSQL+`?), (SELECT count(*) FROM plans)`, db.Text(registryID)))
	if err != nil || rows[0][0][0].IsNull() { // nothing has been wrapped yet
		return err
	}
	_, err = s.openKeys(registryID, rows[0][0][0].S)
	return failed(err)
}
