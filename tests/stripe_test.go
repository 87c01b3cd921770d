package tests

import (
	"math/rand/v2"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"ringfence/store/pay/paytest"
)

// shop is a server with Stripe beside it, and its console.
type shop struct {
	*paytest.Stripe
	base    *visitor
	console *org
}

// newShop starts one whose plan "starter" has a price.
func newShop(t *testing.T) *shop {
	t.Helper()
	s := &shop{Stripe: paytest.New(t)}
	t.Setenv("STRIPE_KEY", paytest.Key)
	t.Setenv("STRIPE_WEBHOOK_SECRET", "whsec_of_tomorrow "+paytest.Secret)
	t.Setenv("STRIPE_BASE", s.URL)
	at := another(t, t.TempDir(), "--dev")
	at.log.secret(paytest.Key, paytest.Secret)
	s.base, s.console = &visitor{at: at, host: "localhost"}, consoleAt(at)
	for _, plan := range []string{"starter", "standard"} {
		s.console.as(t, "owner").send(t, "PUT", "/api/plans/"+plan,
			`{"name":"`+plan+`","modules":["hr"],"seats":10,"price_pence":4900,"interval":"month","stripe_price":"price_`+plan+`"}`).want(t, 200)
	}
	return s
}

// hears delivers an event.
func (s *shop) hears(t *testing.T, e paytest.Event) *answer {
	t.Helper()
	return s.base.send(t, "POST", "/api/stripe/webhook", string(e.Body), "Stripe-Signature: "+e.Signature)
}

func signupBody(slug string) string {
	return `{"organisation":"Harbour Clinic","slug":"` + slug + `","email":"nia@` + slug + `.example","plan":"starter"}`
}

// signUp holds a slug; it is paid once the subscription is.
func (s *shop) signUp(t *testing.T, slug string) paytest.Subscription {
	t.Helper()
	before := s.Orders()
	s.base.send(t, "POST", "/api/signup", signupBody(slug), keyed(slug)).want(t, 201)
	for _, order := range s.Orders() {
		if !strings.Contains(strings.Join(before, " "), order) {
			now := time.Now().Unix()
			return paytest.Subscription{ID: "sub_" + slug, Customer: "cus_" + slug, Status: "incomplete", Price: "price_starter", Order: order,
				Start: now, PeriodStart: now, PeriodEnd: now + 30*86400}
		}
	}
	t.Fatal("no order")
	return paytest.Subscription{}
}

// windows are what an organisation was sold, without what differs by the order
// of events.
func (s *shop) windows(t *testing.T, slug string) string {
	t.Helper()
	a := s.console.as(t, "support").get(t, "/api/tenants/"+slug)
	if a.StatusCode == 404 {
		return "none"
	}
	var list []string
	for _, w := range decode[tenantFile](t, a.want(t, 200)).Subscriptions {
		list = append(list, w.Plan+" "+w.ValidFrom.Format(time.RFC3339)+" "+w.ValidUntil.Format(time.RFC3339)+" "+w.Status)
	}
	return strings.Join(list, "; ")
}

