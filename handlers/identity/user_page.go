package identity

import (
	"cmp"
	"net/http"
	"strconv"

	"ringfence/domain"
	"ringfence/handlers/pages"
	"ringfence/handlers/web"
	"ringfence/store"
)

var accountStates = map[string]struct{ label, colour string }{
	domain.AccountActive:   {"Active", "green"},
	domain.AccountInvited:  {"Invited", "blue"},
	domain.AccountDisabled: {"Disabled", "grey"},
}

// userPage answers GET /users/{id}.
func userPage(c *web.Call) error {
	u, access, err := oneUser(c)
	if err != nil {
		return err
	}
	return c.Render(http.StatusOK, UserShow(UserShowPage{
		Shell: c.Shell(u.Name, access), Path: "/users/" + u.ID, Disabled: u.Disabled, Invited: u.State() == domain.AccountInvited, Own: u.ID == access.User.ID,
		Ledger: "/ledger?entity=account&entity_id=" + u.ID,
		Section: pages.Section{Title: "Account", Rows: []pages.SummaryRow{
			{Label: "Email address", Value: u.Email}, {Label: "Role", Value: u.Role.Label()}, {Label: "Status", Value: accountStates[u.State()].label},
			{Label: "Second factor", Value: factorText(u)}, {Label: "Last sign-in", Value: lastSignIn(u)},
			{Label: "Since", Value: web.FormatTime(u.CreatedAt)}, {Label: "Last changed", Value: web.FormatTime(u.UpdatedAt)},
		}},
	}))
}

func oneUser(c *web.Call) (domain.UserAccount, *store.Access, error) {
	u, err := c.Tenant().User(c.Context(), c.PathValue("id"))
	if err != nil {
		return u, nil, err
	}
	access, err := c.Tenant().Check(c.Context())
	return u, access, err
}

// disableUserPage answers GET /users/{id}/disable by asking whether it is meant.
func disableUserPage(c *web.Call) error {
	u, access, err := oneUser(c)
	if err != nil {
		return err
	}
	return c.Render(http.StatusOK, pages.Sheet(pages.SheetPage{
		Shell: c.Shell("Disable "+u.Name+"?", access),
		Intro: []string{u.Name + " will be signed out straight away and will not be able to sign in. Invitation and reset links stop working. Staff records are not affected."},
		Form:  &pages.Form{Action: c.Path(), Submit: "Disable " + u.Name, Cancel: "/users/" + u.ID, Warn: true},
	}))
}

// submitDisableUser answers POST /users/{id}/disable.
func submitDisableUser(c *web.Call) error { return setDisabled(c, true) }

// removeFactorsPage answers GET /users/{id}/factors by asking whether it is meant.
func removeFactorsPage(c *web.Call) error {
	u, access, err := oneUser(c)
	if err != nil {
		return err
	}
	return c.Render(http.StatusOK, pages.Sheet(pages.SheetPage{
		Shell: c.Shell("Reset two-step sign-in for "+u.Name+"?", access),
		Intro: []string{
			"Only do this once you have confirmed who they are, in person or on a phone number you already hold.",
			u.Name + " is signed out everywhere, is told by email, and signs in with the password alone until new ones are set up.",
		},
		Form: &pages.Form{Action: c.Path(), Submit: "Reset two-step sign-in", Cancel: "/users/" + u.ID, Warn: true},
	}))
}

// submitRemoveFactors answers POST /users/{id}/factors.
func submitRemoveFactors(c *web.Call) error {
	id := c.PathValue("id")
	change, err := c.Tenant().RemoveFactors(c.Context(), id)
	if err != nil {
		return err
	}
	return c.CommitTo(change, "/users/"+id, "Two-step sign-in reset. They have been told by email.")
}

// submitEnableUser answers POST /users/{id}/enable.
func submitEnableUser(c *web.Call) error { return setDisabled(c, false) }

func setDisabled(c *web.Call, disabled bool) error {
	id := c.PathValue("id")
	_, change, err := c.Tenant().EditUser(c.Context(), id, 0, func(u *domain.UserAccount) { u.Disabled = disabled })
	if err != nil {
		return err
	}
	return c.CommitTo(change, "/users/"+id, map[bool]string{true: "User disabled", false: "User enabled"}[disabled])
}

// submitResend answers POST /users/{id}/invitation.
func submitResend(c *web.Call) error {
	id := c.PathValue("id")
	change, err := c.Tenant().ResendInvitation(c.Context(), id)
	if err != nil {
		return err
	}
	return c.CommitTo(change, "/users/"+id, "Invitation sent again")
}

var movementTexts = map[string]string{
	"joined": "Joined", "accepted": "Accepted the invitation", "moved": "Moved", "left": "Left", "returned": "Returned",
}

// userChangesPage answers GET /users/changes.
func userChangesPage(c *web.Call) error {
	list, f, err := movements(c)
	if err != nil {
		return err
	}
	access := c.Tenant().Access()
	q := c.Request().URL.Query()
	page := UserChangesPage{Shell: c.Shell("Joiners, movers and leavers", access), From: q.Get("from"), To: q.Get("to")}
	list, page.Pages = web.Paged(c, list, f.Limit, movementCursor)
	for _, m := range list {
		page.Rows = append(page.Rows, UserChangeRow{Name: cmp.Or(m.User.Name, m.User.ID), Email: m.User.Email, What: movementTexts[m.Kind],
			Detail: movementDetail(m), At: web.FormatTime(m.At), By: movedBy(m)})
	}
	return c.Render(http.StatusOK, UserChanges(page))
}

// movedBy is who did it.
func movedBy(m store.Movement) string {
	if m.Kind == "accepted" {
		return "The person invited"
	}
	return cmp.Or(m.By.Name, m.By.ID)
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
