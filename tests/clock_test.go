package tests

import (
	"strings"
	"testing"
	"time"
)

// moveClock moves the clock of a server of the test's own.
func (s *server) moveClock(t testing.TB, body string) string {
	t.Helper()
	base := &visitor{at: s, host: "localhost"}
	return decode[struct{ Now string }](t, base.send(t, "POST", "/dev/clock", body).want(t, 200)).Now
}

// The clock of the local default moves for all organisations and whatever
// answers: a subscription lapses by it, and comes back with it.
func TestClock(t *testing.T) {
	t.Parallel()
	s := another(t, t.TempDir(), "--dev", "--no-seed")
	pair := newOrgs(t, s, 2, `"valid_from":"`+ahead(-day)+`","valid_until":"`+ahead(15*time.Minute)+`"`)
	for _, o := range pair {
		o.as(t, "hr").get(t, "/api/hr/employees").want(t, 200)
	}
	if now, err := time.Parse(time.RFC3339, s.moveClock(t, `{"advance_s":1200}`)); err != nil || time.Until(now) < 19*time.Minute || time.Until(now) > 20*time.Minute {
		t.Errorf("it is %s, %v", now, err)
	}
	everyInstance := func(status int) {
		together(12, func(i int) { pair[i%2].as(t, "hr").get(t, "/api/hr/employees").want(t, status) })
	}
	everyInstance(402)
	pair[0].nobody().send(t, "POST", "/api/auth/login", pair[0].credentials("hr")).refused(t, 402, "subscription-lapsed")
	s.moveClock(t, `null`)
	everyInstance(200)
	if got := s.moveClock(t, `{"now":"2031-05-06T07:08:09Z"}`); !strings.HasPrefix(got, "2031-05-06T07:08:") {
		t.Errorf("it is %s", got)
	}
	everyInstance(401) // the sessions have ended
	pair[1].nobody().send(t, "POST", "/api/auth/login", pair[1].credentials("hr")).refused(t, 402, "subscription-lapsed")
	s.moveClock(t, `{"now":null}`)
	everyInstance(200)
}

// Work that is due by the clock is done by it.
func TestClockAndCron(t *testing.T) {
	t.Parallel()
	s := another(t, t.TempDir(), "--dev", "--no-seed")
	admin := newOrgs(t, s, 1)[0].as(t, "admin")
	j := admin.startVerify(t)
	s.moveClock(t, `{"advance_s":-3600}`)
	s.cron(t) // it is not due yet, an hour ago
	s.moveClock(t, `null`)
	if got := decode[longWork](t, admin.get(t, j.path()).want(t, 200)); got.State != "waiting" {
		t.Errorf("%+v", got)
	}
	s.cron(t)
	if got := decode[longWork](t, admin.get(t, j.path()).want(t, 200)); got.State != "done" {
		t.Errorf("%+v", got)
	}
}
