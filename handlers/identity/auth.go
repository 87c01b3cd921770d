package identity

import (
	"net/http"

	"ringfence/domain"
	"ringfence/handlers/web"
	"ringfence/store"
)

// login answers POST /api/auth/login (AUTH-1).
func login(c *web.Call) error {
	in, err := c.Bind()
	if err != nil {
		return err
	}
	entry, err := signIn(c, in)
	if err != nil {
		return err
	}
	return entered(c, entry)
}

// login takes the first step of signing in.
func signIn(c *web.Call, in *domain.Input) (*store.Entry, error) {
	if err := c.CanSignIn(); err != nil {
		return nil, err
	}
	return c.Visitor().Login(c.Context(), in.Get("email"), in.Get("password"), c.Device())
}

// logout answers POST /api/auth/logout (AUTH-5).
func logout(c *web.Call) error {
	change, err := c.Tenant().Logout(c.Context())
	if err != nil {
		return err
	}
	c.SetCookie(web.SessionCookie, "", -1)
	return c.Commit(change, store.Answer{Status: http.StatusNoContent})
}

// session answers GET /api/auth/session (AUTH-5).
func session(c *web.Call) error {
	access, err := c.Tenant().Check(c.Context())
	if err != nil {
		return err
	}
	o := domain.Object{}
	return c.JSON(http.StatusOK, o.Raw("user", userJSON(access.User)).Raw("tenant", tenantJSON(c.Tenant().Info())).
		Raw("subscription", subscriptionJSON(access)).Bytes())
}

func userJSON(u domain.User) string {
	o := domain.Object{}
	return o.Text("id", u.ID).Text("email", u.Email).Text("name", u.Name).Text("role", u.Role.String()).String()
}

func tenantJSON(t domain.Tenant) string {
	o := domain.Object{}
	return o.Text("slug", t.Slug).Text("name", t.Name).Text("region", t.Region).String()
}

func subscriptionJSON(a *store.Access) string {
	o := domain.Object{}
	o.Text("status", string(a.Status)).TextOrNull("plan", a.Window.Plan).Texts("modules", a.Window.ModuleNames())
	if a.Window.ID == "" {
		return o.Raw("valid_from", "null").Raw("valid_until", "null").String()
	}
	return o.Text("valid_from", web.Timestamp(a.Window.From)).Text("valid_until", web.Timestamp(a.Window.Until)).String()
}

// sessions answers GET /api/auth/sessions.
func sessions(c *web.Call) error {
	list, err := c.Tenant().Sessions(c.Context())
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, web.List(list, len(list), nil, sessionJSON))
}

func sessionJSON(o *domain.Object, s store.Session) {
	o.Text("id", s.ID).Text("device", s.Device).Text("created_at", web.Timestamp(s.CreatedAt)).
		Text("last_used_at", web.Timestamp(s.LastUsedAt)).Text("expires_at", web.Timestamp(s.ExpiresAt)).Bool("current", s.Current)
}

// endSession answers DELETE /api/auth/sessions/{id}.
func endSession(c *web.Call) error {
	change, err := c.Tenant().EndSession(c.Context(), c.PathValue("id"))
	if err != nil {
		return err
	}
	return c.Commit(change, store.Answer{Status: http.StatusNoContent})
}

// endEverybodysSessions answers DELETE /api/users/sessions.
func endEverybodysSessions(c *web.Call) error {
	change, err := c.Tenant().EndEverybodysSessions(c.Context())
	if err != nil {
		return err
	}
	return c.Commit(change, store.Answer{Status: http.StatusNoContent})
}

// endOtherSessions answers DELETE /api/auth/sessions.
func endOtherSessions(c *web.Call) error {
	change, err := c.Tenant().EndOtherSessions(c.Context())
	if err != nil {
		return err
	}
	return c.Commit(change, store.Answer{Status: http.StatusNoContent})
}
