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
	session, token, err := c.login(in.Get("email"), in.Get("password"))
	if err != nil {
		return err
	}
	o := domain.Object{}
	return c.json(http.StatusOK, o.Text("token", token).Text("expires_at", timestamp(session.ExpiresAt)).
		Raw("user", userJSON(session.User)).Bytes())
}

// login begins a session and sets its cookie.
func (c *call) login(email, password string) (*store.Session, string, error) {
	if c.app.tokens.key == nil {
		return nil, "", domain.ErrSessions
	}
	t := c.tenant.For(store.Request{ID: c.id})
	s, err := t.Login(c.ctx(), email, password, deviceOf(c.r))
	if err != nil {
		return nil, "", err
	}
	c.claims.Subject = s.User.ID
	token, err := c.app.tokens.sign(t.Info().ID, s.ID, s.User, s.CreatedAt, s.ExpiresAt)
	if err != nil {
		return nil, "", err
	}
	c.setCookie(token, int(domain.SessionAbsolute.Seconds()))
	return s, token, nil
}

// setCookie sets the session's cookie, or clears it with maxAge −1.
func (c *call) setCookie(token string, maxAge int) {
	http.SetCookie(c.w, &http.Cookie{Name: sessionCookie, Value: token, Path: "/", MaxAge: maxAge,
		Secure: true, HttpOnly: true, SameSite: http.SameSiteLaxMode})
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
	c.setCookie("", -1)
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
