package identity

import (
	"net/http"
	"strconv"

	"ringfence/domain"
	"ringfence/handlers/pages"
	"ringfence/handlers/web"
)

// userFormFields are what the page changes, and the version that it was
// filled from.
var userFormFields = append(append(domain.Fields{}, domain.UserFields[:2]...), domain.Field{Name: "version",
	Label: "Version", Kind: domain.ID})

// newUserPage answers GET /users/new.
func newUserPage(c *web.Call) error { return showUserForm(c, http.StatusOK, "", nil) }

// submitNewUser answers POST /users/new.
func submitNewUser(c *web.Call) error {
	in, err := c.Bind()
	if err != nil {
		return userFormFailed(c, "", err)
	}
	u, change, err := invite(c, in)
	if err != nil {
		return userFormFailed(c, "", err)
	}
	return c.CommitTo(change, "/users/"+u.ID, "Invitation sent to "+u.Email)
}

// editUserPage answers GET /users/{id}/edit.
func editUserPage(c *web.Call) error { return showUserForm(c, http.StatusOK, c.PathValue("id"), nil) }

// submitEditUser answers POST /users/{id}/edit.
func submitEditUser(c *web.Call) error {
	id := c.PathValue("id")
	in, err := c.Bind()
	if err != nil {
		return userFormFailed(c, id, err)
	}
	version, _ := strconv.ParseInt(in.Get("version"), 10, 64)
	_, change, err := c.Tenant().EditUser(c.Context(), id, version, func(u *domain.UserAccount) {
		u.Name = in.Get("name")
		u.Role, _ = domain.ParseRole(in.Get("role"))
	})
	if err != nil {
		return userFormFailed(c, id, err)
	}
	return c.CommitTo(change, "/users/"+id, "Changes saved")
}

// userFormFailed shows the form again with what was typed and what is wrong.
func userFormFailed(c *web.Call, id string, err error) error {
	refusal, status, ok := web.FormRefusal(err, "email-taken", "last-admin", "seat-limit")
	if !ok {
		return err
	}
	return showUserForm(c, status, id, refusal)
}

func showUserForm(c *web.Call, status int, id string, refusal *domain.Error) error {
	u, title := domain.UserAccount{}, "Invite a user"
	form := &pages.Form{Action: "/users/new", Submit: "Send the invitation", Cancel: "/users",
		Errors: web.FormErrors(refusal)}
	if id != "" {
		found, err := c.Tenant().User(c.Context(), id)
		if err != nil {
			return err
		}
		u, title, form.Action, form.Submit, form.Cancel = found, "Edit "+found.Name, c.Path(), "Save changes", "/users/"+id
	}
	access, err := c.Tenant().Check(c.Context())
	if err != nil {
		return err
	}
	recorded := map[string]string{"email": u.Email, "name": u.Name, "role": u.Role.String(),
		"version": versionText(u)}
	value := c.Typed(refusal, func(name string) string { return recorded[name] })
	fields := []pages.FormField{
		{Name: "name", Label: "Name", Value: value("name"), Required: true},
		{Name: "role", Label: "Role", Kind: pages.Select, Value: value("role"), Required: true,
			Options: roleOptions(c.Tenant().Info().Roles(), id == "")},
	}
	if id == "" {
		fields = append([]pages.FormField{{Name: "email", Label: "Email address", Kind: pages.Email, Value: value("email"), Required: true}}, fields...)
	} else {
		fields = append(fields, pages.FormField{Name: "version", Kind: pages.Hidden, Value: value("version")})
	}
	form.Groups = []pages.FieldGroup{{Fields: fields}}
	shell := c.Shell(title, access)
	shell.Back = &pages.Link{Label: "Back", Href: form.Cancel}
	return c.Render(status, pages.Sheet(pages.SheetPage{Shell: shell, Form: form}))
}

func roleOptions(roles domain.Roles, choose bool) []pages.Option {
	var list []pages.Option
	if choose {
		list = append(list, pages.Option{Label: "Choose a role"})
	}
	for _, name := range roles.Names() {
		role, _ := domain.ParseRole(name)
		list = append(list, pages.Option{Value: name, Label: role.Label()})
	}
	return list
}
