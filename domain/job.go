package domain

import "time"

// JobState says how a piece of long work stands (PLAT-11).
type JobState string

// The states. The last three are final.
const (
	JobWaiting   JobState = "waiting" // for its first slice, or to be tried again
	JobRunning   JobState = "running"
	JobDone      JobState = "done"
	JobFailed    JobState = "failed"
	JobCancelled JobState = "cancelled"
)

// JobStates are all of them.
var JobStates = []string{string(JobWaiting), string(JobRunning), string(JobDone), string(JobFailed), string(JobCancelled)}

// Job is a piece of long work that somebody started.
type Job struct {
	ID        string
	Kind      string // such as "ledger.verify"
	State     JobState
	Done      int64  // how much of it has been done
	Total     int64  // of how much; 0: not known yet
	Result    string // a JSON object, once it is done; or ""
	Errors    string // a JSON array of {"code","message"}, once it has failed
	CreatedAt int64  // Unix milliseconds, as the two that follow

	StartedAt, FinishedAt int64 // 0: not yet
}

// Over reports that nothing more is done of it.
func (j *Job) Over() bool { return j.State != JobWaiting && j.State != JobRunning }

// Jobs declares the table of long work. What it is about may be personal, and
// a cursor that could be moved would let a slice be left out: all of it is sealed.
var Jobs = &Table{
	Name:   "jobs",
	Entity: "job",
	Held:   Held{Not: "copies, for a month, of what was brought into records"},
	Columns: []Column{
		{Field: Field{Name: "input", Label: "Input", Kind: Secret}, Class: Sealed},
		{Field: Field{Name: "cursor", Label: "Cursor", Kind: Secret}, Class: Sealed},
		{Field: Field{Name: "result", Label: "Result", Kind: Secret}, Class: Sealed},
	},
}

const (
	// MostJobs is how many jobs of one organisation may be under way.
	MostJobs = 20
	// JobKept is how long a job that is over can be looked at.
	JobKept = 30 * 24 * time.Hour

	jobTries     = 6
	firstJobWait = 10 * time.Second
)

// RetryJob says whether a slice is tried again after so many tries that
// failed, and how long to wait: ten seconds, four times as long each time.
func RetryJob(tries int64) (wait time.Duration, again bool) {
	wait = firstJobWait
	for i := int64(1); i < min(tries, jobTries); i++ {
		wait *= 4
	}
	return wait, tries < jobTries
}

// The refusals of jobs.
var (
	ErrJobLimit = &Error{Code: "job-limit", Message: "Too much work is under way for this organisation. Wait until some of it is done."}
	ErrJobOver  = &Error{Code: "wrong-state", Message: "This work is over already."}
)
