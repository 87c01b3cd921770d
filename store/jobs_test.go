package store_test

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"testing"

	"ringfence/domain"
	"ringfence/store"
	"ringfence/store/db"
	"ringfence/store/db/dbtest"
)

// counting is a kind of job of n slices, each with an entry of its own in the
// ledger. before runs in each, and may fail.
func counting(n int, before func(slice int) error) func(context.Context, *store.Tenant, *store.Slice) error {
	return func(_ context.Context, _ *store.Tenant, s *store.Slice) error {
		at, _ := strconv.Atoi(s.Cursor)
		if err := before(at); err != nil {
			return err
		}
		s.NoteSlice(strconv.Itoa(at))
		s.Cursor, s.Done, s.Total = strconv.Itoa(at+1), int64(at+1), int64(n)
		s.Finished, s.Result = at+1 == n, `{"n":`+strconv.Itoa(at+1)+`,"input":"`+s.Input+`"}`
		return nil
	}
}

func goesWell(int) error { return nil }

// begin starts a job as whoever req says, and moves the clock behind the grace
// of its mark.
func (w *world) beginJob(t testing.TB, req store.Request, kind, input string) string {
	t.Helper()
	tenant := w.as(t, req)
	_, err := tenant.Check(ctx)
	must(t, err)
	j, c, err := tenant.StartJob(ctx, kind, input)
	must(t, err)
	must(t, tenant.Commit(ctx, c, store.Answer{}))
	w.pass(minute)
	return j.ID
}

// runs has s work, and checks how many slices it did and how many went wrong.
func runs(t testing.TB, s *store.Store, slices, failures int) store.Worked {
	t.Helper()
	done, err := s.RunJobs(ctx)
	if err != nil || done.Slices != int64(slices) || len(done.Failures) != failures {
		t.Errorf("%d slices, %+v, %v; want %d, and %d failures", done.Slices, done.Failures, err, slices, failures)
	}
	return done
}

// job is how a job stands: "state done/total result errors".
func (w *world) job(t testing.TB, req store.Request, id string) string {
	t.Helper()
	j, err := w.as(t, req).Job(ctx, id)
	must(t, err)
	return fmt.Sprintf("%s %d/%d %s%s", j.State, j.Done, j.Total, j.Result, strings.TrimSuffix(strings.TrimPrefix(j.Errors, "["), "]"))
}

func (w *world) wantJob(t testing.TB, req store.Request, id, want string) {
	t.Helper()
	if got := w.job(t, req, id); got != want {
		t.Errorf("the job is %q, want %q", got, want)
	}
}

// steps are what the ledger says of jobs and their slices, in order.
func (w *world) steps(t testing.TB) string {
	t.Helper()
	return dbtest.One(t, w.db("north"), `SELECT group_concat(iif(entity = 'slice', entity_id, action), ' ') FROM (SELECT * FROM ledger WHERE entity IN ('job', 'slice') ORDER BY seq)`).Text()
}

func (w *world) wantSteps(t testing.TB, want string) {
	t.Helper()
	if got := w.steps(t); got != want {
		t.Errorf("the ledger says %q, want %q", got, want)
	}
}

// withJob is a world in which hr has started a job of n slices.
func withJob(t testing.TB, n int, before func(int) error) (*world, store.Request, string) {
	t.Helper()
	w := withClinic(t)
	w.AddJobKind("count", counting(n, before))
	req := w.signIn(t, "north", "hr")
	return w, req, w.beginJob(t, req, "count", "x")
}

const counted = `done 3/3 {"n":3,"input":"x"}`

// TestJob is done in slices, and leaves nothing to do.
func TestJob(t *testing.T) {
	t.Parallel()
	w, req, id := withJob(t, 3, goesWell)
	w.wantJob(t, req, id, "waiting 0/0 ")
	if done := runs(t, w.Store, 3, 0); done.Finished != 1 {
		t.Errorf("%+v", done)
	}
	w.wantJob(t, req, id, counted)
	w.wantSteps(t, "job.start 0 1 2 job.finish")
	runs(t, w.Store, 0, 0)
	if n := w.marks(t); n != 0 {
		t.Errorf("%d marks", n)
	}
	if n := w.count(t, `SELECT count(*) FROM jobs WHERE input IS NULL AND cursor IS NULL AND result LIKE 'v1.1.%' AND started_at IS NOT NULL AND finished_at IS NOT NULL`); n != 1 {
		t.Error("something of it is left, or its result is not sealed")
	}
	w.pass(31 * day)
	w.exec(t, `UPDATE subscriptions SET valid_until = valid_until * 2`)
	w.beginJob(t, w.signIn(t, "north", "hr"), "count", "x")
	runs(t, w.Store, 3, 0)
	if n := w.count(t, `SELECT count(*) FROM jobs`); n != 1 {
		t.Errorf("%d jobs are kept after a month", n)
	}
}

