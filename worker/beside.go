//go:build !js

package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"ringfence/store/db"
	"ringfence/store/db/file"
)

// registryFile is the registry's place in the data folder.
const registryFile = "registry.db"

var errNoRegistry = errors.New("the data folder has organisations' databases in tenants/ but no registry that knows " +
	"any: restore " + registryFile + ", or name another folder with --data")

// knowsTenants refuses an empty registry beside organisations' files: what
// would begin as a new installation has lost its registry. (An organisation is
// registered before its file is made.)
func (h *host) knowsTenants(ctx context.Context) error {
	files, err := filepath.Glob(filepath.Join(h.data, "tenants", "*.db"))
	if err != nil || len(files) == 0 {
		return err
	}
	path := filepath.Join(h.data, registryFile)
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return errNoRegistry
	}
	registry, err := file.Open(path)
	if err != nil {
		return err
	}
	empty, err := noTenants(ctx, registry)
	if err = errors.Join(err, registry.Close()); err == nil && empty {
		return errNoRegistry
	}
	return err
}

// noTenants reports a registry without a row, or one without its tables.
func noTenants(ctx context.Context, registry db.DB) (bool, error) {
	rows, err := registry.Read(ctx, []db.Stmt{
		db.Q("SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'tenants'")})
	if err != nil || rows[0][0][0].I == 0 {
		return true, err
	}
	rows, err = registry.Read(ctx, []db.Stmt{db.Q("SELECT count(*) FROM tenants")})
	return err == nil && rows[0][0][0].I == 0, err
}
