//go:build !js

package main

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"

	"ringfence/store/db/file"
)

// newHost is the local default's host on a new data folder.
func newHost(t *testing.T) *host {
	t.Helper()
	h := &host{}
	if err := h.parse(flags("test", h), []string{"--dev", "--data", filepath.Join(t.TempDir(), "data")}); err != nil {
		t.Fatal(err)
	}
	return h
}

// Nobody but their owner reads the secrets and the databases.
func TestModes(t *testing.T) {
	h := newHost(t)
	for path, want := range map[string]os.FileMode{"": 0o700, "tenants": 0o700, "secrets.json": 0o600} {
		info, err := os.Stat(filepath.Join(h.data, path))
		if err != nil {
			t.Fatal(err)
		}
		if got := info.Mode().Perm(); got != want {
			t.Errorf("%q is %o, want %o", path, got, want)
		}
	}
}

// Secrets are made once.
func TestLocalSecrets(t *testing.T) {
	h := newHost(t)
	again, err := localSecrets(filepath.Join(h.data, "secrets.json"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"MASTER_KEY", "SESSION_KEY"} {
		if len(again[name]) != 44 || again[name] != h.env[name] {
			t.Errorf("%s was %q, is %q", name, h.env[name], again[name])
		}
	}
}

func TestInterface(t *testing.T) {
	t.Setenv("LISTEN", "192.0.2.1")
	if got := (&host{dev: true}).interfaceToUse(); got != "127.0.0.1" {
		t.Errorf("the local default listens on %q", got)
	}
	if got := (&host{}).interfaceToUse(); got != "192.0.2.1" {
		t.Errorf("LISTEN is %q", got)
	}
}

// A database reference does not lead out of the data folder.
func TestOpenIsLocal(t *testing.T) {
	h := newHost(t)
	for _, ref := range []string{"file:../x.db", "file:/x.db", "file:tenants/../../x.db", "file:"} {
		if d, err := h.open(ref, ""); err == nil {
			t.Errorf("%s is open: %v", ref, d.Close())
		}
	}
	d, err := h.open("file:tenants/x.db", "")
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Error(err)
	}
}

// The number of connections is a setting, and one that makes no sense is refused.
func TestConnections(t *testing.T) {
	defer file.LimitConnections(file.MostConnections)
	for text, good := range map[string]bool{"": true, "16": true, "15": false, "-1": false, "many": false} {
		h := newHost(t)
		h.env["SQLITE_CONNECTIONS"] = text
		app, err := h.app()
		if err == nil {
			err = app.Store().Close()
		}
		if (err == nil) != good {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestNightAfter(t *testing.T) {
	for from, want := range map[string]string{
		"2026-03-01T02:16:59Z":      "2026-03-01T02:17:00Z",
		"2026-03-01T02:17:00Z":      "2026-03-02T02:17:00Z",
		"2026-12-31T23:00:00Z":      "2027-01-01T02:17:00Z",
		"2026-07-01T00:30:00+01:00": "2026-07-01T02:17:00Z",
	} {
		at, err := time.Parse(time.RFC3339, from)
		if err != nil {
			t.Fatal(err)
		}
		if got := nightAfter(at).Format(time.RFC3339); got != want {
			t.Errorf("after %s: %s, want %s", from, got, want)
		}
	}
}

// A client has a bounded time to say what it wants, to take it, and to rest.
func TestTimeouts(t *testing.T) {
	s := newServer(http.NotFoundHandler())
	for name, limit := range map[string]time.Duration{"head": s.ReadHeaderTimeout, "body": s.ReadTimeout,
		"answer": s.WriteTimeout, "rest": s.IdleTimeout} {
		if limit <= 0 || limit > 2*time.Minute {
			t.Errorf("%s: %s", name, limit)
		}
	}
}

// Who waits for an answer when the host is told to stop gets it.
func TestDrain(t *testing.T) {
	begun, goOn := make(chan struct{}), make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		close(begun)
		<-goOn
		_, _ = io.WriteString(w, "whole")
	}))
	defer server.Close()
	text := make(chan string, 1)
	go func() { text <- get(server.URL) }()
	<-begun
	drained := make(chan error, 1)
	stopped := make(chan struct{})
	server.Config.RegisterOnShutdown(func() { close(stopped) })
	go func() { drained <- drain(server.Config) }()
	<-stopped
	if _, err := net.Dial("tcp", server.Listener.Addr().String()); err == nil {
		t.Error("somebody new got in")
	}
	close(goOn)
	if got := <-text; got != "whole" {
		t.Error(got)
	}
	if err := <-drained; err != nil {
		t.Error(err)
	}
}

// get is what the address answers, or the error's text.
func get(url string) string {
	r, err := http.NewRequestWithContext(context.Background(), http.MethodGet, url, nil)
	if err != nil {
		return err.Error()
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return err.Error()
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		return err.Error()
	}
	return string(text)
}
