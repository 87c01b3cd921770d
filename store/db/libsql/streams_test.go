//go:build !js

package libsql_test

import (
	"context"
	"fmt"
	"net/http"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"ringfence/store/db"
	"ringfence/store/db/dbtest"
	"ringfence/store/db/hranatest"
	"ringfence/store/db/libsql"
)

// One request a batch, on one stream, and none to close it.
func TestRoundTrips(t *testing.T) {
	s, d := setUp(t)
	for _, c := range []struct {
		name string
		do   func()
		want int64
	}{
		{"read", func() { dbtest.Read(t, d, db.Q(`SELECT 1`), db.Q(`SELECT count(*) FROM w`)) }, 1},
		{"write", func() { dbtest.Write(t, d, nil, db.Q(`INSERT INTO w VALUES ('a')`), db.Q(`SELECT 1`)) }, 1},
		{"first write with a chain: the head is read", func() { dbtest.Write(t, d, dbtest.Entries("b", 1), db.Q(`INSERT INTO w VALUES ('b')`)) }, 2},
		{"write with a chain", func() { dbtest.Write(t, d, dbtest.Entries("c", 3), db.Q(`INSERT INTO w VALUES ('c')`)) }, 1},
		{"failing write", func() { _, _ = d.Write(context.Background(), []db.Stmt{db.Q(`INSERT INTO w VALUES ('c')`)}, nil) }, 1},
		{"failing read", func() { _, _ = d.Read(context.Background(), []db.Stmt{db.Q(`SELECT nothing`)}) }, 1},
		{"read after failures", func() { dbtest.Read(t, d, db.Q(`SELECT 1`)) }, 1},
	} {
		before := s.Requests()
		c.do()
		if n := s.Requests() - before; n != c.want {
			t.Errorf("%s: %d requests, want %d", c.name, n, c.want)
		}
	}
	if n := s.Streams(); n != 1 {
		t.Errorf("%d streams", n)
	}
}

// A stream that the server has ended costs one request more and runs nothing
// twice.
func TestStreamExpires(t *testing.T) {
	for name, expired := range map[string]hranatest.Fault{
		"as published":  nil,
		"as a 404":      hranatest.Status(404, `{"error":"stream not found"}`),
		"as a 400 text": hranatest.Status(400, `baton`),
	} {
		t.Run(name, func(t *testing.T) {
			s, d := setUp(t)
			twoStreams(t, s, d)
			if expired == nil {
				s.Expire()
			} else {
				failFirst(s, expired)
			}
			before := s.Requests()
			dbtest.Write(t, d, nil, insertX...)
			if n := s.Requests() - before; n != 2 {
				t.Errorf("%d requests", n)
			}
			s.Expire()
			if n := rows(t, d); n != 1 {
				t.Errorf("%d rows", n)
			}
		})
	}
}

// twoStreams has one read wait for another.
func twoStreams(t *testing.T, s *hranatest.Server, d db.DB) {
	failFirst(s, func(w http.ResponseWriter, r *http.Request, run http.HandlerFunc) {
		dbtest.Read(t, d, db.Q(`SELECT 2`))
		run(w, r)
	})
	dbtest.Read(t, d, db.Q(`SELECT 1`))
	if n := s.Streams(); n != 2 {
		t.Fatalf("%d streams", n)
	}
}

// Many callers at once make many streams; most are closed again.
func TestManyStreams(t *testing.T) {
	s, d := setUp(t)
	var all sync.WaitGroup
	for range 40 {
		all.Go(func() { dbtest.Read(t, d, db.Q(`SELECT count(*) FROM w`)) })
	}
	all.Wait()
	streamsFall(t, s, 8)
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	streamsFall(t, s, 0)
}

// streamsFall waits for streams to be closed in the background.
func streamsFall(t *testing.T, s *hranatest.Server, to int) {
	t.Helper()
	for patience := time.Now().Add(20 * time.Second); s.Streams() > to; runtime.Gosched() {
		if time.Now().After(patience) {
			t.Fatalf("%d streams are left open, want %d", s.Streams(), to)
		}
	}
}

