package handlers

import (
	"net/http"
	"slices"
	"strconv"

	"ringfence/domain"
	"ringfence/store"
)

var (
	userParams = append([]param{{"state", "active, invited or disabled", textParam}}, pageParams...)

	accountSchema = object(prop{"id", text(), false}, prop{"email", text(), false}, prop{"name", text(), false},
		prop{"role", oneOf(domain.RoleNames()...), false}, prop{"state", oneOf(domain.AccountStates...), false}, prop{"disabled", boolean(), false},
		prop{"version", integer(), false}, prop{"created_at", timeText(), false}, prop{"updated_at", timeText(), false})
)

func (c *call) userFilter() (store.UserFilter, error) {
	q := c.query()
	f := store.UserFilter{State: q.text("state"), After: q.text("cursor"), Limit: q.limit()}
	if f.State != "" && !slices.Contains(domain.AccountStates, f.State) {
		q.refuse("state", "unknown", "state must be active, invited or disabled")
	}
	return f, q.err()
}

// users answers GET /api/users (AUTH-10).
func users(c *call) error {
	f, err := c.userFilter()
	if err != nil {
		return c.afterCheck(err)
	}
	list, err := c.tenant.Users(c.ctx(), f)
	if err != nil {
		return err
	}
	return c.json(http.StatusOK, page(list, f.Limit, userID, accountJSON))
}

func userID(u domain.UserAccount) string { return u.ID }

func accountJSON(o *domain.Object, u domain.UserAccount) {
	o.Text("id", u.ID).Text("email", u.Email).Text("name", u.Name).Text("role", u.Role.String()).Text("state", u.State()).
		Bool("disabled", u.Disabled).Int("version", u.Version).Text("created_at", timestamp(u.CreatedAt)).Text("updated_at", timestamp(u.UpdatedAt))
}

// user answers GET /api/users/{id}.
func user(c *call) error {
	u, err := c.tenant.User(c.ctx(), c.r.PathValue("id"))
	if err != nil {
		return err
	}
	c.w.Header().Set("ETag", `"`+strconv.FormatInt(u.Version, 10)+`"`)
	o := domain.Object{}
	accountJSON(&o, u)
	return c.json(http.StatusOK, o.Bytes())
}

// inviteUser answers POST /api/users.
func inviteUser(c *call) error {
	in, err := c.bind()
	if err != nil {
		return err
	}
	u, change, err := c.inviteUser(in)
	if err != nil {
		return err
	}
	return c.commitUser(change, u, http.StatusCreated, "/api/users/"+u.ID)
}

func (c *call) inviteUser(in *domain.Input) (domain.UserAccount, *store.Change, error) {
	role, _ := domain.ParseRole(in.Get("role"))
	return c.tenant.InviteUser(c.ctx(), in.Get("email"), in.Get("name"), role)
}

// editUser answers PATCH /api/users/{id}.
func editUser(c *call) error {
	in, err := c.bind()
	if err != nil {
		return err
	}
	version, err := c.ifMatch()
	if err != nil {
		return c.afterCheck(err)
	}
	u, change, err := c.editUser(in, version)
	if err == domain.ErrConflict {
		err = &domain.Error{Code: "precondition-failed", Message: domain.ErrConflict.Message}
	}
	if err != nil {
		return err
	}
	return c.commitUser(change, u, http.StatusOK, "")
}

func (c *call) editUser(in *domain.Input, version int64) (domain.UserAccount, *store.Change, error) {
	given := func(name string) (string, bool) {
		i := domain.UserFields.Index(name)
		return in.Values[i], in.Given[i]
	}
	return c.tenant.EditUser(c.ctx(), c.r.PathValue("id"), version, func(u *domain.UserAccount) {
		if name, ok := given("name"); ok {
			u.Name = name
		}
		if role, ok := given("role"); ok {
			u.Role, _ = domain.ParseRole(role)
		}
		if disabled, ok := given("disabled"); ok {
			u.Disabled = disabled == "true"
		}
	})
}

// commitUser makes a change and answers with the account as it now stands.
func (c *call) commitUser(change *store.Change, u domain.UserAccount, status int, location string) error {
	o := domain.Object{}
	accountJSON(&o, u)
	return c.commit(change, store.Answer{Status: status, Location: location, Type: jsonType, Body: o.String()})
}

// resendInvitation answers POST /api/users/{id}/invitation.
func resendInvitation(c *call) error {
	change, err := c.tenant.ResendInvitation(c.ctx(), c.r.PathValue("id"))
	if err != nil {
		return err
	}
	return c.commit(change, store.Answer{Status: http.StatusNoContent})
}

// removeFactors answers DELETE /api/users/{id}/factors.
func removeFactors(c *call) error {
	change, err := c.tenant.RemoveFactors(c.ctx(), c.r.PathValue("id"))
	if err != nil {
		return err
	}
	return c.commit(change, store.Answer{Status: http.StatusNoContent})
}
