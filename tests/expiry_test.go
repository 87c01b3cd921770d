package tests

import (
	"strconv"
	"strings"
	"testing"
	"time"
)

// TestExpiryNotices: administrators are told 30, 14, 7 and 1 days before the end
// and at the end, once each, however often and late the schedule runs; nobody
// else is told, and who renews is not told any more.
func TestExpiryNotices(t *testing.T) {
	s := another(t, t.TempDir(), "--dev", "--no-seed")
	ends := time.Now().Add(60 * 24 * time.Hour)
	list := newOrgs(t, s, 2, `"valid_until":"`+ends.UTC().Format(time.RFC3339)+`"`)
	o, renews := list[0], list[1]
	base := &visitor{at: s, host: "localhost"}
	day := func(n int) { // of the sixty
		t.Helper()
		at := ends.Add(time.Duration(n-60) * 24 * time.Hour).Add(time.Minute)
		base.send(t, "POST", "/dev/clock", `{"now":"`+at.UTC().Format(time.RFC3339)+`"}`).want(t, 200)
		for range 2 {
			base.send(t, "POST", "/dev/cron?cron=*+*+*+*+*", "").want(t, 204)
		}
	}
	told := func(o *org, want ...string) {
		t.Helper()
		var got []string
		for _, l := range o.letters(t, "admin@"+o.slug+".example") {
			if _, end, ok := strings.Cut(l.Subject, ": Your subscription "); ok { // there are reminders of tasks, too
				got = append([]string{end}, got...)
			}
		}
		if strings.Join(got, ", ") != strings.Join(want, ", ") {
			t.Errorf("%q, want %q", got, want)
		}
	}
	base.send(t, "POST", "/dev/cron?cron=17+2+*+*+*", "").want(t, 204) // everybody is visited in the six hours to come
	day(1)
	told(o)
	day(30)
	told(o, "ends in 30 days")
	day(31)
	told(o, "ends in 30 days")
	base.send(t, "POST", "/dev/clock", `{"now":null}`).want(t, 200) // a code of today, and a session
	console := consoleAt(s)
	w := decode[tenantFile](t, console.as(t, "billing").get(t, "/api/tenants/"+renews.slug).want(t, 200))
	until := rfc(w.Subscriptions[0].ValidUntil.AddDate(1, 0, 0))
	console.as(t, "billing").send(t, "PATCH", "/api/subscriptions/"+w.Subscriptions[0].ID, `{"valid_until":"`+until+`","reason":"Renewed"}`).want(t, 200)
	day(54) // the notice of 14 days was missed
	told(o, "ends in 30 days", "ends in 7 days")
	day(59)
	day(60)
	day(61)
	day(62)
	told(o, "ends in 30 days", "ends in 7 days", "ends tomorrow", "has ended")
	told(renews, "ends in 30 days")
	for _, l := range o.letters(t, "hr@"+o.slug+".example") {
		if strings.Contains(l.Subject, "subscription") {
			t.Errorf("hr is told %+v", l)
		}
	}
	base.send(t, "POST", "/dev/clock", `{"now":null}`).want(t, 200)
	if a := console.as(t, "support").get(t, "/api/tenants/"+o.slug).want(t, 200); !strings.Contains(a.text, `"seats_used":`+strconv.Itoa(len(roles))) {
		t.Error(a.text)
	}
}
