package ops

import (
	"net/http"

	"ringfence/handlers/web"
	"ringfence/store"
)

// jobRoutes show long work to whoever started it, and to administrators.
func jobRoutes() []web.Route {
	return []web.Route{
		web.Get("/api/jobs/{id}", "Long work, and how far it has come", job).For(web.AnyRole).On(web.SignedInHosts).Returns(web.JobSchema),
		web.Post("/api/jobs/{id}/cancel", "End long work between two slices; what it has done stays", cancelJob).For(web.AnyRole).On(web.SignedInHosts).
			Returns(web.JobSchema).Problems("wrong-state").Named("cancelJob"),
		web.Post("/api/jobs/{id}/confirm", "Write what an import has found: all of it or nothing", confirmJob).For(web.AnyRole).
			On(web.SignedInHosts).Returns(web.JobSchema).Named("confirmJob").
			Problems("wrong-state", "forbidden", "module-not-licensed"),
		web.Page("/jobs/{id}", "Long work, and how far it has come", jobPage).For(web.AnyRole).On(web.SignedInHosts),
		web.Form("/jobs/{id}/confirm", "Write what an import has found, from the page", submitConfirmJob).For(web.AnyRole).
			On(web.SignedInHosts).Problems("wrong-state", "forbidden", "module-not-licensed"),
		web.Form("/jobs/{id}/cancel", "End long work from the page", submitCancelJob).For(web.AnyRole).On(web.SignedInHosts),
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

// confirmJob answers POST /api/jobs/{id}/confirm.
func confirmJob(c *web.Call) error {
	j, change, err := c.Tenant().ConfirmJob(c.Context(), c.PathValue("id"))
	if err != nil {
		return err
	}
	return c.Commit(change, store.Answer{Status: http.StatusOK, Type: web.JSONType, Body: web.JobJSON(j)})
}

// submitConfirmJob answers POST /jobs/{id}/confirm.
func submitConfirmJob(c *web.Call) error {
	j, change, err := c.Tenant().ConfirmJob(c.Context(), c.PathValue("id"))
	if err != nil {
		return err
	}
	return c.CommitTo(change, "/jobs/"+j.ID, "Imported")
}

// submitCancelJob answers POST /jobs/{id}/cancel.
func submitCancelJob(c *web.Call) error {
	j, change, err := c.Tenant().CancelJob(c.Context(), c.PathValue("id"))
	if err != nil {
		return err
	}
	return c.CommitTo(change, "/jobs/"+j.ID, "Cancelled")
}
