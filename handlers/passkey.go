package handlers

import (
	"net/http"
	"strings"

	"ringfence/domain"
	"ringfence/store"
	"ringfence/store/webauthn"
)

// host is where the caller's browser is, as it writes it. The port is the
// request's own: whoever answers at another port of this hostname has its
// cookies too.
func (c *call) host() store.Host {
	scheme := "https"
	if c.app.base == "localhost" && c.r.TLS == nil && c.r.URL.Scheme != "https" && c.app.cfg.Env("TLS_TERMINATED") != "1" {
		scheme = "http"
	}
	return store.Host{Name: hostnameOf(c.r.Host), Origin: scheme + "://" + strings.ToLower(c.r.Host)}
}

// passkeys answers GET /api/auth/passkeys (AUTH-7).
func passkeys(c *call) error {
	list, err := c.tenant.Passkeys(c.ctx())
	if err != nil {
		return err
	}
	return c.json(http.StatusOK, page(list, len(list), nil, writePasskey))
}

func writePasskey(o *domain.Object, p store.Passkey) {
	o.Text("id", p.ID).Text("name", p.Name).Text("host", p.Host).Bool("synced", p.Synced).Text("created_at", timestamp(p.CreatedAt))
	if p.LastUsedAt == 0 {
		o.Raw("last_used_at", "null")
		return
	}
	o.Text("last_used_at", timestamp(p.LastUsedAt))
}

func passkeyAnswer(status int, p store.Passkey) store.Answer {
	o := domain.Object{}
	writePasskey(&o, p)
	return store.Answer{Status: status, Type: jsonType, Body: o.String()}
}

// passkeyOptions answers POST /api/auth/passkeys/options.
func passkeyOptions(c *call) error {
	in, err := c.bind()
	if err != nil {
		return err
	}
	asked, err := c.tenant.BeginPasskey(c.ctx(), c.host(), in.Get("password"))
	if err != nil {
		return err
	}
	return c.json(http.StatusOK, []byte(c.creationOptions(asked)))
}

// addPasskey answers POST /api/auth/passkeys.
func addPasskey(c *call) error {
	in, err := c.bind()
	if err != nil {
		return err
	}
	p, change, err := c.tenant.AddPasskey(c.ctx(), c.host(), newPasskey(in))
	if err != nil {
		return err
	}
	return c.commit(change, passkeyAnswer(http.StatusCreated, p))
}

func newPasskey(in *domain.Input) store.NewPasskey {
	return store.NewPasskey{Name: in.Get("name"), Transports: in.Get("transports"), ClientData: in.Get("client_data"),
		AuthData: in.Get("authenticator_data"), PublicKey: in.Get("public_key")}
}

// renamePasskey answers PATCH /api/auth/passkeys/{id}.
func renamePasskey(c *call) error {
	in, err := c.bind()
	if err != nil {
		return err
	}
	p, change, err := c.tenant.RenamePasskey(c.ctx(), c.r.PathValue("id"), in.Get("name"))
	if err != nil {
		return err
	}
	return c.commit(change, passkeyAnswer(http.StatusOK, p))
}

// removePasskey answers DELETE /api/auth/passkeys/{id}.
func removePasskey(c *call) error {
	in, err := c.bind()
	if err != nil {
		return err
	}
	change, err := c.tenant.RemovePasskey(c.ctx(), c.r.PathValue("id"), in.Get("password"))
	if err != nil {
		return err
	}
	return c.commit(change, store.Answer{Status: http.StatusNoContent})
}

// creationOptions are PublicKeyCredentialCreationOptionsJSON (Web
// Authentication §5.1.9), as browsers take them.
func (c *call) creationOptions(asked *store.Ceremony) string {
	rp, user, chosen := domain.Object{}, domain.Object{}, domain.Object{}
	rp.Text("id", c.host().Name).Text("name", c.tenant.Info().Name)
	user.Text("id", userHandle(asked.User.ID)).Text("name", asked.User.Email).Text("displayName", asked.User.Name)
	chosen.Text("residentKey", "preferred").Text("userVerification", "required")
	o := domain.Object{}
	o.Text("challenge", asked.Challenge).Raw("rp", rp.String()).Raw("user", user.String())
	o.List("pubKeyCredParams", len(webauthn.Algorithms), func(i int, item *domain.Object) {
		item.Text("type", "public-key").Int("alg", webauthn.Algorithms[i])
	})
	descriptors(&o, "excludeCredentials", asked.Known)
	o.Int("timeout", domain.PasskeyChallengeLife.Milliseconds()).Raw("authenticatorSelection", chosen.String()).Text("attestation", "none")
	return publicKey(&o)
}

// requestOptions are PublicKeyCredentialRequestOptionsJSON (§5.1.10).
func (c *call) requestOptions(asked *store.Ceremony) string {
	o := domain.Object{}
	o.Text("challenge", asked.Challenge).Text("rpId", c.host().Name)
	descriptors(&o, "allowCredentials", asked.Known)
	o.Int("timeout", domain.PasskeyChallengeLife.Milliseconds()).Text("userVerification", "required")
	return publicKey(&o)
}

func publicKey(options *domain.Object) string {
	o := domain.Object{}
	return o.Raw("publicKey", options.String()).String()
}

func descriptors(o *domain.Object, name string, known []store.KnownPasskey) {
	o.List(name, len(known), func(i int, item *domain.Object) {
		item.Text("type", "public-key").Text("id", known[i].Credential).Texts("transports", strings.Fields(known[i].Transports))
	})
}