// TestSignUp: nothing is made before it is paid; the event of payment, sent
// fifty times at once, makes one organisation with one invitation.
func TestSignUp(t *testing.T) {
	s := newShop(t)
	slug := freshSlug()
	first := s.base.send(t, "POST", "/api/signup", signupBody(slug), keyed(slug)).want(t, 201)
	if again := s.base.send(t, "POST", "/api/signup", signupBody(slug), keyed(slug)).want(t, 201); again.text != first.text || !strings.Contains(first.text, "https://checkout.stripe.example/") {
		t.Errorf("%s %s", first.text, again.text)
	}
	s.base.send(t, "POST", "/api/signup", signupBody(slug+"x"), keyed(slug)).refused(t, 422, "idempotency-key-reused")
	s.base.send(t, "POST", "/api/signup", signupBody(slug), keyed(slug+"other")).refused(t, 409, "slug-taken")
	s.base.send(t, "POST", "/api/signup", signupBody(slug)).refused(t, 400, "idempotency-key-required")
	s.base.send(t, "POST", "/api/signup", signupBody("northgate"), keyed("n")).refused(t, 409, "slug-taken")
	s.base.send(t, "POST", "/api/signup", signupBody("admin"), keyed("a")).refused(t, 400, "invalid-request")
	s.base.send(t, "POST", "/api/signup", strings.Replace(signupBody(freshSlug()), "starter", "complete", 1), keyed("c")).refused(t, 400, "invalid-request")
	for path, want := range map[string]bool{slug: false, "northgate": false, "www": false, freshSlug(): true} {
		if got := decode[struct{ Available bool }](t, s.base.get(t, "/api/slugs/"+path).want(t, 200)); got.Available != want {
			t.Errorf("%s: %v", path, got.Available)
		}
	}
	if got := s.windows(t, slug); got != "none" {
		t.Fatalf("made before it is paid: %s", got)
	}
	now := time.Now().Unix()
	sub := paytest.Subscription{ID: "sub_1", Customer: "cus_1", Status: "active", Price: "price_starter", Order: s.Orders()[0], Start: now, PeriodStart: now, PeriodEnd: now + 30*86400}
	s.Set(sub)
	paid := s.Event("checkout.session.completed", sub, true)
	var all sync.WaitGroup
	for range 50 {
		all.Go(func() {
			if a := s.hears(t, paid); a.StatusCode != 200 && a.StatusCode != 503 {
				t.Errorf("%d %s", a.StatusCode, a.text)
			}
		})
	}
	all.Wait()
	s.hears(t, paid).want(t, 200)
	o := demo(s.base.at, slug)
	if list := o.letters(t, "nia@"+slug+".example"); len(list) != 1 {
		t.Errorf("%d invitations", len(list))
	}
	o.at.log.secret(newPassword)
	o.nobody().send(t, "POST", "/api/auth/invitation/accept", object("token", o.linked(t, "nia@"+slug+".example"), "password", newPassword)).want(t, 204)
	if got := s.windows(t, slug); !strings.HasSuffix(got, " active") || strings.Contains(got, ";") {
		t.Error(got)
	}
}

// TestSignupsAreLimited: nobody holds addresses by the dozen.
func TestSignupsAreLimited(t *testing.T) {
	s := newShop(t)
	for i := range 25 {
		slug := freshSlug()
		a := s.base.send(t, "POST", "/api/signup", signupBody(slug), keyed(slug))
		if want := map[bool]int{true: 201, false: 429}[i < 20]; a.StatusCode != want {
			t.Fatalf("%d: %d %s", i, a.StatusCode, a.text)
		}
	}
}

// TestSignatures: what is not signed, was signed long ago or with another
// secret, or is not what was signed, changes nothing.
func TestSignatures(t *testing.T) {
	s := newShop(t)
	sub := s.signUp(t, freshSlug())
	sub.Status = "active"
	s.Set(sub)
	good := s.Event("customer.subscription.updated", sub, false)
	for name, e := range map[string]paytest.Event{
		"none":          {Body: good.Body},
		"old":           good.Sign(time.Now().Add(-6*time.Minute), paytest.Secret),
		"of the future": good.Sign(time.Now().Add(6*time.Minute), paytest.Secret),
		"another's":     good.Sign(time.Now(), "whsec_of_somebody"),
		"other body":    {Body: []byte(strings.Replace(string(good.Body), "sub_", "sub_x", 1)), Signature: good.Signature},
		"no time":       {Body: good.Body, Signature: good.Signature[strings.Index(good.Signature, ",")+1:]},
	} {
		if a := s.hears(t, e); a.StatusCode != 400 || a.slug() != "invalid-signature" {
			t.Errorf("%s: %d %s", name, a.StatusCode, a.text)
		}
	}
	s.hears(t, good).want(t, 200)
	s.hears(t, good.Sign(time.Now(), "whsec_of_tomorrow")).want(t, 200)
	live := public("localhost") // where Stripe is not set up
	live.send(t, "POST", "/api/stripe/webhook", string(good.Body), "Stripe-Signature: "+good.Signature).refused(t, 503, "billing-unavailable")
	live.send(t, "POST", "/api/signup", signupBody(freshSlug()), keyed("no stripe")).refused(t, 503, "billing-unavailable")
}

