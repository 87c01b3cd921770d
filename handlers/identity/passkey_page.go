package identity

import (
	"errors"
	"net/http"

	"ringfence/domain"
	"ringfence/handlers/pages"
	"ringfence/handlers/web"
	"ringfence/store"
)

// passkeysPage answers GET /account/passkeys.
func passkeysPage(c *web.Call) error {
	list, err := c.Tenant().Passkeys(c.Context())
	if err != nil {
		return err
	}
	access := c.Tenant().Access()
	page := PasskeysPage{Shell: c.Shell("Your passkeys", access)}
	for _, p := range list {
		page.Passkeys = append(page.Passkeys, passkeyRow(p))
	}
	return c.Render(http.StatusOK, Passkeys(page))
}

func passkeyRow(p store.Passkey) PasskeyRow {
	row := PasskeyRow{ID: p.ID, Name: p.Name, Host: p.Host, Kind: "On one device", Added: web.FormatDay(p.CreatedAt), LastUsed: "Not yet"}
	if p.Synced {
		row.Kind = "On several of your devices"
	}
	if p.LastUsedAt != 0 {
		row.LastUsed = web.FormatTime(p.LastUsedAt)
	}
	return row
}

var (
	passkeyBeginFields = append(domain.Passkeys.Fields(), domain.ProofFields...)
	proofQuestion      = pages.FormField{Name: "password", Label: "Password", Kind: pages.Password, Required: true, Autocomplete: "current-password"}
)

// newPasskeyPage answers GET /account/passkeys/new.
func newPasskeyPage(c *web.Call) error { return showNewPasskey(c, http.StatusOK, "", nil) }

func showNewPasskey(c *web.Call, status int, name string, errs []pages.FieldError) error {
	return showProofForm(c, status, "Add a passkey", "Give this passkey a name, so you can recognise it later.",
		pages.Form{Submit: "Continue", Errors: errs}, passkeyName(name))
}

func passkeyName(value string) pages.FormField {
	f := domain.Passkeys.Columns[0].Field
	return pages.FormField{Name: f.Name, Label: f.Label, Hint: f.Hint, Value: value, Required: true, Width: "20"}
}

// showProofForm shows a form, with the question for the password once that has
// been asked for.
func showProofForm(c *web.Call, status int, title, intro string, form pages.Form, fields ...pages.FormField) error {
	for _, e := range form.Errors {
		if e.Field == proofQuestion.Name {
			fields = append(fields, proofQuestion)
		}
	}
	form.Groups = []pages.FieldGroup{{Fields: fields}}
	return showForm(c, status, title, intro, form)
}

// proofFormFailed is formFailed, and asks for the password where that is
// what is missing.
func proofFormFailed(c *web.Call, err error, show formShower) error {
	if errors.Is(err, domain.ErrProof) {
		return show(c, http.StatusForbidden, []pages.FieldError{{Field: proofQuestion.Name, Message: domain.ErrProof.Message}})
	}
	return formFailed(c, err, show)
}

// submitNewPasskey answers POST /account/passkeys/new: the browser is asked to
// make it.
func submitNewPasskey(c *web.Call) error {
	in, err := c.Bind()
	show := func(c *web.Call, status int, errs []pages.FieldError) error {
		return showNewPasskey(c, status, in.Get("name"), errs)
	}
	if in == nil {
		return err
	}
	if err != nil {
		return proofFormFailed(c, err, show)
	}
	asked, err := c.Tenant().BeginPasskey(c.Context(), c.BrowserHost(), in.Get("password"))
	if err != nil {
		return proofFormFailed(c, err, show)
	}
	access := c.Tenant().Access()
	return c.Render(http.StatusOK, PasskeyNew(PasskeyNewPage{Shell: c.Scripted("passkey.mjs", c.Shell("Create your passkey", access)), Ceremony: Ceremony{
		Action: "/account/passkeys", Kind: "create", Options: creationOptions(c, asked), Submit: "Create passkey",
		Hidden: []pages.FormField{{Name: "name", Value: in.Get("name")}}}}))
}

// submitPasskey answers POST /account/passkeys.
func submitPasskey(c *web.Call) error {
	in, err := c.Bind()
	if err != nil {
		return err
	}
	_, codes, change, err := c.Tenant().AddPasskey(c.Context(), c.BrowserHost(), newPasskey(in))
	if err != nil {
		return err
	}
	return commitCodes(c, change, codes, "/account/passkeys", "Passkey added. You are signed out everywhere else.")
}

// renamePasskeyPage answers GET /account/passkeys/{id}/edit.
func renamePasskeyPage(c *web.Call) error {
	p, err := c.Tenant().Passkey(c.Context(), c.PathValue("id"))
	if err != nil {
		return err
	}
	return showRenamePasskey(c, http.StatusOK, p.Name, nil)
}

func showRenamePasskey(c *web.Call, status int, name string, errs []pages.FieldError) error {
	return showProofForm(c, status, "Rename a passkey", "", pages.Form{Submit: "Save", Errors: errs}, passkeyName(name))
}

// submitRenamePasskey answers POST /account/passkeys/{id}/edit.
func submitRenamePasskey(c *web.Call) error {
	in, err := c.Bind()
	if in == nil {
		return err
	}
	if err != nil {
		return formFailed(c, err, func(c *web.Call, status int, errs []pages.FieldError) error {
			return showRenamePasskey(c, status, in.Get("name"), errs)
		})
	}
	_, change, err := c.Tenant().RenamePasskey(c.Context(), c.PathValue("id"), in.Get("name"))
	if err != nil {
		return err
	}
	return c.CommitTo(change, "/account/passkeys", "Passkey renamed")
}

// removePasskeyPage answers GET /account/passkeys/{id}/remove.
func removePasskeyPage(c *web.Call) error { return showRemovePasskey(c, http.StatusOK, nil) }

func showRemovePasskey(c *web.Call, status int, errs []pages.FieldError) error {
	p, err := c.Tenant().Passkey(c.Context(), c.PathValue("id"))
	if err != nil {
		return err
	}
	return showProofForm(c, status, "Remove a passkey", "“"+p.Name+"” will no longer sign you in. This signs you out everywhere else.",
		pages.Form{Submit: "Remove", Warn: true, Errors: errs})
}

// submitRemovePasskey answers POST /account/passkeys/{id}/remove.
func submitRemovePasskey(c *web.Call) error {
	in, err := c.Bind()
	if err != nil {
		return err
	}
	change, err := c.Tenant().RemovePasskey(c.Context(), c.PathValue("id"), in.Get("password"))
	if err != nil {
		return proofFormFailed(c, err, showRemovePasskey)
	}
	return c.CommitTo(change, "/account/passkeys", "Passkey removed. You are signed out everywhere else.")
}
