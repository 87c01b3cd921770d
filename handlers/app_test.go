package handlers

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ringfence/store/blob/folder"
	"ringfence/store/db"
	"ringfence/store/db/file"
)

// secrets are a deployment's two, of 32 bytes each.
var secrets = map[string]string{"MASTER_KEY": strings.Repeat("A", 43), "SESSION_KEY": strings.Repeat("B", 42) + "A"}

// newApp is an application over SQLite files, with variables beside the secrets.
func newApp(t *testing.T, variables ...string) *App {
	t.Helper()
	a, err := New(config(t, variables...))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Store().Close() })
	return a
}

// config takes NAME=value; an empty value unsets a secret.
func config(t *testing.T, variables ...string) Config {
	env := map[string]string{}
	for name, value := range secrets {
		env[name] = value
	}
	for _, v := range variables {
		name, value, _ := strings.Cut(v, "=")
		env[name] = value
	}
	dir := t.TempDir()
	return Config{
		Env:   func(name string) string { return env[name] },
		Open:  func(ref, _ string) (db.DB, error) { return file.Open(filepath.Join(dir, filepath.Base(ref))) },
		Files: folder.New(filepath.Join(dir, "files")),
		Now:   func() time.Time { return time.Unix(1_766_000_000, 0) },
		Host:  "native", LogWriter: io.Discard,
	}
}

// get asks the application for a whole address.
func get(a *App, address string) *http.Response {
	w := httptest.NewRecorder()
	a.ServeHTTP(w, httptest.NewRequest("GET", address, nil))
	return w.Result()
}

// TestMalformedSecrets keep the application from starting, by name; unset ones
// do not.
func TestMalformedSecrets(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"MASTER_KEY", "SESSION_KEY"} {
		if _, err := New(config(t, name+"=short")); err == nil || !strings.HasPrefix(err.Error(), name) || strings.Contains(err.Error(), "short") {
			t.Errorf("%s: %v", name, err)
		}
	}
	newApp(t, "MASTER_KEY=", "SESSION_KEY=")
}

// TestHTTPS: off localhost plain HTTP leads to HTTPS, on the default port and
// with the whole path, and every answer asks for HTTPS from then on.
func TestHTTPS(t *testing.T) {
	t.Parallel()
	const hsts = "Strict-Transport-Security"
	away, home := newApp(t, "BASE_DOMAIN=ringfence.example"), newApp(t)
	answer := get(away, "http://ringfence.example:8080/healthz?a=b%20c")
	if answer.StatusCode != http.StatusPermanentRedirect || answer.Header.Get("Location") != "https://ringfence.example/healthz?a=b%20c" {
		t.Errorf("%d, %q", answer.StatusCode, answer.Header.Get("Location"))
	}
	if answer.Header.Get(hsts) != "max-age=63072000; includeSubDomains" {
		t.Errorf("%q", answer.Header.Get(hsts))
	}
	for address, a := range map[string]*App{
		"https://ringfence.example/healthz": away,
		"http://localhost:8787/healthz":     home,
		"http://ringfence.example/healthz":  newApp(t, "BASE_DOMAIN=ringfence.example", "TLS_TERMINATED=1"),
	} {
		answer := get(a, address)
		if answer.StatusCode != http.StatusOK || (answer.Header.Get(hsts) != "") != (a != home) {
			t.Errorf("%s: %d, %q", address, answer.StatusCode, answer.Header.Get(hsts))
		}
	}
	if answer := get(away, "http://elsewhere.example/"); answer.StatusCode != http.StatusNotFound {
		t.Errorf("an unknown host is answered %d before all else", answer.StatusCode)
	}
}

// TestNoDefaultAccounts: a deployment begins without an organisation, and so
// without an account; demo data is not to be had (ASVS 6.3.2).
func TestNoDefaultAccounts(t *testing.T) {
	t.Parallel()
	a := newApp(t, "BASE_DOMAIN=ringfence.example", "TLS_TERMINATED=1")
	if got := get(a, "https://northgate.ringfence.example/healthz").StatusCode; got != http.StatusNotFound {
		t.Errorf("a tenant of the demo answers %d", got)
	}
	if seeded, err := a.SeedDemo(context.Background()); err == nil {
		t.Errorf("seeded %v", seeded)
	}
	w := httptest.NewRecorder()
	a.ServeHTTP(w, httptest.NewRequest("POST", "https://ringfence.example/dev/seed", nil))
	if w.Code != http.StatusNotFound {
		t.Errorf("seeding is answered %d", w.Code)
	}
	tenants, err := a.Store().Tenants(context.Background())
	if err != nil || len(tenants) != 0 {
		t.Errorf("%v, %v", tenants, err)
	}
}
