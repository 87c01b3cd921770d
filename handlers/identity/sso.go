package identity

import (
	"net/http"

	"ringfence/domain"
	"ringfence/handlers/web"
	"ringfence/store"
)

// sso answers GET /api/settings/sso (AUTH-9).
func sso(c *web.Call) error {
	s, err := c.Tenant().SSO(c.Context())
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, ssoJSON(c, s))
}

// setSSO answers PUT /api/settings/sso.
func setSSO(c *web.Call) error {
	s, change, err := decideSSO(c)
	if err != nil {
		return err
	}
	return c.Commit(change, store.Answer{Status: http.StatusOK, Type: web.JSONType, Body: string(ssoJSON(c, s))})
}

// setSSO decides what the body asks for.
func decideSSO(c *web.Call) (domain.SSO, *store.Change, error) {
	in, err := c.Bind()
	if err != nil {
		return domain.SSO{}, nil, err
	}
	s, invalid := domain.ParseSSO(in)
	if invalid != nil {
		return s, nil, c.AfterCheck(invalid)
	}
	return c.Tenant().SetSSO(c.Context(), s)
}

func ssoJSON(c *web.Call, s domain.SSO) []byte {
	o := domain.Object{}
	return o.Text("mode", string(s.Mode)).TextOrNull("issuer", s.Issuer).TextOrNull("client_id", s.ClientID).
		Bool("client_secret_set", s.SecretSet).Text("redirect_uri", ssoRedirect(c)).Bytes()
}

// ssoRedirect is where the provider sends the browser back to: this host, as
// the provider has it registered.
func ssoRedirect(c *web.Call) string { return c.Origin() + "/auth/oidc/callback" }

// identities answers GET /api/auth/identities.
func identities(c *web.Call) error {
	list, err := c.Tenant().Identities(c.Context())
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, web.List(list, len(list), nil, func(o *domain.Object, i store.Identity) {
		o.Text("id", i.ID).Text("issuer", i.Issuer).Text("created_at", web.Timestamp(i.CreatedAt))
	}))
}

// disconnect answers DELETE /api/auth/identities/{id}.
func disconnect(c *web.Call) error {
	change, err := c.Tenant().Disconnect(c.Context(), c.PathValue("id"))
	if err != nil {
		return err
	}
	return c.Commit(change, store.Answer{Status: http.StatusNoContent})
}
