package handlers

import (
	"errors"
	"net/http"
	"net/url"

	"ringfence/domain"
	"ringfence/handlers/pages"
)

// What the pages of links take: the token is in their address.
var (
	acceptFormFields = domain.Fields{domain.AcceptFields[1]}
	resetFormFields  = domain.Fields{domain.ResetConfirmFields[1]}
)

// invitationPage answers GET /invitation/{token}. It does not look the token
// up: mail filters follow links too.
func invitationPage(c *call) error { return c.choosePassword("password", nil) }

// submitInvitation answers POST /invitation/{token}.
func submitInvitation(c *call) error {
	in, err := c.bind()
	if err == nil {
		err = c.visitor().AcceptInvitation(c.ctx(), c.r.PathValue("token"), in.Get("password"))
	}
	return c.passwordChosen("password", err)
}

// resetPage answers GET /reset/{token}.
func resetPage(c *call) error { return c.choosePassword("new", nil) }

// submitReset answers POST /reset/{token}.
func submitReset(c *call) error {
	in, err := c.bind()
	if err == nil {
		err = c.visitor().ResetPassword(c.ctx(), c.r.PathValue("token"), in.Get("new"))
	}
	return c.passwordChosen("new", err)
}

func (c *call) passwordChosen(field string, err error) error {
	var refusal *domain.Error
	switch {
	case err == nil:
		return c.redirect("/login")
	case errors.As(err, &refusal) && refusal.Code == "invalid-request":
		return c.choosePassword(field, refusal)
	}
	return err
}

func (c *call) choosePassword(field string, refusal *domain.Error) error {
	status := http.StatusOK
	if refusal != nil {
		status = http.StatusBadRequest
	}
	page := pages.SheetPage{
		Shell: c.shell("Choose a password", nil),
		Intro: []string{"At least 8 characters. Several words that you can remember are better than one with signs in it. Afterwards you sign in with it."},
		Form: &pages.Form{Action: c.r.URL.Path, Submit: "Set the password", Errors: refusalErrors(refusal), Groups: []pages.FieldGroup{{Fields: []pages.FormField{
			{Name: field, Label: "New password", Kind: pages.Password, Required: true, Autocomplete: "new-password"}}}}},
	}
	if field == "password" {
		if err := c.offerSSO(&page); err != nil {
			return err
		}
	}
	return c.render(status, pages.Sheet(page))
}

// offerSSO lets an invitation be accepted through the organisation's
// provider, or so alone.
func (c *call) offerSSO(page *pages.SheetPage) error {
	ways, err := c.visitor().Ways(c.ctx())
	if err != nil || !ways.SSO {
		return err
	}
	page.Links = []pages.Link{{Label: "Sign in through " + ways.Provider, Href: "/auth/oidc/start?invitation=" + url.QueryEscape(c.r.PathValue("token"))}}
	if !ways.Password {
		page.Form, page.Title = nil, "Set up your account"
		page.Intro = []string{"Your organisation signs in through its identity provider. Sign in there to open your account."}
	}
	return nil
}

// forgotPage answers GET /forgot.
func forgotPage(c *call) error { return c.showForgot(http.StatusOK, nil) }

// submitForgot answers POST /forgot: the same whether there is such an account
// or not.
func submitForgot(c *call) error {
	in, err := c.bind()
	if err == nil {
		err = c.visitor().RequestReset(c.ctx(), in.Get("email"))
	}
	var refusal *domain.Error
	switch {
	case errors.As(err, &refusal) && refusal.Code == "invalid-request":
		return c.showForgot(http.StatusBadRequest, refusal)
	case err != nil:
		return err
	}
	return c.render(http.StatusOK, pages.Sheet(pages.SheetPage{
		Shell: c.shell("Look into your email", nil),
		Intro: []string{"If there is an account with this address, a link is on its way to it. It works once, within 30 minutes.",
			"If nothing comes, look among unwanted mail, or ask an administrator of your organisation."},
		Links: []pages.Link{{Label: "Back to signing in", Href: "/login"}},
	}))
}

func (c *call) showForgot(status int, refusal *domain.Error) error {
	value := c.typed(map[string]string{}, refusal)
	return c.render(status, pages.Sheet(pages.SheetPage{
		Shell: c.shell("Choose a new password", nil),
		Intro: []string{"We send you a link by which to choose a new password."},
		Form: &pages.Form{Action: "/forgot", Submit: "Send the link", Cancel: "/login", Errors: refusalErrors(refusal), Groups: []pages.FieldGroup{{Fields: []pages.FormField{
			{Name: "email", Label: "Email address", Kind: pages.Email, Value: value["email"], Required: true, Autocomplete: "username"}}}}},
	}))
}
