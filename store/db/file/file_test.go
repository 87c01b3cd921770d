//go:build !js

package file_test

import (
	"path/filepath"
	"testing"

	"ringfence/store/db"
	"ringfence/store/db/dbtest"
	"ringfence/store/db/file"
)

func open(t testing.TB, path string) db.DB {
	t.Helper()
	d, err := file.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestConformance(t *testing.T) {
	dbtest.Run(t, func(t *testing.T) db.DB { return open(t, filepath.Join(t.TempDir(), "tenant.db")) })
}
