package tests

import (
	"database/sql"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ringfence/store/vault"
)

// hashed fails the test unless a role's stored password was derived at that
// cost: read from the files with the data folder's own key.
func (o *org) hashed(t *testing.T, data, role, cost string) {
	t.Helper()
	keys := o.keys(t, data)
	var account, sealed string
	err := with(files(t, data)[o.slug], func(db *sql.DB) error {
		return db.QueryRow(`SELECT id, password_hash FROM accounts WHERE role = ?`, role).Scan(&account, &sealed)
	})
	if err != nil {
		t.Fatal(err)
	}
	stored, err := keys.Open(vault.Place{Table: "accounts", Column: "password_hash", Row: account}, sealed)
	if err != nil || strings.Split(stored, "$")[2] != cost {
		t.Fatalf("the password of %s is kept as %q, %v", role, stored, err)
	}
}

// keys are the organisation's, from the registry's file.
func (o *org) keys(t *testing.T, data string) *vault.Keys {
	t.Helper()
	var id string
	var wrapped []vault.WrappedKey
	err := with(registryFile(t, data), func(db *sql.DB) error {
		rows, err := db.Query(`SELECT k.tenant_id, k.purpose, k.version, k.wrapped FROM tenant_keys k
JOIN tenants t ON t.id = k.tenant_id WHERE t.slug = ?`, o.slug)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var k vault.WrappedKey
			if err := rows.Scan(&id, &k.Purpose, &k.Version, &k.Wrapped); err != nil {
				return err
			}
			wrapped = append(wrapped, k)
		}
		return rows.Err()
	})
	if err != nil {
		t.Fatal(err)
	}
	master, err := vault.ParseMaster(secretsOf(t, data)["MASTER_KEY"])
	if err != nil {
		t.Fatal(err)
	}
	keys, err := master.Open(id, wrapped)
	if err != nil {
		t.Fatal(err)
	}
	return keys
}

// secretsOf are what a local default keeps.
func secretsOf(t *testing.T, data string) (secrets map[string]string) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(data, "secrets.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &secrets); err != nil {
		t.Fatal(err)
	}
	return secrets
}

// registryFile is the database of a data folder that has the tenants' keys.
func registryFile(t *testing.T, data string) (found string) {
	t.Helper()
	err := filepath.WalkDir(data, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".db") && !strings.HasSuffix(path, ".sqlite") {
			return err
		}
		if with(path, change(`SELECT 1 FROM tenant_keys`)) == nil {
			found = path
		}
		return nil
	})
	if err != nil || found == "" {
		t.Fatal("no registry: ", err)
	}
	return found
}
