//go:build !js

package assets

import (
	"embed"
	"io/fs"
	"net/http"
	"strings"
)

//go:embed static
var static embed.FS

// FS holds the files by the names under which they are served.
var FS = folder()

func folder() fs.FS {
	sub, err := fs.Sub(static, "static")
	if err != nil {
		panic(err) // "static" is not a valid path: cannot be
	}
	return sub
}

// Handler serves the files under Prefix, to be kept for ever, and leaves every
// other path to notFound.
func Handler(notFound http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := strings.TrimPrefix(r.URL.Path, Prefix)
		if !served(name) {
			notFound.ServeHTTP(w, r)
			return
		}
		w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		http.ServeFileFS(w, r, FS, name)
	})
}

func served(name string) bool {
	for _, file := range files {
		if file == name {
			return true
		}
	}
	return false
}
