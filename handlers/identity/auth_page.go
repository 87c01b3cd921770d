package identity

import (
	"errors"
	"net/http"
	"net/url"
	"strings"

	"ringfence/domain"
	"ringfence/handlers/pages"
	"ringfence/handlers/web"
	"ringfence/store"
)

// loginFormFields are the page's: where the reader wanted to go comes along.
var loginFormFields = append(append(domain.Fields{}, domain.LoginFields...), nextField)

// loginPage answers GET /login.
func loginPage(c *web.Call) error {
	return showLogin(c, http.StatusOK, "", c.Request().URL.Query().Get("next"), nil)
}

func showLogin(c *web.Call, status int, email, next string, errs []pages.FieldError) error {
	ways, err := c.Visitor().Ways(c.Context())
	if err != nil {
		return err
	}
	page := LoginPage{Shell: c.Scripted("passkey.mjs", c.Shell("Sign in", nil)), Email: email, Next: next, Errors: errs, Password: ways.Password}
	if ways.SSO {
		page.Provider, page.SSO = ways.Provider, "/auth/oidc/start?next="+url.QueryEscape(localPath(next))
	}
	if ways.Password {
		if asked, err := c.Visitor().BeginPasskeySignIn(c.BrowserHost()); err == nil {
			page.Passkey = passkeyOffer(c, asked, "/login/passkey", next)
		}
	}
	return c.Render(status, Login(page))
}

// submitLogin answers POST /login.
func submitLogin(c *web.Call) error {
	in, err := c.Bind()
	var entry *store.Entry
	if err == nil {
		entry, err = signIn(c, in)
	}
	var refusal *domain.Error
	switch {
	case err == nil:
		return enteredPage(c, entry, in.Get("next"))
	case errors.Is(err, domain.ErrCredentials):
		return showLogin(c, http.StatusUnauthorized, in.Get("email"), in.Get("next"), []pages.FieldError{{Field: "email", Message: domain.ErrCredentials.Message}})
	case in != nil && errors.As(err, &refusal) && refusal.Code == "invalid-request":
		return showLogin(c, http.StatusBadRequest, in.Get("email"), in.Get("next"), web.FieldErrors(refusal))
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
func submitLogout(c *web.Call) error {
	change, err := c.Tenant().Logout(c.Context())
	if err != nil {
		return err
	}
	c.SetCookie(web.SessionCookie, "", -1)
	return c.CommitTo(change, "/login", "You have signed out")
}
