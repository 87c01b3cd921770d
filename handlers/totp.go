package handlers

import (
	"net/http"

	"ringfence/domain"
	"ringfence/handlers/pages"
	"ringfence/store"
)

// enrolTOTP answers POST /api/auth/totp (AUTH-6).
func enrolTOTP(c *call) error {
	secret, change, err := c.tenant.EnrolTOTP(c.ctx())
	if err != nil {
		return err
	}
	app, err := c.authenticator(secret)
	if err != nil {
		return err
	}
	o := domain.Object{}
	return c.commit(change, store.Answer{Status: http.StatusCreated, Type: jsonType,
		Body: o.Text("secret", app.Secret).Text("otpauth_url", app.Address).Text("qr_svg", app.QR).String()})
}

// authenticator is what sets an authenticator app up, three ways.
func (c *call) authenticator(secret []byte) (app pages.Authenticator, err error) {
	access, err := c.tenant.Check(c.ctx())
	if err != nil {
		return app, err
	}
	app.Secret = domain.TOTPText(secret)
	app.Address = domain.TOTPAddress("Ringfence "+c.tenant.Info().Name, access.User.Email, secret)
	app.QR, err = pages.QRCode(app.Address, "QR code for your authenticator app")
	return app, err
}

// confirmTOTP answers POST /api/auth/totp/confirm.
func confirmTOTP(c *call) error {
	in, err := c.bind()
	if err != nil {
		return err
	}
	codes, change, err := c.tenant.ConfirmTOTP(c.ctx(), in.Get("code"))
	if err != nil {
		return err
	}
	o := domain.Object{}
	return c.commit(change, store.Answer{Status: http.StatusOK, Type: jsonType, Body: o.Texts("recovery_codes", codes).String()})
}

// removeTOTP answers DELETE /api/auth/totp.
func removeTOTP(c *call) error {
	in, err := c.bind()
	if err != nil {
		return err
	}
	change, err := c.tenant.RemoveTOTP(c.ctx(), in.Get("password"), in.Get("code"))
	if err != nil {
		return err
	}
	return c.commit(change, store.Answer{Status: http.StatusNoContent})
}

// changePassword answers POST /api/auth/password (AUTH-8).
func changePassword(c *call) error {
	in, err := c.bind()
	if err != nil {
		return err
	}
	change, err := c.tenant.ChangePassword(c.ctx(), in.Get("current"), in.Get("new"))
	if err != nil {
		return err
	}
	return c.commit(change, store.Answer{Status: http.StatusNoContent})
}
