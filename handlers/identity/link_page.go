package identity

import (
	"errors"
	"net/http"
	"net/url"

	"ringfence/domain"
	"ringfence/handlers/pages"
	"ringfence/handlers/web"
)

// What the pages of links take: the token is in their address.
var (
	acceptFormFields = domain.Fields{domain.AcceptFields[1]}
	resetFormFields  = domain.Fields{domain.ResetConfirmFields[1]}
)

// invitationPage answers GET /invitation/{token}. It does not use the link up:
// mail filters follow links too.
func invitationPage(c *web.Call) error {
	if err := c.Visitor().InvitationLives(c.Context(), c.PathValue("token")); err != nil {
		return passwordChosen(c, "password", err)
	}
	return choosePassword(c, "password", nil)
}

// submitInvitation answers POST /invitation/{token}.
func submitInvitation(c *web.Call) error {
	in, err := c.Bind()
	if err == nil {
		err = c.Visitor().AcceptInvitation(c.Context(), c.PathValue("token"), in.Get("password"))
	}
	return passwordChosen(c, "password", err)
}

// resetPage answers GET /reset/{token}.
func resetPage(c *web.Call) error {
	if err := c.Visitor().ResetLives(c.Context(), c.PathValue("token")); err != nil {
		return passwordChosen(c, "new", err)
	}
	return choosePassword(c, "new", nil)
}

// submitReset answers POST /reset/{token}.
func submitReset(c *web.Call) error {
	in, err := c.Bind()
	if err == nil {
		err = c.Visitor().ResetPassword(c.Context(), c.PathValue("token"), in.Get("new"))
	}
	return passwordChosen(c, "new", err)
}

func passwordChosen(c *web.Call, field string, err error) error {
	var refusal *domain.Error
	switch {
	case err == nil:
		c.Say("Your password is saved. You can sign in with it now.")
		return c.Redirect("/login")
	case errors.As(err, &refusal) && refusal.Code == "invalid-request":
		return choosePassword(c, field, refusal)
	case errors.Is(err, domain.ErrToken):
		return deadLink(c, field)
	}
	return err
}

// deadLink says so, and how to get another.
func deadLink(c *web.Call, field string) error {
	page := pages.SheetPage{Shell: c.Shell("The link does not work", nil), Intro: []string{domain.ErrToken.Message}}
	if field == "password" {
		page.Intro = append(page.Intro, "Ask an administrator of your organisation to send the invitation again.")
		page.Links = []pages.Link{{Label: "Go to sign in", Href: "/login"}}
	} else {
		page.Links = []pages.Link{{Label: "Ask for a new link", Href: "/forgot"}}
	}
	return c.Render(http.StatusBadRequest, pages.Sheet(page))
}

func choosePassword(c *web.Call, field string, refusal *domain.Error) error {
	status := http.StatusOK
	if refusal != nil {
		status = http.StatusBadRequest
	}
	page := pages.SheetPage{
		Shell: c.Shell("Choose a password", nil),
		Intro: []string{"Use at least 8 characters. Three random words make a strong password that is easy to remember."},
		Form: &pages.Form{Action: c.Path(), Submit: "Save password", Errors: web.FormErrors(refusal), Groups: []pages.FieldGroup{{Fields: []pages.FormField{
			{Name: field, Label: "New password", Kind: pages.Password, Required: true, Autocomplete: "new-password"}}}}},
	}
	if field == "password" {
		if err := offerSSO(c, &page); err != nil {
			return err
		}
	}
	return c.Render(status, pages.Sheet(page))
}

// offerSSO lets an invitation be accepted through the organisation's
// provider, or so alone.
func offerSSO(c *web.Call, page *pages.SheetPage) error {
	ways, err := c.Visitor().Ways(c.Context())
	if err != nil || !ways.SSO {
		return err
	}
	page.Links = []pages.Link{{Label: "Sign in through " + ways.Provider, Href: "/auth/oidc/start?invitation=" + url.QueryEscape(c.PathValue("token"))}}
	if !ways.Password {
		page.Form, page.Title = nil, "Set up your account"
		page.Intro = []string{"Your organisation signs in through its identity provider. Sign in there to open your account."}
	}
	return nil
}

// forgotPage answers GET /forgot.
func forgotPage(c *web.Call) error { return showForgot(c, http.StatusOK, nil) }

// submitForgot answers POST /forgot: the same whether there is such an account
// or not.
func submitForgot(c *web.Call) error {
	in, err := c.Bind()
	if err == nil {
		err = c.Visitor().RequestReset(c.Context(), in.Get("email"))
	}
	var refusal *domain.Error
	switch {
	case errors.As(err, &refusal) && refusal.Code == "invalid-request":
		return showForgot(c, http.StatusBadRequest, refusal)
	case err != nil:
		return err
	}
	return c.Render(http.StatusOK, pages.Sheet(pages.SheetPage{
		Shell: c.Shell("Check your email", nil),
		Intro: []string{"If we have an account for that address, we have emailed it a link. The link works once and expires in 30 minutes.",
			"If it does not arrive, check your junk folder or contact your administrator."},
		Links: []pages.Link{{Label: "Back to sign in", Href: "/login"}},
	}))
}

func showForgot(c *web.Call, status int, refusal *domain.Error) error {
	value := c.Typed(refusal, func(string) string { return "" })
	return c.Render(status, pages.Sheet(pages.SheetPage{
		Shell: c.Shell("Choose a new password", nil),
		Intro: []string{"We will email you a link to choose a new password."},
		Form: &pages.Form{Action: "/forgot", Submit: "Send the link", Cancel: "/login", Errors: web.FormErrors(refusal), Groups: []pages.FieldGroup{{Fields: []pages.FormField{
			{Name: "email", Label: "Email address", Kind: pages.Email, Value: value("email"), Required: true, Autocomplete: "username"}}}}},
	}))
}
