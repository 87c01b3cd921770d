package ops

import (
	"net/http"

	"ringfence/domain"
	"ringfence/handlers/pages"
	"ringfence/handlers/web"
	"ringfence/store"
)

// jobRoutes show long work to whoever started it, and to administrators.
func jobRoutes() []web.Route {
	return []web.Route{
		web.Get("/api/jobs/{id}", "Long work, and how far it has come", job).For(web.AnyRole).Returns(web.JobSchema),
		web.Post("/api/jobs/{id}/cancel", "End long work between two slices; what it has done stays", cancelJob).For(web.AnyRole).
			Returns(web.JobSchema).Problems("wrong-state").Named("cancelJob"),
		web.Page("/jobs/{id}", "Long work, and how far it has come", jobPage).For(web.AnyRole),
		web.Form("/jobs/{id}/cancel", "End long work from the page", submitCancelJob).For(web.AnyRole),
	}
}

// job answers GET /api/jobs/{id}.
func job(c *web.Call) error {
	j, err := c.Tenant().Job(c.Context(), c.PathValue("id"))
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, []byte(web.JobJSON(j)))
}

// cancelJob answers POST /api/jobs/{id}/cancel.
func cancelJob(c *web.Call) error {
	j, change, err := c.Tenant().CancelJob(c.Context(), c.PathValue("id"))
	if err != nil {
		return err
	}
	return c.Commit(change, store.Answer{Status: http.StatusOK, Type: web.JSONType, Body: web.JobJSON(j)})
}

// submitCancelJob answers POST /jobs/{id}/cancel.
func submitCancelJob(c *web.Call) error {
	j, change, err := c.Tenant().CancelJob(c.Context(), c.PathValue("id"))
	if err != nil {
		return err
	}
	return c.CommitTo(change, "/jobs/"+j.ID, "Cancelled")
}

// refreshEvery is how often the page of work under way asks again, in seconds.
const refreshEvery = 3

// jobPage answers GET /jobs/{id}: without a script it asks again by itself for
// as long as the work goes on.
func jobPage(c *web.Call) error {
	j, err := c.Tenant().Job(c.Context(), c.PathValue("id"))
	if err != nil {
		return err
	}
	page := pages.SheetPage{Shell: c.Shell(jobTitles[j.Kind], c.Tenant().Access()), Intro: []string{jobStates[j.State]}}
	if j.Total > 0 {
		page.Intro = append(page.Intro, domain.Count(j.Done)+" of "+domain.Count(j.Total)+" done.")
	}
	if j.Result != "" {
		page.Intro = append(page.Intro, "Result: "+j.Result)
	}
	if !j.Over() {
		page.Shell.Refresh = refreshEvery
		page.Form = &pages.Form{Action: "/jobs/" + j.ID + "/cancel", Submit: "Cancel", Warn: true}
	}
	return c.Render(http.StatusOK, pages.Sheet(page))
}

var jobTitles = map[string]string{store.LedgerVerify: "Check of the activity log"}

var jobStates = map[domain.JobState]string{
	domain.JobWaiting: "Waiting to start. You can leave this page: the work goes on.", domain.JobRunning: "Under way. You can leave this page: the work goes on.",
	domain.JobDone: "Done.", domain.JobFailed: "This did not work. Nothing was half done. Try again, or contact support.", domain.JobCancelled: "Cancelled.",
}
