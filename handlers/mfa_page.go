package handlers

import (
	"errors"
	"net/http"

	"ringfence/domain"
	"ringfence/handlers/pages"
)

// mfaFormFields are the page's: the challenge is in a cookie.
var mfaFormFields = domain.Fields{
	{Name: "code", Label: "Code", Kind: domain.Secret, Required: true},
	{Name: "next", Label: "Next page"},
}

// mfaPage answers GET /login/mfa.
func mfaPage(c *call) error {
	if c.challenge() == "" {
		return c.redirect("/login")
	}
	return c.showMFA(http.StatusOK, c.r.URL.Query().Get("next"), nil)
}

func (c *call) showMFA(status int, next string, errs []pages.FieldError) error {
	asked, err := c.visitor().BeginSecondPasskey(c.ctx(), c.host(), c.challenge())
	return c.render(status, pages.MFA(pages.MFAPage{Shell: c.scripted(c.shell("Enter your code", nil)), Next: next, Errors: errs,
		Passkey: c.passkeyOffer(asked, err, "/login/mfa/passkey", next)}))
}

// challenge is what the page's second step has to present, or "".
func (c *call) challenge() string {
	cookie, err := c.r.Cookie(challengeCookie)
	if err != nil {
		return ""
	}
	return cookie.Value
}

// submitMFA answers POST /login/mfa.
func submitMFA(c *call) error {
	in, err := c.bind()
	if in == nil {
		return err
	}
	if err == nil {
		if err = c.canEnter(); err == nil {
			return c.answerPage(in)
		}
	}
	var refusal *domain.Error
	if errors.As(err, &refusal) && refusal.Code == "invalid-request" {
		return c.showMFA(http.StatusBadRequest, in.Get("next"), fieldErrors(refusal))
	}
	return err
}

func (c *call) answerPage(in *domain.Input) error {
	entry, err := c.visitor().Answer(c.ctx(), c.challenge(), in.Get("code"), deviceOf(c.r))
	if errors.Is(err, domain.ErrCode) {
		return c.showMFA(http.StatusUnauthorized, in.Get("next"), []pages.FieldError{{Field: "code", Message: domain.ErrCode.Message}})
	}
	if err != nil {
		return err
	}
	c.setCookie(challengeCookie, "", -1)
	return c.enteredPage(entry, in.Get("next"))
}
