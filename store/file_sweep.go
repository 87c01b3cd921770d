package store

import (
	"context"
	"errors"
	"slices"
	"time"

	"ringfence/domain"
	"ringfence/store/db"
	"ringfence/store/tenantdb"
)

// orphanAge is how long bytes may wait for their row: no request and no job
// takes as long to write a file.
const orphanAge = 24 * time.Hour

// Swept says what a run has removed.
type Swept struct {
	Parts    int64
	Failures []SweepFailure
}

// SweepFailure is a tenant that could not be swept. Err is for the log alone.
type SweepFailure struct {
	Tenant string
	Err    error
}

// SweepFiles removes the bytes that are nobody's: of files that were removed,
// and of those that a crash has kept from getting their row.
func (s *Store) SweepFiles(ctx context.Context) (Swept, error) {
	var done Swept
	err := s.eachDue(ctx, dueFile, func(t *Tenant, _ int64) (int64, error) {
		return 0, t.sweepFiles(ctx, &done)
	}, func(tenant string, err error) { done.Failures = append(done.Failures, SweepFailure{tenant, err}) })
	return done, err
}

// importKept is how long a file that was checked waits to be confirmed.
const importKept = 7 * 24 * time.Hour

// dropImports removes the files of imports that nobody has confirmed.
func (t *Tenant) dropImports(ctx context.Context) error {
	rows, err := t.gate.Visit(ctx, tenantdb.Select(`SELECT f.id FROM files f LEFT JOIN jobs j ON j.id = f.entity_id
WHERE f.entity = 'job' AND (j.id IS NULL OR j.finished_at <= ?)`, db.Int(t.gate.Now()-importKept.Milliseconds())))
	if err != nil || len(rows[0]) == 0 {
		return err
	}
	c := t.gate.Unchanged()
	for _, row := range rows[0] {
		t.RemoveFile(c, row[0].S)
	}
	if err := t.gate.Record(ctx, c); !errors.Is(err, ErrStale) {
		return err
	}
	return nil // somebody has just confirmed one: the next night
}

// sweepFiles looks at all of a tenant's bytes.
func (t *Tenant) sweepFiles(ctx context.Context, done *Swept) error {
	if err := t.dropImports(ctx); err != nil {
		return err
	}
	for after := ""; ; {
		list, err := t.gate.StoredParts(ctx, after)
		if err != nil || len(list) == 0 {
			return err
		}
		known, err := t.knownFiles(ctx, list)
		if err != nil {
			return err
		}
		gone := slices.DeleteFunc(slices.Clone(list), func(p tenantdb.StoredPart) bool {
			return known[p.File] || p.At > t.gate.Now()-orphanAge.Milliseconds()
		})
		if err := t.gate.DeleteStored(ctx, gone); err != nil {
			return err
		}
		done.Parts += int64(len(gone))
		after = list[len(list)-1].Key
	}
}

// knownFiles are those of the files with these parts that have a row.
func (t *Tenant) knownFiles(ctx context.Context, list []tenantdb.StoredPart) (map[string]bool, error) {
	ids, o := make([]string, len(list)), domain.Object{}
	for i := range list {
		ids[i] = list[i].File
	}
	o.Texts("ids", slices.Compact(ids))
	rows, err := t.gate.Visit(ctx, tenantdb.Select(`SELECT id FROM files
WHERE id IN (SELECT value FROM json_each(?, '$.ids'))`, db.Text(o.String())))
	if err != nil {
		return nil, err
	}
	known := map[string]bool{}
	for _, row := range rows[0] {
		known[row[0].S] = true
	}
	return known, nil
}