// Two drivers stand for two processes: each has its own idea of the head.
func TestTwoProcesses(t *testing.T) {
	s, d := setUp(t)
	both := [2]db.DB{d, open(t, s)}
	var all sync.WaitGroup
	for i := range 50 {
		all.Go(func() {
			id := fmt.Sprint(i)
			dbtest.Write(t, both[i%2], dbtest.Entries(id, 1), db.Q(`INSERT INTO w VALUES (?)`, db.Text(id)))
		})
	}
	all.Wait()
	if n := dbtest.VerifyChain(t, d); n != 50 {
		t.Errorf("%d entries, want 50", n)
	}
	if n := rows(t, d); n != 50 {
		t.Errorf("%d rows, want 50", n)
	}
}

// A write that got no answer and whose place another has taken has not
// happened and cannot: it is tried again.
func TestPlaceTakenByAnother(t *testing.T) {
	s, d := setUp(t)
	other := open(t, s)
	dbtest.Write(t, d, dbtest.Entries("before", 1))
	failFirst(s, func(w http.ResponseWriter, r *http.Request, run http.HandlerFunc) {
		dbtest.Write(t, other, dbtest.Entries("other", 1))
		hranatest.Drop(w, r, run)
	})
	dbtest.Write(t, d, dbtest.Entries("x", 1), insertX...)
	if n := dbtest.VerifyChain(t, d); n != 3 {
		t.Errorf("%d entries, want 3", n)
	}
	if n := rows(t, d); n != 1 {
		t.Errorf("%d rows, want 1", n)
	}
}

// What a lost answer would have returned is lost, and not made up.
func TestLostResult(t *testing.T) {
	s, d := setUp(t)
	dbtest.Write(t, d, dbtest.Entries("before", 1))
	failFirst(s, hranatest.Lose)
	_, err := d.Write(context.Background(), []db.Stmt{db.Q(`INSERT INTO w VALUES ('x') RETURNING id`)}, dbtest.Entries("x", 1))
	dbtest.WantKind(t, err, db.Unavailable)
	if n := rows(t, d); n != 1 {
		t.Errorf("%d rows", n)
	}
	dbtest.Write(t, d, dbtest.Entries("after", 1))
	if n := dbtest.VerifyChain(t, d); n != 3 {
		t.Errorf("%d entries, want 3", n)
	}
}

// The chain is waited for no longer than the context lasts.
func TestWaitForTheChain(t *testing.T) {
	s, d := setUp(t)
	held, free := make(chan bool), make(chan bool)
	failFirst(s, func(w http.ResponseWriter, r *http.Request, run http.HandlerFunc) {
		close(held)
		<-free
		run(w, r)
	})
	done := make(chan error)
	go func() {
		_, err := d.Write(context.Background(), insertX, dbtest.Entries("x", 1))
		done <- err
	}()
	<-held
	ctx, cancel := context.WithCancel(context.Background())
	second := make(chan error)
	go func() {
		_, err := d.Write(ctx, insertX, dbtest.Entries("y", 1))
		second <- err
	}()
	cancel()
	dbtest.WantKind(t, <-second, db.Unavailable)
	close(free)
	if err := <-done; err != nil {
		t.Error(err)
	}
	if n := dbtest.VerifyChain(t, d); n != 1 {
		t.Errorf("%d entries, want 1", n)
	}
}

func TestToken(t *testing.T) {
	s := hranatest.New(t)
	s.Token = "secret"
	dbtest.Exec(t, open(t, s), `CREATE TABLE t (n INTEGER) STRICT`)
	wrong, err := libsql.Open(s.URL, "guess-me")
	if err != nil {
		t.Fatal(err)
	}
	_, err = wrong.Read(context.Background(), []db.Stmt{db.Q(`SELECT 1`)})
	dbtest.WantKind(t, err, db.Unavailable)
	if strings.Contains(err.Error(), "guess-me") {
		t.Errorf("the error tells the token: %v", err)
	}
}

func TestOpen(t *testing.T) {
	for _, url := range []string{"", "file:tenant.db", "ws://localhost", "libsql:tenant", "http://", "http://h/%zz", "libsql://h?authToken=secret"} {
		if _, err := libsql.Open(url, ""); !db.IsKind(err, db.Internal) || strings.Contains(err.Error(), "secret") {
			t.Errorf("%q: %v", url, err)
		}
	}
	for _, url := range []string{"libsql://tenant.example.org", "https://h:8080/", "http://localhost:1"} {
		d, err := libsql.Open(url, "token")
		if err != nil {
			t.Fatalf("%s: %v", url, err)
		}
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	}
}
