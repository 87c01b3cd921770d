package handlers

import (
	"net/http"
	"strconv"

	"ringfence/handlers/pages"
	"ringfence/store"
)

// settingsPage answers GET /settings.
func settingsPage(c *call) error { return c.showSettings(http.StatusOK, nil) }

func (c *call) showSettings(status int, errs []pages.FieldError) error {
	s, err := c.tenant.Security(c.ctx())
	if err != nil {
		return err
	}
	access, err := c.tenant.Check(c.ctx())
	if err != nil {
		return err
	}
	return c.render(status, pages.Settings(pages.SettingsPage{Shell: c.shell("Settings", access), Sections: []pages.SettingsSection{securitySection(s, errs), ssoSection()}}))
}

func securitySection(s store.Security, errs []pages.FieldError) pages.SettingsSection {
	whom := pages.FormField{Name: "mfa_required_for_all", Label: "Who needs a second factor", Kind: pages.Select, Required: true,
		Value:   strconv.FormatBool(s.MFARequiredForAll),
		Options: []pages.Option{{Value: "false", Label: "Administrators"}, {Value: "true", Label: "Everybody"}}}
	return pages.SettingsSection{Title: "Signing in",
		Text: "Whoever needs a second factor and has none can do nothing else until it is set up.",
		Form: pages.Form{Action: "/settings/security", Submit: "Save", Groups: []pages.FieldGroup{{Fields: []pages.FormField{whom}}}, Errors: errs}}
}

// submitSecurity answers POST /settings/security.
func submitSecurity(c *call) error {
	in, err := c.bind()
	if err != nil {
		return formFailed(err, c.showSettings)
	}
	change, err := c.tenant.SetSecurity(c.ctx(), securityOf(in))
	if err != nil {
		return err
	}
	return c.commitTo(change, "/settings")
}
