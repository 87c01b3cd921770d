package handlers

import (
	"net/http"
	"strings"

	"ringfence/domain"
	"ringfence/store"
)

// login answers POST /api/auth/login (AUTH-1).
func login(c *call) error {
	in, err := c.bind()
	if err != nil {
		return err
	}
	entry, err := c.login(in)
	if err != nil {
		return err
	}
	return c.entered(entry)
}

// login takes the first step of signing in.
func (c *call) login(in *domain.Input) (*store.Entry, error) {
	if err := c.canEnter(); err != nil {
		return nil, err
	}
	return c.visitor().Login(c.ctx(), in.Get("email"), in.Get("password"), deviceOf(c.r))
}

// deviceOf is the browser's description of itself, shortened.
func deviceOf(r *http.Request) string {
	agent := strings.ToValidUTF8(r.UserAgent(), "")
	if len(agent) > 200 {
		agent = strings.ToValidUTF8(agent[:200], "")
	}
	return orDefault(agent, "unknown")
}

// logout answers POST /api/auth/logout (AUTH-5).
func logout(c *call) error {
	change, err := c.tenant.Logout(c.ctx())
	if err != nil {
		return err
	}
	c.setCookie(sessionCookie, "", -1)
	return c.commit(change, store.Answer{Status: http.StatusNoContent})
}

// session answers GET /api/auth/session (AUTH-5).
func session(c *call) error {
	access, err := c.tenant.Check(c.ctx())
	if err != nil {
		return err
	}
	o := domain.Object{}
	return c.json(http.StatusOK, o.Raw("user", userJSON(access.User)).Raw("tenant", tenantJSON(c.tenant.Info())).
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
	return o.Text("valid_from", timestamp(a.Window.From)).Text("valid_until", timestamp(a.Window.Until)).String()
}

// sessions answers GET /api/auth/sessions.
func sessions(c *call) error {
	list, err := c.tenant.Sessions(c.ctx())
	if err != nil {
		return err
	}
	return c.json(http.StatusOK, page(list, len(list), nil, sessionJSON))
}

func sessionJSON(o *domain.Object, s store.Session) {
	o.Text("id", s.ID).Text("device", s.Device).Text("created_at", timestamp(s.CreatedAt)).
		Text("last_used_at", timestamp(s.LastUsedAt)).Text("expires_at", timestamp(s.ExpiresAt)).Bool("current", s.Current)
}

// endSession answers DELETE /api/auth/sessions/{id}.
func endSession(c *call) error {
	change, err := c.tenant.EndSession(c.ctx(), c.r.PathValue("id"))
	if err != nil {
		return err
	}
	return c.commit(change, store.Answer{Status: http.StatusNoContent})
}

// endOtherSessions answers DELETE /api/auth/sessions.
func endOtherSessions(c *call) error {
	change, err := c.tenant.EndOtherSessions(c.ctx())
	if err != nil {
		return err
	}
	return c.commit(change, store.Answer{Status: http.StatusNoContent})
}
