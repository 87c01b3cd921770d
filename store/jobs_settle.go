package store

import (
	"context"
	"errors"

	"ringfence/domain"
	"ringfence/store/db"
	"ringfence/store/tenantdb"
)

// forJob is the tenant for a job's own writes: their entries name the job
// where others name the request, and its start says who asked for it.
func (t *Tenant) forJob(j *takenJob) *Tenant { return t.system("system", j.id) }

// ours holds while a job is still this run's, and nobody has cancelled it.
const ours = ` WHERE id = ? AND lease = ? AND state = 'running'`

func (j *takenJob) ours(args ...db.Value) []db.Value {
	return append(args, db.Text(j.id), db.Int(j.lease))
}

// progress adds to a slice's change how far the job has come, or that it is done.
func (t *Tenant) progress(j *takenJob, s *Slice) error {
	if s.Finished {
		return t.finish(j, s)
	}
	cursor, err := t.gate.Seal(jobPlace("cursor", j.id), s.Cursor)
	if err != nil {
		return err
	}
	s.Change.Scratch(tenantdb.InScratch("jobs", `UPDATE jobs SET cursor = ?, done = ?, total = ?, lease = lease + 1, tries = 1, lease_until = ?`+ours,
		j.ours(db.TextOrNull(cursor), db.Int(s.Done), db.Int(s.Total), db.Int(t.gate.Now()+jobLease.Milliseconds()))...), tenantdb.RequiredOne)
	return nil
}

func (t *Tenant) finish(j *takenJob, s *Slice) error {
	result, err := t.gate.Seal(jobPlace("result", j.id), s.Result)
	if err != nil {
		return err
	}
	s.Change.Also(tenantdb.Did("job.finish", domain.Jobs.Entity, j.id).With("kind", j.kind)).Scratch(
		tenantdb.InScratch("jobs", `UPDATE jobs SET state = 'done', input = NULL, cursor = NULL, result = ?, done = ?, total = ?, finished_at = ?`+ours,
			j.ours(db.TextOrNull(result), db.Int(s.Done), db.Int(s.Total), db.Int(t.gate.Now()))...), tenantdb.RequiredOne,
		t.tellOfJob(j, "job.finish"))
	return nil
}

// tellOfJob tells whoever started a job how it ended.
func (t *Tenant) tellOfJob(j *takenJob, action string) tenantdb.Scratch {
	return t.gate.Tell(action, j.id, `SELECT account_id AS id FROM jobs WHERE id = ?`, db.Text(j.id))
}

// leaveJob gives a job back whose turn is over.
func (t *Tenant) leaveJob(ctx context.Context, j *takenJob) error {
	_, err := t.gate.Visit(ctx, tenantdb.InScratch("jobs", `UPDATE jobs SET tries = 0, lease_until = ?`+ours, j.ours(db.Int(t.gate.Now()))...))
	return err
}

// jobFailed notes that a slice did not go well: the job is tried again, or
// given up. One that was cancelled or taken over meanwhile is left alone.
func (t *Tenant) jobFailed(ctx context.Context, j *takenJob, cause error, done *Worked) error {
	if ctx.Err() != nil {
		return ctx.Err() // cut short: continued when its lease has passed
	}
	wait, again := domain.RetryJob(j.tries)
	again = again && !permanent(cause)
	var err error
	if again {
		err = t.postponeJob(ctx, j, t.gate.Now()+wait.Milliseconds())
	} else {
		err = t.giveUpJob(ctx, j, cause)
	}
	if errors.Is(err, ErrStale) {
		return nil
	}
	done.Failures = append(done.Failures, JobFailure{t.Info().Slug, j.id, j.kind, !again, cause})
	return err
}

func (t *Tenant) postponeJob(ctx context.Context, j *takenJob, until int64) error {
	_, err := t.gate.Visit(ctx, tenantdb.InScratch("jobs", `UPDATE jobs SET state = 'waiting', lease_until = ?`+ours,
		j.ours(db.Int(until))...), tenantdb.RequiredOne)
	return err
}

// permanent: a refusal that says nothing of the moment would come again.
func permanent(err error) bool {
	var refusal *domain.Error
	if errors.Is(err, errJobInterrupted) {
		return true
	}
	return errors.As(err, &refusal) && refusal.RetryAfter == 0 && !errors.Is(err, domain.ErrEncryption) && !errors.Is(err, domain.ErrMail)
}

var errJob = &domain.Error{Code: "internal-error", Message: "The work could not be completed. What was done of it before stays."}

// giveUpJob ends a job that failed, saying why as far as that is for whoever
// started it to know.
func (t *Tenant) giveUpJob(ctx context.Context, j *takenJob, cause error) error {
	refusal := errJob
	errors.As(cause, &refusal)
	o := domain.Object{}
	errs := "[" + o.Text("code", refusal.Code).Text("message", refusal.Message).String() + "]"
	own := t.forJob(j).gate
	c := own.Begin(tenantdb.Did("job.fail", domain.Jobs.Entity, j.id).With("code", refusal.Code)).Scratch(
		tenantdb.InScratch("jobs", `UPDATE jobs SET state = 'failed', input = NULL, cursor = NULL, errors = ?, finished_at = ?`+ours,
			j.ours(db.Text(errs), db.Int(t.gate.Now()))...), tenantdb.RequiredOne,
		t.tellOfJob(j, "job.fail"))
	return own.Record(ctx, c)
}
