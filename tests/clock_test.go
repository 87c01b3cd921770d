package tests

import (
	"testing"
	"time"
)

// TestClock: the local default's clock can be set for all tenants, so that what
// time does can be seen. The server is the test's own: others need the time.
func TestClock(t *testing.T) {
	t.Parallel()
	s := another(t, t.TempDir(), "--dev")
	o := demo(s, "northgate")
	base := &visitor{at: s, host: "localhost"}
	hr := o.as(t, "hr")
	hr.get(t, "/api/hr/employees").want(t, 200)
	base.send(t, "POST", "/dev/clock", `{"advance_s":1740}`).want(t, 200)
	hr.get(t, "/api/hr/employees").want(t, 200) // 29 minutes of idling
	base.send(t, "POST", "/dev/clock", `{"advance_s":1860}`).want(t, 200)
	hr.get(t, "/api/hr/employees").refused(t, 401, "unauthenticated")

	base.send(t, "POST", "/dev/clock", `{"now":"`+time.Now().AddDate(0, 0, 340).UTC().Format(time.RFC3339)+`"}`).want(t, 200)
	for range 20 { // whichever instance answers
		o.nobody().send(t, "POST", "/api/auth/login", o.credentials("hr")).refused(t, 402, "subscription-lapsed")
	}
	base.send(t, "POST", "/dev/cron?cron=17+2+*+*+*", "").want(t, 204)
	base.send(t, "POST", "/dev/clock", `{"now":null}`).want(t, 200)
	o.login(t, "hr").get(t, "/api/hr/employees").want(t, 200)
	for _, bad := range []string{"", "x", `{"now":"tomorrow"}`, `{"advance_s":9000000000}`, `{"advance_s":"1"}`} {
		base.send(t, "POST", "/dev/clock", bad).refused(t, 400, "invalid-request")
	}
}
