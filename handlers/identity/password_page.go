package identity

import (
	"net/http"

	"ringfence/handlers/pages"
	"ringfence/handlers/web"
)

// passwordPage answers GET /account/password.
func passwordPage(c *web.Call) error { return showPassword(c, http.StatusOK, nil) }

func showPassword(c *web.Call, status int, errs []pages.FieldError) error {
	fields := []pages.FormField{
		{Name: "current", Label: "Current password", Kind: pages.Password, Required: true, Autocomplete: "current-password"},
		{Name: "new", Label: "New password", Kind: pages.Password, Required: true, Autocomplete: "new-password",
			Hint: "At least 8 characters, of any kind. Three random words work well."},
	}
	return showForm(c, status, "Change your password", "You will be signed out everywhere else.",
		pages.Form{Submit: "Change password", Groups: []pages.FieldGroup{{Fields: fields}}, Errors: errs})
}

// submitPassword answers POST /account/password.
func submitPassword(c *web.Call) error {
	in, err := c.Bind()
	if err != nil {
		return formFailed(c, err, showPassword)
	}
	change, err := c.Tenant().ChangePassword(c.Context(), in.Get("current"), in.Get("new"))
	if err != nil {
		return formFailed(c, err, showPassword)
	}
	return c.CommitTo(change, "/account", "Password changed. You are signed out everywhere else.")
}
