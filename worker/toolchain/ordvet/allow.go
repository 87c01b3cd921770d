package main

import (
	"os"
	"strings"
)

// allowed are the findings that a file calls harmless. A line is a package, a
// function and the reason: "net/http *Server.Serve: never runs at the edge".
type allowed struct{ used map[string]bool }

func readAllowed(file string) (allowed, error) {
	a := allowed{used: map[string]bool{}}
	if file == "" {
		return a, nil
	}
	text, err := os.ReadFile(file)
	for line := range strings.Lines(string(text)) {
		place, reason, _ := strings.Cut(line, ":")
		if strings.TrimSpace(reason) != "" && !strings.HasPrefix(line, "#") {
			a.used[place] = false
		}
	}
	return a, err
}

// covers reports whether the finding is allowed, and remembers that it was met.
func (a allowed) covers(f finding) bool {
	place := f.pkg + " " + f.function
	_, ok := a.used[place]
	if ok {
		a.used[place] = true
	}
	return ok
}

// unused lists the entries that no finding needed.
func (a allowed) unused() (places []string) {
	for place, used := range a.used {
		if !used {
			places = append(places, place)
		}
	}
	return places
}
