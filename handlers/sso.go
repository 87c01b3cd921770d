package handlers

import (
	"net/http"

	"ringfence/domain"
	"ringfence/store"
)

var (
	ssoSchema = object(prop{"mode", oneOf(string(domain.PasswordOnly), string(domain.SSOOnly), string(domain.SSOOrPass)), false},
		prop{"issuer", orNull(text()), false}, prop{"client_id", orNull(text()), false}, prop{"client_secret_set", boolean(), false},
		prop{"redirect_uri", text(), false})
	identitySchema = object(prop{"id", text(), false}, prop{"issuer", text(), false}, prop{"created_at", timeText(), false})
)

// sso answers GET /api/settings/sso (AUTH-9).
func sso(c *call) error {
	s, err := c.tenant.SSO(c.ctx())
	if err != nil {
		return err
	}
	return c.json(http.StatusOK, c.ssoJSON(s))
}

// setSSO answers PUT /api/settings/sso.
func setSSO(c *call) error {
	s, change, err := c.setSSO()
	if err != nil {
		return err
	}
	return c.commit(change, store.Answer{Status: http.StatusOK, Type: jsonType, Body: string(c.ssoJSON(s))})
}

// setSSO decides what the body asks for.
func (c *call) setSSO() (domain.SSO, *store.Change, error) {
	in, err := c.bind()
	if err != nil {
		return domain.SSO{}, nil, err
	}
	s, invalid := domain.ParseSSO(in)
	if invalid != nil {
		return s, nil, c.afterCheck(invalid)
	}
	return c.tenant.SetSSO(c.ctx(), s)
}

func (c *call) ssoJSON(s domain.SSO) []byte {
	o := domain.Object{}
	return o.Text("mode", string(s.Mode)).TextOrNull("issuer", s.Issuer).TextOrNull("client_id", s.ClientID).
		Bool("client_secret_set", s.SecretSet).Text("redirect_uri", c.ssoRedirect()).Bytes()
}

// ssoRedirect is where the provider sends the browser back to: this host, as
// the provider has it registered.
func (c *call) ssoRedirect() string {
	if c.app.base == "localhost" {
		return "http://" + c.r.Host + "/auth/oidc/callback"
	}
	return "https://" + hostnameOf(c.r.Host) + "/auth/oidc/callback"
}

// identities answers GET /api/auth/identities.
func identities(c *call) error {
	list, err := c.tenant.Identities(c.ctx())
	if err != nil {
		return err
	}
	return c.json(http.StatusOK, page(list, len(list), nil, func(o *domain.Object, i store.Identity) {
		o.Text("id", i.ID).Text("issuer", i.Issuer).Text("created_at", timestamp(i.CreatedAt))
	}))
}

// disconnect answers DELETE /api/auth/identities/{id}.
func disconnect(c *call) error {
	change, err := c.tenant.Disconnect(c.ctx(), c.r.PathValue("id"))
	if err != nil {
		return err
	}
	return c.commit(change, store.Answer{Status: http.StatusNoContent})
}
