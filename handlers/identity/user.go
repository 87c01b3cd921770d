package identity

import (
	"net/http"
	"slices"
	"strings"

	"ringfence/domain"
	"ringfence/handlers/web"
	"ringfence/store"
)

var (
	userNarrow = []web.Param{
		web.TextParam("state", "active, invited or disabled"),
		web.TextParam("role", "A role, as it stands in the record"),
		web.TextParam("sort", "A column, with - before it for the other way round: "+strings.Join(domain.UserSorts, ", ")),
	}
	userParams     = slices.Concat(userNarrow, web.PageParams)
	userPageParams = slices.Concat(userParams, []web.Param{web.TextParam("before", "The first of the page after")})
)

func userFilter(c *web.Call) (store.UserFilter, error) {
	q := c.Query()
	f := store.UserFilter{State: q.Text("state"), Role: q.Text("role"), Sort: q.Text("sort"),
		After: q.Text("cursor"), Before: q.Text("before"), Limit: q.Limit()}
	if f.State != "" && !slices.Contains(domain.AccountStates, f.State) {
		q.Refuse("state", "unknown", "state must be active, invited or disabled")
	}
	if role, _ := domain.ParseRole(f.Role); f.Role != "" && !c.Tenant().Info().Roles().Has(role) {
		q.Refuse("role", "unknown", "role must be one of "+strings.Join(c.Tenant().Info().Roles().Names(), ", "))
	}
	if f.Sort != "" && !slices.Contains(domain.UserSorts, strings.TrimPrefix(f.Sort, "-")) {
		q.Refuse("sort", "unknown", "sort must be one of "+strings.Join(domain.UserSorts, ", "))
	}
	if f.After != "" && f.Before != "" {
		q.Refuse("before", "unknown", "before and cursor exclude each other")
	}
	return f, q.Err()
}

// users answers GET /api/users (AUTH-10).
func users(c *web.Call) error {
	f, err := userFilter(c)
	if err != nil {
		return c.AfterCheck(err)
	}
	list, err := c.Tenant().Users(c.Context(), f)
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, web.List(list.Users, f.Limit, userID, accountJSON))
}

func userID(u domain.UserAccount) string { return u.ID }

func accountJSON(o *domain.Object, u domain.UserAccount) {
	o.Text("id", u.ID).Text("email", u.Email).Text("name", u.Name).Text("role", u.Role.String()).
		Text("state", u.State()).Bool("disabled", u.Disabled).Texts("second_factors", secondFactors(u))
	if u.LastSignInAt == 0 {
		o.Raw("last_sign_in_at", "null")
	} else {
		o.Text("last_sign_in_at", web.Timestamp(u.LastSignInAt))
	}
	o.Int("version", u.Version).Text("created_at", web.Timestamp(u.CreatedAt)).
		Text("updated_at", web.Timestamp(u.UpdatedAt))
}

// factors are what a second factor can be.
var factors = []string{"authenticator", "passkey"}

func secondFactors(u domain.UserAccount) []string {
	list := []string{}
	for i, has := range []bool{u.App, u.Passkey} {
		if has {
			list = append(list, factors[i])
		}
	}
	return list
}

// user answers GET /api/users/{id}.
func user(c *web.Call) error {
	u, err := c.Tenant().User(c.Context(), c.PathValue("id"))
	if err != nil {
		return err
	}
	c.SetVersion(u.Version)
	o := domain.Object{}
	accountJSON(&o, u)
	return c.JSON(http.StatusOK, o.Bytes())
}

// inviteUser answers POST /api/users.
func inviteUser(c *web.Call) error {
	in, err := c.Bind()
	if err != nil {
		return err
	}
	u, change, err := invite(c, in)
	if err != nil {
		return err
	}
	text, err := accountText(u)
	if err != nil {
		return err
	}
	return c.Commit(change, store.Answer{Status: http.StatusCreated, Location: "/api/users/" + u.ID,
		Type: web.JSONType, Body: text})
}

func invite(c *web.Call, in *domain.Input) (domain.UserAccount, *store.Change, error) {
	role, _ := domain.ParseRole(in.Get("role"))
	return c.Tenant().InviteUser(c.Context(), in.Get("email"), in.Get("name"), role)
}

// editUser answers PATCH /api/users/{id}.
func editUser(c *web.Call) error {
	decide := func(in *domain.Input, version int64) (domain.UserAccount, *store.Change, error) {
		return c.Tenant().
			EditUser(c.Context(), c.PathValue("id"), version, func(u *domain.UserAccount) { applyGiven(u, in) })
	}
	return web.Edit(c, decide, accountText)
}

// applyGiven changes of an account what the caller named.
func applyGiven(u *domain.UserAccount, in *domain.Input) {
	given := func(name string) (string, bool) {
		i := domain.UserFields.Index(name)
		return in.Values[i], in.Given[i]
	}
	if name, ok := given("name"); ok {
		u.Name = name
	}
	if role, ok := given("role"); ok {
		u.Role, _ = domain.ParseRole(role)
	}
	if disabled, ok := given("disabled"); ok {
		u.Disabled = disabled == "true"
	}
}

func accountText(u domain.UserAccount) (string, error) {
	o := domain.Object{}
	accountJSON(&o, u)
	return o.String(), nil
}

// resendInvitation answers POST /api/users/{id}/invitation.
func resendInvitation(c *web.Call) error {
	change, err := c.Tenant().ResendInvitation(c.Context(), c.PathValue("id"))
	if err != nil {
		return err
	}
	return c.Commit(change, store.Answer{Status: http.StatusNoContent})
}

// removeFactors answers DELETE /api/users/{id}/factors.
func removeFactors(c *web.Call) error {
	change, err := c.Tenant().RemoveFactors(c.Context(), c.PathValue("id"))
	if err != nil {
		return err
	}
	return c.Commit(change, store.Answer{Status: http.StatusNoContent})
}
