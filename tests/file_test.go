package tests

import (
	"database/sql"
	"errors"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"

	_ "modernc.org/sqlite"
)

// What somebody with the files in their hands can do.

// change runs statements on a database.
func change(statements string) func(*sql.DB) error {
	return func(db *sql.DB) error {
		_, err := db.Exec(statements)
		return err
	}
}

// with works on a database file and closes it.
func with(file string, work func(*sql.DB) error) error {
	db, err := sql.Open("sqlite", file)
	if err != nil {
		return err
	}
	return errors.Join(work(db), db.Close())
}

// files are the databases of a data folder by the organisation whose accounts
// they hold.
func files(t *testing.T, data string) map[string]string {
	t.Helper()
	found := map[string]string{}
	err := filepath.WalkDir(data, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".db") && !strings.HasSuffix(path, ".sqlite") {
			return err
		}
		var email string
		err = with(path, func(db *sql.DB) error {
			return db.QueryRow(`SELECT email FROM accounts WHERE role = 'admin'`).Scan(&email)
		})
		if err == nil { // the others are the registry's and the host's own
			found[strings.TrimSuffix(strings.TrimPrefix(email, "admin@"), ".example")] = path
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}
