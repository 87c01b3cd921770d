package handlers

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"ringfence/handlers/web"
	"ringfence/store/db"
	"ringfence/store/db/file"
)

// The work of docs/benchmarks.md without a network: W2, W3 and W4.

const benchKey = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="

func benchApp(b *testing.B) (*App, string) {
	dir := b.TempDir()
	env := map[string]string{"DEV": "1", "MASTER_KEY": benchKey, "SESSION_KEY": benchKey}
	app, err := New(Config{
		Env:  func(name string) string { return env[name] },
		Open: func(ref, _ string) (db.DB, error) { return file.Open(filepath.Join(dir, filepath.Base(ref))) },
		Host: "native", LogWriter: io.Discard,
	})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { app.Store().Close() })
	if _, err := app.seed(context.Background(), "bench", []demo{{Slug: "bench", Staff: 60}}); err != nil {
		b.Fatal(err)
	}
	w := httptest.NewRecorder()
	r := httptest.NewRequest("POST", "http://bench.localhost/api/auth/login", strings.NewReader(`{"email":"hr@bench.example","password":"`+DemoPassword+`"}`))
	r.Header.Set("Content-Type", web.JSONType)
	app.ServeHTTP(w, r)
	token, _, _ := strings.Cut(strings.TrimPrefix(w.Body.String(), `{"token":"`), `"`)
	return app, token
}

func benchRequests(b *testing.B, method, path, body string, want int) {
	app, token := benchApp(b)
	b.ReportAllocs()
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			r := httptest.NewRequest(method, "http://bench.localhost"+path, strings.NewReader(body))
			r.Header.Set("Authorization", "Bearer "+token)
			r.Header.Set("Content-Type", web.JSONType)
			w := httptest.NewRecorder()
			app.ServeHTTP(w, r)
			if w.Code != want {
				b.Errorf("%d %s", w.Code, w.Body.String())
				return
			}
		}
	})
}

func BenchmarkSession(b *testing.B) {
	benchRequests(b, http.MethodGet, "/api/auth/session", "", 200)
}

func BenchmarkList(b *testing.B) {
	benchRequests(b, http.MethodGet, "/api/hr/employees?limit=20", "", 200)
}

func BenchmarkAdd(b *testing.B) {
	benchRequests(b, http.MethodPost, "/api/hr/employees", `{"given_name":"Nia","family_name":"Rees","email":"nia@bench.example"}`, 201)
}

// BenchmarkLogin is W1; tests/bench/_keyless laid over the program takes the
// derivation of the key out of it.
func BenchmarkLogin(b *testing.B) {
	benchRequests(b, http.MethodPost, "/api/auth/login", `{"email":"hr@bench.example","password":"`+DemoPassword+`"}`, 200)
}
