//go:build !js

package main

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"ringfence/handlers"
	"ringfence/store/blob/folder"
	"ringfence/store/db"
	"ringfence/store/db/file"
	"ringfence/store/db/libsql"
)

// host is the native host's configuration.
type host struct {
	data string
	dev  bool
	env  map[string]string // before the process's own environment
}

// flags are the options that every command takes.
func flags(name string, h *host) *flag.FlagSet {
	set := flag.NewFlagSet(name, flag.ContinueOnError)
	set.StringVar(&h.data, "data", ".data", "folder of the databases")
	set.BoolVar(&h.dev, "dev", false, "local default: BASE_DOMAIN=localhost, secrets kept in the data folder, /dev/ answers")
	return set
}

// parse reads the options and makes the data folder.
func (h *host) parse(set *flag.FlagSet, args []string) error {
	if err := set.Parse(args); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Join(h.data, "tenants"), 0o700); err != nil {
		return err
	}
	if !h.dev {
		return nil
	}
	secrets, err := localSecrets(filepath.Join(h.data, "secrets.json"))
	h.env = secrets
	h.env["DEV"], h.env["BASE_DOMAIN"] = "1", "localhost"
	return err
}

// getenv is a variable, or "".
func (h *host) getenv(name string) string {
	if v, ok := h.env[name]; ok {
		return v
	}
	return os.Getenv(name)
}

// open returns the database of a reference: "file:path" below the data
// folder, or the address of a libSQL server.
func (h *host) open(ref, _ string) (db.DB, error) {
	path, ok := strings.CutPrefix(ref, "file:")
	if !ok {
		return libsql.Open(ref, h.getenv("LIBSQL_TOKEN"))
	}
	if !filepath.IsLocal(path) {
		return nil, errors.New("database reference leaves the data folder: " + ref)
	}
	return file.Open(filepath.Join(h.data, path))
}

func (h *host) app() (*handlers.App, error) {
	if err := h.limitConnections(); err != nil {
		return nil, err
	}
	return handlers.New(handlers.Config{Env: h.getenv, Open: h.open, Files: folder.New(filepath.Join(h.data, "files")),
		Version: version, GitSHA: gitSHA, Host: "native", LogWriter: os.Stdout})
}

// leastConnections is what readers and the writer of a few databases need.
const leastConnections = 16

func (h *host) limitConnections() error {
	text := h.getenv("SQLITE_CONNECTIONS")
	if text == "" {
		return nil
	}
	most, err := strconv.Atoi(text)
	if err != nil || most < leastConnections {
		return fmt.Errorf("SQLITE_CONNECTIONS must be a number from %d on, not %q", leastConnections, text)
	}
	file.LimitConnections(most)
	return nil
}

// localSecrets are the local default's secrets: made once, kept in a file that
// only its owner reads. A secret that is null in it is unset.
func localSecrets(path string) (map[string]string, error) {
	secrets := map[string]string{}
	text, err := os.ReadFile(path)
	if err == nil {
		return secrets, json.Unmarshal(text, &secrets)
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return secrets, err
	}
	for _, name := range []string{"MASTER_KEY", "SESSION_KEY"} {
		var key [32]byte
		if _, err := rand.Read(key[:]); err != nil {
			return secrets, err
		}
		secrets[name] = base64.StdEncoding.EncodeToString(key[:])
	}
	text, err = json.MarshalIndent(secrets, "", "  ")
	if err != nil {
		return secrets, err
	}
	return secrets, os.WriteFile(path, text, 0o600)
}
