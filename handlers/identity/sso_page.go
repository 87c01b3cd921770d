package identity

import (
	"errors"
	"net/http"
	"net/url"

	"ringfence/domain"
	"ringfence/handlers/pages"
	"ringfence/handlers/web"
	"ringfence/store"
)

var settingsLink = pages.Link{Label: "Settings", Href: "/settings"}

// ssoSection leads to the page from the organisation's settings.
func ssoSection() SettingsSection {
	return SettingsSection{Title: "Single sign-on",
		Text: "Let staff sign in with their work account, such as Microsoft Entra ID.",
		Link: &pages.Link{Label: "Set up single sign-on", Href: "/settings/sso"}}
}

// ssoPage answers GET /settings/sso.
func ssoPage(c *web.Call) error {
	s, err := c.Tenant().SSO(c.Context())
	if err != nil {
		return err
	}
	return showSSO(c, http.StatusOK, s, nil)
}

// submitSSO answers POST /settings/sso.
func submitSSO(c *web.Call) error {
	s, change, err := decideSSO(c)
	var refusal *domain.Error
	if errors.As(err, &refusal) && refusal.Code == "invalid-request" {
		return ssoFormFailed(c, s, refusal)
	}
	if err != nil {
		return err
	}
	return c.CommitTo(change, "/settings/sso", "Single sign-on settings saved")
}

// ssoFormFailed shows the form again with what was typed, the secret apart.
func ssoFormFailed(c *web.Call, typed domain.SSO, refusal *domain.Error) error {
	kept, err := c.Tenant().SSO(c.Context())
	if err != nil {
		return err
	}
	typed.SecretSet = kept.SecretSet
	return showSSO(c, http.StatusBadRequest, typed, refusal)
}

func showSSO(c *web.Call, status int, s domain.SSO, refusal *domain.Error) error {
	access, err := c.Tenant().Check(c.Context())
	if err != nil {
		return err
	}
	page := SSOPage{Shell: c.Shell("Single sign-on", access), Up: settingsLink, Mode: string(s.Mode),
		Issuer: s.Issuer, ClientID: s.ClientID,
		SecretSet: s.SecretSet, Redirect: ssoRedirect(c)}
	if refusal != nil {
		page.Errors = web.FieldErrors(refusal)
	}
	return c.Render(status, SSO(page))
}

// identitiesPage answers GET /account/sso.
func identitiesPage(c *web.Call) error {
	list, s, err := c.Tenant().IdentityPage(c.Context())
	if err != nil {
		return err
	}
	access := c.Tenant().Access()
	page := IdentitiesPage{Shell: c.Shell("Single sign-on for your account", access), Up: accountLink}
	if s.Mode != domain.PasswordOnly {
		page.Provider = store.Identity{Issuer: s.Issuer}.Provider()
	}
	for _, i := range list {
		page.Identities = append(page.Identities, IdentityRow{ID: i.ID, Provider: i.Provider(),
			Since: web.FormatTime(i.CreatedAt)})
	}
	return c.Render(http.StatusOK, Identities(page))
}

// submitConnect answers POST /account/sso with a link to the provider: a form
// may not lead to another site (form-action of the content security policy).
func submitConnect(c *web.Call) error {
	flow, err := c.Tenant().ConnectSSO(c.Context(), ssoStart(c, "/account/sso"))
	if err != nil {
		return err
	}
	access := c.Tenant().Access()
	provider, err := url.Parse(flow.Address)
	if err != nil {
		return err
	}
	keepFlow(c, flow)
	page := ConnectPage{Shell: c.Shell("Connect single sign-on", access), Up: accountLink,
		Provider: provider.Hostname(), Href: flow.Address}
	return c.Render(http.StatusOK, Connect(page))
}
