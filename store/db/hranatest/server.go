//go:build !js

// Package hranatest is a libSQL server for tests: Hrana 2 over HTTP, as
// published (HTTP_V2_SPEC and HRANA_2_SPEC of github.com/tursodatabase/libsql),
// over a real SQLite file, and failing in whichever way a test asks for.
//
// It knows one statement that SQLite does not and libSQL does: BEGIN
// TRANSACTION READONLY.
package hranatest

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"

	_ "modernc.org/sqlite" // the database under the server
)

// A Server serves one database at URL until the test ends.
type Server struct {
	URL   string
	Token string // required of every request, unless empty

	requests atomic.Int64
	fault    atomic.Pointer[func(n int64) Fault]
	db       *sql.DB

	mu      sync.Mutex
	streams map[string]*stream // by baton
}

// New starts a server over an empty database.
func New(t testing.TB) *Server {
	t.Helper()
	s := &Server{streams: map[string]*stream{}}
	var err error
	s.db, err = sql.Open("sqlite", "file:"+filepath.Join(t.TempDir(), "hrana.db")+
		"?_busy_timeout=10000&_journal_mode=WAL&_foreign_keys=1&_synchronous=OFF")
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /v2", func(http.ResponseWriter, *http.Request) {})
	mux.HandleFunc("POST /v2/pipeline", s.pipeline)
	web := httptest.NewServer(mux)
	s.URL = web.URL
	t.Cleanup(func() {
		web.CloseClientConnections()
		web.Close()
		s.Expire()
		if err := s.db.Close(); err != nil {
			t.Errorf("hranatest: %v", err)
		}
	})
	return s
}

// Fail has f say what goes wrong with the n-th pipeline request from now on;
// nothing, if it returns nil.
func (s *Server) Fail(f func(n int64) Fault) {
	before := s.Requests()
	from := func(n int64) Fault { return f(n - before) }
	s.fault.Store(&from)
}

// Requests is how many pipeline requests have arrived.
func (s *Server) Requests() int64 { return s.requests.Load() }

// Streams is how many streams are open.
func (s *Server) Streams() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.streams)
}

// Expire ends every stream, as a server does after some seconds without use.
func (s *Server) Expire() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for baton, st := range s.streams {
		st.close()
		delete(s.streams, baton)
	}
}

func (s *Server) pipeline(w http.ResponseWriter, r *http.Request) {
	n := s.requests.Add(1)
	if s.Token != "" && r.Header.Get("Authorization") != "Bearer "+s.Token {
		Status(http.StatusUnauthorized, `{"error":"Unauthorized"}`)(w, r, nil)
		return
	}
	if f := s.fault.Load(); f != nil {
		if fault := (*f)(n); fault != nil {
			fault(w, r, s.run)
			return
		}
	}
	s.run(w, r)
}

var errExpired = errors.New("no such stream")

type request struct {
	Baton    string          `json:"baton"`
	Requests []streamRequest `json:"requests"`
}

type response struct {
	Baton   *string        `json:"baton"`
	BaseURL *string        `json:"base_url"`
	Results []streamResult `json:"results"`
}

// run executes every request of a pipeline, even after one of them failed.
func (s *Server) run(w http.ResponseWriter, r *http.Request) {
	var in request
	if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
		Status(http.StatusBadRequest, `{"message":"malformed request"}`)(w, r, nil)
		return
	}
	st, err := s.stream(in.Baton)
	if err != nil {
		Status(http.StatusBadRequest, `{"message":"The stream has expired due to inactivity","code":"STREAM_EXPIRED"}`)(w, r, nil)
		return
	}
	out := response{Results: make([]streamResult, len(in.Requests))}
	for i, q := range in.Requests {
		out.Results[i] = st.answer(q)
	}
	out.Baton = s.keep(st)
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(out)
}

// stream takes the stream of a baton, which is good for one use; "" makes one.
func (s *Server) stream(baton string) (*stream, error) {
	if baton == "" {
		conn, err := s.db.Conn(context.Background())
		return &stream{conn: conn, texts: map[int32]string{}}, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	st := s.streams[baton]
	if st == nil {
		return nil, errExpired
	}
	delete(s.streams, baton)
	return st, nil
}

func (s *Server) keep(st *stream) *string {
	if st.closed {
		return nil
	}
	baton := rand.Text()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.streams[baton] = st
	return &baton
}
