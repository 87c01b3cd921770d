package handlers

import (
	"errors"
	"net/http"
	"net/url"

	"ringfence/domain"
	"ringfence/handlers/pages"
	"ringfence/store"
)

var settingsLink = pages.Link{Label: "Settings", Href: "/settings"}

// ssoSection leads to the page from the organisation's settings.
func ssoSection() pages.SettingsSection {
	return pages.SettingsSection{Title: "Single sign-on", Text: "Let your people sign in where they already do, such as Microsoft Entra ID.",
		Link: &pages.Link{Label: "Set up single sign-on", Href: "/settings/sso"}}
}

// ssoPage answers GET /settings/sso.
func ssoPage(c *call) error {
	s, err := c.tenant.SSO(c.ctx())
	if err != nil {
		return err
	}
	return c.showSSO(http.StatusOK, s, nil)
}

// submitSSO answers POST /settings/sso.
func submitSSO(c *call) error {
	s, change, err := c.setSSO()
	var refusal *domain.Error
	if errors.As(err, &refusal) && refusal.Code == "invalid-request" {
		return c.ssoFormFailed(s, refusal)
	}
	if err != nil {
		return err
	}
	return c.commitTo(change, "/settings/sso")
}

// ssoFormFailed shows the form again with what was typed, the secret apart.
func (c *call) ssoFormFailed(typed domain.SSO, refusal *domain.Error) error {
	kept, err := c.tenant.SSO(c.ctx())
	if err != nil {
		return err
	}
	typed.SecretSet = kept.SecretSet
	return c.showSSO(http.StatusBadRequest, typed, refusal)
}

func (c *call) showSSO(status int, s domain.SSO, refusal *domain.Error) error {
	access, err := c.tenant.Check(c.ctx())
	if err != nil {
		return err
	}
	page := pages.SSOPage{Shell: c.shell("Single sign-on", access), Up: settingsLink, Mode: string(s.Mode), Issuer: s.Issuer, ClientID: s.ClientID,
		SecretSet: s.SecretSet, Redirect: c.ssoRedirect()}
	if refusal != nil {
		page.Errors = fieldErrors(refusal)
	}
	return c.render(status, pages.SSO(page))
}

// identitiesPage answers GET /account/sso.
func identitiesPage(c *call) error {
	list, s, err := c.tenant.IdentityPage(c.ctx())
	if err != nil {
		return err
	}
	access, err := c.tenant.Check(c.ctx())
	if err != nil {
		return err
	}
	page := pages.IdentitiesPage{Shell: c.shell("Single sign-on for your account", access), Up: accountLink}
	if s.Mode != domain.PasswordOnly {
		page.Provider = store.Identity{Issuer: s.Issuer}.Provider()
	}
	for _, i := range list {
		page.Identities = append(page.Identities, pages.IdentityRow{ID: i.ID, Provider: i.Provider(), Since: when(i.CreatedAt)})
	}
	return c.render(http.StatusOK, pages.Identities(page))
}

// submitConnect answers POST /account/sso with a link to the provider: a form
// may not lead to another site (form-action of the content security policy).
func submitConnect(c *call) error {
	flow, err := c.tenant.ConnectSSO(c.ctx(), c.ssoStart("/account/sso"))
	if err != nil {
		return err
	}
	access, err := c.tenant.Check(c.ctx())
	if err != nil {
		return err
	}
	provider, err := url.Parse(flow.Address)
	if err != nil {
		return err
	}
	c.keepFlow(flow)
	page := pages.ConnectPage{Shell: c.shell("Connect single sign-on", access), Up: accountLink, Provider: provider.Hostname(), Href: flow.Address}
	return c.render(http.StatusOK, pages.Connect(page))
}
