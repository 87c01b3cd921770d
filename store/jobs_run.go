package store

import (
	"context"
	"errors"
	"time"

	"ringfence/domain"
	"ringfence/store/db"
	"ringfence/store/tenantdb"
)

const (
	jobTime  = 50 * time.Second // after which a run begins no further slice: the next run is due then
	jobTurn  = 10 * time.Second // after which another tenant has its turn
	jobLease = 2 * time.Minute  // longer than a slice may take; when the work of a run that died is taken over
)

// Worked says what a run did.
type Worked struct {
	Slices, Finished int64
	Failures         []JobFailure
}

// JobFailure is a slice that did not go well, or, without an ID, a tenant that
// could not be visited. Err is for the log alone.
type JobFailure struct {
	Tenant, ID, Kind string
	GaveUp           bool
	Err              error
}

// RunJobs does slices of the jobs that are due, each tenant's in turn. Runs at
// the same time do not do one twice; a run that was cut short is continued by
// another.
func (s *Store) RunJobs(ctx context.Context) (Worked, error) {
	var done Worked
	until := s.now() + jobTime.Milliseconds()
	for more := true; more && s.now() < until; {
		more = false
		err := s.eachDue(ctx, dueJob, func(t *Tenant, _ int64) (int64, error) {
			next, err := t.workJobs(ctx, min(until, s.now()+jobTurn.Milliseconds()), &done)
			more = more || next > 0 && next <= s.now()
			return next, err
		}, func(tenant string, err error) {
			done.Failures = append(done.Failures, JobFailure{Tenant: tenant, Err: err})
		})
		if err != nil {
			return done, err
		}
	}
	return done, nil
}

// takenJob is a job that is this run's to work on.
type takenJob struct {
	id, kind      string
	lease, tries  int64
	input, cursor string // sealed
	Slice
}

// workJobs does one tenant's jobs until a time, and says when there is more to
// do (0: there is not).
func (t *Tenant) workJobs(ctx context.Context, until int64, done *Worked) (int64, error) {
	for t.gate.Now() < until {
		j, next, err := t.takeJob(ctx)
		if err != nil || j == nil {
			return next, err
		}
		if err := t.workJob(ctx, j, until, done); err != nil {
			return 0, err
		}
	}
	return t.gate.Now(), nil
}

// takeJob takes the job that is due longest, or says when the next is.
func (t *Tenant) takeJob(ctx context.Context) (*takenJob, int64, error) {
	now := t.gate.Now()
	rows, err := t.gate.Visit(ctx,
		tenantdb.InScratch("jobs", `DELETE FROM jobs WHERE finished_at < ?`, db.Int(now-domain.JobKept.Milliseconds())),
		oldLinks(now),
		tenantdb.InScratch("jobs", `UPDATE jobs SET state = 'running', lease = lease + 1, tries = tries + 1, lease_until = ?, started_at = coalesce(started_at, ?)
WHERE id = (SELECT id FROM jobs WHERE state IN ('waiting', 'running') AND lease_until <= ? ORDER BY lease_until, id LIMIT 1)
RETURNING id, kind, lease, tries, input, cursor, done, total`, db.Int(now+jobLease.Milliseconds()), db.Int(now), db.Int(now)),
		tenantdb.Select(`SELECT min(lease_until) FROM jobs WHERE state IN ('waiting', 'running')`))
	if err != nil {
		return nil, 0, err
	}
	if len(rows[2]) == 0 {
		return nil, rows[3][0][0].I, nil
	}
	row := rows[2][0]
	return &takenJob{id: row[0].S, kind: row[1].S, lease: row[2].I, tries: row[3].I, input: row[4].S, cursor: row[5].S,
		Slice: Slice{Done: row[6].I, Total: row[7].I}}, 0, nil
}

// workJob does slices of a job until it is over or its turn is. Error: of
// telling how it went; the job's own are noted with it.
func (t *Tenant) workJob(ctx context.Context, j *takenJob, until int64, done *Worked) error {
	err := t.openJob(j)
	for err == nil {
		if err = t.workSlice(ctx, j); err != nil {
			break
		}
		done.Slices++
		switch {
		case j.Finished:
			done.Finished++
			return nil
		case t.gate.Now() >= until:
			return t.leaveJob(ctx, j)
		}
	}
	return t.jobFailed(ctx, j, err, done)
}

// errJobInterrupted is of a job whose tries have all ended without a word,
// such as one that needs more memory than there is.
var errJobInterrupted = errors.New("store: every try of a slice was cut short")

// openJob opens what is sealed of a job.
func (t *Tenant) openJob(j *takenJob) (err error) {
	if _, again := domain.RetryJob(j.tries - 1); !again {
		return errJobInterrupted
	}
	if j.Input, err = t.gate.Unseal(jobPlace("input", j.id), j.input); err == nil {
		j.Cursor, err = t.gate.Unseal(jobPlace("cursor", j.id), j.cursor)
	}
	return err
}

var errJobKind = errors.New("store: this build knows no such kind of job")

// workSlice does one slice, and writes it with the progress in one change, if
// the job is still this run's.
func (t *Tenant) workSlice(ctx context.Context, j *takenJob) error {
	work := t.store.jobs[j.kind]
	if work == nil {
		return errJobKind
	}
	s := j.Slice
	own := t.forJob(j).gate
	s.Change = own.Unchanged()
	if err := work(ctx, t, &s); err != nil {
		return err
	}
	if err := t.progress(j, &s); err != nil {
		return err
	}
	if err := own.Record(ctx, s.Change); err != nil {
		return err
	}
	s.Change, j.Slice, j.tries = nil, s, 1
	j.lease++
	return nil
}
