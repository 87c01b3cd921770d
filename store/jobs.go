package store

import (
	"context"

	"ringfence/domain"
	"ringfence/store/db"
	"ringfence/store/tenantdb"
	"ringfence/store/vault"
)

// LedgerVerify is the kind of job that checks the tenant's whole hash chain.
const LedgerVerify = "ledger.verify"

// jobKinds is the table of what is done in slices: for each kind of job the
// function that does one of them.
func jobKinds() map[string]func(context.Context, *Tenant, *Slice) error {
	return map[string]func(context.Context, *Tenant, *Slice) error{
		LedgerVerify: verifySlice,
		ImportJob:    importSlice,
	}
}

// Slice is one piece of a job: what it is given, and what it leaves. It should
// take a second or two, since a job is cancelled between slices. Nothing of it
// is kept but what is written by Change, and that exactly once.
type Slice struct {
	Input  string // as the job was started with
	Cursor string // what the slice before left here; "" for the first

	Change   *Change // what is written together with the progress; every record with its entry
	Done     int64   // how much of the job has been done
	Total    int64   // of how much; 0: not known yet
	Finished bool    // this was the last
	Result   string  // a JSON object, when it was
}

// StartJob decides to start long work on behalf of the caller, who must have
// been admitted. The change, once made, has the scheduler do it. It goes on
// whatever becomes of the caller's session. Errors: domain.ErrJobLimit,
// domain.ErrEncryption, those of Check.
func (t *Tenant) StartJob(ctx context.Context, kind, input string) (domain.Job, *Change, error) {
	rows, err := t.gate.Read(ctx, func(*Access) []tenantdb.Query {
		return []tenantdb.Query{tenantdb.Select(`SELECT count(*) FROM jobs WHERE state IN ('waiting', 'running')`)}
	})
	if err != nil {
		return domain.Job{}, nil, err
	}
	if rows[0][0][0].I >= domain.MostJobs {
		return domain.Job{}, nil, domain.ErrJobLimit
	}
	now := t.gate.Now()
	j := domain.Job{ID: NewID(), Kind: kind, State: domain.JobWaiting, Errors: "[]", CreatedAt: now}
	sealed, err := t.gate.Seal(jobPlace("input", j.ID), input)
	if err != nil {
		return domain.Job{}, nil, err
	}
	c := t.gate.Begin(tenantdb.Did("job.start", domain.Jobs.Entity, j.ID).With("kind", kind)).Due(dueJob, 0).Scratch(
		tenantdb.InScratch("jobs", `INSERT INTO jobs (id, kind, input, account_id, lease_until, created_at) VALUES (?, ?, ?, ?, ?, ?)`,
			db.Text(j.ID), db.Text(kind), db.TextOrNull(sealed), db.Text(t.gate.Access().User.ID), db.Int(now), db.Int(now)))
	return j, c, nil
}

func jobPlace(column, id string) vault.Place {
	return vault.Place{Table: domain.Jobs.Name, Column: column, Row: id}
}

const jobSQL = `SELECT kind, state, done, total, result, errors, created_at, coalesce(started_at, 0), coalesce(finished_at, 0)
FROM jobs WHERE id = ? AND (account_id = ? OR ?)`

// Job is a job that the caller started; an administrator sees every one.
// Error: domain.ErrNotFound.
func (t *Tenant) Job(ctx context.Context, id string) (domain.Job, error) {
	rows, err := t.gate.Read(ctx, func(a *Access) []tenantdb.Query {
		return []tenantdb.Query{tenantdb.Select(jobSQL, db.Text(id), db.Text(a.User.ID), db.Bool(a.User.Role.Administers()))}
	})
	if err != nil {
		return domain.Job{}, err
	}
	if len(rows[0]) == 0 {
		return domain.Job{}, domain.ErrNotFound
	}
	row := rows[0][0]
	result, err := t.gate.Unseal(jobPlace("result", id), row[4].S)
	return domain.Job{ID: id, Kind: row[0].S, State: domain.JobState(row[1].S), Done: row[2].I, Total: row[3].I, Result: result,
		Errors: row[5].S, CreatedAt: row[6].I, StartedAt: row[7].I, FinishedAt: row[8].I}, err
}

// CancelJob decides to end a job between two slices: what they have done
// stays. Errors: domain.ErrNotFound, domain.ErrJobOver.
func (t *Tenant) CancelJob(ctx context.Context, id string) (domain.Job, *Change, error) {
	j, err := t.Job(ctx, id)
	if err != nil {
		return j, nil, err
	}
	if j.Over() {
		return j, nil, domain.ErrJobOver
	}
	j.State, j.FinishedAt = domain.JobCancelled, t.gate.Now()
	c := t.gate.Begin(tenantdb.Did("job.cancel", domain.Jobs.Entity, id).With("kind", j.Kind)).Scratch(
		tenantdb.InScratch("jobs", `UPDATE jobs SET state = 'cancelled', finished_at = ?, input = NULL, cursor = NULL
WHERE id = ? AND state IN ('waiting', 'running')`, db.Int(j.FinishedAt), db.Text(id)), tenantdb.RequiredOne)
	return j, c, nil
}
