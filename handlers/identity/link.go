package identity

import (
	"net/http"

	"ringfence/handlers/web"
)

// What links that were sent to people lead to (AUTH-8, AUTH-10).

// acceptInvitation answers POST /api/auth/invitation/accept.
func acceptInvitation(c *web.Call) error {
	in, err := c.Bind()
	if err == nil {
		err = c.Visitor().AcceptInvitation(c.Context(), in.Get("token"), in.Get("password"))
	}
	return done(c, http.StatusNoContent, err)
}

// requestReset answers POST /api/auth/password-reset: the same whether there
// is such an account or not.
func requestReset(c *web.Call) error {
	in, err := c.Bind()
	if err == nil {
		err = c.Visitor().RequestReset(c.Context(), in.Get("email"))
	}
	return done(c, http.StatusAccepted, err)
}

// confirmReset answers POST /api/auth/password-reset/confirm.
func confirmReset(c *web.Call) error {
	in, err := c.Bind()
	if err == nil {
		err = c.Visitor().ResetPassword(c.Context(), in.Get("token"), in.Get("new"))
	}
	return done(c, http.StatusNoContent, err)
}

// done answers without a body what went well.
func done(c *web.Call, status int, err error) error {
	if err != nil {
		return err
	}
	c.Respond(status, "", nil)
	return nil
}
