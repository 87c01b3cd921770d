package registry

import (
	"context"
	"strconv"
	"strings"

	"ringfence/store/db"
	"ringfence/store/tenantdb"
	"ringfence/store/vault"
)

// ownID stands for the registry itself among the owners of wrapped keys, and
// among those who have work to do.
const ownID = "registry"

// wrappedKeysSQL lists the wrapped keys of t.id as openKeys reads them.
const wrappedKeysSQL = `(SELECT group_concat(k.purpose || ' ' || k.version || ' ' || k.wrapped, ',') FROM tenant_keys k WHERE k.tenant_id = t.id)`

const ownKeysSQL = `SELECT ` + wrappedKeysSQL + ` FROM (SELECT '` + ownID + `' AS id) t`

// openKeys unwraps "purpose version wrapped,…".
func (r *Registry) openKeys(owner, list string) (*vault.Keys, error) {
	var wrapped []vault.WrappedKey
	for _, item := range strings.Split(list, ",") {
		part := strings.Fields(item)
		if len(part) != 3 {
			return nil, vault.ErrNoKey
		}
		version, err := strconv.ParseInt(part[1], 10, 64)
		if err != nil {
			return nil, vault.ErrNoKey
		}
		wrapped = append(wrapped, vault.WrappedKey{Purpose: vault.Purpose(part[0]), Version: version, Wrapped: part[2]})
	}
	return r.cfg.Master.Open(owner, wrapped)
}

func (r *Registry) newKeys(owner string) ([]db.Stmt, error) {
	keys, err := r.cfg.Master.NewKeys(owner)
	var stmts []db.Stmt
	for _, k := range keys {
		stmts = append(stmts, db.Q(`INSERT INTO tenant_keys (tenant_id, purpose, version, wrapped, created_at) VALUES (?, ?, ?, ?, ?)`,
			db.Text(owner), db.Text(string(k.Purpose)), db.Int(k.Version), db.Text(k.Wrapped), db.Int(r.now())))
	}
	return stmts, tenantdb.ToDomainError(err)
}

// ownerKeys are the registry's own, made the first time.
func (r *Registry) ownerKeys(ctx context.Context) (*vault.Keys, error) {
	list, err := r.ownKeys(ctx)
	if err != nil {
		return nil, err
	}
	keys, err := r.openKeys(ownID, list)
	return keys, tenantdb.ToDomainError(err)
}

// ledgerKey is the key of the registry's own chain.
func (r *Registry) ledgerKey(ctx context.Context) ([]byte, error) {
	keys, err := r.ownerKeys(ctx)
	if err != nil {
		return nil, err
	}
	return keys.LedgerKey()
}

func (r *Registry) ownKeys(ctx context.Context) (string, error) {
	rows, err := r.read(ctx, db.Q(ownKeysSQL))
	if err != nil || !rows[0][0][0].IsNull() {
		return textOf(rows), err
	}
	stmts, err := r.newKeys(ownID)
	if err != nil {
		return "", err
	}
	if err := r.write(ctx, stmts...); err != nil && !db.IsKind(err, db.Unique) {
		return "", err
	}
	rows, err = r.read(ctx, db.Q(ownKeysSQL))
	return textOf(rows), err
}

func textOf(rows []db.Rows) string {
	if len(rows) == 0 {
		return ""
	}
	return rows[0][0][0].S
}
