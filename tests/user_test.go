package tests

import (
	"html"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// account is a user as it is answered.
type account struct {
	ID, Email, Name, Role, State string
	Disabled                     bool
	Version                      int64
}

func (a account) path() string { return "/api/users/" + a.ID }

// invite invites somebody and returns the account.
func (o *org) invite(t testing.TB, email, role string) account {
	t.Helper()
	o.at.log.secret(email)
	return decode[account](t, o.as(t, "admin").send(t, "POST", "/api/users", object("email", email, "name", "Nia Rees", "role", role)).want(t, 201))
}

// user is the account of a role.
func (o *org) user(t testing.TB, role string) account {
	t.Helper()
	return decode[account](t, o.as(t, "admin").get(t, "/api/users/"+o.as(t, role).id).want(t, 200))
}

func TestUsers(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	admin := o.as(t, "admin")
	o.invite(t, "nia@elsewhere.example", "hr")
	admin.send(t, "PATCH", o.user(t, "finance").path(), `{"disabled":true}`).want(t, 200)
	for query, want := range map[string]int{"": 8, "state=active&": 6, "state=invited&": 1, "state=disabled&": 1} {
		items, _ := all[account](t, admin, "/api/users?"+query, 3)
		byName := slices.IsSortedFunc(items, func(a, b account) int { return strings.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)) })
		if len(items) != want || !byName {
			t.Errorf("%q: %d users, by name: %t", query, len(items), byName)
		}
		for _, u := range items {
			if one := decode[account](t, admin.get(t, u.path()).want(t, 200)); one != u || query != "" && !strings.Contains(query, u.State) {
				t.Errorf("%q: %+v, %+v", query, u, one)
			}
		}
	}
	o.refuses(t, "/api/users?state=gone", "state")
	o.refuses(t, "/api/users?cursor=nosuch", "cursor")
	admin.get(t, "/api/users/nosuch").refused(t, 404, "not-found")
	newOrg(t).as(t, "admin").get(t, o.user(t, "hr").path()).refused(t, 404, "not-found")
}

func TestInviteUser(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	admin := o.as(t, "admin")
	invite := func(name, body string, status int, problem string, s scenario) scenario {
		s.name, s.as, s.method, s.path, s.body, s.status, s.problem = name, admin, "POST", "/api/users", body, status, problem
		return s
	}
	right := object("email", "Nia@Elsewhere.example", "name", "Nia Rees", "role", "hr")
	made := scenario{has: []string{`"email":"nia@elsewhere.example"`, `"state":"invited"`, `"disabled":false`, `"version":1`}, hasNot: []string{"password"}, ledger: []string{"account.create"}}
	o.play(t,
		invite("right", right, 201, "", made),
		invite("again", right, 409, "email-taken", scenario{}),
		invite("an account that is there", object("email", "HR@"+o.slug+".example", "name", "X", "role", "hr"), 409, "email-taken", scenario{}),
		invite("nothing", `{}`, 400, "invalid-request", scenario{has: []string{`"field":"email"`, `"field":"name"`, `"field":"role"`}}),
		invite("no such role", object("email", "a@b.example", "name", "X", "role", "root"), 400, "invalid-request", scenario{has: []string{`"field":"role","code":"unknown"`}}),
		invite("a password", object("email", "a@b.example", "name", "X", "role", "hr", "password", "x"), 400, "invalid-request", scenario{has: []string{`"field":"password","code":"unknown"`}}),
		invite("once more with a key", object("email", "b@b.example", "name", "B", "role", "hr"), 201, "", scenario{header: []string{"Idempotency-Key: a"}, ledger: []string{"account.create"}}),
		invite("its repetition", object("email", "b@b.example", "name", "B", "role", "hr"), 201, "", scenario{header: []string{"Idempotency-Key: a"}}),
	)
	if n := len(o.letters(t, "b@b.example")) + len(o.letters(t, "nia@elsewhere.example")); n != 2 {
		t.Errorf("%d messages", n)
	}
	e := admin.entries(t, "action=account.create&limit=1")[0]
	if e.After["role"] != "hr" || !strings.HasPrefix(e.After["email"], "fp:") || !strings.HasPrefix(e.After["name"], "fp:") || e.Actor != admin.id {
		t.Errorf("%+v", e)
	}
}

// A staff record that alone has the address becomes the account's own.
func TestInviteStaff(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	one := o.as(t, "hr").staff(t)["Joanna Pike"]
	u := o.invite(t, strings.ToUpper(one.text("email")), "employee")
	if got := o.as(t, "admin").since(t, o.as(t, "admin").head(t)-2); !slices.Equal(got, []string{"account.create", "employee.account"}) {
		t.Errorf("%v", got)
	}
	v := o.accept(t, u.Email)
	if staff := v.staff(t); len(staff) != 1 || staff["Joanna Pike"].text("ni_number") == "" {
		t.Errorf("%v", staff)
	}
}

