package tests

import (
	"encoding/json"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"ringfence/domain"
)

const (
	password   = "ringfence-demo-passphrase"
	demoSecret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP" // of the admin's authenticator
)

var roles = []string{"admin", "manager", "hr", "clinical", "finance", "readonly", "employee"}

// org is an organisation with an account for each role and a dozen staff, of
// whom the first seven have the accounts.
type org struct {
	slug string
	at   *server

	mu       sync.Mutex
	accounts map[string]*visitor
	phone    authenticator             // the admin's
	phones   map[string]*authenticator // of the console's accounts, which all have one
}

var orgs atomic.Int64

// newOrg makes an organisation; more holds members of the seed beside the
// slug, such as `"staff":300`.
func newOrg(t testing.TB, more ...string) *org {
	t.Helper()
	return newOrgs(t, live, 1, more...)[0]
}

// newOrgs makes several at once, of a server.
func newOrgs(t testing.TB, s *server, n int, more ...string) []*org {
	t.Helper()
	list, seeds := make([]*org, n), make([]string, n)
	for i := range list {
		list[i] = demo(s, "org"+strconv.FormatInt(orgs.Add(1), 10))
		seeds[i] = "{" + strings.Join(append([]string{`"slug":"` + list[i].slug + `"`}, more...), ",") + "}"
	}
	base := &visitor{at: s, host: "localhost"}
	base.send(t, "POST", "/dev/seed", `{"tenants":[`+strings.Join(seeds, ",")+`]}`).want(t, 200)
	return list
}

// demo is one of the organisations that every local server has.
func demo(s *server, slug string) *org {
	return &org{slug: slug, at: s, accounts: map[string]*visitor{}, phone: authenticator{secret: demoSecret}}
}

func (o *org) host() string { return o.slug + ".localhost" }

// nobody is a visitor who is not signed in.
func (o *org) nobody() *visitor { return &visitor{at: o.at, host: o.host()} }

// as is the role's account, signed in once.
func (o *org) as(t testing.TB, role string) *visitor {
	t.Helper()
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.accounts[role] == nil {
		o.accounts[role] = o.login(t, role)
	}
	return o.accounts[role]
}

// anew is the role's account, signed in again; the admin's as it is.
func (o *org) anew(t testing.TB, role string) *visitor {
	t.Helper()
	if role != "admin" {
		o.mu.Lock()
		o.accounts[role] = nil
		o.mu.Unlock()
	}
	return o.as(t, role)
}

// login signs in anew.
func (o *org) login(t testing.TB, role string) *visitor {
	t.Helper()
	phone := &o.phone
	if o.phones != nil {
		phone = o.phones[role]
	}
	return o.enterWith(t, o.nobody().send(t, "POST", "/api/auth/login", o.credentials(role)), phone)
}

// signIn is the answer to a step of signing in.
type signIn struct {
	Token     string
	User      struct{ ID string }
	Required  bool `json:"mfa_required"`
	Challenge string
}

// enter signs in by the answer to the first step, taking the second where one
// is asked for.
func (o *org) enter(t testing.TB, a *answer) *visitor {
	t.Helper()
	return o.enterWith(t, a, &o.phone)
}

func (o *org) enterWith(t testing.TB, a *answer, phone *authenticator) *visitor {
	t.Helper()
	got := decode[signIn](t, a.want(t, 200))
	if got.Required {
		o.at.log.secret(got.Challenge)
		second := o.nobody().send(t, "POST", "/api/auth/mfa", answerTo(got.Challenge, phone.code(t)))
		got = decode[signIn](t, second.want(t, 200))
	}
	o.at.log.secret(got.Token)
	return &visitor{at: o.at, host: o.host(), token: got.Token, id: got.User.ID}
}

// authenticator is an app that makes codes.
type authenticator struct {
	secret string // base32
	step   int64  // of the last code that was used
}

// soon is how long before a step's end the code of the one before it is not
// begun with any more: it might run out on the way.
const soon = 10 * time.Second

// code is one that was not used yet. There are three at any time: the current
// step's, the one before and the next. Who needs more waits for the next step.
func (p *authenticator) code(t testing.TB) string {
	t.Helper()
	secret, ok := domain.ParseTOTPText(p.secret)
	if !ok {
		t.Fatal("no secret")
	}
	for {
		now := time.Now()
		step, left := domain.TOTPStep(now), time.Until(now.Truncate(domain.TOTPPeriod).Add(domain.TOTPPeriod))
		first := step - 1
		if left < soon {
			first = step
		}
		if next := max(p.step+1, first); next <= step+1 {
			p.step = next
			return domain.TOTPCode(secret, next)
		}
		<-time.After(left)
	}
}

func (o *org) credentials(role string) string {
	return object("email", role+"@"+o.slug+".example", "password", password)
}

// object writes a JSON object of text members: name, value, name, value …
func object(pairs ...string) string {
	members := map[string]string{}
	for i := 0; i < len(pairs); i += 2 {
		members[pairs[i]] = pairs[i+1]
	}
	text, err := json.Marshal(members)
	if err != nil {
		panic(err) // strings cannot fail
	}
	return string(text)
}

// employee is a staff record as it is answered.
type employee map[string]any

func (e employee) text(name string) string {
	s, _ := e[name].(string)
	return s
}

func (e employee) id() string { return e.text("id") }

func (e employee) name() string { return e.text("given_name") + " " + e.text("family_name") }

func (e employee) path() string { return "/api/hr/employees/" + e.id() }

// staff lists the records that a visitor reaches, by name.
func (v *visitor) staff(t testing.TB, query ...string) map[string]employee {
	t.Helper()
	address := "/api/hr/employees?limit=200"
	for i := 0; i < len(query); i += 2 {
		address += "&" + query[i] + "=" + url.QueryEscape(query[i+1])
	}
	byName := map[string]employee{}
	for _, e := range decode[page[employee]](t, v.get(t, address).want(t, 200)).Items {
		byName[e.name()] = e
	}
	return byName
}

// page is a list's answer.
type page[T any] struct {
	Items []T
	Next  *string
}
