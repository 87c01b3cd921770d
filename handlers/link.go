package handlers

import "net/http"

// What links that were sent to people lead to (AUTH-8, AUTH-10).

// acceptInvitation answers POST /api/auth/invitation/accept.
func acceptInvitation(c *call) error {
	in, err := c.bind()
	if err == nil {
		err = c.visitor().AcceptInvitation(c.ctx(), in.Get("token"), in.Get("password"))
	}
	return c.done(http.StatusNoContent, err)
}

// requestReset answers POST /api/auth/password-reset: the same whether there
// is such an account or not.
func requestReset(c *call) error {
	in, err := c.bind()
	if err == nil {
		err = c.visitor().RequestReset(c.ctx(), in.Get("email"))
	}
	return c.done(http.StatusAccepted, err)
}

// confirmReset answers POST /api/auth/password-reset/confirm.
func confirmReset(c *call) error {
	in, err := c.bind()
	if err == nil {
		err = c.visitor().ResetPassword(c.ctx(), in.Get("token"), in.Get("new"))
	}
	return c.done(http.StatusNoContent, err)
}

// done answers without a body what went well.
func (c *call) done(status int, err error) error {
	if err != nil {
		return err
	}
	c.respond(status, "", nil)
	return nil
}
