//go:build !js

package assets_test

import (
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"ringfence/handlers/assets"
)

var named = regexp.MustCompile(`^[a-z]+\.([0-9a-f]{8})\.[a-z]+$`)

func TestFiles(t *testing.T) {
	names, err := fs.Glob(assets.FS, "*")
	if err != nil || len(names) == 0 {
		t.Fatalf("files %v, error %v", names, err)
	}
	for _, name := range names {
		t.Run(name, func(t *testing.T) {
			body, err := fs.ReadFile(assets.FS, name)
			if err != nil {
				t.Fatal(err)
			}
			sum := sha256.Sum256(body)
			if m := named.FindStringSubmatch(name); m == nil || m[1] != hex.EncodeToString(sum[:4]) {
				t.Errorf("not named after its content, %x", sum[:4])
			}
			if strings.Contains(string(body), "Frutiger") {
				t.Error("names the NHS's own typeface")
			}
		})
	}
}

func TestPath(t *testing.T) {
	for _, name := range []string{"app.css", "icon.svg", "passkey.mjs"} {
		if rec := get(t, assets.Path(name)); rec.Code != http.StatusOK {
			t.Errorf("%s at %q: status %d", name, assets.Path(name), rec.Code)
		}
	}
	if got := assets.Path("none.css"); got != "" {
		t.Errorf("a file that does not exist has the path %q", got)
	}
}

func TestHandler(t *testing.T) {
	rec := get(t, assets.Path("app.css"))
	for name, want := range map[string]string{
		"Content-Type":           "text/css; charset=utf-8",
		"Cache-Control":          "public, max-age=31536000, immutable",
		"X-Content-Type-Options": "nosniff",
	} {
		if got := rec.Header().Get(name); got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
	for _, path := range []string{"/assets/", "/assets/app.css", "/assets/../assets.go", "/assets/static/"} {
		if rec := get(t, path); rec.Code != http.StatusTeapot || rec.Header().Get("Cache-Control") != "" {
			t.Errorf("%s: status %d, headers %v", path, rec.Code, rec.Header())
		}
	}
}

func get(t *testing.T, path string) *httptest.ResponseRecorder {
	t.Helper()
	rec := httptest.NewRecorder()
	notFound := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTeapot) })
	assets.Handler(notFound).ServeHTTP(rec, httptest.NewRequest(http.MethodGet, path, nil))
	return rec
}
