package handlers

import (
	"errors"
	"net/http"
	"strings"

	"ringfence/domain"
	"ringfence/handlers/assets"
	"ringfence/handlers/pages"
	"ringfence/store"
)

// scripted lets a page run our one script, which speaks to the browser of
// passkeys. No other page may run any.
func (c *call) scripted(s pages.Shell) pages.Shell {
	c.w.Header().Set("Content-Security-Policy", contentPolicy+"; script-src 'self'")
	s.Script = strings.TrimPrefix(assets.Path("passkey.mjs"), assets.Prefix)
	return s
}

// passkeysPage answers GET /account/passkeys.
func passkeysPage(c *call) error {
	list, err := c.tenant.Passkeys(c.ctx())
	if err != nil {
		return err
	}
	access, err := c.tenant.Check(c.ctx())
	if err != nil {
		return err
	}
	page := pages.PasskeysPage{Shell: c.shell("Your passkeys", access)}
	for _, p := range list {
		page.Passkeys = append(page.Passkeys, passkeyRow(p))
	}
	return c.render(http.StatusOK, pages.Passkeys(page))
}

func passkeyRow(p store.Passkey) pages.PasskeyRow {
	row := pages.PasskeyRow{ID: p.ID, Name: p.Name, Host: p.Host, Kind: "On one device", Added: day(p.CreatedAt), LastUsed: "Not yet"}
	if p.Synced {
		row.Kind = "On several of your devices"
	}
	if p.LastUsedAt != 0 {
		row.LastUsed = when(p.LastUsedAt)
	}
	return row
}

var (
	passkeyBeginFields = append(domain.Passkeys.Fields(), domain.ProofFields...)
	proofQuestion      = pages.FormField{Name: "password", Label: "Password", Kind: pages.Password, Required: true, Autocomplete: "current-password"}
)

// newPasskeyPage answers GET /account/passkeys/new.
func newPasskeyPage(c *call) error { return c.showNewPasskey(http.StatusOK, "", nil) }

func (c *call) showNewPasskey(status int, name string, errs []pages.FieldError) error {
	return c.showPasskeyForm(status, "Add a passkey", "First, a name by which you know it again.", "Continue", errs, passkeyName(name))
}

func passkeyName(value string) pages.FormField {
	f := domain.Passkeys.Columns[0].Field
	return pages.FormField{Name: f.Name, Label: f.Label, Hint: f.Hint, Value: value, Required: true, Width: "20"}
}

// showPasskeyForm shows a form, with the question for the password once that
// has been asked for.
func (c *call) showPasskeyForm(status int, title, intro, submit string, errs []pages.FieldError, fields ...pages.FormField) error {
	for _, e := range errs {
		if e.Field == proofQuestion.Name {
			fields = append(fields, proofQuestion)
		}
	}
	return c.showForm(status, title, intro, pages.Form{Submit: submit, Groups: []pages.FieldGroup{{Fields: fields}}, Errors: errs})
}

// passkeyFormFailed is formFailed, and asks for the password where that is
// what is missing.
func passkeyFormFailed(err error, show func(status int, errs []pages.FieldError) error) error {
	if errors.Is(err, domain.ErrProof) {
		return show(http.StatusForbidden, []pages.FieldError{{Field: proofQuestion.Name, Message: domain.ErrProof.Message}})
	}
	return formFailed(err, show)
}

// submitNewPasskey answers POST /account/passkeys/new: the browser is asked to
// make it.
func submitNewPasskey(c *call) error {
	in, err := c.bind()
	show := func(status int, errs []pages.FieldError) error { return c.showNewPasskey(status, in.Get("name"), errs) }
	if in == nil {
		return err
	}
	if err != nil {
		return passkeyFormFailed(err, show)
	}
	asked, err := c.tenant.BeginPasskey(c.ctx(), c.host(), in.Get("password"))
	if err != nil {
		return passkeyFormFailed(err, show)
	}
	access, err := c.tenant.Check(c.ctx())
	if err != nil {
		return err
	}
	return c.render(http.StatusOK, pages.PasskeyNew(pages.PasskeyNewPage{Shell: c.scripted(c.shell("Make your passkey", access)), Ceremony: pages.Ceremony{
		Action: "/account/passkeys", Kind: "create", Options: c.creationOptions(asked), Submit: "Make the passkey",
		Hidden: []pages.FormField{{Name: "name", Value: in.Get("name")}}}}))
}

// submitPasskey answers POST /account/passkeys.
func submitPasskey(c *call) error {
	in, err := c.bind()
	if err != nil {
		return err
	}
	_, change, err := c.tenant.AddPasskey(c.ctx(), c.host(), newPasskey(in))
	if err != nil {
		return err
	}
	return c.commitTo(change, "/account/passkeys")
}

// renamePasskeyPage answers GET /account/passkeys/{id}/edit.
func renamePasskeyPage(c *call) error {
	p, err := c.tenant.Passkey(c.ctx(), c.r.PathValue("id"))
	if err != nil {
		return err
	}
	return c.showRenamePasskey(http.StatusOK, p.Name, nil)
}

func (c *call) showRenamePasskey(status int, name string, errs []pages.FieldError) error {
	return c.showPasskeyForm(status, "Rename a passkey", "", "Save", errs, passkeyName(name))
}

// submitRenamePasskey answers POST /account/passkeys/{id}/edit.
func submitRenamePasskey(c *call) error {
	in, err := c.bind()
	if in == nil {
		return err
	}
	if err != nil {
		return formFailed(err, func(status int, errs []pages.FieldError) error {
			return c.showRenamePasskey(status, in.Get("name"), errs)
		})
	}
	_, change, err := c.tenant.RenamePasskey(c.ctx(), c.r.PathValue("id"), in.Get("name"))
	if err != nil {
		return err
	}
	return c.commitTo(change, "/account/passkeys")
}

// removePasskeyPage answers GET /account/passkeys/{id}/remove.
func removePasskeyPage(c *call) error { return c.showRemovePasskey(http.StatusOK, nil) }

func (c *call) showRemovePasskey(status int, errs []pages.FieldError) error {
	p, err := c.tenant.Passkey(c.ctx(), c.r.PathValue("id"))
	if err != nil {
		return err
	}
	return c.showPasskeyForm(status, "Remove a passkey", "“"+p.Name+"” will no longer sign you in. This signs you out everywhere else.", "Remove", errs)
}

// submitRemovePasskey answers POST /account/passkeys/{id}/remove.
func submitRemovePasskey(c *call) error {
	in, err := c.bind()
	if err != nil {
		return err
	}
	change, err := c.tenant.RemovePasskey(c.ctx(), c.r.PathValue("id"), in.Get("password"))
	if err != nil {
		return passkeyFormFailed(err, c.showRemovePasskey)
	}
	return c.commitTo(change, "/account/passkeys")
}