// TestEventOrder: lifecycles at random, their events delivered in any order,
// repeated, lost and sent again, while Stripe itself fails now and then: what
// was sold at the end is what the subscription is worth at the end.
func TestEventOrder(t *testing.T) {
	s := newShop(t)
	random := rand.New(rand.NewPCG(7, 11))
	for i := range 500 {
		s.base.from = "127.0.0." + strconv.Itoa(2+i/10) // ten sign-ups from one address are not too many
		s.lives(t, random)
	}
}

// kinds are what Stripe may tell of a subscription.
var kinds = []string{"customer.subscription.created", "customer.subscription.updated", "customer.subscription.deleted", "customer.subscription.paused",
	"customer.subscription.resumed", "invoice.paid", "invoice.payment_failed", "invoice.payment_action_required", "checkout.session.completed",
	"checkout.session.async_payment_succeeded", "checkout.session.async_payment_failed", "charge.refunded", "charge.dispute.created"}

func (s *shop) lives(t *testing.T, random *rand.Rand) {
	slug := freshSlug()
	sub := s.signUp(t, slug)
	var waiting []paytest.Event
	for range 2 + random.IntN(6) {
		sub = step(random, sub)
		s.Set(sub)
		for range 1 + random.IntN(2) {
			waiting = append(waiting, s.Event(kinds[random.IntN(len(kinds))], sub, random.IntN(2) == 0))
		}
		for len(waiting) > 0 && random.IntN(3) > 0 { // any that waits, which may be lost and sent again
			i := random.IntN(len(waiting))
			s.Fail(random.IntN(3) * random.IntN(2))
			if a := s.hears(t, waiting[i]); a.StatusCode == 200 && random.IntN(4) > 0 {
				waiting = append(waiting[:i:i], waiting[i+1:]...)
			}
		}
	}
	s.Fail(0)
	waiting = append(waiting, s.Event("customer.subscription.updated", sub, true))
	random.Shuffle(len(waiting), func(i, j int) { waiting[i], waiting[j] = waiting[j], waiting[i] })
	for _, e := range waiting {
		s.hears(t, e).want(t, 200)
	}
	if got, want := s.windows(t, slug), worth(sub); got != want {
		t.Errorf("%+v:\n%s, want\n%s", sub, got, want)
	}
}

// step is what happens next to a subscription.
func step(random *rand.Rand, sub paytest.Subscription) paytest.Subscription {
	if sub.Status == "canceled" {
		return sub
	}
	switch random.IntN(9) {
	case 0, 1, 2:
		sub.Status, sub.Paused = "active", false
	case 3: // renews
		sub.Status, sub.PeriodStart, sub.PeriodEnd = "active", sub.PeriodEnd, sub.PeriodEnd+30*86400
	case 4:
		sub.Status = "past_due"
	case 5:
		sub.CancelAtPeriodEnd = !sub.CancelAtPeriodEnd
	case 6:
		sub.Paused = sub.Status == "active"
	case 7:
		sub.Dispute = []string{"needs_response", "won", "lost"}[random.IntN(3)]
	case 8:
		if sub.Status != "incomplete" && random.IntN(2) == 0 {
			sub.Status, sub.EndedAt = "canceled", sub.Start+int64(1+random.IntN(86400*40))
		}
	}
	return sub
}

// worth is what the contract says of a subscription in that state, written
// apart from what the server runs on: 14 days of grace.
func worth(sub paytest.Subscription) string {
	const grace = 14 * 86400
	until := sub.PeriodEnd + grace
	switch sub.Status {
	case "incomplete":
		return "none"
	case "canceled":
		until = sub.EndedAt
	case "past_due":
		until = sub.PeriodStart + grace
	case "active":
		if sub.CancelAtPeriodEnd {
			until = sub.PeriodEnd
		}
	}
	status := "active"
	switch held := sub.Paused || sub.Dispute == "needs_response" || sub.Dispute == "lost"; {
	case time.Now().Unix() >= until:
		status = "lapsed"
	case held:
		status = "suspended"
	}
	at := func(seconds int64) string { return time.Unix(seconds, 0).UTC().Format(time.RFC3339) }
	return "starter " + at(sub.Start) + " " + at(until) + " " + status
}

