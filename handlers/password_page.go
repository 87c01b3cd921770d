package handlers

import (
	"net/http"

	"ringfence/handlers/pages"
)

// passwordPage answers GET /account/password.
func passwordPage(c *call) error { return c.showPassword(http.StatusOK, nil) }

func (c *call) showPassword(status int, errs []pages.FieldError) error {
	fields := []pages.FormField{
		{Name: "current", Label: "Current password", Kind: pages.Password, Required: true, Autocomplete: "current-password"},
		{Name: "new", Label: "New password", Kind: pages.Password, Required: true, Autocomplete: "new-password",
			Hint: "At least 8 characters, of any kind. Several words that do not belong together are good."},
	}
	return c.showForm(status, "Change your password", "You will be signed out everywhere else.",
		pages.Form{Submit: "Change password", Groups: []pages.FieldGroup{{Fields: fields}}, Errors: errs})
}

// submitPassword answers POST /account/password.
func submitPassword(c *call) error {
	in, err := c.bind()
	if err != nil {
		return formFailed(err, c.showPassword)
	}
	change, err := c.tenant.ChangePassword(c.ctx(), in.Get("current"), in.Get("new"))
	if err != nil {
		return formFailed(err, c.showPassword)
	}
	return c.commitTo(change, "/account")
}
