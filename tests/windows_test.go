package tests

import (
	"encoding/csv"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// soldWindow is a window as the console has it.
type soldWindow struct {
	ID, Plan, Status, Source string
	Modules                  []string
	Seats, Version           int64
	ValidFrom                time.Time `json:"valid_from"`
	ValidUntil               time.Time `json:"valid_until"`
	Suspended                bool
	PurchaseOrder, Reason    string
	CancelledAt              *time.Time `json:"cancelled_at"`
}

type tenantFile struct {
	Slug, Status  string
	Subscriptions []soldWindow
}

// clerk is the console's billing account.
func clerk(t testing.TB) *visitor { return console().as(t, "billing") }

func (o *org) file(t testing.TB) tenantFile {
	t.Helper()
	return decode[tenantFile](t, clerk(t).get(t, "/api/tenants/"+o.slug).want(t, 200))
}

// window is the only one that the organisation has.
func (o *org) window(t testing.TB) soldWindow {
	t.Helper()
	list := o.file(t).Subscriptions
	if len(list) != 1 {
		t.Fatalf("%d windows", len(list))
	}
	return list[0]
}

func rfc(at time.Time) string { return at.UTC().Format(time.RFC3339Nano) }

// TestWindowActs: what billing staff do counts from the tenant's next request
// on, in every direction, and stands in both ledgers with the reason.
func TestWindowActs(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	w := o.window(t)
	hr, at := o.as(t, "hr"), "/api/subscriptions/"+w.ID
	open := func() { t.Helper(); hr.get(t, "/api/hr/employees").want(t, 200) }
	shut := func(slug string) { t.Helper(); hr.get(t, "/api/hr/employees").refused(t, 402, slug) }
	change := func(body string) soldWindow {
		t.Helper()
		return decode[soldWindow](t, clerk(t).send(t, "PATCH", at, body).want(t, 200))
	}
	open()
	if got := change(`{"suspended":true,"reason":"Invoice 17 is not paid"}`); got.Status != "suspended" || got.Version != w.Version+1 {
		t.Errorf("%+v", got)
	}
	shut("subscription-suspended")
	change(`{"suspended":false,"reason":"Paid"}`)
	open()
	change(`{"valid_until":"` + rfc(time.Now().Add(-time.Hour)) + `","valid_from":"` + rfc(time.Now().Add(-48*time.Hour)) + `","reason":"Shorter"}`)
	shut("subscription-lapsed")
	change(`{"valid_until":"` + rfc(time.Now().Add(time.Hour)) + `","reason":"Longer"}`)
	open()
	change(`{"valid_from":"` + rfc(time.Now().Add(time.Minute)) + `","reason":"Later"}`)
	shut("subscription-not-started")
	change(`{"valid_from":"` + rfc(time.Now().Add(-time.Minute)) + `","modules":["governance"],"reason":"No staff records"}`)
	hr.get(t, "/api/hr/employees").refused(t, 403, "module-not-licensed")
	change(`{"modules":["hr"],"reason":"Staff records again"}`)
	open()
	clerk(t).send(t, "POST", at+"/cancel", `{"reason":"They leave"}`).want(t, 200)
	shut("subscription-lapsed")
	clerk(t).send(t, "POST", at+"/cancel", `{"reason":"They leave"}`).refused(t, 409, "wrong-state")
	o.tells(t, "Invoice 17 is not paid", "They leave")
	text := console().as(t, "support").get(t, "/api/ledger?entity=window&entity_id="+w.ID).want(t, 200).text
	for _, reason := range []string{"Invoice 17 is not paid", "Paid", "They leave"} {
		if !strings.Contains(text, reason) {
			t.Errorf("the operator's ledger does not say %q", reason)
		}
	}
}

// tells: the tenant's own ledger says why its window was changed, and has no
// entry less for it.
func (o *org) tells(t *testing.T, reasons ...string) {
	t.Helper()
	clerk(t).send(t, "POST", "/api/tenants/"+o.slug+"/subscriptions", `{"plan":"standard","valid_from":"`+rfc(time.Now())+`","valid_until":"`+
		rfc(time.Now().Add(time.Hour))+`","reason":"To look"}`).want(t, 201)
	text := o.as(t, "admin").get(t, "/api/audit?entity=subscription").want(t, 200).text
	for _, reason := range append(reasons, "To look") {
		if !strings.Contains(text, reason) {
			t.Errorf("the tenant's ledger does not say %q", reason)
		}
	}
	if a := o.as(t, "admin").get(t, "/api/audit/verify").want(t, 200); !strings.Contains(a.text, `"valid":true`) {
		t.Error(a.text)
	}
}

// TestWindowInput: nothing is changed without a reason, and windows do not
// overlap; they may touch.
func TestWindowInput(t *testing.T) {
	t.Parallel()
	o := newOrg(t, `"valid_from":"2030-01-01T00:00:00Z","valid_until":"2031-01-01T00:00:00Z"`)
	w, path := o.window(t), "/api/tenants/"+o.slug+"/subscriptions"
	body := func(from, until, more string) string {
		return `{"plan":"standard","valid_from":"` + from + `","valid_until":"` + until + `","reason":"Sold"` + more + `}`
	}
	for _, times := range [][2]string{{"2030-06-01", "2030-07-01"}, {"2029-01-01", "2030-01-02"}, {"2030-12-31", "2032-01-01"}, {"2029-01-01", "2032-01-01"}} {
		clerk(t).send(t, "POST", path, body(times[0]+"T00:00:00Z", times[1]+"T00:00:00Z", "")).refused(t, 409, "subscription-overlap")
	}
	for _, bad := range []string{`{}`, body("2032-01-01T00:00:00Z", "2032-01-01T00:00:00Z", ""), body("2033-01-01T00:00:00Z", "2032-01-01T00:00:00Z", ""),
		body("2032-01-01T00:00:00Z", "2033-01-01T00:00:00Z", `,"seats":-1`), body("2032-01-01T00:00:00Z", "2033-01-01T00:00:00Z", `,"modules":["nosuch"]`),
		body("2032-01-01T00:00:00Z", "2033-01-01T00:00:00Z", `,"source":"stripe"`), strings.Replace(body("2032-01-01T00:00:00Z", "2033-01-01T00:00:00Z", ""), "standard", "nosuch", 1)} {
		clerk(t).send(t, "POST", path, bad).refused(t, 400, "invalid-request")
	}
	clerk(t).send(t, "PATCH", "/api/subscriptions/"+w.ID, `{"seats":7}`).refused(t, 400, "invalid-request")
	clerk(t).send(t, "PATCH", "/api/subscriptions/nosuch", `{"seats":7,"reason":"x"}`).refused(t, 404, "not-found")
	clerk(t).send(t, "POST", "/api/tenants/nosuch/subscriptions", body("2032-01-01T00:00:00Z", "2033-01-01T00:00:00Z", "")).refused(t, 404, "not-found")
	got := decode[soldWindow](t, clerk(t).send(t, "POST", path, body("2031-01-01T00:00:00Z", "2032-01-01T00:00:00Z", "")).want(t, 201)) // touches
	if got.Seats != 250 || len(got.Modules) != 3 || got.Source != "invoice" || got.Status != "not-started" {
		t.Errorf("%+v", got)
	}
	void := decode[soldWindow](t, clerk(t).send(t, "POST", "/api/subscriptions/"+got.ID+"/cancel", `{"reason":"Not wanted"}`).want(t, 200))
	if void.CancelledAt == nil || !void.ValidFrom.Equal(void.ValidUntil) {
		t.Errorf("%+v", void)
	}
	clerk(t).send(t, "POST", path, body("2031-01-01T00:00:00Z", "2032-01-01T00:00:00Z", "")).want(t, 201) // its time is free again
}

// TestTwoClerks: of two who extend at once from the same version, one does, and
// what the tenant has is what the console says.
func TestTwoClerks(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	w := o.window(t)
	var both sync.WaitGroup
	answers := make([]*answer, 2)
	for i := range answers {
		both.Go(func() {
			until := rfc(w.ValidUntil.AddDate(0, i+1, 0))
			answers[i] = clerk(t).send(t, "PATCH", "/api/subscriptions/"+w.ID, `{"valid_until":"`+until+`","reason":"More"}`,
				`If-Match: "`+strconv.FormatInt(w.Version, 10)+`"`)
		})
	}
	both.Wait()
	if a, b := answers[0].StatusCode, answers[1].StatusCode; a+b != 200+412 {
		t.Fatalf("%d and %d", a, b)
	}
	session := decode[struct {
		Subscription struct {
			ValidUntil time.Time `json:"valid_until"`
		}
	}](t, o.as(t, "admin").get(t, "/api/auth/session").want(t, 200))
	if now := o.window(t); !session.Subscription.ValidUntil.Equal(now.ValidUntil) || now.ValidUntil.Equal(w.ValidUntil) {
		t.Errorf("the tenant has %v, the console %v", session.Subscription.ValidUntil, now.ValidUntil)
	}
}

// TestTenantList finds, sorts and pages organisations, and the report is CSV.
func TestTenantList(t *testing.T) {
	t.Parallel()
	list := newOrgs(t, live, 3, `"name":"Zebedee Trust","valid_until":"2044-05-06T00:00:00Z"`)
	seen, path := []string{}, "/api/tenants?q=trust+zebe&sort=-slug&limit=2"
	for next := ""; ; {
		page := decode[struct {
			Items []struct{ Slug, Status, Plan string }
			Next  *string
		}](t, clerk(t).get(t, path+next).want(t, 200))
		for _, item := range page.Items {
			seen = append(seen, item.Slug)
			if item.Status != "active" || item.Plan != "standard" {
				t.Errorf("%+v", item)
			}
		}
		if page.Next == nil {
			break
		}
		next = "&cursor=" + *page.Next
	}
	if len(seen) < len(list) || !descending(seen) {
		t.Errorf("%q", seen)
	}
	for _, bad := range []string{"status=nosuch", "sort=name,id", "sort=(SELECT+1)", "sort=--name", "sort=search"} { // a column's name cannot be an argument
		clerk(t).get(t, "/api/tenants?"+bad).refused(t, 400, "invalid-request")
	}
	if a := clerk(t).get(t, "/api/tenants?q=%27+OR+1=1+--&plan=%27+OR+1=1+--").want(t, 200); !strings.Contains(a.text, `"items":[]`) {
		t.Error(a.text)
	}
	clerk(t).get(t, "/api/tenants?cursor=nosuch").refused(t, 400, "invalid-request")
	clerk(t).get(t, "/api/tenants/nosuch").refused(t, 404, "not-found")
	if a := clerk(t).get(t, "/api/tenants?status=lapsed&q="+list[0].slug).want(t, 200); strings.Contains(a.text, list[0].slug) {
		t.Error(a.text)
	}
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(clerk(t).get(t, "/api/reports/windows.csv?ends_from=2044-05-06&ends_to=2044-05-06").want(t, 200).text, "\ufeff"))).ReadAll()
	if err != nil || len(rows) < 4 || rows[0][0] != "slug" || rows[1][5] != "2044-05-06T00:00:00.000Z" {
		t.Errorf("%v %v", rows, err)
	}
}

func descending(list []string) bool {
	for i := range list {
		if i > 0 && list[i] >= list[i-1] {
			return false
		}
	}
	return true
}
