package identity

import (
	"errors"
	"net/http"

	"ringfence/domain"
	"ringfence/handlers/pages"
	"ringfence/handlers/web"
)

// mfaFormFields are the page's: the challenge is in a cookie.
var mfaFormFields = domain.Fields{
	{Name: "code", Label: "Code", Kind: domain.Secret, Required: true},
	nextField,
}

// mfaPage answers GET /login/mfa.
func mfaPage(c *web.Call) error {
	if c.Cookie(challengeCookie) == "" {
		return c.Redirect("/login")
	}
	return showMFA(c, http.StatusOK, c.Request().URL.Query().Get("next"), nil)
}

func showMFA(c *web.Call, status int, next string, errs []pages.FieldError) error {
	second, err := c.Visitor().Second(c.Context(), c.BrowserHost(), c.Cookie(challengeCookie))
	if err != nil {
		return err
	}
	title := "Enter your code"
	if !second.App {
		title = "Confirm it is you"
	}
	return c.Render(status, MFA(MFAPage{Shell: c.Scripted("passkey.mjs", c.Shell(title, nil)), Next: next, Errors: errs, App: second.App,
		Passkey: passkeyOffer(c, second.Passkey, "/login/mfa/passkey", next)}))
}

// submitMFA answers POST /login/mfa.
func submitMFA(c *web.Call) error {
	in, err := c.Bind()
	if in == nil {
		return err
	}
	if err == nil {
		if err = c.CanSignIn(); err == nil {
			return answerPage(c, in)
		}
	}
	var refusal *domain.Error
	if errors.As(err, &refusal) && refusal.Code == "invalid-request" {
		return showMFA(c, http.StatusBadRequest, in.Get("next"), web.FieldErrors(refusal))
	}
	return err
}

func answerPage(c *web.Call, in *domain.Input) error {
	entry, err := c.Visitor().Answer(c.Context(), c.Cookie(challengeCookie), in.Get("code"), c.Device())
	if errors.Is(err, domain.ErrCode) {
		return showMFA(c, http.StatusUnauthorized, in.Get("next"), []pages.FieldError{{Field: "code", Message: domain.ErrCode.Message}})
	}
	if err != nil {
		return err
	}
	c.SetCookie(challengeCookie, "", -1)
	return enteredPage(c, entry, in.Get("next"))
}
