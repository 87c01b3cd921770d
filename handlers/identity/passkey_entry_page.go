package identity

import (
	"errors"
	"net/http"
	"slices"

	"ringfence/domain"
	"ringfence/handlers/pages"
	"ringfence/handlers/web"
	"ringfence/store"
)

// The forms that the browser fills in, on the pages of signing in.
var (
	nextField           = domain.Field{Name: "next", Label: "Next page", Max: 2000}
	passkeyFormFields   = append(slices.Clone(domain.PasskeyFields), nextField)
	secondPasskeyFields = append(slices.Clone(domain.MFAPasskeyFields[1:]), nextField)
)

// passkeyOffer is the form for a passkey; nil where none can be asked for,
// which leaves the other ways.
func passkeyOffer(c *web.Call, asked *store.Ceremony, action, next string) *Ceremony {
	if asked == nil {
		return nil
	}
	return &Ceremony{Action: action, Kind: "get", Options: requestOptions(c, asked), Submit: "Use a passkey",
		Hidden: []pages.FormField{{Name: "next", Value: next}}}
}

// submitPasskeyLogin answers POST /login/passkey.
func submitPasskeyLogin(c *web.Call) error {
	in, err := c.Bind()
	var entry *store.Entry
	if err == nil {
		entry, err = passkeySignIn(c, in)
	}
	if err == nil {
		return enteredPage(c, entry, in.Get("next"))
	}
	if errors.Is(err, domain.ErrPasskey) {
		return showLogin(c, http.StatusUnauthorized, "", in.Get("next"), passkeyProblem)
	}
	return err
}

var passkeyProblem = []pages.FieldError{{Message: domain.ErrPasskey.Message}}

// submitMFAPasskey answers POST /login/mfa/passkey.
func submitMFAPasskey(c *web.Call) error {
	in, err := c.Bind()
	var entry *store.Entry
	if err == nil {
		entry, err = answerWithPasskey(c, c.Cookie(challengeCookie), in)
	}
	if err == nil {
		c.SetCookie(challengeCookie, "", -1)
		return enteredPage(c, entry, in.Get("next"))
	}
	if errors.Is(err, domain.ErrPasskey) {
		return showMFA(c, http.StatusUnauthorized, in.Get("next"), passkeyProblem)
	}
	return err
}
