package store_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"ringfence/domain"
	"ringfence/store"
	"ringfence/store/db"
	"ringfence/store/db/dbtest"
	"ringfence/store/mail"
	"ringfence/store/mail/mailtest"
)

var letter = mail.Message{To: "nia@lee.example", ToName: "Nia Lee", Subject: "About a link",
	Text: "https://north.test/x/secret-token", HTML: "<p>https://north.test/x/secret-token</p>"}

// withMail is a world whose messages go to a double of MailerSend.
func withMail(t testing.TB) (*world, *mailtest.Double) {
	t.Helper()
	w, d := withClinic(t), mailtest.New(t)
	w.mail, w.keep = d.Sender(), false
	w.Store = w.process(t, masterKey(1))
	return w, d
}

// post writes n messages, and moves the clock behind the grace of their mark.
func (w *world) post(t testing.TB, n int) {
	t.Helper()
	tenant := w.as(t, w.signIn(t, "north", "admin"))
	_, err := tenant.Check(ctx)
	must(t, err)
	c, err := tenant.Post(n, letter)
	must(t, err)
	counted, stats := store.WithStats(ctx)
	must(t, tenant.Commit(counted, c, store.Answer{}))
	if stats.RoundTrips != 1 {
		t.Errorf("%d round trips", stats.RoundTrips)
	}
	w.pass(minute)
}

// sends runs the outbox and checks how many messages went and how many did not.
func (w *world) sends(t testing.TB, sent, failed int) store.Mailed {
	t.Helper()
	done, err := w.SendMail(ctx)
	if err != nil || done.Sent != int64(sent) || len(done.Failures) != failed {
		t.Errorf("%d sent, %+v, %v; want %d and %d failures", done.Sent, done.Failures, err, sent, failed)
	}
	return done
}

// letters are "state tries has-content" of the outbox, each once.
func (w *world) letters(t testing.TB) string {
	t.Helper()
	return dbtest.One(t, w.db("north"), `SELECT coalesce(group_concat(DISTINCT state || ' ' || tries || ' ' || (coalesce(recipient, to_name, subject, text, html) IS NOT NULL)), '') FROM outbox`).Text()
}

func (w *world) wantLetters(t testing.TB, want string) {
	t.Helper()
	if got := w.letters(t); got != want {
		t.Errorf("the outbox is %q, want %q", got, want)
	}
}

// marks are the registry's.
func (w *world) marks(t testing.TB) int64 {
	t.Helper()
	return dbtest.Count(t, w.db("registry"), `SELECT count(*) FROM due_work`)
}

// TestMail goes out as it was written, once, and is erased; its tenant is
// visited no more.
func TestMail(t *testing.T) {
	t.Parallel()
	w, d := withMail(t)
	w.post(t, 2)
	w.wantLetters(t, "pending 0 1")
	w.sends(t, 2, 0)
	w.wantLetters(t, "sent 1 0")
	got := d.Accepted()[0]
	if got.To[0] != (mailtest.Contact{Email: letter.To, Name: letter.ToName}) || got.Subject != letter.Subject || got.Text != letter.Text || got.HTML != letter.HTML {
		t.Errorf("%+v", got)
	}
	if d.Accepted()[0].Tags[0] == d.Accepted()[1].Tags[0] || w.marks(t) != 0 {
		t.Errorf("two messages are tagged alike, or %d tenants are marked", w.marks(t))
	}
	w.sends(t, 0, 0)
	if d.Asked() != 2 {
		t.Errorf("%d requests", d.Asked())
	}
	w.pass(31 * day)
	w.exec(t, `UPDATE subscriptions SET valid_until = valid_until * 2`)
	w.post(t, 1)
	w.sends(t, 1, 0)
	if n := w.count(t, `SELECT count(*) FROM outbox`); n != 1 {
		t.Errorf("%d rows are kept after a month", n)
	}
}