// What an admin changes counts from the next request on.
func TestEditUser(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	admin, hr := o.as(t, "admin"), o.as(t, "hr")
	u := o.user(t, "hr")
	edit := func(name, body, tag string, status int, problem string, ledger ...string) scenario {
		return scenario{name: name, as: admin, method: "PATCH", path: u.path(), body: body, header: []string{"If-Match: " + tag}, status: status, problem: problem, ledger: ledger}
	}
	add := func(name string, as *visitor, status int, problem string, ledger ...string) scenario {
		return scenario{name: name, as: as, method: "POST", path: "/api/hr/employees", body: enough(""), status: status, problem: problem, ledger: ledger}
	}
	o.play(t,
		edit("nothing new", object("role", "hr"), `"1"`, 200, ""),
		edit("a name", object("name", "Carys L."), `"1"`, 200, "", "account.update"),
		edit("of a version that has passed", object("name", "Carys"), `"1"`, 412, "precondition-failed"),
		edit("an empty name", `{"name":""}`, "*", 400, "invalid-request"),
		edit("an address", object("email", "a@b.example"), "*", 400, "invalid-request"),
		edit("disabled by a word", object("disabled", "true"), "*", 400, "invalid-request"),
		edit("disabled by nothing", `{"disabled":null}`, "*", 400, "invalid-request"),
		add("as hr", hr, 201, "", "employee.create"),
		edit("a role", object("role", "readonly"), "*", 200, "", "account.role"),
		add("as readonly", hr, 403, "forbidden"),
		edit("disabled", `{"disabled":true}`, "*", 200, "", "account.disable"),
		add("disabled", hr, 401, "unauthenticated"),
		scenario{name: "signing in disabled", as: o.nobody(), method: "POST", path: "/api/auth/login", body: o.credentials("hr"), status: 401, problem: "invalid-credentials", ledger: []string{"auth.login-failed"}},
		edit("enabled, renamed and in another role", `{"disabled":false,"name":"Carys","role":"hr"}`, "*", 200, "", "account.update", "account.role", "account.enable"),
		add("the session of before", hr, 401, "unauthenticated"),
		add("a new session", o.login(t, "finance"), 403, "forbidden"),
	)
	if v := o.login(t, "hr"); v.get(t, "/api/hr/employees").StatusCode != 200 {
		t.Error("enabled, and cannot sign in")
	}
	e := admin.entries(t, "action=account.role&limit=1")[0]
	if e.Before["role"] != "readonly" || e.After["role"] != "hr" || len(e.After) != 1 || e.EntityID != u.ID {
		t.Errorf("%+v", e)
	}
	newOrg(t).as(t, "admin").send(t, "PATCH", u.path(), object("role", "admin")).refused(t, 404, "not-found")
}

// Somebody can always administer the organisation.
func TestLastAdmin(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	admin, self := o.as(t, "admin"), o.user(t, "admin")
	patch := func(name string, u account, body string, status int, problem string, ledger ...string) scenario {
		return scenario{name: name, as: admin, method: "PATCH", path: u.path(), body: body, status: status, problem: problem, ledger: ledger}
	}
	second := o.user(t, "manager")
	invited := o.invite(t, "nia@elsewhere.example", "admin")
	o.play(t,
		patch("demoting oneself", self, object("role", "hr"), 409, "last-admin"),
		patch("disabling oneself", self, `{"disabled":true}`, 409, "last-admin"),
		patch("another is made one", second, object("role", "admin"), 200, "", "account.role"),
		patch("and disabled", second, `{"disabled":true}`, 200, "", "account.disable"),
		patch("demoting oneself", self, object("role", "hr"), 409, "last-admin"),
		patch("the invited one is demoted", invited, object("role", "hr"), 200, "", "account.role"),
		patch("the other is enabled", second, `{"disabled":false}`, 200, "", "account.enable"),
		patch("renaming oneself", self, object("name", "A"), 200, "", "account.update"),
	)
	if a := admin.send(t, "PATCH", self.path(), object("role", "hr")); a.StatusCode != 200 {
		t.Errorf("%d %s", a.StatusCode, a.text)
	}
	admin.send(t, "PATCH", second.path(), object("role", "hr")).refused(t, 403, "forbidden")
}

// Two administrators are demoted at the same instant: one stays.
func TestLastAdminAtOnce(t *testing.T) {
	t.Parallel()
	for range 3 {
		o := newOrg(t)
		admin, pair := o.as(t, "admin"), []account{o.user(t, "admin"), o.user(t, "manager")}
		admin.send(t, "PATCH", pair[1].path(), object("role", "admin")).want(t, 200)
		won := make(chan int, 2)
		together(2, func(i int) {
			a := admin.send(t, "PATCH", pair[i].path(), object("role", "hr"))
			if a.StatusCode == 200 {
				won <- i
			} else if a.slug() != "last-admin" && a.slug() != "forbidden" {
				t.Errorf("%d %s", a.StatusCode, a.text)
			}
		})
		if len(won) != 1 {
			t.Errorf("%d of two were demoted", len(won))
		}
	}
}

