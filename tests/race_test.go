package tests

import (
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// TestOneSignUp: of fifty who sign up for one address at once, one may pay.
func TestOneSignUp(t *testing.T) {
	s, slug := newShop(t), freshSlug()
	var all sync.WaitGroup
	var held, taken atomic.Int64
	for i := range 50 {
		all.Go(func() {
			v := &visitor{at: s.base.at, host: "localhost", from: "127.0.0." + strconv.Itoa(2+i/10)}
			body := strings.Replace(signupBody(slug), "nia@", "nia"+strconv.Itoa(i)+"@", 1)
			switch a := v.send(t, "POST", "/api/signup", body, keyed(slug+strconv.Itoa(i))); {
			case a.StatusCode == 201:
				held.Add(1)
			case a.StatusCode == 409 && a.slug() == "slug-taken":
				taken.Add(1)
			default:
				t.Errorf("%d %s", a.StatusCode, a.text)
			}
		})
	}
	all.Wait()
	if held.Load() != 1 || taken.Load() != 49 || len(s.Orders()) != 1 {
		t.Errorf("%d held, %d taken, %d orders", held.Load(), taken.Load(), len(s.Orders()))
	}
}

// TestClerkAndStripe: what billing staff and Stripe change at once is both
// done, in the console and for the organisation.
func TestClerkAndStripe(t *testing.T) {
	s, slug := newShop(t), freshSlug()
	sub := s.signUp(t, slug)
	sub.Status = "active"
	s.Set(sub)
	s.hears(t, s.Event("invoice.paid", sub, true)).want(t, 200)
	id := decode[tenantFile](t, s.console.as(t, "billing").get(t, "/api/tenants/"+slug).want(t, 200)).Subscriptions[0].ID
	o, email := demo(s.base.at, slug), "nia@"+slug+".example"
	o.at.log.secret(newPassword)
	o.nobody().send(t, "POST", "/api/auth/invitation/accept", object("token", o.linked(t, email), "password", newPassword)).want(t, 204)
	admin := o.nobody()
	admin.token = decode[struct{ Token string }](t, admin.send(t, "POST", "/api/auth/login", object("email", email, "password", newPassword)).want(t, 200)).Token
	for round := range 8 {
		hold := round%2 == 0
		sub.PeriodEnd += 86400
		s.Set(sub)
		paid := s.Event("customer.subscription.updated", sub, true)
		var both sync.WaitGroup
		both.Go(func() { s.hears(t, paid).want(t, 200) })
		both.Go(func() {
			body := `{"suspended":` + strconv.FormatBool(hold) + `,"reason":"Round ` + strconv.Itoa(round) + `"}`
			s.console.as(t, "billing").send(t, "PATCH", "/api/subscriptions/"+id, body).want(t, 200)
		})
		both.Wait()
		want := worth(sub)
		if hold {
			want = strings.TrimSuffix(want, "active") + "suspended"
		}
		if got := s.windows(t, slug); got != want {
			t.Fatalf("round %d: %s, want %s", round, got, want)
		}
		session := decode[struct {
			Subscription struct {
				Status     string
				ValidUntil time.Time `json:"valid_until"`
			}
		}](t, admin.get(t, "/api/auth/session").want(t, 200)).Subscription
		if !strings.HasSuffix(want, session.ValidUntil.UTC().Format(time.RFC3339)+" "+session.Status) {
			t.Errorf("round %d: the organisation has %+v, want %s", round, session, want)
		}
	}
}

// TestTwoProcesses: what is changed at one process counts at the other from the
// next request on. At the edge one object answers for an organisation, whatever
// isolate asks.
func TestTwoProcesses(t *testing.T) {
	if host != "native" {
		t.Log("one object answers for an organisation")
		return
	}
	data := t.TempDir()
	one := another(t, data, "--dev", "--no-seed")
	o := newOrgs(t, one, 1)[0]
	two := another(t, data, "--dev", "--no-seed")
	there := demo(two, o.slug).as(t, "hr")
	billing := consoleAt(one).as(t, "billing")
	w := decode[tenantFile](t, billing.get(t, "/api/tenants/"+o.slug).want(t, 200)).Subscriptions[0]
	for _, suspended := range []bool{true, false, true, false} {
		there.get(t, "/api/hr/employees").want(t, map[bool]int{true: 200, false: 402}[suspended])
		billing.send(t, "PATCH", "/api/subscriptions/"+w.ID, `{"suspended":`+strconv.FormatBool(suspended)+`,"reason":"To see"}`).want(t, 200)
		there.get(t, "/api/hr/employees").want(t, map[bool]int{true: 402, false: 200}[suspended])
	}
	billing.send(t, "PATCH", "/api/subscriptions/"+w.ID, `{"valid_until":"`+rfc(time.Now().Add(-time.Minute))+`","reason":"Over"}`).want(t, 200)
	there.get(t, "/api/hr/employees").refused(t, 402, "subscription-lapsed")
}
