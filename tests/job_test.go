package tests

import (
	"strings"
	"testing"
)

// job is a piece of long work.
type job struct {
	ID, Kind, State string
	Done, Total     int64
	Result          *chain
}

// TestJob: the whole chain is checked as long work, which whoever started it
// and administrators can look at, and nobody else (PLAT-11). The server is the
// test's own: its scheduler is told when to run.
func TestJob(t *testing.T) {
	t.Parallel()
	s := another(t, t.TempDir(), "--dev")
	o := demo(s, "northgate")
	admin, base := o.as(t, "admin"), &visitor{at: s, host: "localhost"}
	started := admin.send(t, "POST", "/api/audit/verify", "").want(t, 202)
	at := started.Header.Get("Location")
	if j := decode[job](t, started); j.State != "waiting" || j.Kind != "ledger.verify" || at != "/api/jobs/"+j.ID {
		t.Fatalf("%+v at %s", j, at)
	}
	for _, v := range []*visitor{o.as(t, "hr"), demo(s, "southbank").as(t, "admin")} {
		v.get(t, at).refused(t, 404, "not-found")
		v.send(t, "POST", at+"/cancel", "").refused(t, 404, "not-found")
	}
	waiting := admin.get(t, strings.TrimPrefix(at, "/api")).want(t, 200).text
	if !strings.Contains(waiting, `http-equiv="refresh"`) || !strings.Contains(waiting, "Waiting to start") {
		t.Errorf("the page is\n%s", waiting)
	}
	base.send(t, "POST", "/dev/cron", "").want(t, 204)
	j := decode[job](t, admin.get(t, at).want(t, 200))
	if j.State != "done" || j.Result == nil || !j.Result.Valid || j.Done != j.Total || j.Result.Entries < 20 {
		t.Errorf("%+v, %+v", j, j.Result)
	}
	admin.send(t, "POST", at+"/cancel", "").refused(t, 409, "wrong-state")
	if page := admin.get(t, strings.TrimPrefix(at, "/api")).text; strings.Contains(page, `http-equiv="refresh"`) || !strings.Contains(page, "Done.") {
		t.Errorf("the page is\n%s", page)
	}
	second := admin.send(t, "POST", "/api/audit/verify", "").want(t, 202).Header.Get("Location")
	admin.send(t, "POST", second+"/cancel", "").want(t, 200)
	base.send(t, "POST", "/dev/cron", "").want(t, 204)
	if j := decode[job](t, admin.get(t, second)); j.State != "cancelled" || j.Done != 0 {
		t.Errorf("cancelled, and it is %+v", j)
	}
}
