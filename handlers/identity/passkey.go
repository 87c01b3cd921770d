package identity

import (
	"net/http"
	"strings"

	"ringfence/domain"
	"ringfence/handlers/web"
	"ringfence/store"
	"ringfence/store/webauthn"
)

// passkeys answers GET /api/auth/passkeys (AUTH-7).
func passkeys(c *web.Call) error {
	list, err := c.Tenant().Passkeys(c.Context())
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, web.List(list, len(list), nil, writePasskey))
}

func writePasskey(o *domain.Object, p store.Passkey) {
	o.Text("id", p.ID).Text("name", p.Name).Text("host", p.Host).Bool("synced", p.Synced).Text("created_at", web.Timestamp(p.CreatedAt))
	if p.LastUsedAt == 0 {
		o.Raw("last_used_at", "null")
		return
	}
	o.Text("last_used_at", web.Timestamp(p.LastUsedAt))
}

// passkeyOptions answers POST /api/auth/passkeys/options.
func passkeyOptions(c *web.Call) error {
	in, err := c.Bind()
	if err != nil {
		return err
	}
	asked, err := c.Tenant().BeginPasskey(c.Context(), c.BrowserHost(), in.Get("password"))
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, []byte(creationOptions(c, asked)))
}

// addPasskey answers POST /api/auth/passkeys.
func addPasskey(c *web.Call) error {
	in, err := c.Bind()
	if err != nil {
		return err
	}
	p, codes, change, err := c.Tenant().AddPasskey(c.Context(), c.BrowserHost(), newPasskey(in))
	if err != nil {
		return err
	}
	o := domain.Object{}
	writePasskey(&o, p)
	return c.Commit(change, store.Answer{Status: http.StatusCreated, Type: web.JSONType,
		Body: o.Texts("recovery_codes", codes).String()})
}

func newPasskey(in *domain.Input) store.NewPasskey {
	return store.NewPasskey{Name: in.Get("name"), Transports: in.Get("transports"), ClientData: in.Get("client_data"),
		AuthData: in.Get("authenticator_data"), PublicKey: in.Get("public_key")}
}

// renamePasskey answers PATCH /api/auth/passkeys/{id}.
func renamePasskey(c *web.Call) error {
	in, err := c.Bind()
	if err != nil {
		return err
	}
	p, change, err := c.Tenant().RenamePasskey(c.Context(), c.PathValue("id"), in.Get("name"))
	if err != nil {
		return err
	}
	o := domain.Object{}
	writePasskey(&o, p)
	return c.Commit(change, store.Answer{Status: http.StatusOK, Type: web.JSONType, Body: o.String()})
}

// removePasskey answers DELETE /api/auth/passkeys/{id}.
func removePasskey(c *web.Call) error {
	in, err := c.Bind()
	if err != nil {
		return err
	}
	change, err := c.Tenant().RemovePasskey(c.Context(), c.PathValue("id"), in.Get("password"))
	if err != nil {
		return err
	}
	return c.Commit(change, store.Answer{Status: http.StatusNoContent})
}

// creationOptions are PublicKeyCredentialCreationOptionsJSON (Web
// Authentication §5.1.9), as browsers take them.
func creationOptions(c *web.Call, asked *store.Ceremony) string {
	rp, user, chosen := domain.Object{}, domain.Object{}, domain.Object{}
	rp.Text("id", c.BrowserHost().Name).Text("name", c.Tenant().Info().Name)
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
func requestOptions(c *web.Call, asked *store.Ceremony) string {
	o := domain.Object{}
	o.Text("challenge", asked.Challenge).Text("rpId", c.BrowserHost().Name)
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
