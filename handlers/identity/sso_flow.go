package identity

import (
	"errors"
	"net/url"

	"ringfence/domain"
	"ringfence/handlers/web"
	"ringfence/store"
)

// ssoCookie binds a flow to the browser that began it.
const ssoCookie = "__Host-oidc"

const (
	maxNext  = 2000 // bytes of a path to go on to
	maxToken = 64   // of an invitation
)

// startSSO answers GET /auth/oidc/start (AUTH-9). What another site makes a
// browser open shows the sign-in page instead: with a provider that asks
// nothing, it would sign somebody in who did not mean to (ASVS 7.6.2).
func startSSO(c *web.Call) error {
	next := localPath(c.Request().URL.Query().Get("next"))
	if site := c.Request().Header.Get("Sec-Fetch-Site"); site == "cross-site" || site == "same-site" {
		return c.Redirect("/login?next=" + url.QueryEscape(next))
	}
	if err := c.CanSignIn(); err != nil {
		return err
	}
	start := ssoStart(c, next)
	if start.Invitation = c.Request().URL.Query().
		Get("invitation"); len(start.Invitation) > maxToken || !web.Printable(start.Invitation) {
		return domain.ErrToken
	}
	flow, err := c.Visitor().BeginSSO(c.Context(), start)
	if err != nil {
		return err
	}
	keepFlow(c, flow)
	return c.Redirect(flow.Address)
}

func ssoStart(c *web.Call, next string) store.SSOStart {
	if len(next) > maxNext {
		next = "/"
	}
	return store.SSOStart{Browser: c.Cookie(ssoCookie), Redirect: ssoRedirect(c), Next: next}
}

func keepFlow(c *web.Call, f *store.SSOFlow) {
	c.SetCookie(ssoCookie, f.Browser, int(domain.SSOFlowLife.Seconds()))
}

// finishSSO answers GET /auth/oidc/callback.
func finishSSO(c *web.Call) error {
	if err := c.CanSignIn(); err != nil {
		return err
	}
	// A race that is decided anew does not use up another flow.
	proof, err := web.Once(c, func() (*store.SSOProof, error) { return redeem(c) })
	if err != nil {
		return err
	}
	if proof.Connects {
		return connect(c, proof)
	}
	entry, err := c.Visitor().EnterSSO(c.Context(), proof, c.Device())
	if err != nil {
		return err
	}
	c.SetCookie(ssoCookie, "", -1)
	return enteredPage(c, entry, proof.Next)
}

func redeem(c *web.Call) (*store.SSOProof, error) {
	q := c.Request().URL.Query()
	return c.Visitor().
		RedeemSSO(c.Context(), store.SSOResponse{State: q.Get("state"), Code: q.Get("code"), Issuer: q.Get("iss"),
			Error: q.Get("error"), Browser: c.Cookie(ssoCookie), Redirect: ssoRedirect(c)})
}

// connect ends a flow that connects an identity to the account of whoever is
// signed in, by the same session that began it.
func connect(c *web.Call, p *store.SSOProof) error {
	change, err := connection(c, p)
	if errors.Is(err, domain.ErrUnauthenticated) {
		return c.Visitor().RefuseConnect(c.Context())
	}
	if err != nil {
		return err
	}
	c.SetCookie(ssoCookie, "", -1)
	return c.CommitTo(change, "/account/sso", "Account connected")
}

// connection asks on behalf of the session in the cookie.
func connection(c *web.Call, p *store.SSOProof) (*store.Change, error) {
	if err := c.ActAsCookie(); err != nil {
		return nil, err
	}
	return c.Tenant().Connect(c.Context(), p)
}

var identityFormFields = domain.Fields{{Name: "id", Label: "Identity", Kind: domain.ID, Required: true}}

// submitDisconnect answers POST /account/sso/disconnect.
func submitDisconnect(c *web.Call) error {
	in, err := c.Bind()
	if err != nil {
		return err
	}
	change, err := c.Tenant().Disconnect(c.Context(), in.Get("id"))
	if err != nil {
		return err
	}
	return c.CommitTo(change, "/account/sso", "Account disconnected")
}
