//go:build !js

package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"ringfence/store/db"
	"ringfence/store/db/file"
)

// An installation that has lost its registry does not start as a new one.
func TestKnowsTenants(t *testing.T) {
	h := newHost(t)
	check := func(when string, want error) {
		t.Helper()
		if err := h.knowsTenants(t.Context()); !errors.Is(err, want) {
			t.Errorf("%s: %v", when, err)
		}
	}
	check("a new folder", nil)
	if err := os.WriteFile(filepath.Join(h.data, "tenants", "a-1.db"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	check("no registry", errNoRegistry)
	if err := serve(t.Context(), []string{"--data", h.data, "--dev", "--port", "0"}); !errors.Is(err, errNoRegistry) {
		t.Errorf("serve: %v", err)
	}
	writeRegistry(t, h, "CREATE TABLE other (id TEXT) STRICT")
	check("a registry without tables", errNoRegistry)
	writeRegistry(t, h, "CREATE TABLE tenants (id TEXT) STRICT")
	check("a registry without tenants", errNoRegistry)
	writeRegistry(t, h, "INSERT INTO tenants VALUES ('1')")
	check("a registry with a tenant", nil)
}

func writeRegistry(t *testing.T, h *host, sql string) {
	t.Helper()
	d, err := file.Open(filepath.Join(h.data, registryFile))
	if err != nil {
		t.Fatal(err)
	}
	_, err = d.Write(context.Background(), []db.Stmt{db.Q(sql)}, nil)
	if err := errors.Join(err, d.Close()); err != nil {
		t.Fatal(err)
	}
}
