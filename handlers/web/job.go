package web

import (
	"cmp"
	"net/http"

	"ringfence/domain"
	"ringfence/store"
)

// JobSchema is a piece of long work (PLAT-11).
var JobSchema = Named("Job", Object(Has("id", Text), Has("kind", Text), Has("state", OneOf(domain.JobStates...)),
	Has("done", Integer), Has("total", Integer), Has("errors", ListOf(Object(Has("code", Text), Has("message", Text)))),
	Has("result", OrNull(AnyObject)), Has("started_at", OrNull(Time)), Has("finished_at", OrNull(Time))))

// JobTitle names a kind of job for readers.
func JobTitle(kind string) string { return cmp.Or(jobTitles[kind], "Long work") }

var jobTitles = map[string]string{store.LedgerVerify: "Check of the whole activity log", store.ImportJob: "Import"}

// JobJSON writes a job.
func JobJSON(j domain.Job) string {
	o, instant := domain.Object{}, func(ms int64) string {
		if ms == 0 {
			return ""
		}
		return Timestamp(ms)
	}
	o.Text("id", j.ID).Text("kind", j.Kind).Text("state", string(j.State)).Int("done", j.Done).Int("total", j.Total).
		Raw("errors", orElse(j.Errors, "[]")).Raw("result", orElse(j.Result, "null"))
	return o.TextOrNull("started_at", instant(j.StartedAt)).TextOrNull("finished_at", instant(j.FinishedAt)).String()
}

func orElse(json, otherwise string) string {
	if json == "" {
		return otherwise
	}
	return json
}

// CommitJob starts a job that was decided: 202, and where it can be looked at.
func (c *Call) CommitJob(j domain.Job, change *store.Change) error {
	return c.Commit(change, store.Answer{Status: http.StatusAccepted, Location: "/api/jobs/" + j.ID, Type: JSONType, Body: JobJSON(j)})
}
