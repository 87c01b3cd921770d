package ops

import (
	"net/http"

	"ringfence/domain"
	"ringfence/handlers/web"
)

// healthz answers GET /healthz (PLAT-6): this program runs.
func (w wing) healthz(c *web.Call) error {
	o := domain.Object{}
	return c.JSON(http.StatusOK, o.Text("status", "ok").Text("version", w.build.Version).Text("git_sha",
		w.build.GitSHA).Text("host", w.build.Host).Bytes())
}

// readyz answers GET /readyz (PLAT-6): what it needs is there, or which part
// is not.
func (w wing) readyz(c *web.Call) error {
	missing, cause := w.op.Missing(c.Context())
	c.Fault(cause)
	o := domain.Object{}
	if len(missing) > 0 {
		return c.JSON(http.StatusServiceUnavailable, o.Text("status", "not-ready").Texts("missing",
			missing).Bytes())
	}
	return c.JSON(http.StatusOK, o.Text("status", "ready").Texts("missing", missing).Bytes())
}

// openAPI answers GET /api/openapi.json.
func (w wing) openAPI(c *web.Call) error {
	return c.JSON(http.StatusOK, []byte(w.build.OpenAPI))
}
