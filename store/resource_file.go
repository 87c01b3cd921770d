package store

import (
	"context"
	"errors"

	"ringfence/domain"
	"ringfence/store/db"
	"ringfence/store/tenantdb"
)

// A record's file stands in a column of its own, as the file's id.

// RecordFile is the file in a column of a record. Errors: domain.ErrNotFound
// beyond reach or where there is none, domain.ErrForbidden for a column that is
// not the caller's to read.
func (t *Tenant) RecordFile(ctx context.Context, r *domain.Resource, id string, c *domain.Column) (*FileReader, error) {
	here := fileSQL("(SELECT " + c.Name + " FROM " + r.Name + " WHERE id = ?)")
	rec, rows, err := t.gate.Get(ctx, r, id, false, func(*Access) []tenantdb.Query {
		return []tenantdb.Query{tenantdb.Select(here, db.Text(id), db.Text(r.Entity), db.Text(id))}
	})
	if err != nil {
		return nil, err
	}
	if !c.ReadableBy(t.gate.Access().User.Role, rec.Own) {
		return nil, domain.ErrForbidden
	}
	return t.openFile(rows[0])
}

// MaySetFile refuses who may not set the file of a column now. Errors: those
// of Edit.
func (t *Tenant) MaySetFile(ctx context.Context, r *domain.Resource, id string, c *domain.Column,
	ifVersion int64) error {
	_, _, err := t.Edit(ctx, r, id, ifVersion, map[string]string{c.Name: NewID()})
	return err
}

// SetFile decides that a file that has been kept stands in a column of a
// record, or without one that none does. Errors: those of Edit,
// domain.ErrNotFound where there is none to remove.
func (t *Tenant) SetFile(ctx context.Context, r *domain.Resource, id string, c *domain.Column,
	ifVersion int64, f *domain.File) (domain.Record, *Change, error) {
	old, err := t.RecordFile(ctx, r, id, c)
	if err != nil && (f == nil || !errors.Is(err, domain.ErrNotFound)) {
		return domain.Record{}, nil, err
	}
	now := ""
	switch {
	case f != nil && old != nil && old.Same(f):
		now = old.ID // the bytes that were sent again go at night
	case f != nil:
		now = f.ID
	}
	rec, change, err := t.Edit(ctx, r, id, ifVersion, map[string]string{c.Name: now})
	if err != nil || old != nil && now == old.ID {
		return rec, change, err
	}
	if f != nil {
		err = t.AttachFile(change, f, r.Entity, id)
	}
	if old != nil {
		t.RemoveFile(change, old.ID)
	}
	return rec, change, err
}