// TestJobIsSealed while it waits; moved to another job its cursor does not open.
func TestJobIsSealed(t *testing.T) {
	t.Parallel()
	w, req, id := withJob(t, 3, goesWell)
	if n := w.count(t, `SELECT count(*) FROM jobs WHERE input LIKE 'v1.1.%'`); n != 1 {
		t.Error("the input is not sealed")
	}
	w.exec(t, `UPDATE jobs SET cursor = input`)
	runs(t, w.Store, 0, 1)
	w.wantJob(t, req, id, "waiting 0/0 ")
	w.wantSteps(t, "job.start")
}

// TestJobIsCutShort between slices, before or after each call of the database:
// another process goes on, and each slice is made once.
func TestJobIsCutShort(t *testing.T) {
	t.Parallel()
	for _, after := range []bool{false, true} {
		failures := 0
		for call := 1; ; call++ {
			w, req, id := withJob(t, 3, goesWell)
			w.faults.Set("north", call, after)
			done, err := w.RunJobs(ctx)
			must(t, err)
			if done.Finished == 1 && len(done.Failures) == 0 {
				break
			}
			failures++
			w.faults.Set("", 0, false)
			w.pass(10 * minute)
			other := w.process(t, masterKey(1))
			other.AddJobKind("count", counting(3, goesWell))
			runs(t, other, 3-int(w.count(t, `SELECT count(*) FROM ledger WHERE entity = 'slice'`)), 0)
			w.wantJob(t, req, id, counted)
			w.wantSteps(t, "job.start 0 1 2 job.finish")
		}
		if failures < 4 {
			t.Errorf("only %d calls were made to fail", failures)
		}
	}
}

// TestJobIsKilled in a slice: nobody takes it over before its lease has passed.
func TestJobIsKilled(t *testing.T) {
	t.Parallel()
	dying, kill := context.WithCancel(ctx)
	w, req, id := withJob(t, 3, func(slice int) error {
		if slice == 1 {
			kill()
			return context.Canceled
		}
		return nil
	})
	if _, err := w.RunJobs(dying); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	w.AddJobKind("count", counting(3, goesWell))
	runs(t, w.Store, 0, 0)
	w.wantJob(t, req, id, "running 1/3 ")
	w.pass(2 * minute)
	runs(t, w.Store, 2, 0)
	w.wantJob(t, req, id, counted)
	w.wantSteps(t, "job.start 0 1 2 job.finish")
}

