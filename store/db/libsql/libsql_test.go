//go:build !js

package libsql_test

import (
	"testing"

	"ringfence/store/db"
	"ringfence/store/db/dbtest"
	"ringfence/store/db/hranatest"
	"ringfence/store/db/libsql"
)

func open(t *testing.T, s *hranatest.Server) db.DB {
	t.Helper()
	d, err := libsql.Open(s.URL, s.Token)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	return d
}

func TestConformance(t *testing.T) {
	dbtest.Run(t, func(t *testing.T) db.DB { return open(t, hranatest.New(t)) })
}
