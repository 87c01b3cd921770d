package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// TestClient holds the client to net/http's server: a body of known length, one
// in chunks, none, and one connection for all of them.
func TestClient(t *testing.T) {
	remotes := map[string]bool{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		remotes[r.RemoteAddr] = true
		w.Header().Set("X-Database-Round-Trips", "2")
		switch r.URL.Path {
		case "/long":
			_, _ = io.WriteString(w, strings.Repeat("x", 70_000))
		case "/none":
			w.WriteHeader(http.StatusNoContent)
		default:
			body, _ := io.ReadAll(r.Body)
			_, _ = io.WriteString(w, r.Host+" "+string(body))
		}
	}))
	defer server.Close()
	c, err := dial(server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	for _, want := range []struct {
		path, body string
		status     int
		size       int
	}{
		{"/", "a.localhost {}", 200, 14},
		{"/long", strings.Repeat("x", 70_000), 200, 70_000},
		{"/none", "", 204, 0},
	} {
		for _, keep := range []bool{true, false} {
			a, err := c.do(request("POST", "a.localhost", want.path, "", "{}"), keep)
			if err != nil || a.status != want.status || a.size != want.size || a.trips != 2 {
				t.Errorf("%s: %d, %d bytes, %d round trips, %v", want.path, a.status, a.size, a.trips, err)
			}
			if keep && string(a.body) != want.body {
				t.Errorf("%s: body %.40q", want.path, a.body)
			}
		}
	}
	if len(remotes) != 1 {
		t.Errorf("%d connections were made, not 1", len(remotes))
	}
}
