package handlers

import (
	"errors"
	"net/http"
	"net/url"
	"strings"

	"ringfence/domain"
	"ringfence/handlers/pages"
	"ringfence/store"
)

// loginFormFields are the page's: where the reader wanted to go comes along.
var loginFormFields = append(append(domain.Fields{}, domain.LoginFields...), domain.Field{Name: "next", Label: "Next page"})

// loginPage answers GET /login.
func loginPage(c *call) error {
	return c.showLogin(http.StatusOK, "", c.r.URL.Query().Get("next"), nil)
}

func (c *call) showLogin(status int, email, next string, errs []pages.FieldError) error {
	ways, err := c.visitor().Ways(c.ctx())
	if err != nil {
		return err
	}
	page := pages.LoginPage{Shell: c.scripted(c.shell("Sign in", nil)), Email: email, Next: next, Errors: errs, Password: ways.Password}
	if ways.SSO {
		page.Provider, page.SSO = ways.Provider, "/auth/oidc/start?next="+url.QueryEscape(localPath(next))
	}
	if ways.Password {
		asked, err := c.visitor().BeginPasskeySignIn(c.host())
		page.Passkey = c.passkeyOffer(asked, err, "/login/passkey", next)
	}
	return c.render(status, pages.Login(page))
}

// submitLogin answers POST /login.
func submitLogin(c *call) error {
	in, err := c.bind()
	var entry *store.Entry
	if err == nil {
		entry, err = c.login(in)
	}
	var refusal *domain.Error
	switch {
	case err == nil:
		return c.enteredPage(entry, in.Get("next"))
	case errors.Is(err, domain.ErrCredentials):
		return c.showLogin(http.StatusUnauthorized, in.Get("email"), in.Get("next"), []pages.FieldError{{Field: "email", Message: domain.ErrCredentials.Message}})
	case in != nil && errors.As(err, &refusal) && refusal.Code == "invalid-request":
		return c.showLogin(http.StatusBadRequest, in.Get("email"), in.Get("next"), fieldErrors(refusal))
	}
	return err
}

// localPath is where to go after signing in: a path of this host, or home.
func localPath(next string) string {
	if !strings.HasPrefix(next, "/") || strings.HasPrefix(next, "//") || strings.ContainsAny(next, "\\\r\n\t") {
		return "/"
	}
	return next
}

// submitLogout answers POST /logout.
func submitLogout(c *call) error {
	change, err := c.tenant.Logout(c.ctx())
	if err != nil {
		return err
	}
	c.setCookie(sessionCookie, "", -1)
	return c.commitTo(change, "/login")
}

// sessionsPage answers GET /sessions.
func sessionsPage(c *call) error {
	list, err := c.tenant.Sessions(c.ctx())
	if err != nil {
		return err
	}
	access, err := c.tenant.Check(c.ctx())
	if err != nil {
		return err
	}
	page := pages.SessionsPage{Shell: c.shell("Your sessions", access)}
	for _, s := range list {
		page.Sessions = append(page.Sessions, pages.SessionRow{ID: s.ID, Device: s.Device, Started: when(s.CreatedAt), LastUsed: when(s.LastUsedAt), Current: s.Current})
	}
	return c.render(http.StatusOK, pages.Sessions(page))
}

var sessionFormFields = domain.Fields{{Name: "id", Label: "Session", Kind: domain.ID, Required: true}}

// submitEndSession answers POST /sessions.
func submitEndSession(c *call) error {
	in, err := c.bind()
	if err != nil {
		return err
	}
	change, err := c.tenant.EndSession(c.ctx(), in.Get("id"))
	if err != nil {
		return err
	}
	return c.commitTo(change, "/sessions")
}

// homePage answers GET / of a tenant.
func homePage(c *call) error {
	access, latest, err := c.tenant.Home(c.ctx())
	if err != nil {
		return err
	}
	page := pages.HomePage{Shell: c.shell("Hello, "+access.User.Name, access), Subscription: subscriptionText[access.Status]}
	page.Subscription.Plan, page.Subscription.ValidUntil = title(access.Window.Plan), day(access.Window.Until)
	for _, item := range page.Nav {
		if text := cardTexts[item.Href]; text != "" {
			page.Cards = append(page.Cards, pages.Card{Title: item.Label, Href: item.Href, Text: text})
		}
	}
	page.Activity = activity(latest)
	return c.render(http.StatusOK, pages.Home(page))
}

var subscriptionText = map[domain.Status]pages.Subscription{
	domain.Active:     {Status: "Active", Colour: "green"},
	domain.NotStarted: {Status: "Not started", Colour: "yellow"},
	domain.Lapsed:     {Status: "Ended", Colour: "red"},
	domain.Suspended:  {Status: "Suspended", Colour: "orange"},
}

var cardTexts = map[string]string{
	"/employees": "Staff records: who works here, where, and for whom.",
	"/users":     "Who can sign in, and as what: invite, change, disable.",
	"/ledger":    "Every change and every security event, in order and provably whole.",
	"/settings":  "What your organisation asks of everybody who signs in.",
	"/account":   "Your password, your authenticator app, and where you are signed in.",
	"/sessions":  "Where you are signed in, and how to end it.",
}

func title(s string) string {
	if s == "" {
		return ""
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// actionTexts say what an entry records.
var actionTexts = map[string]string{
	"tenant.provision":       "Organisation set up",
	"subscription.create":    "Subscription added",
	"account.create":         "Account added",
	"auth.login":             "Signed in",
	"auth.login-failed":      "Failed to sign in",
	"auth.challenge":         "Asked for a second factor",
	"auth.mfa-failed":        "Gave a wrong code",
	"auth.rate-limited":      "Too many failed attempts",
	"auth.totp-confirm":      "Authenticator set up",
	"auth.logout":            "Signed out",
	"auth.logout-others":     "Signed out everywhere else",
	"employee.create":        "Staff record added",
	"employee.update":        "Staff record changed",
	"auth.sso-failed":        "Failed to sign in through the provider",
	"auth.password-off":      "Gave a password where none is used",
	"identity.connect":       "Single sign-on connected",
	"identity.disconnect":    "Single sign-on disconnected",
	"settings.sso":           "Single sign-on set up",
	"account.accept":         "Invitation accepted",
	"account.invite":         "Invitation sent again",
	"account.update":         "Account renamed",
	"account.role":           "Role changed",
	"account.disable":        "Account disabled",
	"account.enable":         "Account enabled",
	"account.factors-remove": "Second factors removed by an administrator",
	"auth.reset-request":     "Asked for a new password",
	"auth.password-reset":    "Chose a new password",
	"employee.account":       "Staff record given to its account",
	"message.give-up":        "Message could not be sent",
	"auth.totp-enrol":        "Began to set up an authenticator",
	"auth.totp-remove":       "Authenticator removed",
	"auth.password-change":   "Password changed",
	"auth.password-failed":   "Gave a wrong password",
	"settings.security":      "Security settings changed",

	"auth.passkey-add":    "Passkey added",
	"auth.passkey-rename": "Passkey renamed",
	"auth.passkey-remove": "Passkey removed",
	"auth.passkey-failed": "Failed to sign in with a passkey",
}

func activity(links []store.AuditLine) []pages.Activity {
	var list []pages.Activity
	for _, l := range links {
		list = append(list, pages.Activity{At: when(l.At), Who: orDefault(l.Name, l.Actor), What: orDefault(actionTexts[l.Action], l.Action)})
	}
	return list
}
