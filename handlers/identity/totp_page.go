package identity

import (
	"errors"
	"net/http"

	"ringfence/domain"
	"ringfence/handlers/pages"
	"ringfence/handlers/web"
)

// submitEnrol answers POST /account/authenticator/new.
func submitEnrol(c *web.Call) error {
	_, change, err := c.Tenant().EnrolTOTP(c.Context())
	if err != nil {
		return err
	}
	return c.CommitTo(change, "/account/authenticator", "")
}

// authenticatorPage answers GET /account/authenticator.
func authenticatorPage(c *web.Call) error { return showAuthenticator(c, http.StatusOK, nil) }

func showAuthenticator(c *web.Call, status int, errs []pages.FieldError) error {
	secret, err := c.Tenant().PendingTOTP(c.Context())
	if errors.Is(err, domain.ErrNotFound) {
		return c.Redirect("/account")
	}
	if err != nil {
		return err
	}
	access, err := c.Tenant().Check(c.Context())
	if err != nil {
		return err
	}
	page := AuthenticatorPage{Shell: c.Shell("Set up an authenticator app", access), Errors: errs}
	if page.Authenticator, err = authenticator(c, secret); err != nil {
		return err
	}
	return c.Render(status, AuthenticatorSetup(page))
}

// submitConfirm answers POST /account/authenticator.
func submitConfirm(c *web.Call) error {
	in, err := c.Bind()
	if err != nil {
		return formFailed(c, err, showAuthenticator)
	}
	codes, change, err := c.Tenant().ConfirmTOTP(c.Context(), in.Get("code"))
	if err != nil {
		return formFailed(c, err, showAuthenticator)
	}
	return commitCodes(c, change, codes, "/account", "Authenticator app set up. You are signed out everywhere else.")
}

// removePage answers GET /account/authenticator/remove, which asks whether to.
func removePage(c *web.Call) error { return showRemove(c, http.StatusOK, nil) }

func showRemove(c *web.Call, status int, errs []pages.FieldError) error {
	fields := []pages.FormField{
		{Name: "password", Label: "Password", Kind: pages.Password, Required: true, Autocomplete: "current-password"},
		{Name: "code", Label: "Code", Hint: "From the app, or a recovery code", Required: true, Autocomplete: "one-time-code"},
	}
	return showForm(c, status, "Remove the authenticator app", "You will be signed out everywhere else. "+
		"Without a passkey, your recovery codes stop working too. "+
		"If your role or your organisation asks for a second factor, you will have to set up another at once.",
		pages.Form{Submit: "Remove", Warn: true, Groups: []pages.FieldGroup{{Fields: fields}}, Errors: errs})
}

// submitRemove answers POST /account/authenticator/remove.
func submitRemove(c *web.Call) error {
	in, err := c.Bind()
	if err != nil {
		return formFailed(c, err, showRemove)
	}
	change, err := c.Tenant().RemoveTOTP(c.Context(), in.Get("password"), in.Get("code"))
	if err != nil {
		return formFailed(c, err, showRemove)
	}
	return c.CommitTo(change, "/account", "Authenticator app removed")
}
