package identity

import (
	"net/http"

	"ringfence/domain"
	"ringfence/handlers/pages"
	"ringfence/handlers/web"
	"ringfence/store"
)

// enrolTOTP answers POST /api/auth/totp (AUTH-6).
func enrolTOTP(c *web.Call) error {
	secret, change, err := c.Tenant().EnrolTOTP(c.Context())
	if err != nil {
		return err
	}
	app, err := authenticator(c, secret)
	if err != nil {
		return err
	}
	o := domain.Object{}
	return c.Commit(change, store.Answer{Status: http.StatusCreated, Type: web.JSONType,
		Body: o.Text("secret", app.Secret).Text("otpauth_url", app.Address).Text("qr_svg", app.QR).String()})
}

// authenticator is what sets an authenticator app up, three ways.
func authenticator(c *web.Call, secret []byte) (app Authenticator, err error) {
	access, err := c.Tenant().Check(c.Context())
	if err != nil {
		return app, err
	}
	app.Secret = domain.TOTPText(secret)
	app.Address = domain.TOTPAddress("Ringfence "+c.Tenant().Info().Name, access.User.Email, secret)
	app.QR, err = pages.QRCode(app.Address, "QR code for your authenticator app")
	return app, err
}

// confirmTOTP answers POST /api/auth/totp/confirm.
func confirmTOTP(c *web.Call) error {
	in, err := c.Bind()
	if err != nil {
		return err
	}
	codes, change, err := c.Tenant().ConfirmTOTP(c.Context(), in.Get("code"))
	if err != nil {
		return err
	}
	return c.Commit(change, recoveryAnswer(codes))
}

// removeTOTP answers DELETE /api/auth/totp.
func removeTOTP(c *web.Call) error {
	in, err := c.Bind()
	if err != nil {
		return err
	}
	change, err := c.Tenant().RemoveTOTP(c.Context(), in.Get("password"), in.Get("code"))
	if err != nil {
		return err
	}
	return c.Commit(change, store.Answer{Status: http.StatusNoContent})
}

// changePassword answers POST /api/auth/password (AUTH-8).
func changePassword(c *web.Call) error {
	in, err := c.Bind()
	if err != nil {
		return err
	}
	change, err := c.Tenant().ChangePassword(c.Context(), in.Get("current"), in.Get("new"))
	if err != nil {
		return err
	}
	return c.Commit(change, store.Answer{Status: http.StatusNoContent})
}
