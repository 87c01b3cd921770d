package handlers

import (
	"net/http"
	"strconv"

	"ringfence/domain"
	"ringfence/handlers/pages"
	"ringfence/store"
)

var accountStates = map[string]struct{ label, colour string }{
	domain.AccountActive:   {"Active", "green"},
	domain.AccountInvited:  {"Invited", "blue"},
	domain.AccountDisabled: {"Disabled", "grey"},
}

// userListPage answers GET /users.
func userListPage(c *call) error {
	f, err := c.userFilter()
	if err != nil {
		return c.afterCheck(err)
	}
	list, err := c.tenant.Users(c.ctx(), f)
	if err != nil {
		return err
	}
	access, err := c.tenant.Check(c.ctx())
	if err != nil {
		return err
	}
	page := pages.UserListPage{Shell: c.shell("Users", access), State: f.State}
	list, page.Pages = paged(c, list, f.Limit, userID)
	for _, u := range list {
		state := accountStates[u.State()]
		page.Rows = append(page.Rows, pages.UserRow{Name: u.Name, Href: "/users/" + u.ID, Email: u.Email, Role: u.Role.Label(), State: state.label, Colour: state.colour})
	}
	return c.render(http.StatusOK, pages.UserList(page))
}

// userPage answers GET /users/{id}.
func userPage(c *call) error {
	u, access, err := c.oneUser()
	if err != nil {
		return err
	}
	return c.render(http.StatusOK, pages.UserShow(pages.UserShowPage{
		Shell: c.shell(u.Name, access), Path: "/users/" + u.ID, Disabled: u.Disabled, Invited: u.State() == domain.AccountInvited, Own: u.ID == access.User.ID,
		Ledger: "/ledger?entity=account&entity_id=" + u.ID,
		Section: pages.Section{Title: "Account", Rows: []pages.SummaryRow{
			{Label: "Email address", Value: u.Email}, {Label: "Role", Value: u.Role.Label()}, {Label: "State", Value: accountStates[u.State()].label},
			{Label: "Since", Value: when(u.CreatedAt)}, {Label: "Last changed", Value: when(u.UpdatedAt)},
		}},
	}))
}

func (c *call) oneUser() (domain.UserAccount, *store.Access, error) {
	u, err := c.tenant.User(c.ctx(), c.r.PathValue("id"))
	if err != nil {
		return u, nil, err
	}
	access, err := c.tenant.Check(c.ctx())
	return u, access, err
}

// disableUserPage answers GET /users/{id}/disable by asking whether it is meant.
func disableUserPage(c *call) error {
	u, access, err := c.oneUser()
	if err != nil {
		return err
	}
	return c.render(http.StatusOK, pages.Sheet(pages.SheetPage{
		Shell: c.shell("Disable "+u.Name+"?", access),
		Intro: []string{u.Name + " is signed out at once everywhere and cannot sign in until the account is enabled again. Links that were sent stop working. Records stay as they are."},
		Form:  &pages.Form{Action: c.r.URL.Path, Submit: "Disable " + u.Name, Cancel: "/users/" + u.ID, Warn: true},
	}))
}

// submitDisableUser answers POST /users/{id}/disable.
func submitDisableUser(c *call) error { return c.setDisabled(true) }

// removeFactorsPage answers GET /users/{id}/factors by asking whether it is meant.
func removeFactorsPage(c *call) error {
	u, access, err := c.oneUser()
	if err != nil {
		return err
	}
	return c.render(http.StatusOK, pages.Sheet(pages.SheetPage{
		Shell: c.shell("Remove the second factors of "+u.Name+"?", access),
		Intro: []string{
			"Do this only for somebody who has lost their authenticator app, recovery codes and passkeys, and only when you are certain who is asking: see them, or call them on a number that you know.",
			u.Name + " is signed out everywhere, is told by email, and signs in with the password alone until new ones are set up.",
		},
		Form: &pages.Form{Action: c.r.URL.Path, Submit: "Remove second factors", Cancel: "/users/" + u.ID, Warn: true},
	}))
}

// submitRemoveFactors answers POST /users/{id}/factors.
func submitRemoveFactors(c *call) error {
	id := c.r.PathValue("id")
	change, err := c.tenant.RemoveFactors(c.ctx(), id)
	if err != nil {
		return err
	}
	return c.commitTo(change, "/users/"+id)
}

// submitEnableUser answers POST /users/{id}/enable.
func submitEnableUser(c *call) error { return c.setDisabled(false) }

func (c *call) setDisabled(disabled bool) error {
	id := c.r.PathValue("id")
	_, change, err := c.tenant.EditUser(c.ctx(), id, 0, func(u *domain.UserAccount) { u.Disabled = disabled })
	if err != nil {
		return err
	}
	return c.commitTo(change, "/users/"+id)
}

// submitResend answers POST /users/{id}/invitation.
func submitResend(c *call) error {
	id := c.r.PathValue("id")
	change, err := c.tenant.ResendInvitation(c.ctx(), id)
	if err != nil {
		return err
	}
	return c.commitTo(change, "/users/"+id)
}

var movementTexts = map[string]string{
	"joined": "Joined", "accepted": "Accepted the invitation", "moved": "Moved", "left": "Left", "returned": "Returned",
}

// userChangesPage answers GET /users/changes.
func userChangesPage(c *call) error {
	list, f, err := c.movements()
	if err != nil {
		return err
	}
	access, err := c.tenant.Check(c.ctx())
	if err != nil {
		return err
	}
	q := c.r.URL.Query()
	page := pages.UserChangesPage{Shell: c.shell("Joiners, movers and leavers", access), From: q.Get("from"), To: q.Get("to")}
	list, page.Pages = paged(c, list, f.Limit, movementCursor)
	for _, m := range list {
		page.Rows = append(page.Rows, pages.UserChangeRow{Name: orDefault(m.User.Name, m.User.ID), Email: m.User.Email, What: movementTexts[m.Kind],
			Detail: movementDetail(m), At: when(m.At), By: orDefault(m.By.Name, m.By.ID)})
	}
	return c.render(http.StatusOK, pages.UserChanges(page))
}

func movementDetail(m store.Movement) string {
	label := func(name string) string {
		role, _ := domain.ParseRole(name)
		return role.Label()
	}
	if m.From != "" {
		return "From " + label(m.From) + " to " + label(m.To)
	}
	return label(m.To)
}

func versionText(u domain.UserAccount) string { return strconv.FormatInt(u.Version, 10) }
