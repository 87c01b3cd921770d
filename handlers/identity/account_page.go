package identity

import (
	"errors"
	"net/http"
	"slices"
	"strconv"

	"ringfence/domain"
	"ringfence/handlers/pages"
	"ringfence/handlers/web"
	"ringfence/store"
)

var accountLink = pages.Link{Label: "Your account", Href: "/account"}

// accountPage answers GET /account: how one signs in.
func accountPage(c *web.Call) error {
	own, err := c.Tenant().OwnAccount(c.Context())
	if err != nil {
		return err
	}
	access := c.Tenant().Access()
	page := AccountPage{Shell: c.Shell("Your account", access), Sections: []AccountSection{
		authenticatorSection(own), passkeySection(own), passwordSection(own),
	}}
	if own.TOTPSince > 0 || own.Passkeys > 0 {
		page.Sections = slices.Insert(page.Sections, 2, recoverySection(own))
	}
	if access.MFAMissing {
		page.Notice = &pages.Notice{Kind: pages.Important, Text: "You need to set up two-step sign-in before you can continue."}
	} else {
		if own.SSO || own.Identities > 0 {
			page.Sections = append(page.Sections, identitySection(own))
		}
		page.Sections = append(page.Sections, AccountSection{Title: "Where you are signed in", Text: "Where you are signed in, and how to end it.",
			Links: []pages.Link{{Label: "See your sessions", Href: "/sessions"}}})
	}
	return c.Render(http.StatusOK, Account(page))
}

func authenticatorSection(own store.OwnAccount) AccountSection {
	s := AccountSection{Title: "Authenticator app"}
	if own.TOTPSince == 0 {
		s.Status, s.Colour = "Not set up", "grey"
		s.Text = "An app on your phone gives you a new code every 30 seconds, so your password alone is not enough to sign in."
		s.Button, s.Action = "Set up an authenticator app", "/account/authenticator/new"
		return s
	}
	s.Status, s.Colour = "On", "green"
	s.Text = "Set up on " + web.FormatDay(own.TOTPSince) + "."
	s.Links = []pages.Link{{Label: "Remove the authenticator app", Href: "/account/authenticator/remove"}}
	return s
}

func recoverySection(own store.OwnAccount) AccountSection {
	s := AccountSection{Title: "Recovery codes", Status: strconv.FormatInt(own.RecoveryLeft, 10) + " left", Colour: "green",
		Text:  "Each lets you in once if you lose your app or passkey.",
		Links: []pages.Link{{Label: "Get new recovery codes", Href: "/account/recovery-codes"}}}
	if own.RecoveryLeft == 0 {
		s.Status, s.Colour, s.Text = "None left", "red", "You have no recovery codes left."
	}
	return s
}

func passkeySection(own store.OwnAccount) AccountSection {
	s := AccountSection{Title: "Passkeys", Status: "None", Colour: "grey", Links: []pages.Link{{Label: "Manage your passkeys", Href: "/account/passkeys"}},
		Text: "Sign in with your fingerprint, face, PIN or security key."}
	if own.Passkeys > 0 {
		s.Status, s.Colour = "On", "green"
		s.Text = "You have " + strconv.FormatInt(own.Passkeys, 10) + ". One is asked for after your password, or takes its place."
	}
	return s
}

func passwordSection(own store.OwnAccount) AccountSection {
	s := AccountSection{Title: "Password"}
	if !own.HasPassword {
		s.Text = "You have none here: you sign in another way."
		return s
	}
	s.Text = "Changing it signs you out everywhere else."
	s.Links = []pages.Link{{Label: "Change your password", Href: "/account/password"}}
	return s
}

func identitySection(own store.OwnAccount) AccountSection {
	s := AccountSection{Title: "Single sign-on", Status: "Not connected", Colour: "grey",
		Text:  "Sign in here with what you sign in with at your organisation's identity provider.",
		Links: []pages.Link{{Label: "Set up single sign-on", Href: "/account/sso"}}}
	if own.Identities > 0 {
		s.Status, s.Colour = "Connected", "green"
	}
	return s
}

// formShower shows a form with what is wrong with it.
type formShower func(c *web.Call, status int, errs []pages.FieldError) error

// formFailed shows a form again with what is wrong with it. Other refusals
// stay what they are.
func formFailed(c *web.Call, err error, show formShower) error {
	var refusal *domain.Error
	if !errors.As(err, &refusal) {
		return err
	}
	switch refusal.Code {
	case "invalid-request":
		return show(c, http.StatusBadRequest, web.FieldErrors(refusal))
	case "invalid-code":
		return show(c, http.StatusBadRequest, []pages.FieldError{{Field: "code", Message: "This code is wrong, or was used before"}})
	}
	return err
}

// showForm answers with a page that is one form.
func showForm(c *web.Call, status int, title, intro string, form pages.Form) error {
	access, err := c.Tenant().Check(c.Context())
	if err != nil {
		return err
	}
	form.Action, form.Cancel = c.Path(), "/account"
	return c.Render(status, pages.OneForm(pages.FormPage{Shell: c.Shell(title, access), Intro: intro, Form: form, Up: accountLink}))
}