// TestMailIsSealed: nothing of a message stands in the file, and a part that is
// moved does not open.
func TestMailIsSealed(t *testing.T) {
	t.Parallel()
	w, d := withMail(t)
	w.post(t, 1)
	if n := w.count(t, `SELECT count(*) FROM outbox WHERE recipient LIKE 'v1.1.%' AND to_name LIKE 'v1.1.%' AND subject LIKE 'v1.1.%' AND text LIKE 'v1.1.%' AND html LIKE 'v1.1.%'`); n != 1 {
		t.Error("a part is not sealed")
	}
	for _, plain := range []string{"nia", "Lee", "About", "secret-token"} {
		if n := w.count(t, `SELECT count(*) FROM outbox WHERE instr(id || recipient || to_name || subject || text || html, ?) > 0`, db.Text(plain)); n != 0 {
			t.Errorf("%q stands in the outbox", plain)
		}
	}
	w.exec(t, `UPDATE outbox SET subject = text`)
	w.sends(t, 0, 1)
	if d.Asked() != 0 {
		t.Error("it was sent")
	}
}

// TestMailNeedsItsCause: a change that is not made sends nothing.
func TestMailNeedsItsCause(t *testing.T) {
	t.Parallel()
	w, _ := withMail(t)
	tenant := w.as(t, w.signIn(t, "north", "admin"))
	_, err := tenant.Check(ctx)
	must(t, err)
	c, err := tenant.Post(1, letter)
	must(t, err)
	w.exec(t, `UPDATE sessions SET ended_at = 1`)
	wantIs(t, tenant.Commit(ctx, c, store.Answer{}), store.ErrStale)
	w.pass(minute)
	w.sends(t, 0, 0)
	if w.letters(t) != "" || w.marks(t) != 0 {
		t.Errorf("%q, %d marks", w.letters(t), w.marks(t))
	}
}

// TestMailUnavailable: without a Mailer nothing that needs one is done, but in
// the local default.
func TestMailUnavailable(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	w.keep = false
	w.Store = w.process(t, masterKey(1))
	req := w.signIn(t, "north", "admin")
	_, err := w.as(t, req).Post(1, letter)
	wantIs(t, err, domain.ErrMail)
	_, err = w.as(t, req).Outbox(ctx)
	wantIs(t, err, domain.ErrNotFound)
	w.keep = true
	w.Store = w.process(t, masterKey(1))
	w.post(t, 1)
	w.sends(t, 0, 0)
	list, err := w.as(t, store.Request{}).Outbox(ctx)
	if err != nil || len(list) != 1 || list[0].To != letter.To || list[0].Text != letter.Text || list[0].State != "pending" || list[0].CreatedAt != noon {
		t.Errorf("%+v, %v", list, err)
	}
}

// TestMailIsKeptLocally when it was sent, to be looked at.
func TestMailIsKeptLocally(t *testing.T) {
	t.Parallel()
	w, _ := withMail(t)
	w.keep = true
	w.Store = w.process(t, masterKey(1))
	w.post(t, 1)
	w.sends(t, 1, 0)
	w.wantLetters(t, "sent 1 1")
}

// TestMailIsRetried with growing pauses until it is given up, erased and
// entered in the ledger.
func TestMailIsRetried(t *testing.T) {
	t.Parallel()
	w, d := withMail(t)
	d.Answer = answers(503)
	w.post(t, 1)
	tries := 0
	for begun := w.clock.Load(); w.letters(t) != "failed 16 0" && w.clock.Load() < begun+3*day; w.pass(minute) {
		done, err := w.SendMail(ctx)
		must(t, err)
		tries += len(done.Failures)
	}
	if d.Asked() != 16 || tries != 16 || w.marks(t) != 0 {
		t.Errorf("%d requests, %d failures, %d marks", d.Asked(), tries, w.marks(t))
	}
	action, _, _ := w.lastEntry(t)
	if passed := w.clock.Load() - noon; action != "message.give-up" || passed < 40*hour || passed > 2*day+hour {
		t.Errorf("%s after %d minutes", action, passed/minute)
	}
}

