// Package assets holds the static files: the style sheet and the icon, each
// named after a hash of its content, so that a browser may keep it for ever.
//
// static/ and paths.go are generated from src/ by build.mjs and committed, so
// that building the program needs no Node. The native program embeds static/;
// on Workers the platform serves a copy of it before the program is asked.
package assets

//go:generate node build.mjs

// Prefix is the path under which the files are served.
const Prefix = "/assets/"

// Path is the address of a file by its plain name ("app.css"), "" for a name
// that does not exist.
func Path(name string) string {
	file, ok := files[name]
	if !ok {
		return ""
	}
	return Prefix + file
}
