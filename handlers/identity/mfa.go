package identity

import (
	"ringfence/domain"
	"ringfence/handlers/web"
	"ringfence/store"
)

// mfa answers POST /api/auth/mfa (AUTH-6).
func mfa(c *web.Call) error {
	in, err := c.Bind()
	if err != nil {
		return err
	}
	entry, err := answer(c, in)
	if err != nil {
		return err
	}
	return entered(c, entry)
}

// answer takes the second step of signing in.
func answer(c *web.Call, in *domain.Input) (*store.Entry, error) {
	if err := c.CanSignIn(); err != nil {
		return nil, err
	}
	return c.Visitor().Answer(c.Context(), in.Get("challenge"), in.Get("code"), c.Device())
}