func answers(status int, header ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		for i := 0; i < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		mailtest.Refuse(w, status, "No. #MS40000")
	}
}

// TestMailRefused for good is not tried again; MailerSend's own waiting time is
// kept to.
func TestMailRefused(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		answer http.HandlerFunc
		after  string // in the outbox
		wait   int64
	}{
		"malformed": {answers(422), "failed 1 0", 0},
		"too often": {answers(429, "Retry-After", "600"), "pending 1 1", 10 * minute},
		"broken":    {answers(500), "pending 1 1", minute},
		"no token":  {answers(401), "pending 1 1", minute},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, d := withMail(t)
			d.Answer = c.answer
			w.post(t, 1)
			failure := w.sends(t, 0, 1).Failures[0]
			if w.wantLetters(t, c.after); failure.GaveUp != (c.wait == 0) || failure.Tenant != "north" || strings.Contains(failure.Err.Error(), "nia") {
				t.Errorf("%+v", failure)
			}
			d.Answer = nil
			w.pass(c.wait - 1)
			w.sends(t, 0, 0)
			w.pass(1)
			if w.sends(t, min(int(c.wait), 1), 0); w.marks(t) != 0 {
				t.Error("the tenant is still marked")
			}
		})
	}
}

// TestMailRuns: many at once send each message once.
func TestMailRuns(t *testing.T) {
	t.Parallel()
	w, d := withMail(t)
	w.post(t, 20)
	stores := []*store.Store{w.Store, w.process(t, masterKey(1)), w.process(t, masterKey(1))}
	var all sync.WaitGroup
	for i := range 6 {
		all.Go(func() {
			if done, err := stores[i%3].SendMail(ctx); err != nil || done.Failures != nil {
				t.Errorf("%+v, %v", done, err)
			}
		})
	}
	all.Wait()
	seen := map[string]bool{}
	for _, m := range d.Accepted() {
		seen[m.Tags[0]] = true
	}
	if d.Asked() != 20 || len(seen) != 20 {
		t.Errorf("%d requests for %d of 20 messages", d.Asked(), len(seen))
	}
}

// TestMailLease: a try that has died is repeated when its time is over, and not
// before; a try that comes back late changes nothing.
func TestMailLease(t *testing.T) {
	t.Parallel()
	w, d := withMail(t)
	d.Answer = func(http.ResponseWriter, *http.Request) {
		d.Answer = nil // for the ones behind it
		w.pass(59_999)
		other, err := w.process(t, masterKey(1)).SendMail(ctx)
		if err != nil || other.Sent != 0 {
			t.Errorf("%+v, %v", other, err)
		}
		w.exec(t, `UPDATE outbox SET tries = tries + 1`) // as another try does
	}
	w.post(t, 1)
	w.sends(t, 0, 1) // an answer without an id
	w.wantLetters(t, "pending 2 1")
	w.pass(1)
	w.sends(t, 1, 0)
	w.wantLetters(t, "sent 3 0")
}

// TestMailCutShort: a run that is told to stop leaves the message to the next.
func TestMailCutShort(t *testing.T) {
	t.Parallel()
	w, d := withMail(t)
	w.post(t, 1)
	w.faults.Set("north", 2, false) // settling fails: it was sent, and nobody knows
	done, err := w.SendMail(ctx)
	if err != nil || done.Sent != 1 || len(done.Failures) != 1 || done.Failures[0].Tenant == "" {
		t.Errorf("%+v, %v", done, err)
	}
	w.faults.Set("", 0, false)
	w.pass(4 * minute)
	w.sends(t, 0, 0)
	w.pass(minute)
	w.sends(t, 1, 0)
	if d.Asked() != 2 {
		t.Errorf("%d requests", d.Asked())
	}
}

