package store_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"ringfence/domain"
	"ringfence/store"
	"ringfence/store/blob/folder"
	"ringfence/store/breach"
	"ringfence/store/db"
	"ringfence/store/db/dbtest"
	"ringfence/store/db/file"
	"ringfence/store/oidc"
	"ringfence/store/password"
	"ringfence/store/tenantdb"
	"ringfence/store/vault"
)

const (
	lightWork = 1000 // iterations of a password's key

	noon   = 1_766_000_000_000 // when every test begins, Unix milliseconds
	minute = 60_000
	hour   = 60 * minute
	day    = 24 * hour
)

// world is a Store over SQLite files whose clock moves only when told to.
type world struct {
	*store.Store
	clock    atomic.Int64
	dir      string
	faults   dbtest.Faults
	breaches breach.Checker // its zero value asks nobody
	mail     store.Mailer   // of the processes that are made from now on
	keep     bool           // they are the local default
	pause    func()         // instead of waiting for a turn; nil: wait
	between  func()         // run once, between the reading and the writing of a reminder
	mu       sync.Mutex
	raw      map[string]db.DB // by reference, past the stores and the faults
	derived  atomic.Int64     // iterations that were spent on passwords
}

// work is light, and counted.
func (w *world) work() password.Work {
	light := password.Light(lightWork)
	light.Watch = func(work int) { w.derived.Add(int64(work)) }
	return light
}

func newWorld(t testing.TB) *world { return openWorld(t, t.TempDir()) }

func openWorld(t testing.TB, dir string) *world {
	w := &world{dir: dir, keep: true, raw: map[string]db.DB{}}
	t.Cleanup(func() {
		for _, d := range w.raw {
			must(t, d.Close())
		}
	})
	w.clock.Store(noon)
	w.Store = w.process(t, masterKey(1))
	return w
}

// process is another Store over the same files.
func (w *world) process(t testing.TB, master *vault.Master) *store.Store {
	t.Helper()
	registry, err := w.open("registry", "uk")
	if err != nil {
		t.Fatal(err)
	}
	s := store.New(store.Config{BaseDomain: "test", Registry: registry, Open: w.open, Master: master,
		Place: func(slug, _ string) string { return slug },
		Now:   w.now, Passwords: w.work(), Pause: w.await, Origin: w.origin, Files: folder.New(filepath.Join(w.dir, "files")),
		Breaches: &w.breaches, Mail: w.mail, KeepMail: w.keep, OIDC: oidc.New(oidc.Config{Now: w.now, Loopback: true})})
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func (w *world) origin(slug string) string {
	if run := w.between; run != nil {
		w.between = nil
		run()
	}
	return "https://" + slug + ".test"
}

func (w *world) open(ref, _ string) (db.DB, error) {
	d, err := w.file(ref)
	if err != nil {
		return nil, err
	}
	return w.faults.Wrap(ref, d), nil
}

func (w *world) file(ref string) (db.DB, error) { return file.Open(filepath.Join(w.dir, ref+".db")) }

// db is a database past the store, as somebody with the file has it.
func (w *world) db(ref string) db.DB {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.raw[ref] == nil {
		d, err := w.file(ref)
		if err != nil {
			panic(err)
		}
		w.raw[ref] = d
	}
	return w.raw[ref]
}

// made makes a database's file. SQLite does not wait for its turn when two
// processes make one at the same instant (changing to WAL).
func (w *world) made(t testing.TB, ref string) {
	t.Helper()
	d, err := w.open(ref, "uk")
	must(t, err)
	dbtest.Exec(t, d, `CREATE TABLE made (n INTEGER) STRICT`)
	must(t, d.Close())
}

func (w *world) now() time.Time { return time.UnixMilli(w.clock.Load()) }

func (w *world) await(ctx context.Context, d time.Duration) error {
	if w.pause == nil {
		return tenantdb.Pause(ctx, d)
	}
	w.pause()
	return nil
}

func (w *world) pass(ms int64) { w.clock.Add(ms) }

func masterKey(fill byte) *vault.Master {
	m, err := vault.ParseMaster(base64.StdEncoding.EncodeToString(bytes.Repeat([]byte{fill}, vault.KeySize)))
	if err != nil {
		panic(err)
	}
	return m
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// account is the id of a role's account.
func (w *world) account(t testing.TB, slug, role string) string {
	t.Helper()
	return dbtest.One(t, w.db(slug), `SELECT id FROM accounts WHERE email = ?`, db.Text(role+"@"+slug+".example")).Text()
}

// employee is the id of the record of a role's account.
func (w *world) employee(t testing.TB, slug, role string) string {
	t.Helper()
	return dbtest.One(t, w.db(slug), `SELECT id FROM employees WHERE account_id = ?`, db.Text(w.account(t, slug, role))).Text()
}

// signIn begins a session as log-in does, without the cost of a password.
func (w *world) signIn(t testing.TB, slug, role string) store.Request {
	t.Helper()
	r, _ := domain.ParseRole(role)
	req := store.Request{ID: "req", SessionID: store.NewID(), AccountID: w.account(t, slug, role), Role: r, Allow: domain.AllRoles}
	now := db.Int(w.clock.Load())
	dbtest.Write(t, w.db(slug), nil, db.Q(`INSERT INTO sessions (id, account_id, created_at, last_used_at, expires_at, device) VALUES (?, ?, ?, ?, ?, 'test')`,
		db.Text(req.SessionID), db.Text(req.AccountID), now, now, db.Int(w.clock.Load()+12*hour)))
	return req
}

// as is a fresh handle on "north" of whoever req says, as each request has.
func (w *world) as(t testing.TB, req store.Request) *store.Tenant {
	t.Helper()
	tenant, err := w.Tenant(context.Background(), "north.test")
	must(t, err)
	return tenant.For(req)
}

// check runs the guard alone for a fresh request.
func (w *world) check(t testing.TB, req store.Request) (*store.Access, error) {
	t.Helper()
	return w.as(t, req).Check(context.Background())
}

// exec changes north's database behind the store's back.
func (w *world) exec(t testing.TB, sql string, args ...db.Value) {
	t.Helper()
	dbtest.Write(t, w.db("north"), nil, db.Q(sql, args...))
}

func (w *world) count(t testing.TB, sql string, args ...db.Value) int64 {
	t.Helper()
	return dbtest.Count(t, w.db("north"), sql, args...)
}

// wantIs fails unless err is target (or nil for nil).
func wantIs(t testing.TB, err, target error) {
	t.Helper()
	if !errors.Is(err, target) {
		t.Errorf("%v, want %v", err, target)
	}
}

// wantCode fails unless err is the refusal of that code ("": no error).
func wantCode(t testing.TB, err error, code string) {
	t.Helper()
	got := ""
	var refusal *domain.Error
	if errors.As(err, &refusal) {
		got = refusal.Code
	} else if err != nil {
		got = fmt.Sprint(err)
	}
	if got != code {
		t.Errorf("refused %q, want %q", got, code)
	}
}
