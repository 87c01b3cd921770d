// Package migrations holds the numbered SQL of the registry and of a tenant's
// database.
//
// A file is NNNN_name.sql. Statements are separated by an empty line after a
// ";" at the end of a line (a trigger's body therefore has no empty line).
// Every file is applied atomically and once, in order; a file that has been
// released is never edited.
package migrations

import (
	"embed"
	"fmt"
	"sort"
	"strings"
	"sync"
)

//go:embed registry/*.sql tenant/*.sql
var files embed.FS

// Migration is one numbered step.
type Migration struct {
	Version    int64
	Name       string
	Statements []string
}

// Registry returns the operator's migrations in order, for reading.
func Registry() []Migration { return registry() }

// Tenant returns a tenant database's migrations in order, for reading.
func Tenant() []Migration { return tenant() }

var (
	registry = sync.OnceValue(func() []Migration { return load("registry") })
	tenant   = sync.OnceValue(func() []Migration { return load("tenant") })
)

// load panics on a malformed file name: a defect of the build, found by any test.
func load(dir string) []Migration {
	entries, err := files.ReadDir(dir)
	if err != nil {
		panic(err)
	}
	var out []Migration
	for _, e := range entries {
		out = append(out, parse(dir, e.Name()))
	}
	sort.Slice(out, func(i, j int) bool { return out[i].Version < out[j].Version })
	return out
}

func parse(dir, file string) Migration {
	m := Migration{Name: strings.TrimSuffix(file, ".sql")}
	if _, err := fmt.Sscanf(file, "%04d_", &m.Version); err != nil {
		panic("migrations: " + file + ": " + err.Error())
	}
	text, err := files.ReadFile(dir + "/" + file)
	if err != nil {
		panic(err)
	}
	m.Statements = split(string(text))
	return m
}

// split cuts a file into statements, dropping comment-only lines at the start.
func split(text string) []string {
	var out []string
	for _, part := range strings.Split(text, "\n\n") {
		if s := strings.TrimSpace(stripComments(part)); s != "" {
			out = append(out, s)
		}
	}
	return out
}

func stripComments(s string) string {
	var keep []string
	for _, line := range strings.Split(s, "\n") {
		if !strings.HasPrefix(strings.TrimSpace(line), "--") {
			keep = append(keep, line)
		}
	}
	return strings.Join(keep, "\n")
}
