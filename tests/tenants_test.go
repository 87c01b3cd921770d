package tests

import (
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

var slugs atomic.Int64

// freshSlug is one that nobody has, nor one that looks like it.
func freshSlug() string {
	letters := []byte("fresh-" + strconv.FormatInt(slugs.Add(1), 10))
	for i, c := range letters {
		if c >= '0' && c <= '9' {
			letters[i] = "acefhjkmpt"[c-'0']
		}
	}
	return string(letters)
}

func newTenantBody(slug, email string) string {
	return `{"slug":"` + slug + `","name":"Harbour Clinic","region":"uk","admin_name":"Nia Price","admin_email":"` + email + `",
"subscription":{"plan":"starter","valid_from":"2020-01-01T00:00:00Z","valid_until":"2050-01-01T00:00:00Z","purchase_order":"PO 7","reason":"Signed in March"}}`
}

func keyed(key string) string { return "Idempotency-Key: " + key }

// TestNewTenant: billing staff register an organisation with its window; its
// administrator is invited, chooses a password, and is at home.
func TestNewTenant(t *testing.T) {
	t.Parallel()
	slug := freshSlug()
	email := "nia@" + slug + ".example"
	body := newTenantBody(slug, email)
	clerk(t).send(t, "POST", "/api/tenants", body).refused(t, 400, "idempotency-key-required")
	first := clerk(t).send(t, "POST", "/api/tenants", body, keyed(slug)).want(t, 201)
	if again := clerk(t).send(t, "POST", "/api/tenants", body, keyed(slug)).want(t, 201); again.text != first.text {
		t.Errorf("%s\n%s", first.text, again.text)
	}
	clerk(t).send(t, "POST", "/api/tenants", body, keyed(slug+"2")).refused(t, 409, "slug-taken")
	o := demo(live, slug)
	if list := o.letters(t, email); len(list) != 1 {
		t.Fatalf("%d invitations", len(list))
	}
	o.at.log.secret(newPassword)
	o.nobody().send(t, "POST", "/api/auth/invitation/accept", object("token", o.linked(t, email), "password", newPassword)).want(t, 204)
	got := decode[struct {
		Subscription struct {
			Plan, Status string
			Modules      []string
		}
	}](t, o.enter(t, o.nobody().send(t, "POST", "/api/auth/login", object("email", email, "password", newPassword))).get(t, "/api/auth/session").want(t, 200))
	if got.Subscription.Plan != "starter" || got.Subscription.Status != "active" || len(got.Subscription.Modules) != 1 {
		t.Errorf("%+v", got)
	}
	if w := o.window(t); w.PurchaseOrder != "" && w.Seats != 25 {
		t.Errorf("%+v", w)
	}
}

// TestSlugs: what an address may be, and what looks like another's.
func TestSlugs(t *testing.T) {
	t.Parallel()
	for slug, want := range map[string]string{"ab": "too-short", "Harbour": "malformed", "har_bour": "malformed", "harbour-": "malformed", "1harbour": "malformed",
		"har--bour": "malformed", "console": "reserved", "c0ns0le": "reserved", "www": "reserved", "ringfence": "reserved", "rlngfence": "reserved", "ad-min": "reserved"} {
		a := clerk(t).send(t, "POST", "/api/tenants", newTenantBody(slug, "nia@elsewhere.example"), keyed("slug "+slug)).refused(t, 400, "invalid-request")
		if !strings.Contains(a.text, `"field":"slug","code":"`+want+`"`) {
			t.Errorf("%s: %s", slug, a.text)
		}
	}
	for _, slug := range []string{"northgate", "n0rthgate", "north-gate", "nor7hgate"} {
		want := 409
		if slug == "nor7hgate" { // seven is not T
			slug, want = freshSlug(), 201
		}
		clerk(t).send(t, "POST", "/api/tenants", newTenantBody(slug, "nia@elsewhere.example"), keyed("slug "+slug)).want(t, want)
	}
	bad := clerk(t).send(t, "POST", "/api/tenants", strings.Replace(newTenantBody(freshSlug(), "nia@elsewhere.example"), "2050", "2010", 1), keyed("window")).want(t, 400)
	if !strings.Contains(bad.text, "valid_until") {
		t.Error(bad.text)
	}
}

// TestOneSlug: of twenty who want one address at once, one has it, with one
// database and one invitation.
func TestOneSlug(t *testing.T) {
	t.Parallel()
	slug := freshSlug()
	email := "nia@" + slug + ".example"
	var all sync.WaitGroup
	var made, taken atomic.Int64
	for i := range 20 {
		all.Go(func() {
			switch a := clerk(t).send(t, "POST", "/api/tenants", newTenantBody(slug, email), keyed(slug+strconv.Itoa(i))); a.StatusCode {
			case 201:
				made.Add(1)
			case 409:
				taken.Add(1)
			default:
				t.Errorf("%d %s", a.StatusCode, a.text)
			}
		})
	}
	all.Wait()
	if made.Load() != 1 || taken.Load() != 19 {
		t.Errorf("%d made, %d taken", made.Load(), taken.Load())
	}
	if list := demo(live, slug).letters(t, email); len(list) != 1 {
		t.Errorf("%d invitations", len(list))
	}
}

// TestSeatsUsed: the console counts who is invited, and who leaves, within a
// minute.
func TestSeatsUsed(t *testing.T) {
	s := another(t, t.TempDir(), "--dev", "--no-seed")
	o := newOrgs(t, s, 1)[0]
	support := consoleAt(s).as(t, "support")
	used := func() int64 {
		t.Helper()
		s.cron(t)
		return decode[struct {
			Used int64 `json:"seats_used"`
		}](t, support.get(t, "/api/tenants/"+o.slug).want(t, 200)).Used
	}
	id := decode[struct{ ID string }](t, o.as(t, "admin").send(t, "POST", "/api/users", object("email", "nia@elsewhere.example", "name", "Nia Owen", "role", "hr"),
		keyed("nia")).want(t, 201)).ID
	if got := used(); got != 8 { // and one for each role
		t.Errorf("%d seats with who is invited", got)
	}
	o.as(t, "admin").send(t, "PATCH", "/api/users/"+id, `{"disabled":true}`).want(t, 200)
	if got := used(); got != 7 {
		t.Errorf("%d seats without who left", got)
	}
}
