package tests

import (
	"encoding/json"
	"strings"
	"testing"
)

// longWork is a job.
type longWork struct {
	ID, Kind, State string
	Done, Total     int64
	Errors          []struct{ Code string }
	Result          json.RawMessage
	Started         *string `json:"started_at"`
	Finished        *string `json:"finished_at"`
}

func (j *longWork) path() string { return "/api/jobs/" + j.ID }

// startVerify has an admin start a check of the ledger.
func (v *visitor) startVerify(t testing.TB, headers ...string) longWork {
	t.Helper()
	a := v.send(t, "POST", "/api/audit/verify", "", headers...).want(t, 202)
	j := decode[longWork](t, a)
	if a.Header.Get("Location") != j.path() || j.Kind != "ledger.verify" || j.State != "waiting" || string(j.Result) != "null" || j.Finished != nil {
		t.Errorf("%s %s", a.Header.Get("Location"), a.text)
	}
	return j
}

// cron has the server do what is due. Others of the suite may have it do so too.
func (s *server) cron(t testing.TB) {
	t.Helper()
	(&visitor{at: s, host: "localhost"}).send(t, "POST", "/dev/cron?cron=*+*+*+*+*", "").want(t, 204)
}

// Long work is accepted, done by the scheduler, and looked at meanwhile by
// whoever started it and by administrators (PLAT-11).
func TestJob(t *testing.T) {
	s := another(t, t.TempDir(), "--dev", "--no-seed")
	pair := newOrgs(t, s, 2)
	o, admin := pair[0], pair[0].as(t, "admin")
	j := admin.startVerify(t)
	started := admin.head(t)
	page := admin.get(t, "/jobs/"+j.ID, "Accept: text/html").want(t, 200)
	if !strings.Contains(page.text, `http-equiv="refresh" content="5"`) || !strings.Contains(page.text, "Waiting") {
		t.Errorf("%s", page.text)
	}
	for name, v := range map[string]*visitor{"another account": o.as(t, "hr"), "another organisation": pair[1].as(t, "admin")} {
		a := v.get(t, j.path()).refused(t, 404, "not-found")
		b := v.get(t, "/api/jobs/nosuch").refused(t, 404, "not-found")
		if withoutID(t, a) != withoutID(t, b) {
			t.Errorf("%s is told that there is such a job", name)
		}
		v.send(t, "POST", j.path()+"/cancel", "").refused(t, 404, "not-found")
		v.get(t, "/jobs/"+j.ID, "Accept: text/html").want(t, 404)
	}
	together(3, func(int) { s.cron(t) })
	j = decode[longWork](t, admin.get(t, j.path()).want(t, 200))
	var report struct {
		Valid    bool
		Entries  int64
		Head     string
		FirstBad *int64 `json:"first_bad"`
	}
	if err := json.Unmarshal(j.Result, &report); err != nil || j.State != "done" || j.Finished == nil || j.Started == nil || j.Done != j.Total {
		t.Fatalf("%+v, %v", j, err)
	}
	if !report.Valid || report.Entries < started || len(report.Head) != 64 || report.FirstBad != nil {
		t.Errorf("%+v, and %d entries when it began", report, started)
	}
	page = admin.get(t, "/jobs/"+j.ID, "Accept: text/html").want(t, 200)
	if strings.Contains(page.text, "http-equiv") || strings.Contains(page.text, "Cancel this") || !strings.Contains(page.text, report.Head) {
		t.Errorf("%s", page.text)
	}
	if e := admin.entries(t, "limit=1&action=job.finish&entity_id="+j.ID); len(e) != 1 || e[0].Actor != "system" || e[0].RequestID != j.ID {
		t.Errorf("%+v", e)
	}
	admin.send(t, "POST", j.path()+"/cancel", "").refused(t, 409, "wrong-state")
}

// A job is started once however often the request is sent, and cancelled once.
func TestJobCancelled(t *testing.T) {
	t.Parallel()
	s := another(t, t.TempDir(), "--dev", "--no-seed")
	o := newOrgs(t, s, 1)[0]
	admin := o.as(t, "admin")
	j := admin.startVerify(t, "Idempotency-Key: once")
	if again := admin.startVerify(t, "Idempotency-Key: once"); again.ID != j.ID {
		t.Errorf("%s, then %s", j.ID, again.ID)
	}
	a := admin.send(t, "POST", j.path()+"/cancel", "").want(t, 200)
	if got := decode[longWork](t, a); got.State != "cancelled" || got.Finished == nil {
		t.Errorf("%s", a.text)
	}
	admin.send(t, "POST", j.path()+"/cancel", "").refused(t, 409, "wrong-state")
	fromPage := admin.startVerify(t)
	admin.send(t, "POST", "/jobs/"+fromPage.ID+"/cancel", "", "Content-Type: application/x-www-form-urlencoded").want(t, 303)
	s.cron(t)
	for _, j := range []longWork{j, fromPage} {
		if got := decode[longWork](t, admin.get(t, j.path()).want(t, 200)); got.State != "cancelled" || got.Started != nil {
			t.Errorf("%+v", got)
		}
	}
	if list := admin.entries(t, "action=job.cancel"); len(list) != 2 || list[0].Actor != admin.id {
		t.Errorf("%+v", list)
	}
}

// Who is not an administrator starts none of it.
func TestJobRoles(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	for _, role := range roles[1:] {
		o.as(t, role).send(t, "POST", "/api/audit/verify", "").refused(t, 403, "forbidden")
		o.as(t, role).get(t, "/api/jobs/nosuch").refused(t, 404, "not-found")
	}
	o.nobody().get(t, "/jobs/nosuch", "Accept: text/html").want(t, 303)
}