// TestMarks: a mark made while its tenant is visited is kept, one beside a
// commit that has not ended too; all tenants are visited once a day.
func TestMarks(t *testing.T) {
	t.Parallel()
	w, d := withMail(t)
	id := dbtest.One(t, w.db("registry"), `SELECT id FROM tenants`).Text()
	w.MarkDue(id)
	w.sends(t, 0, 0) // the commit beside it has not ended
	if w.marks(t) != 1 {
		t.Fatal("the mark is gone before its commit")
	}
	w.pass(minute)
	w.sends(t, 0, 0)
	if w.marks(t) != 0 {
		t.Error("the mark stays")
	}
	w.post(t, 1)
	d.Answer = func(rw http.ResponseWriter, r *http.Request) {
		w.MarkDue(id)
		mailtest.Refuse(rw, 422, "no")
	}
	w.sends(t, 0, 1)
	if due := dbtest.Count(t, w.db("registry"), `SELECT due_at FROM due_work`); due > w.clock.Load() {
		t.Error("a mark made meanwhile was moved")
	}
	d.Answer = nil
	w.pass(minute)
	w.sends(t, 0, 0)
	w.post(t, 1)
	dbtest.Write(t, w.db("registry"), nil, db.Q(`DELETE FROM due_work`)) // lost
	w.sends(t, 0, 0)
	must(t, w.MarkAllDue(ctx))
	must(t, w.MarkAllDue(ctx))
	w.pass(6 * hour)
	w.sends(t, 1, 0)
}

// TestMailIsolates a tenant that cannot be reached, and a registry that cannot.
func TestMailIsolates(t *testing.T) {
	t.Parallel()
	w, d := withMail(t)
	must(t, w.Provision(ctx, clinic("south")))
	w.post(t, 1)
	w.MarkDue(dbtest.One(t, w.db("registry"), `SELECT id FROM tenants WHERE slug = 'south'`).Text())
	w.MarkDue("nobody")
	w.pass(minute)
	w.faults.Set("south", dbtest.Always, false)
	w.sends(t, 1, 2)
	w.pass(4 * minute)
	w.sends(t, 0, 0)
	_, err := w.check(t, w.signIn(t, "north", "admin")) // the hostname is known
	must(t, err)
	w.faults.Set("registry", dbtest.Always, false)
	if _, err := w.SendMail(ctx); err == nil {
		t.Error("no error without a registry")
	}
	w.post(t, 1) // its mark is lost, it is not
	w.wantLetters(t, "sent 1 0,pending 0 1")
	if d.Asked() != 1 {
		t.Errorf("%d requests", d.Asked())
	}
}

// TestMailTimes: MailerSend does not answer, and is not waited for beyond its time.
func TestMailTimes(t *testing.T) {
	t.Parallel()
	if mail.Limit >= time.Minute {
		t.Error("a try may take longer than its lease")
	}
}

// TestMailWaitsAlone: how long one message has to wait is no other's business.
func TestMailWaitsAlone(t *testing.T) {
	t.Parallel()
	w, d := withMail(t)
	w.post(t, 2)
	d.Answer = func(rw http.ResponseWriter, r *http.Request) {
		d.Answer = answers(429, "Retry-After", "600") // for the second
		mailtest.Refuse(rw, 500, "no")
	}
	w.sends(t, 0, 2)
	d.Answer = nil
	w.pass(minute)
	w.sends(t, 1, 0)
	w.pass(9 * minute)
	w.sends(t, 1, 0)
}

// TestNoMailNoMark: a change without messages tells the registry nothing.
func TestNoMailNoMark(t *testing.T) {
	t.Parallel()
	w, _ := withMail(t)
	tenant := w.as(t, w.signIn(t, "north", "hr"))
	_, change := add(t, tenant, ann)
	must(t, tenant.Commit(ctx, change, store.Answer{}))
	if n := w.marks(t); n != 0 {
		t.Errorf("%d marks", n)
	}
}

// TestOutboxWithoutKeys says that it cannot be read, rather than that it is empty.
func TestOutboxWithoutKeys(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	keyless, err := w.process(t, nil).Tenant(ctx, "north.test")
	must(t, err)
	_, err = keyless.Outbox(ctx)
	wantIs(t, err, domain.ErrEncryption)
}
