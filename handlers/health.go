package handlers

import (
	"net/http"

	"ringfence/domain"
)

// healthz answers GET /healthz (PLAT-6): this program runs.
func healthz(c *call) error {
	o := domain.Object{}
	return c.json(http.StatusOK, o.Text("status", "ok").Text("version", c.app.cfg.Version).Text("git_sha", c.app.cfg.GitSHA).Text("host", c.app.cfg.Host).Bytes())
}

// readyz answers GET /readyz (PLAT-6): what it needs is there, or which part
// is not.
func readyz(c *call) error {
	missing := []string{}
	if c.app.master == nil {
		missing = append(missing, "MASTER_KEY")
	}
	if c.app.tokens.key == nil {
		missing = append(missing, "SESSION_KEY")
	}
	if !c.app.store.Mails() {
		missing = append(missing, "MAILERSEND_KEY")
	}
	if err := c.app.store.Ping(c.ctx()); err != nil {
		missing, c.cause = append(missing, "registry"), err
	}
	o := domain.Object{}
	if len(missing) > 0 {
		return c.json(http.StatusServiceUnavailable, o.Text("status", "not-ready").Texts("missing", missing).Bytes())
	}
	return c.json(http.StatusOK, o.Text("status", "ready").Texts("missing", missing).Bytes())
}

// openAPI answers GET /api/openapi.json.
func openAPI(c *call) error { return c.json(http.StatusOK, []byte(openAPIDocument)) }