// TestJobAtOnce: several schedulers, one job.
func TestJobAtOnce(t *testing.T) {
	t.Parallel()
	w, req, id := withJob(t, 20, goesWell)
	var all sync.WaitGroup
	for range 4 {
		s := w.process(t, masterKey(1))
		s.AddJobKind("count", counting(20, goesWell))
		all.Go(func() {
			if _, err := s.RunJobs(ctx); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	w.wantJob(t, req, id, `done 20/20 {"n":20,"input":"x"}`)
	if n := w.count(t, `SELECT count(*) * 100 + count(DISTINCT entity_id) FROM ledger WHERE entity = 'slice'`); n != 2020 {
		t.Errorf("%d", n)
	}
}

// TestJobIsTakenOver from a run that was slow: what that writes counts no more.
func TestJobIsTakenOver(t *testing.T) {
	t.Parallel()
	var other *store.Store
	var w *world
	w, req, id := withJob(t, 3, func(slice int) error {
		if slice == 1 {
			w.pass(2 * minute)
			runs(t, other, 2, 0)
		}
		return nil
	})
	other = w.process(t, masterKey(1))
	other.AddJobKind("count", counting(3, goesWell))
	runs(t, w.Store, 1, 0)
	w.wantJob(t, req, id, counted)
	w.wantSteps(t, "job.start 0 1 2 job.finish")
}

// cancel ends a job as whoever req says.
func (w *world) cancel(t testing.TB, req store.Request, id string) error {
	t.Helper()
	tenant := w.as(t, req)
	_, c, err := tenant.CancelJob(ctx, id)
	if err != nil {
		return err
	}
	return tenant.Commit(ctx, c, store.Answer{})
}

// TestJobIsCancelled between slices, once.
func TestJobIsCancelled(t *testing.T) {
	t.Parallel()
	var w *world
	var req store.Request
	var id string
	w, req, id = withJob(t, 3, func(slice int) error {
		if slice == 1 {
			must(t, w.cancel(t, req, id))
		}
		return nil
	})
	runs(t, w.Store, 1, 0)
	w.wantJob(t, req, id, "cancelled 1/3 ")
	w.wantSteps(t, "job.start 0 job.cancel")
	w.pass(10 * minute)
	runs(t, w.Store, 0, 0)
	wantIs(t, w.cancel(t, req, id), domain.ErrJobOver)
	if n := w.count(t, `SELECT count(*) FROM jobs WHERE input IS NOT NULL OR cursor IS NOT NULL`); n != 0 {
		t.Error("something of it is left")
	}
}

// TestJobFails: a refusal ends it and is told; anything else is tried again,
// ever later, and then told without its cause.
func TestJobFails(t *testing.T) {
	t.Parallel()
	w, req, id := withJob(t, 3, func(slice int) error {
		if slice == 1 {
			return domain.ErrConflict
		}
		return nil
	})
	if done := runs(t, w.Store, 1, 1); !done.Failures[0].GaveUp || done.Failures[0].ID != id {
		t.Errorf("%+v", done.Failures)
	}
	w.wantJob(t, req, id, `failed 1/3 {"code":"conflict","message":"`+domain.ErrConflict.Message+`"}`)
	w.wantSteps(t, "job.start 0 job.fail")

	w, _, id = withJob(t, 3, func(int) error { return errors.New("secret cause") })
	for try := range 6 {
		done := runs(t, w.Store, 0, 1)
		if done.Failures[0].GaveUp != (try == 5) {
			t.Errorf("try %d: %+v", try, done.Failures)
		}
		runs(t, w.Store, 0, 0) // not yet
		w.pass(hour)
	}
	w.wantJob(t, w.signIn(t, "north", "hr"), id, `failed 0/0 {"code":"internal-error","message":"The work could not be completed. What was done of it before stays."}`)
	w.wantSteps(t, "job.start job.fail")
}

// TestJobThatKills every process that tries it is given up.
func TestJobThatKills(t *testing.T) {
	t.Parallel()
	var kill context.CancelFunc
	w, _, id := withJob(t, 3, func(int) error {
		kill()
		return context.Canceled
	})
	for range 6 {
		dying, cancel := context.WithCancel(ctx)
		kill = cancel
		if _, err := w.RunJobs(dying); !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
		w.pass(10 * minute)
	}
	runs(t, w.Store, 0, 1)
	if got := w.job(t, w.signIn(t, "north", "hr"), id); !strings.HasPrefix(got, `failed 0/0 {"code":"internal-error"`) {
		t.Error(got)
	}
}

// TestJobOfAnother is there for administrators and nobody else.
func TestJobOfAnother(t *testing.T) {
	t.Parallel()
	w, _, id := withJob(t, 3, goesWell)
	must(t, w.Provision(ctx, clinic("south")))
	admin, other := w.signIn(t, "north", "admin"), w.signIn(t, "north", "manager")
	w.wantJob(t, admin, id, "waiting 0/0 ")
	for _, id := range []string{id, "nosuch"} {
		_, err := w.as(t, other).Job(ctx, id)
		wantIs(t, err, domain.ErrNotFound)
		wantIs(t, w.cancel(t, other, id), domain.ErrNotFound)
	}
	south, err := w.Tenant(ctx, "south.test")
	must(t, err)
	_, err = south.For(w.signIn(t, "south", "admin")).Job(ctx, id)
	wantIs(t, err, domain.ErrNotFound)
	must(t, w.cancel(t, admin, id))
	w.wantJob(t, admin, id, "cancelled 0/0 ")
}

// TestJobLimit: no more than so many are under way.
func TestJobLimit(t *testing.T) {
	t.Parallel()
	w, req, _ := withJob(t, 1, goesWell)
	for range domain.MostJobs - 1 {
		w.beginJob(t, req, "count", "x")
	}
	tenant := w.as(t, req)
	_, _, err := tenant.StartJob(ctx, "count", "x")
	wantIs(t, err, domain.ErrJobLimit)
	runs(t, w.Store, domain.MostJobs, 0)
	w.beginJob(t, req, "count", "x")
}

// TestJobMarkIsLost, and made up for by the visit of all tenants.
func TestJobMarkIsLost(t *testing.T) {
	t.Parallel()
	w, _, id := withJob(t, 3, goesWell)
	dbtest.Write(t, w.db("registry"), nil, db.Q(`DELETE FROM due_work`))
	runs(t, w.Store, 0, 0)
	must(t, w.MarkAllDue(ctx))
	w.pass(6 * hour)
	runs(t, w.Store, 3, 0)
	w.wantJob(t, w.signIn(t, "north", "hr"), id, counted)
}

// TestJobTurn: a long job is left when its turn is over, and others are not kept waiting.
func TestJobTurn(t *testing.T) {
	t.Parallel()
	var w *world
	w, req, long := withJob(t, 100, func(int) error { w.pass(4000); return nil })
	w.AddJobKind("short", counting(3, goesWell))
	short := w.beginJob(t, req, "short", "x")
	runs(t, w.Store, 16, 0) // 13 within the time, and the other's
	w.wantJob(t, req, short, counted)
	if got := w.job(t, req, long); got != "running 13/100 " {
		t.Error(got)
	}
	if n := dbtest.Count(t, w.db("registry"), `SELECT due_at FROM due_work`); n > w.clock.Load() {
		t.Error("the rest is not due")
	}
}

// TestJobUnknownKind, as an older build meets a newer one's, is tried again.
func TestJobUnknownKind(t *testing.T) {
	t.Parallel()
	w, req, id := withJob(t, 3, goesWell)
	older := w.process(t, masterKey(1))
	runs(t, older, 0, 1)
	w.pass(minute)
	runs(t, w.Store, 3, 0)
	w.wantJob(t, req, id, counted)
}
