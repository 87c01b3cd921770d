package handlers

import (
	"encoding/base64"
	"net/http"

	"ringfence/domain"
	"ringfence/store"
)

// userHandle is an account's id as an authenticator keeps it, in base64url.
func userHandle(account string) string { return base64.RawURLEncoding.EncodeToString([]byte(account)) }

// passkeyLoginOptions answers POST /api/auth/passkey/options.
func passkeyLoginOptions(c *call) error {
	asked, err := c.visitor().BeginPasskeySignIn(c.host())
	if err != nil {
		return err
	}
	return c.json(http.StatusOK, []byte(c.requestOptions(asked)))
}

// passkeyLogin answers POST /api/auth/passkey.
func passkeyLogin(c *call) error {
	in, err := c.bind()
	if err != nil {
		return err
	}
	entry, err := c.passkeyLogin(in)
	if err != nil {
		return err
	}
	return c.entered(entry)
}

func (c *call) passkeyLogin(in *domain.Input) (*store.Entry, error) {
	if err := c.canEnter(); err != nil {
		return nil, err
	}
	return c.visitor().PasskeyLogin(c.ctx(), c.host(), usedPasskey(in), deviceOf(c.r))
}

func usedPasskey(in *domain.Input) store.UsedPasskey {
	return store.UsedPasskey{Credential: in.Get("id"), ClientData: in.Get("client_data"), AuthData: in.Get("authenticator_data"),
		Signature: in.Get("signature"), UserHandle: in.Get("user_handle")}
}

// mfaPasskeyOptions answers POST /api/auth/mfa/passkey/options.
func mfaPasskeyOptions(c *call) error {
	in, err := c.bind()
	if err != nil {
		return err
	}
	asked, err := c.visitor().BeginSecondPasskey(c.ctx(), c.host(), in.Get("challenge"))
	if err != nil {
		return err
	}
	return c.json(http.StatusOK, []byte(c.requestOptions(asked)))
}

// mfaPasskey answers POST /api/auth/mfa/passkey.
func mfaPasskey(c *call) error {
	in, err := c.bind()
	if err != nil {
		return err
	}
	entry, err := c.answerWithPasskey(in.Get("challenge"), in)
	if err != nil {
		return err
	}
	return c.entered(entry)
}

func (c *call) answerWithPasskey(challenge string, in *domain.Input) (*store.Entry, error) {
	if err := c.canEnter(); err != nil {
		return nil, err
	}
	return c.visitor().AnswerWithPasskey(c.ctx(), c.host(), challenge, usedPasskey(in), deviceOf(c.r))
}
