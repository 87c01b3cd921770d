package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"ringfence/domain"
	"ringfence/store/db"
	"ringfence/store/tenantdb"
)

// TableDigest stands for all that a table holds.
type TableDigest struct{ Table, Hash string }

const tablesSQL = `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT GLOB 'sqlite_*' AND name NOT GLOB '_cf_*' ORDER BY name`

// Digest hashes the tenant's database, table by table, in the local default;
// nowhere else is it there to be read. Error: domain.ErrNotFound.
func (t *Tenant) Digest(ctx context.Context) (list []TableDigest, err error) {
	if !t.store.cfg.KeepMail {
		return nil, domain.ErrNotFound
	}
	tables, err := t.gate.Visit(ctx, tenantdb.Select(tablesSQL))
	if err != nil {
		return nil, err
	}
	for _, row := range tables[0] {
		rows, err := t.gate.Visit(ctx, tenantdb.Select(`SELECT * FROM "`+row[0].S+`"`))
		if err != nil {
			return nil, err
		}
		list = append(list, TableDigest{row[0].S, digest(rows[0])})
	}
	return list, nil
}

// digest is the same whatever order the rows come in.
func digest(rows db.Rows) string {
	lines := make([]string, len(rows))
	for i, row := range rows {
		var line strings.Builder
		for _, v := range row {
			line.WriteString(v.Text() + "\x00")
		}
		lines[i] = line.String()
	}
	slices.Sort(lines)
	sum := sha256.Sum256([]byte(strings.Join(lines, "\x01")))
	return hex.EncodeToString(sum[:])
}
