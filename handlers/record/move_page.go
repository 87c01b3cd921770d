package record

import (
	"net/http"
	"strings"

	"ringfence/domain"
	"ringfence/handlers/pages"
	"ringfence/handlers/web"
)

// ask answers GET of a move's page: it asks for a reason, or whether it is meant.
func (m move) ask(c *web.Call) error { return m.show(c, http.StatusOK, nil) }

// submit answers POST of it.
func (m move) submit(c *web.Call) error {
	in, err := c.Bind()
	if err != nil {
		return m.failed(c, err)
	}
	id := c.PathValue("id")
	_, change, err := c.Tenant().Move(c.Context(), m.Resource, m.Move, id, in.Get("reason"))
	if err != nil {
		return m.failed(c, err)
	}
	return c.CommitTo(change, m.Page+"/"+id, domain.Capital(m.One)+" "+strings.ToLower(m.States.Named(m.To).Label))
}

func (m move) failed(c *web.Call, err error) error {
	refusal, status, ok := web.FormRefusal(err)
	if !ok {
		return err
	}
	return m.show(c, status, refusal)
}

func (m move) show(c *web.Call, status int, refusal *domain.Error) error {
	view, err := c.Tenant().View(c.Context(), m.Resource, c.PathValue("id"))
	if err != nil {
		return err
	}
	access, here := c.Tenant().Access(), m.Page+"/"+view.Record.ID
	if !m.May(access.User.Role, view.Record.Own, m.State(view.Record)) {
		return domain.ErrWrongState
	}
	reason := pages.FormField{Name: "reason", Label: "Reason", Kind: pages.Textarea, Required: m.Reason,
		Value: c.Typed(refusal, func(string) string { return "" })("reason")}
	title := m.Title(view.Record)
	page := FormPage{Shell: c.Shell(m.Label+": "+title, access).Under("Back", here)}
	page.Form = pages.Form{Action: here + "/" + m.Name, Submit: m.Label, Cancel: here, Warn: m.Warns, Errors: web.FormErrors(refusal),
		Groups: []pages.FieldGroup{{Fields: []pages.FormField{reason}}}}
	return c.Render(status, Form(page))
}
