package identity

import (
	"net/http"

	"ringfence/domain"
	"ringfence/handlers/pages"
	"ringfence/handlers/web"
	"ringfence/store"
)

// renewRecoveryCodes answers POST /api/auth/recovery-codes (AUTH-6).
func renewRecoveryCodes(c *web.Call) error {
	in, err := c.Bind()
	if err != nil {
		return err
	}
	codes, change, err := c.Tenant().RenewRecoveryCodes(c.Context(), in.Get("password"))
	if err != nil {
		return err
	}
	return c.Commit(change, recoveryAnswer(codes))
}

func recoveryAnswer(codes []string) store.Answer {
	o := domain.Object{}
	return store.Answer{Status: http.StatusOK, Type: web.JSONType, Body: o.Texts("recovery_codes", codes).String()}
}

// recoveryPage answers GET /account/recovery-codes.
func recoveryPage(c *web.Call) error { return showRenewRecovery(c, http.StatusOK, nil) }

func showRenewRecovery(c *web.Call, status int, errs []pages.FieldError) error {
	return showProofForm(c, status, "Get new recovery codes", "Your old codes stop working.",
		pages.Form{Submit: "Get new codes", Errors: errs})
}

// submitRecovery answers POST /account/recovery-codes.
func submitRecovery(c *web.Call) error {
	in, err := c.Bind()
	if err != nil {
		return proofFormFailed(c, err, showRenewRecovery)
	}
	codes, change, err := c.Tenant().RenewRecoveryCodes(c.Context(), in.Get("password"))
	if err != nil {
		return proofFormFailed(c, err, showRenewRecovery)
	}
	return commitCodes(c, change, codes, "/account", "Your old codes no longer work.")
}

// commitCodes makes a change, and shows the recovery codes that came with it,
// if any: they are nowhere to be seen again. done says what has been done.
func commitCodes(c *web.Call, change *store.Change, codes []string, next, done string) error {
	if len(codes) == 0 {
		return c.CommitTo(change, next, done)
	}
	access := c.Tenant().Access()
	if err := c.Tenant().Commit(c.Context(), change, store.Answer{}); err != nil {
		return err
	}
	page := RecoveryPage{Shell: c.Shell("Your recovery codes", access), Done: done, Codes: codes}
	return c.Render(http.StatusOK, Recovery(page))
}
