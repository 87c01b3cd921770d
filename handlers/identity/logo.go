package identity

import (
	"errors"
	"net/http"

	"ringfence/domain"
	"ringfence/handlers/pages"
	"ringfence/handlers/web"
	"ringfence/store"
)

var fileShape = web.Named("File", web.Object(web.Has("name", web.Text), web.Has("media_type", web.Text),
	web.Has("bytes", web.Integer), web.Has("sha256", web.Text)))

const sameAgain = "sent again, the same file changes nothing"

// logoRoutes are the organisation's logo, which stands above every page.
func logoRoutes() []web.Route {
	return []web.Route{
		web.Get(web.LogoPath, "The organisation's logo", logo).For(web.AnyRole).AllowLapsed().AllowUnenrolled().
			ReturnsFile(domain.Pictures...),
		web.Put(web.LogoPath, "Set the organisation's logo", setLogo).For(admins).WithoutKey(sameAgain).
			TakesFile(domain.MostLogo, domain.Pictures...).Returns(fileShape),
		web.Delete(web.LogoPath, "Remove the organisation's logo", removeLogo).For(admins),

		web.Page("/settings/logo", "Page to set the organisation's logo", logoPage).For(admins),
		web.Form("/settings/logo", "Set it from the page", submitLogo).For(admins).
			TakesFile(domain.MostLogo, domain.Pictures...),
		web.Form("/settings/logo/remove", "Remove it from the page", submitRemoveLogo).For(admins),
	}
}

// logo answers GET /api/settings/logo.
func logo(c *web.Call) error {
	f, err := c.Tenant().Logo(c.Context())
	if err != nil {
		return err
	}
	return c.File(f)
}

// setLogo answers PUT /api/settings/logo.
func setLogo(c *web.Call) error {
	f, err := c.KeepFile()
	if err != nil {
		return err
	}
	change, err := c.Tenant().SetLogo(c.Context(), f)
	if err != nil {
		return err
	}
	o := domain.Object{}
	return c.Commit(change, store.Answer{Status: http.StatusOK, Type: web.JSONType, Body: o.Text("name", f.Name).
		Text("media_type", f.MediaType).Int("bytes", f.Bytes).Text("sha256", f.SHA256).String()})
}

// removeLogo answers DELETE /api/settings/logo.
func removeLogo(c *web.Call) error {
	change, err := c.Tenant().RemoveLogo(c.Context())
	if err != nil {
		return err
	}
	return c.Commit(change, store.Answer{Status: http.StatusNoContent})
}

// logoSection leads to the page.
func logoSection() SettingsSection {
	return SettingsSection{Title: "Logo", Text: "Your logo stands beside your organisation's name on every page.",
		Link: &pages.Link{Label: "Change the logo", Href: "/settings/logo"}}
}

// logoPage answers GET /settings/logo.
func logoPage(c *web.Call) error {
	if _, err := c.Tenant().Check(c.Context()); err != nil {
		return err
	}
	return showLogo(c, http.StatusOK, nil)
}

func showLogo(c *web.Call, status int, errs []pages.FieldError) error {
	file := pages.FormField{Name: "file", Label: "Picture", Kind: pages.File, Required: true,
		Hint: domain.FileLabels(domain.Pictures) + ", up to 1 MiB", Accept: domain.Pictures}
	shell := c.Shell("Logo", c.Tenant().Access()).Under("Settings", "/settings")
	return c.Render(status, Logo(LogoPage{Shell: shell, Form: pages.Form{Action: "/settings/logo", Submit: "Save logo",
		Groups: []pages.FieldGroup{{Fields: []pages.FormField{file}}}, Errors: errs}}))
}

// submitLogo answers POST /settings/logo.
func submitLogo(c *web.Call) error {
	f, err := c.KeepFile()
	if refusal, status, ok := web.FileRefusal(err); ok {
		return showLogo(c, status, []pages.FieldError{{Field: "file", Message: refusal.Message}})
	}
	if err != nil {
		return err
	}
	change, err := c.Tenant().SetLogo(c.Context(), f)
	if err != nil {
		return err
	}
	return c.CommitTo(change, "/settings/logo", "Logo saved")
}

// submitRemoveLogo answers POST /settings/logo/remove.
func submitRemoveLogo(c *web.Call) error {
	change, err := c.Tenant().RemoveLogo(c.Context())
	if errors.Is(err, domain.ErrNotFound) {
		return c.Redirect("/settings/logo")
	}
	if err != nil {
		return err
	}
	return c.CommitTo(change, "/settings/logo", "Logo removed")
}
