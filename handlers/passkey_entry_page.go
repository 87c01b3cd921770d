package handlers

import (
	"errors"
	"net/http"
	"slices"

	"ringfence/domain"
	"ringfence/handlers/pages"
	"ringfence/store"
)

// The forms that the browser fills in, on the pages of signing in.
var (
	nextField           = domain.Field{Name: "next", Label: "Next page"}
	passkeyFormFields   = append(slices.Clone(domain.PasskeyFields), nextField)
	secondPasskeyFields = append(slices.Clone(domain.MFAPasskeyFields[1:]), nextField)
)

// passkeyOffer is the form for a passkey; nil where none can be asked for,
// which leaves the other ways.
func (c *call) passkeyOffer(asked *store.Ceremony, err error, action, next string) *pages.Ceremony {
	if err != nil {
		return nil
	}
	return &pages.Ceremony{Action: action, Kind: "get", Options: c.requestOptions(asked), Submit: "Use a passkey",
		Hidden: []pages.FormField{{Name: "next", Value: next}}}
}

// submitPasskeyLogin answers POST /login/passkey.
func submitPasskeyLogin(c *call) error {
	in, err := c.bind()
	var entry *store.Entry
	if err == nil {
		entry, err = c.passkeyLogin(in)
	}
	if err == nil {
		return c.enteredPage(entry, in.Get("next"))
	}
	if errors.Is(err, domain.ErrPasskey) {
		return c.showLogin(http.StatusUnauthorized, "", in.Get("next"), passkeyProblem)
	}
	return err
}

var passkeyProblem = []pages.FieldError{{Message: domain.ErrPasskey.Message}}

// submitMFAPasskey answers POST /login/mfa/passkey.
func submitMFAPasskey(c *call) error {
	in, err := c.bind()
	var entry *store.Entry
	if err == nil {
		entry, err = c.answerWithPasskey(c.challenge(), in)
	}
	if err == nil {
		c.setCookie(challengeCookie, "", -1)
		return c.enteredPage(entry, in.Get("next"))
	}
	if errors.Is(err, domain.ErrPasskey) {
		return c.showMFA(http.StatusUnauthorized, in.Get("next"), passkeyProblem)
	}
	return err
}
