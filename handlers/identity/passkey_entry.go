package identity

import (
	"encoding/base64"
	"net/http"

	"ringfence/domain"
	"ringfence/handlers/web"
	"ringfence/store"
)

// userHandle is an account's id as an authenticator keeps it, in base64url.
func userHandle(account string) string { return base64.RawURLEncoding.EncodeToString([]byte(account)) }

// passkeyLoginOptions answers POST /api/auth/passkey/options.
func passkeyLoginOptions(c *web.Call) error {
	asked, err := c.Visitor().BeginPasskeySignIn(c.BrowserHost())
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, []byte(requestOptions(c, asked)))
}

// passkeyLogin answers POST /api/auth/passkey.
func passkeyLogin(c *web.Call) error {
	in, err := c.Bind()
	if err != nil {
		return err
	}
	entry, err := passkeySignIn(c, in)
	if err != nil {
		return err
	}
	return entered(c, entry)
}

func passkeySignIn(c *web.Call, in *domain.Input) (*store.Entry, error) {
	if err := c.CanSignIn(); err != nil {
		return nil, err
	}
	return c.Visitor().PasskeyLogin(c.Context(), c.BrowserHost(), usedPasskey(in), c.Device())
}

func usedPasskey(in *domain.Input) store.UsedPasskey {
	return store.UsedPasskey{Credential: in.Get("id"), ClientData: in.Get("client_data"), AuthData: in.Get("authenticator_data"),
		Signature: in.Get("signature"), UserHandle: in.Get("user_handle")}
}

// mfaPasskeyOptions answers POST /api/auth/mfa/passkey/options.
func mfaPasskeyOptions(c *web.Call) error {
	in, err := c.Bind()
	if err != nil {
		return err
	}
	asked, err := c.Visitor().BeginSecondPasskey(c.Context(), c.BrowserHost(), in.Get("challenge"))
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, []byte(requestOptions(c, asked)))
}

// mfaPasskey answers POST /api/auth/mfa/passkey.
func mfaPasskey(c *web.Call) error {
	in, err := c.Bind()
	if err != nil {
		return err
	}
	entry, err := answerWithPasskey(c, in.Get("challenge"), in)
	if err != nil {
		return err
	}
	return entered(c, entry)
}

func answerWithPasskey(c *web.Call, challenge string, in *domain.Input) (*store.Entry, error) {
	if err := c.CanSignIn(); err != nil {
		return nil, err
	}
	return c.Visitor().AnswerWithPasskey(c.Context(), c.BrowserHost(), challenge, usedPasskey(in), c.Device())
}