// TestPaying: a payment that fails keeps the organisation in for the grace, no
// longer; paying lets it in again at once; what is cancelled stays cancelled.
func TestPaying(t *testing.T) {
	s := newShop(t)
	slug := freshSlug()
	sub := s.signUp(t, slug)
	tell := func(kind string) { t.Helper(); s.Set(sub); s.hears(t, s.Event(kind, sub, true)).want(t, 200) }
	status := func() string {
		t.Helper()
		return s.windows(t, slug)[strings.LastIndex(s.windows(t, slug), " ")+1:]
	}
	is := func(want string) {
		t.Helper()
		if got := status(); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
	sub.Status = "active"
	tell("invoice.paid")
	is("active")
	sub.Status, sub.PeriodStart, sub.PeriodEnd = "past_due", sub.PeriodEnd, sub.PeriodEnd+30*86400
	tell("invoice.payment_failed")
	is("active") // for the grace
	sub.PeriodStart = sub.Start - 20*86400
	tell("invoice.payment_failed")
	is("lapsed")
	sub.Status, sub.PeriodStart = "active", sub.Start
	tell("invoice.paid")
	is("active")
	sub.Status = "canceled"
	sub.EndedAt = sub.Start + 1
	tell("customer.subscription.deleted")
	late := sub
	late.Status, late.EndedAt = "active", 0
	s.hears(t, s.Event("customer.subscription.updated", late, false)).want(t, 200) // an old one, that comes late
	if got := s.windows(t, slug); got[:strings.LastIndex(got, " ")] != worth(sub)[:strings.LastIndex(worth(sub), " ")] {
		t.Errorf("a late event revived what was cancelled: %s", got)
	}
}

// TestBilling: an administrator whose organisation's window is over sees what
// happened and pays; nobody else does anything; paying lets everybody in.
func TestBilling(t *testing.T) {
	s := newShop(t)
	o := newOrgs(t, s.base.at, 1, `"valid_from":"2020-01-01T00:00:00Z","valid_until":"2021-01-01T00:00:00Z"`)[0]
	admin := o.as(t, "admin")
	got := decode[struct {
		Subscription struct{ Status, Source string }
		Seats        struct{ Used, Limit int64 }
		Portal       bool
	}](t, admin.get(t, "/api/billing").want(t, 200))
	if got.Subscription.Status != "lapsed" || got.Subscription.Source != "invoice" || got.Seats.Used != 7 || got.Seats.Limit != 250 || got.Portal {
		t.Errorf("%+v", got)
	}
	admin.send(t, "POST", "/api/billing/portal", "").refused(t, 409, "wrong-state")
	admin.send(t, "POST", "/api/billing/checkout", `{"plan":"complete"}`).refused(t, 400, "invalid-request")
	o.nobody().send(t, "POST", "/api/auth/login", o.credentials("hr")).refused(t, 402, "subscription-lapsed")
	before := s.Orders()
	page := decode[struct{ URL string }](t, admin.send(t, "POST", "/api/billing/checkout", `{"plan":"starter"}`).want(t, 200))
	if !strings.HasPrefix(page.URL, "https://checkout.stripe.example/") {
		t.Error(page.URL)
	}
	now := time.Now().Unix()
	for _, order := range s.Orders() {
		if !strings.Contains(strings.Join(before, " "), order) {
			sub := paytest.Subscription{ID: "sub_renewal", Customer: "cus_renewal", Status: "active", Price: "price_starter", Order: order, Start: now, PeriodStart: now, PeriodEnd: now + 30*86400}
			s.Set(sub)
			s.hears(t, s.Event("invoice.paid", sub, true)).want(t, 200)
		}
	}
	o.as(t, "hr").get(t, "/api/hr/employees").want(t, 200)
	portal := decode[struct{ URL string }](t, admin.send(t, "POST", "/api/billing/portal", "").want(t, 200))
	if portal.URL != "https://billing.stripe.example/p/cus_renewal" {
		t.Error(portal.URL)
	}
}
