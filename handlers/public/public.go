// Package public is what the operator shows to anybody: the front page, and
// the files that pages load.
package public

import (
	"net/http"

	"ringfence/domain"
	"ringfence/handlers/assets"
	"ringfence/handlers/web"
)

//go:generate go tool templ generate -path .

// Routes are the wing's routes.
func Routes() []web.Route {
	return []web.Route{
		web.Page("/{$}", "Public front page", publicPage).For(web.Public).On(web.PublicHost),
		web.Page("/assets/{file}", "Static files", assetFile).For(web.Public).On(web.AnyHost),
	}
}

// publicPage answers GET / at the base domain.
func publicPage(c *web.Call) error {
	return c.Render(http.StatusOK, Public(PublicPage{Shell: c.Shell("Ringfence", nil), BaseDomain: c.Base()}))
}

// assetFile answers GET /assets/… on the native host.
func assetFile(c *web.Call) error {
	if !c.Serve(assets.Handler) {
		return domain.ErrNotFound
	}
	return nil
}
