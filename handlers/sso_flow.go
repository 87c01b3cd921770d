package handlers

import (
	"errors"
	"net/url"

	"ringfence/domain"
	"ringfence/store"
)

// ssoCookie binds a flow to the browser that began it.
const ssoCookie = "__Host-oidc"

const (
	maxNext  = 500 // bytes of a path to go on to
	maxToken = 64  // of an invitation
)

// startSSO answers GET /auth/oidc/start (AUTH-9). What another site makes a
// browser open shows the sign-in page instead: with a provider that asks
// nothing, it would sign somebody in who did not mean to (ASVS 7.6.2).
func startSSO(c *call) error {
	next := localPath(c.r.URL.Query().Get("next"))
	if site := c.r.Header.Get("Sec-Fetch-Site"); site == "cross-site" || site == "same-site" {
		return c.redirect("/login?next=" + url.QueryEscape(next))
	}
	if err := c.canEnter(); err != nil {
		return err
	}
	start := c.ssoStart(next)
	if start.Invitation = c.r.URL.Query().Get("invitation"); len(start.Invitation) > maxToken || !printable(start.Invitation) {
		return domain.ErrToken
	}
	flow, err := c.visitor().BeginSSO(c.ctx(), start)
	if err != nil {
		return err
	}
	c.keepFlow(flow)
	return c.redirect(flow.Address)
}

func (c *call) ssoStart(next string) store.SSOStart {
	if len(next) > maxNext {
		next = "/"
	}
	return store.SSOStart{Browser: c.ssoBrowser(), Redirect: c.ssoRedirect(), Next: next}
}

func (c *call) ssoBrowser() string {
	cookie, err := c.r.Cookie(ssoCookie)
	if err != nil {
		return ""
	}
	return cookie.Value
}

func (c *call) keepFlow(f *store.SSOFlow) {
	c.setCookie(ssoCookie, f.Browser, int(domain.SSOFlowLife.Seconds()))
}

// finishSSO answers GET /auth/oidc/callback.
func finishSSO(c *call) error {
	if err := c.canEnter(); err != nil {
		return err
	}
	if c.proof == nil { // a race that is decided anew does not use up another flow
		q := c.r.URL.Query()
		proof, err := c.visitor().RedeemSSO(c.ctx(), store.SSOResponse{State: q.Get("state"), Code: q.Get("code"), Issuer: q.Get("iss"),
			Error: q.Get("error"), Browser: c.ssoBrowser(), Redirect: c.ssoRedirect()})
		if err != nil {
			return err
		}
		c.proof = proof
	}
	if c.proof.Connects {
		return c.connect(c.proof)
	}
	entry, err := c.visitor().EnterSSO(c.ctx(), c.proof, deviceOf(c.r))
	if err != nil {
		return err
	}
	c.setCookie(ssoCookie, "", -1)
	return c.enteredPage(entry, c.proof.Next)
}

// connect ends a flow that connects an identity to the account of whoever is
// signed in, by the same session that began it.
func (c *call) connect(p *store.SSOProof) error {
	change, err := c.connection(p)
	if errors.Is(err, domain.ErrUnauthenticated) {
		return c.visitor().RefuseConnect(c.ctx())
	}
	if err != nil {
		return err
	}
	c.setCookie(ssoCookie, "", -1)
	return c.commitTo(change, "/account/sso")
}

// connection asks on behalf of the session in the cookie.
func (c *call) connection(p *store.SSOProof) (change *store.Change, err error) {
	cookie, err := c.r.Cookie(sessionCookie)
	if err != nil {
		return nil, domain.ErrUnauthenticated
	}
	if c.claims, err = c.app.tokens.verify(c.tenant.Info().ID, cookie.Value, c.app.cfg.Now); err != nil {
		return nil, err
	}
	who := c.request(nil)
	who.Allow, who.Outside = domain.AllRoles, true
	c.tenant = c.tenant.For(who)
	return c.tenant.Connect(c.ctx(), p)
}

var identityFormFields = domain.Fields{{Name: "id", Label: "Identity", Kind: domain.ID, Required: true}}

// submitDisconnect answers POST /account/sso/disconnect.
func submitDisconnect(c *call) error {
	in, err := c.bind()
	if err != nil {
		return err
	}
	change, err := c.tenant.Disconnect(c.ctx(), in.Get("id"))
	if err != nil {
		return err
	}
	return c.commitTo(change, "/account/sso")
}
