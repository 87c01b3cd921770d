package tests

import "testing"

const newPassword = "harbour-lantern-fifty-two"

// accept accepts the newest invitation to an address and signs in.
func (o *org) accept(t testing.TB, email string) *visitor {
	t.Helper()
	o.at.log.secret(newPassword)
	o.nobody().send(t, "POST", "/api/auth/invitation/accept", object("token", o.linked(t, email), "password", newPassword)).want(t, 204)
	return o.enter(t, o.nobody().send(t, "POST", "/api/auth/login", object("email", email, "password", newPassword)))
}

func TestInvitation(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	const email = "nia@elsewhere.example"
	u := o.invite(t, email, "readonly")
	first := o.linked(t, email)
	again := scenario{as: o.as(t, "admin"), method: "POST", path: u.path() + "/invitation", status: 204, ledger: []string{"account.invite"}}
	accept := func(name, token, pass string, status int, problem string, s scenario) scenario {
		s.name, s.as, s.method, s.path, s.body, s.status, s.problem = name, o.nobody(), "POST", "/api/auth/invitation/accept", object("token", token, "password", pass), status, problem
		return s
	}
	login := func(name, pass string, status int, problem string, ledger ...string) scenario {
		return scenario{name: name, as: o.nobody(), method: "POST", path: "/api/auth/login", body: object("email", email, "password", pass), status: status, problem: problem, ledger: ledger}
	}
	o.play(t, login("not yet", newPassword, 401, "invalid-credentials", "auth.login-failed"), again)
	second := o.linked(t, email)
	o.play(t,
		accept("the first link", first, newPassword, 400, "invalid-token", scenario{}),
		accept("a link of nothing", "nosuch", newPassword, 400, "invalid-token", scenario{}),
		accept("injection", "' OR 1=1 --", newPassword, 400, "invalid-token", scenario{}),
		accept("no password", second, "", 400, "invalid-request", scenario{has: []string{`"field":"password","code":"required"`}}),
		accept("too short a password", second, "short12", 400, "invalid-request", scenario{has: []string{`"field":"password","code":"too-short"`}, hasNot: []string{"short12"}}),
		accept("a password that all know", second, "password123", 400, "invalid-request", scenario{has: []string{`"field":"password","code":"breached"`}}),
		accept("one's own address", second, email, 400, "invalid-request", scenario{has: []string{`"field":"password","code":"guessable"`}}),
		accept("right", second, newPassword, 204, "", scenario{ledger: []string{"account.accept"}}),
		accept("again", second, newPassword, 400, "invalid-token", scenario{}),
		login("with another password", newPassword+" ", 401, "invalid-credentials", "auth.login-failed"),
		login("with the password", newPassword, 200, "", "auth.login"),
		scenario{name: "another invitation", as: o.as(t, "admin"), method: "POST", path: u.path() + "/invitation", status: 409, problem: "not-invited"},
		scenario{name: "for nobody", as: o.as(t, "admin"), method: "POST", path: "/api/users/nosuch/invitation", status: 404, problem: "not-found"},
	)
	if got := o.as(t, "admin").get(t, u.path()); decode[account](t, got).State != "active" {
		t.Error(got.text)
	}
}

// A link is of one tenant and one kind, and dies with the account.
func TestInvitationAstray(t *testing.T) {
	t.Parallel()
	o, other := newOrg(t), newOrg(t)
	admin := o.as(t, "admin")
	u := o.invite(t, "nia@elsewhere.example", "hr")
	token := o.linked(t, u.Email)
	body := object("token", token, "password", newPassword)
	other.nobody().send(t, "POST", "/api/auth/invitation/accept", body).refused(t, 400, "invalid-token")
	o.nobody().send(t, "POST", "/api/auth/password-reset/confirm", object("token", token, "new", newPassword)).refused(t, 400, "invalid-token")
	admin.send(t, "PATCH", u.path(), `{"disabled":true}`).want(t, 200)
	o.nobody().send(t, "POST", "/api/auth/invitation/accept", body).refused(t, 400, "invalid-token")
	admin.send(t, "POST", u.path()+"/invitation", "").refused(t, 409, "not-invited")
	admin.send(t, "PATCH", u.path(), `{"disabled":false}`).want(t, 200)
	o.nobody().send(t, "POST", "/api/auth/invitation/accept", body).refused(t, 400, "invalid-token")
	admin.send(t, "POST", u.path()+"/invitation", "").want(t, 204)
	o.accept(t, u.Email).get(t, "/api/hr/employees").want(t, 200)
}

// Of several who follow a link at once only one sets the password.
func TestInvitationAtOnce(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	u := o.invite(t, "nia@elsewhere.example", "hr")
	token := o.linked(t, u.Email)
	won := make(chan bool, 4)
	together(4, func(int) {
		a := o.nobody().send(t, "POST", "/api/auth/invitation/accept", object("token", token, "password", newPassword))
		if a.StatusCode == 204 {
			won <- true
		} else if a.slug() != "invalid-token" && a.slug() != "busy" {
			t.Errorf("%d %s", a.StatusCode, a.text)
		}
	})
	if entries := o.as(t, "admin").entries(t, "action=account.accept"); len(won) != 1 || len(entries) != 1 {
		t.Errorf("%d of four set the password, %d entries", len(won), len(entries))
	}
}

// Joiners, movers and leavers, as an auditor asks for them.
func TestUserChanges(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	admin := o.as(t, "admin")
	u := o.invite(t, "nia@elsewhere.example", "hr")
	o.accept(t, u.Email)
	admin.send(t, "PATCH", u.path(), object("name", "Nia Rees-Lee", "role", "finance")).want(t, 200)
	admin.send(t, "PATCH", u.path(), `{"disabled":true}`).want(t, 200)
	admin.send(t, "PATCH", u.path(), `{"disabled":false}`).want(t, 200)
	type movement struct {
		Change     string
		User, By   struct{ ID, Name, Email string }
		RoleBefore string `json:"role_before"`
		RoleAfter  string `json:"role_after"`
	}
	items, _ := all[movement](t, admin, "/api/users/changes?", 2)
	want := []movement{{Change: "returned"}, {Change: "left"}, {Change: "moved", RoleBefore: "hr", RoleAfter: "finance"}, {Change: "accepted"}, {Change: "joined", RoleAfter: "hr"}}
	if len(items) != 12 {
		t.Fatalf("%d changes", len(items))
	}
	for i, w := range want {
		got := items[i]
		if got.Change != w.Change || got.RoleBefore != w.RoleBefore || got.RoleAfter != w.RoleAfter || got.User.ID != u.ID || got.User.Name != "Nia Rees-Lee" {
			t.Errorf("%+v, want %+v", got, w)
		}
		if by := got.By.ID == admin.id && got.By.Name != ""; by != (w.Change != "accepted") {
			t.Errorf("%s by %+v", got.Change, got.By)
		}
	}
	for query, n := range map[string]int{"from=2020-01-01&to=2020-12-31&": 0, "from=2020-01-01&": 12, "to=2100-01-01&": 12} {
		if items, _ := all[movement](t, admin, "/api/users/changes?"+query, 50); len(items) != n {
			t.Errorf("%s: %d", query, len(items))
		}
	}
	o.refuses(t, "/api/users/changes?from=soon", "from")
}
