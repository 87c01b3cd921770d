package identity

import (
	"net/http"

	"ringfence/domain"
	"ringfence/handlers/web"
	"ringfence/store"
)

// security answers GET /api/settings/security.
func security(c *web.Call) error {
	s, err := c.Tenant().Security(c.Context())
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, []byte(securityJSON(s)))
}

// setSecurity answers PUT /api/settings/security (AUTH-6).
func setSecurity(c *web.Call) error {
	in, err := c.Bind()
	if err != nil {
		return err
	}
	s := securityOf(in)
	change, err := c.Tenant().SetSecurity(c.Context(), s)
	if err != nil {
		return err
	}
	return c.Commit(change, store.Answer{Status: http.StatusOK, Type: web.JSONType, Body: securityJSON(s)})
}

func securityOf(in *domain.Input) store.Security {
	return store.Security{MFARequiredForAll: in.Get("mfa_required_for_all") == "true"}
}

func securityJSON(s store.Security) string {
	o := domain.Object{}
	return o.Bool("mfa_required_for_all", s.MFARequiredForAll).String()
}
