package handlers

import (
	"errors"
	"net/http"

	"ringfence/domain"
	"ringfence/handlers/pages"
	"ringfence/store"
)

// submitEnrol answers POST /account/authenticator/new.
func submitEnrol(c *call) error {
	_, change, err := c.tenant.EnrolTOTP(c.ctx())
	if err != nil {
		return err
	}
	return c.commitTo(change, "/account/authenticator")
}

// authenticatorPage answers GET /account/authenticator.
func authenticatorPage(c *call) error { return c.showAuthenticator(http.StatusOK, nil) }

func (c *call) showAuthenticator(status int, errs []pages.FieldError) error {
	secret, err := c.tenant.PendingTOTP(c.ctx())
	if errors.Is(err, domain.ErrNotFound) {
		return c.redirect("/account")
	}
	if err != nil {
		return err
	}
	access, err := c.tenant.Check(c.ctx())
	if err != nil {
		return err
	}
	page := pages.AuthenticatorPage{Shell: c.shell("Set up an authenticator app", access), Errors: errs}
	if page.Authenticator, err = c.authenticator(secret); err != nil {
		return err
	}
	return c.render(status, pages.AuthenticatorSetup(page))
}

// submitConfirm answers POST /account/authenticator with the recovery codes,
// which are nowhere to be seen again.
func submitConfirm(c *call) error {
	in, err := c.bind()
	if err != nil {
		return formFailed(err, c.showAuthenticator)
	}
	codes, change, err := c.tenant.ConfirmTOTP(c.ctx(), in.Get("code"))
	if err != nil {
		return formFailed(err, c.showAuthenticator)
	}
	access, err := c.tenant.Check(c.ctx())
	if err != nil {
		return err
	}
	if err := c.tenant.Commit(c.ctx(), change, store.Answer{}); err != nil {
		return err
	}
	return c.render(http.StatusOK, pages.Recovery(pages.RecoveryPage{Shell: c.shell("Your recovery codes", access), Codes: codes}))
}

// removePage answers GET /account/authenticator/remove, which asks whether to.
func removePage(c *call) error { return c.showRemove(http.StatusOK, nil) }

func (c *call) showRemove(status int, errs []pages.FieldError) error {
	fields := []pages.FormField{
		{Name: "password", Label: "Password", Kind: pages.Password, Required: true, Autocomplete: "current-password"},
		{Name: "code", Label: "Code", Hint: "From the app, or a recovery code", Required: true, Autocomplete: "one-time-code"},
	}
	return c.showForm(status, "Remove the authenticator app", "Your recovery codes go with it, and you will be signed out everywhere else. If your role or your organisation asks for a second factor, you will have to set up another at once.",
		pages.Form{Submit: "Remove", Groups: []pages.FieldGroup{{Fields: fields}}, Errors: errs})
}

// submitRemove answers POST /account/authenticator/remove.
func submitRemove(c *call) error {
	in, err := c.bind()
	if err != nil {
		return formFailed(err, c.showRemove)
	}
	change, err := c.tenant.RemoveTOTP(c.ctx(), in.Get("password"), in.Get("code"))
	if err != nil {
		return formFailed(err, c.showRemove)
	}
	return c.commitTo(change, "/account")
}
