package handlers

import (
	"net/http"

	"ringfence/domain"
	"ringfence/handlers/web"
	"ringfence/store"
)

// devFileRoutes try a file of any type and the largest size, which belongs to
// no record, in the local default alone.
func devFileRoutes() []web.Route {
	staff := web.Roles(domain.Admin, domain.HR)
	return []web.Route{
		web.Put("/dev/file", "Keep a file", devSetFile).For(staff).WithoutKey("it is for trying").DevOnly().
			TakesFile(domain.MostFile, domain.FileTypes()...),
		web.Get("/dev/file", "The file that was kept", devFile).For(staff).DevOnly().ReturnsFile(domain.FileTypes()...),
	}
}

func devSetFile(c *web.Call) error {
	f, err := c.KeepFile()
	if err != nil {
		return err
	}
	change, err := c.Tenant().SetDevFile(c.Context(), f)
	if err != nil {
		return err
	}
	o := domain.Object{}
	return c.Commit(change, store.Answer{Status: http.StatusOK, Type: web.JSONType, Body: o.Text("sha256", f.SHA256).
		Text("name", f.Name).Text("media_type", f.MediaType).Int("bytes", f.Bytes).String()})
}

func devFile(c *web.Call) error {
	f, err := c.Tenant().DevFile(c.Context())
	if err != nil {
		return err
	}
	return c.File(f)
}
