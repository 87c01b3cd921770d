package web_test

import (
	"io"
	"net/http/httptest"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"ringfence/handlers"
	"ringfence/handlers/web"
	"ringfence/store/db"
	"ringfence/store/db/file"
)

var sessionKey = strings.Repeat("B", 42) + "A"

// withDemo is an application with the demo's organisations, in the local default.
func withDemo(t *testing.T) *handlers.App {
	t.Helper()
	env := map[string]string{"DEV": "1", "PASSWORD_ITERATIONS": "1",
		"MASTER_KEY": strings.Repeat("A", 43), "SESSION_KEY": sessionKey}
	dir := t.TempDir()
	app, err := handlers.New(handlers.Config{Host: "native", LogWriter: io.Discard,
		Env:  func(name string) string { return env[name] },
		Open: func(ref, _ string) (db.DB, error) { return file.Open(filepath.Join(dir, filepath.Base(ref))) }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { app.Store().Close() })
	if _, err := app.SeedDemo(t.Context()); err != nil {
		t.Fatal(err)
	}
	return app
}

// signIn is the token of northgate's HR.
func signIn(t *testing.T, app *handlers.App) string {
	t.Helper()
	w, r := httptest.NewRecorder(), httptest.NewRequest("POST", "http://northgate.localhost/api/auth/login",
		strings.NewReader(`{"email":"hr@northgate.example","password":"`+handlers.DemoPassword+`"}`))
	r.Header.Set("Content-Type", "application/json")
	app.ServeHTTP(w, r)
	found := regexp.MustCompile(`"token":"([^"]+)"`).FindStringSubmatch(w.Body.String())
	if found == nil {
		t.Fatal(w.Body)
	}
	return found[1]
}

// TestKeyRequired: a route that asks for an Idempotency-Key runs with one, and
// without says what is missing.
func TestKeyRequired(t *testing.T) {
	t.Parallel()
	app, ran := withDemo(t), 0
	tokens, err := web.NewTokens(sessionKey, "localhost")
	if err != nil {
		t.Fatal(err)
	}
	keyed := web.Post("/api/keyed", "For this test", func(c *web.Call) error {
		ran++
		c.Respond(204, "", nil)
		return nil
	}).For(web.AnyRole).RequiresKey()
	s, err := web.New(web.Config{Base: "localhost", Now: time.Now, Tokens: tokens,
		Log: web.NewLog(io.Discard, time.Now), Tenant: app.Store().Tenant}, []web.Wing{{Routes: []web.Route{keyed}}})
	if err != nil {
		t.Fatal(err)
	}
	token := signIn(t, app)
	for _, c := range []struct {
		token, key   string
		status, runs int
		says         string
	}{
		{"", "k", 401, 0, "unauthenticated"}, {token, "", 400, 0, "idempotency-key-required"}, {token, "k", 204, 1, ""},
		{token, `"k2"`, 204, 2, ""}, {token, `""`, 400, 2, "invalid-request"}, {token, "\x7f", 400, 2, "invalid-request"},
	} {
		w, r := httptest.NewRecorder(), httptest.NewRequest("POST", "http://northgate.localhost/api/keyed", nil)
		r.Header.Set("Authorization", "Bearer "+c.token)
		if c.key != "" {
			r.Header.Set("Idempotency-Key", c.key)
		}
		s.ServeHTTP(w, r)
		said := c.says == "" || strings.Contains(w.Body.String(), `"type":"/problems/`+c.says+`"`)
		if w.Code != c.status || ran != c.runs || !said {
			t.Errorf("%q: %d, ran %d times: %s", c.key, w.Code, ran, w.Body)
		}
	}
}
