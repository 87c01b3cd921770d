package identity

import (
	"net/http"
	"strconv"

	"ringfence/handlers/pages"
	"ringfence/handlers/web"
	"ringfence/store"
)

// settingsPage answers GET /settings.
func settingsPage(c *web.Call) error { return showSettings(c, http.StatusOK, nil) }

func showSettings(c *web.Call, status int, errs []pages.FieldError) error {
	s, err := c.Tenant().Security(c.Context())
	if err != nil {
		return err
	}
	access := c.Tenant().Access()
	return c.Render(status, Settings(SettingsPage{Shell: c.Shell("Settings", access),
		Sections: []SettingsSection{securitySection(s, errs), ssoSection(), logoSection(), everybodySection()}}))
}

func securitySection(s store.Security, errs []pages.FieldError) SettingsSection {
	whom := pages.FormField{Name: "mfa_required_for_all", Label: "Who must use two-step sign-in", Kind: pages.Select, Required: true,
		Value:   strconv.FormatBool(s.MFARequiredForAll),
		Options: []pages.Option{{Value: "false", Label: "Administrators"}, {Value: "true", Label: "Everybody"}}}
	return SettingsSection{Title: "Signing in",
		Text: "People who must use two-step sign-in have to set it up before they can do anything else.",
		Form: pages.Form{Action: "/settings/security", Submit: "Save", Groups: []pages.FieldGroup{{Fields: []pages.FormField{whom}}}, Errors: errs}}
}

func everybodySection() SettingsSection {
	return SettingsSection{Title: "Sign everybody out",
		Text: "If somebody may have got in who should not have. Everybody can sign in again.",
		Link: &pages.Link{Label: "Sign everybody out", Href: "/users/sessions"}}
}

// submitSecurity answers POST /settings/security.
func submitSecurity(c *web.Call) error {
	in, err := c.Bind()
	if err != nil {
		return formFailed(c, err, showSettings)
	}
	change, err := c.Tenant().SetSecurity(c.Context(), securityOf(in))
	if err != nil {
		return err
	}
	return c.CommitTo(change, "/settings", "Settings saved")
}
