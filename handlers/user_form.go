package handlers

import (
	"errors"
	"net/http"
	"strconv"

	"ringfence/domain"
	"ringfence/handlers/pages"
)

// userFormFields are what the page changes, and the version that it was
// filled from.
var userFormFields = append(append(domain.Fields{}, domain.UserFields[:2]...), domain.Field{Name: "version", Label: "Version", Kind: domain.ID})

// newUserPage answers GET /users/new.
func newUserPage(c *call) error { return c.showUserForm(http.StatusOK, "", nil) }

// submitNewUser answers POST /users/new.
func submitNewUser(c *call) error {
	in, err := c.bind()
	if err != nil {
		return c.userFormFailed("", err)
	}
	u, change, err := c.inviteUser(in)
	if err != nil {
		return c.userFormFailed("", err)
	}
	return c.commitTo(change, "/users/"+u.ID)
}

// editUserPage answers GET /users/{id}/edit.
func editUserPage(c *call) error { return c.showUserForm(http.StatusOK, c.r.PathValue("id"), nil) }

// submitEditUser answers POST /users/{id}/edit.
func submitEditUser(c *call) error {
	id := c.r.PathValue("id")
	in, err := c.bind()
	if err != nil {
		return c.userFormFailed(id, err)
	}
	version, _ := strconv.ParseInt(in.Get("version"), 10, 64)
	_, change, err := c.tenant.EditUser(c.ctx(), id, version, func(u *domain.UserAccount) {
		u.Name = in.Get("name")
		u.Role, _ = domain.ParseRole(in.Get("role"))
	})
	if err != nil {
		return c.userFormFailed(id, err)
	}
	return c.commitTo(change, "/users/"+id)
}

// userFormFailed shows the form again with what was typed and what is wrong.
func (c *call) userFormFailed(id string, err error) error {
	var refusal *domain.Error
	if !errors.As(err, &refusal) || kinds[refusal.Code].status != http.StatusBadRequest && !onForm[refusal.Code] {
		return err
	}
	return c.showUserForm(kinds[refusal.Code].status, id, refusal)
}

// onForm are the refusals that are shown above the form.
var onForm = map[string]bool{"email-taken": true, "last-admin": true, "seat-limit": true}

// refusalErrors are a refusal as a form shows it.
func refusalErrors(refusal *domain.Error) []pages.FieldError {
	switch {
	case refusal == nil:
		return nil
	case refusal.Fields != nil:
		return fieldErrors(refusal)
	case refusal.Code == "email-taken":
		return []pages.FieldError{{Field: "email", Message: refusal.Message}}
	}
	return []pages.FieldError{{Message: refusal.Message}}
}

func (c *call) showUserForm(status int, id string, refusal *domain.Error) error {
	u, title := domain.UserAccount{}, "Invite somebody"
	form := &pages.Form{Action: "/users/new", Submit: "Send the invitation", Cancel: "/users", Errors: refusalErrors(refusal)}
	if id != "" {
		found, err := c.tenant.User(c.ctx(), id)
		if err != nil {
			return err
		}
		u, title, form.Action, form.Submit, form.Cancel = found, "Edit "+found.Name, c.r.URL.Path, "Save changes", "/users/"+id
	}
	access, err := c.tenant.Check(c.ctx())
	if err != nil {
		return err
	}
	value := c.typed(map[string]string{"email": u.Email, "name": u.Name, "role": u.Role.String(), "version": versionText(u)}, refusal)
	fields := []pages.FormField{
		{Name: "name", Label: "Name", Value: value["name"], Required: true},
		{Name: "role", Label: "Role", Kind: pages.Select, Value: value["role"], Required: true, Options: roleOptions(id == "")},
	}
	if id == "" {
		fields = append([]pages.FormField{{Name: "email", Label: "Email address", Kind: pages.Email, Value: value["email"], Required: true}}, fields...)
	} else {
		fields = append(fields, pages.FormField{Name: "version", Kind: pages.Hidden, Value: value["version"]})
	}
	form.Groups = []pages.FieldGroup{{Fields: fields}}
	shell := c.shell(title, access)
	shell.Back = &pages.Link{Label: "Back", Href: form.Cancel}
	return c.render(status, pages.Sheet(pages.SheetPage{Shell: shell, Form: form}))
}

// typed prefers what was typed into a form that is refused.
func (c *call) typed(values map[string]string, refusal *domain.Error) map[string]string {
	if refusal == nil {
		return values
	}
	pairs, _ := c.pairs() // a form that cannot be read has none
	for _, p := range pairs {
		values[p.Name] = p.Value
	}
	return values
}

func roleOptions(choose bool) []pages.Option {
	var list []pages.Option
	if choose {
		list = append(list, pages.Option{Label: "Choose a role"})
	}
	for _, name := range domain.RoleNames() {
		role, _ := domain.ParseRole(name)
		list = append(list, pages.Option{Value: name, Label: role.Label()})
	}
	return list
}
