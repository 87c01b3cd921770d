package store

import (
	"context"

	"ringfence/domain"
	"ringfence/store/db"
	"ringfence/store/tenantdb"
)

// The local default tries files that belong to no record.

const devEntity, devID = "dev", "file"

// SetDevFile decides that a file that has been kept is the newest of those.
func (t *Tenant) SetDevFile(ctx context.Context, f *domain.File) (*Change, error) {
	if _, err := t.Check(ctx); err != nil {
		return nil, err
	}
	c := t.gate.Begin(tenantdb.Did("dev.file", devEntity, devID))
	return c, t.AttachFile(c, f, devEntity, devID)
}

// DevFile is the newest. Error: domain.ErrNotFound.
func (t *Tenant) DevFile(ctx context.Context) (*FileReader, error) {
	rows, err := t.gate.Read(ctx, func(*Access) []tenantdb.Query {
		newest := fileSQL("(SELECT id FROM files WHERE entity = 'dev' ORDER BY rowid DESC LIMIT 1)")
		return []tenantdb.Query{tenantdb.Select(newest, db.Text(devEntity), db.Text(devID))}
	})
	if err != nil {
		return nil, err
	}
	return t.openFile(rows[0])
}
