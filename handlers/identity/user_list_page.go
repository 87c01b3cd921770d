package identity

import (
	"net/http"
	"net/url"
	"strings"

	"ringfence/domain"
	"ringfence/domain/csvio"
	"ringfence/handlers/pages"
	"ringfence/handlers/web"
	"ringfence/store"
)

// userListPage answers GET /users.
func userListPage(c *web.Call) error {
	f, err := userFilter(c)
	if err != nil {
		return c.AfterCheck(err)
	}
	list, err := c.Tenant().Users(c.Context(), f)
	if err != nil {
		return err
	}
	page := UserListPage{Shell: c.Shell("Users", c.Tenant().Access()), Filters: userFilters(f, c.Tenant().Info().Roles()),
		Filtered: f.State+f.Role != "", Count: domain.Count(list.Total) + " users", Export: "/users/export.csv?" + narrowed(f)}
	if list.Total == 1 {
		page.Count = "1 user"
	}
	list.Users, page.Pages = web.PagedBothWays(c, list.Users, f.Limit, userID)
	for _, u := range list.Users {
		state := accountStates[u.State()]
		page.Rows = append(page.Rows, UserRow{Name: u.Name, Href: "/users/" + u.ID, Email: u.Email, Role: u.Role.Label(),
			State: state.label, Colour: state.colour, Factor: factorText(u), LastSignIn: lastSignIn(u)})
	}
	return c.Render(http.StatusOK, UserList(page))
}

// narrowed is the part of the address that says which users, in which order.
func narrowed(f store.UserFilter) string {
	return url.Values{"state": {f.State}, "role": {f.Role}, "sort": {f.Sort}}.Encode()
}

func factorText(u domain.UserAccount) string {
	var names []string
	if u.App {
		names = append(names, "Authenticator app")
	}
	if u.Passkey {
		names = append(names, "Passkey")
	}
	if names == nil {
		return "None"
	}
	return strings.Join(names, ", ")
}

func lastSignIn(u domain.UserAccount) string {
	if u.LastSignInAt == 0 {
		return "Never"
	}
	return web.FormatTime(u.LastSignInAt)
}

func userFilters(f store.UserFilter, here domain.Roles) []pages.FormField {
	states := []pages.Option{{Label: "All"}}
	for _, name := range domain.AccountStates {
		states = append(states, pages.Option{Value: name, Label: accountStates[name].label})
	}
	roles := append([]pages.Option{{Label: "All"}}, roleOptions(here, false)...)
	sorts := []pages.Option{{Label: "Name"}, {Value: "-name", Label: "Name, last first"}, {Value: "role", Label: "Role"},
		{Value: "-last_sign_in_at", Label: "Last sign-in, newest first"},
		{Value: "last_sign_in_at", Label: "Last sign-in, oldest first"},
		{Value: "-created_at", Label: "Newest first"}}
	return []pages.FormField{
		{Name: "state", Label: "Status", Kind: pages.Select, Value: f.State, Required: true, Options: states},
		{Name: "role", Label: "Role", Kind: pages.Select, Value: f.Role, Required: true, Options: roles},
		{Name: "sort", Label: "Sort by", Kind: pages.Select, Value: f.Sort, Required: true, Options: sorts},
	}
}

// exportPage is how many users are read at once.
const exportPage = 1000

// exportUsers answers GET /users/export.csv (RFC 4180), of all that the filters
// let through.
func exportUsers(c *web.Call) error {
	f, err := userFilter(c)
	if err != nil {
		return c.AfterCheck(err)
	}
	f.Limit = exportPage
	var text strings.Builder
	w := csvio.NewWriter(&text, true)
	// A strings.Builder does not fail.
	_ = w.WriteText("name", "email", "role", "state", "second_factors", "last_sign_in_at", "created_at")
	for {
		list, err := c.Tenant().Users(c.Context(), f)
		if err != nil {
			return err
		}
		for _, u := range list.Users[:min(len(list.Users), f.Limit)] {
			_ = w.Write(userCells(u)...)
		}
		if len(list.Users) <= f.Limit {
			break
		}
		f.After = list.Users[f.Limit-1].ID
	}
	c.SetHeader("Content-Disposition", `attachment; filename="users.csv"`)
	c.Respond(http.StatusOK, "text/csv; charset=utf-8", []byte(text.String()))
	return nil
}

func userCells(u domain.UserAccount) []csvio.Cell {
	last := ""
	if u.LastSignInAt != 0 {
		last = web.Timestamp(u.LastSignInAt)
	}
	return []csvio.Cell{csvio.Text(u.Name), csvio.Text(u.Email), csvio.Text(u.Role.String()), csvio.Text(u.State()),
		csvio.Text(strings.Join(secondFactors(u), " ")), csvio.Text(last), csvio.Text(web.Timestamp(u.CreatedAt))}
}