// SUB-8: an account that is not disabled takes a seat.
func TestSeats(t *testing.T) {
	t.Parallel()
	o := newOrg(t, `"seats":8`)
	admin, finance := o.as(t, "admin"), o.user(t, "finance")
	invite := func(email string) *answer {
		return admin.send(t, "POST", "/api/users", object("email", email, "name", "N", "role", "employee"))
	}
	won := make(chan string, 10)
	together(10, func(i int) {
		email := "n" + strconv.Itoa(i) + "@elsewhere.example"
		if a := invite(email); a.StatusCode == 201 {
			won <- email
		} else if a.slug() != "seat-limit" && a.slug() != "conflict" {
			t.Errorf("%d %s", a.StatusCode, a.text)
		}
	})
	if items, _ := all[account](t, admin, "/api/users?", 50); len(won) != 1 || len(items) != 8 {
		t.Errorf("%d of ten were invited, %d accounts", len(won), len(items))
	}
	admin.send(t, "PATCH", finance.path(), `{"disabled":true}`).want(t, 200)
	invite("later@elsewhere.example").want(t, 201)
	invite("too.late@elsewhere.example").refused(t, 409, "seat-limit")
	admin.send(t, "PATCH", finance.path(), `{"disabled":false}`).refused(t, 409, "seat-limit")
}

// The list is sorted, narrowed, walked both ways and taken away as CSV.
func TestUserList(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	admin, hr := o.as(t, "admin"), o.as(t, "hr")
	hr.register(t, hr.device("ES256"))
	u := o.invite(t, "nia@elsewhere.example", "hr")
	type item struct {
		ID, Name, Role string
		SecondFactors  []string `json:"second_factors"`
		LastSignInAt   *string  `json:"last_sign_in_at"`
	}
	list := func(query string) []item {
		items, _ := all[item](t, admin, "/api/users?"+query, 3)
		return items
	}
	for _, sort := range []string{"name", "role", "last_sign_in_at", "created_at"} {
		up, down := list("sort="+sort+"&"), list("sort=-"+sort+"&")
		slices.Reverse(down)
		same := slices.EqualFunc(up, down, func(a, b item) bool { return a.ID == b.ID })
		if len(up) != 8 || !same {
			t.Errorf("%s: %+v and %+v", sort, up, down)
		}
	}
	if got := list("role=hr&"); len(got) != 2 || !slices.IsSortedFunc(list("sort=role&"), func(a, b item) int { return strings.Compare(a.Role, b.Role) }) {
		t.Errorf("%+v", got)
	}
	for _, one := range list("") {
		want := map[string]string{admin.id: "authenticator", hr.id: "passkey"}[one.ID]
		if strings.Join(one.SecondFactors, " ") != want || (one.LastSignInAt != nil) != (want != "") {
			t.Errorf("%+v", one)
		}
	}
	o.refuses(t, "/api/users?sort=password_hash", "sort")
	o.refuses(t, "/api/users?role=root", "role")

	cookie := "Cookie: __Host-session=" + admin.token
	page := func(path string) *answer { return o.nobody().get(t, path, cookie).want(t, 200) }
	page("/users").shows(t, "8 users", "Authenticator app", "Passkey", "Never", "Human resources", "/users/export.csv?")
	page("/users?role=hr&sort=-name").shows(t, "2 users", `value="hr" selected`, `value="-name" selected`)
	first := page("/users?limit=3&sort=name").shows(t, "!Previous page")
	second := page(linkIn(t, first, "next"))
	third := page(linkIn(t, second, "next")).shows(t, "!Next page")
	for _, back := range []*answer{second, first} {
		third = page(linkIn(t, third, "prev"))
		if rowsOf(third) != rowsOf(back) {
			t.Errorf("the way back shows %s, not %s", rowsOf(third), rowsOf(back))
		}
	}
	third.shows(t, "!Previous page")
	page("/users?before="+list("")[0].ID).shows(t, "No users")
	csv := page("/users/export.csv?role=hr").text
	if n := strings.Count(csv, "\r\n"); n != 3 || !strings.Contains(csv, u.Email+",hr,invited,,,") {
		t.Errorf("%q", csv)
	}
}

// linkIn is where a page's link of a relation leads.
func linkIn(t *testing.T, a *answer, rel string) string {
	t.Helper()
	m := regexp.MustCompile(`href="([^"]+)" rel="` + rel + `"`).FindStringSubmatch(a.text)
	if m == nil {
		t.Fatalf("no %s page: %s", rel, a.text)
	}
	return html.UnescapeString(m[1])
}

// rowsOf are the users that a page lists.
func rowsOf(a *answer) string {
	return strings.Join(regexp.MustCompile(`href="/users/[\w-]{22}"`).FindAllString(a.text, -1), " ")
}
