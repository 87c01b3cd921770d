// Command bare is the bound: net/http and modernc's SQLite, a file for each
// tenant, a signed token; no session table, no ledger, no encryption, and
// synchronous=NORMAL.
package main

import (
	"encoding/json"
	"fmt"
	"log"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
)

const password = "ringfence-demo-passphrase"

// server has the tenants that were used, by slug.
type server struct {
	dir     string
	mu      sync.Mutex
	tenants map[string]*tenant
}

func main() {
	address, dir := os.Args[1], os.Args[2]
	s := &server{dir: dir, tenants: map[string]*tenant{}}
	http.HandleFunc("POST /seed", s.answer(s.seed))
	http.HandleFunc("POST /login", s.answer(s.login))
	http.HandleFunc("GET /session", s.answer(s.session))
	http.HandleFunc("GET /rows", s.answer(s.rows))
	http.HandleFunc("POST /rows", s.answer(s.add))
	listener, err := net.Listen("tcp", address)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("ready on http://" + address)
	log.Fatal(http.Serve(listener, nil))
}

// answer writes what f returns as JSON.
func (s *server) answer(f func(*http.Request) (any, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		result, err := f(r)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		body, err := json.Marshal(result)
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(body) // a client that has left is nobody to tell
	}
}

// tenantOf is the tenant of the request's host name.
func (s *server) tenantOf(r *http.Request) (*tenant, error) {
	slug, _, _ := strings.Cut(r.Host, ".")
	return s.tenant(slug)
}

func (s *server) tenant(slug string) (*tenant, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if t := s.tenants[slug]; t != nil {
		return t, nil
	}
	t, err := open(filepath.Join(s.dir, slug+".db"))
	if err == nil {
		s.tenants[slug] = t
	}
	return t, err
}

func (s *server) seed(r *http.Request) (any, error) {
	var body struct {
		Tenants []struct{ Slug, Email string }
	}
	if err := json.NewDecoder(r.Body).Decode(&body); err != nil {
		return nil, err
	}
	for _, n := range body.Tenants {
		t, err := s.tenant(n.Slug)
		if err != nil {
			return nil, err
		}
		if _, err := t.accounts.Exec(`INSERT OR IGNORE INTO accounts VALUES (?, ?)`, n.Email, password); err != nil {
			return nil, err
		}
	}
	return struct{}{}, nil
}
