package handlers

import (
	"net/http"

	"ringfence/domain"
	"ringfence/store"
)

// security answers GET /api/settings/security.
func security(c *call) error {
	s, err := c.tenant.Security(c.ctx())
	if err != nil {
		return err
	}
	return c.json(http.StatusOK, []byte(securityJSON(s)))
}

// setSecurity answers PUT /api/settings/security (AUTH-6).
func setSecurity(c *call) error {
	in, err := c.bind()
	if err != nil {
		return err
	}
	s := securityOf(in)
	change, err := c.tenant.SetSecurity(c.ctx(), s)
	if err != nil {
		return err
	}
	return c.commit(change, store.Answer{Status: http.StatusOK, Type: jsonType, Body: securityJSON(s)})
}

func securityOf(in *domain.Input) store.Security {
	return store.Security{MFARequiredForAll: in.Get("mfa_required_for_all") == "true"}
}

func securityJSON(s store.Security) string {
	o := domain.Object{}
	return o.Bool("mfa_required_for_all", s.MFARequiredForAll).String()
}
