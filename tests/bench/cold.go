package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// coldStart is how many milliseconds the first answer of a new workerd takes
// beyond that of a Worker that says hello: workerd by itself, without
// Miniflare, started again and again, the two by turns.
func coldStart(ctx context.Context, p places, dir, build string, times int) ([]float64, error) {
	folders := []string{p.built(build), p.in("tests", "bench", "edge")}
	entries := []string{"entry.mjs", "hello.mjs"}
	took := make([][]float64, 2)
	for range times {
		for i := range took {
			t, err := p.firstAnswer(ctx, folders[i], entries[i], filepath.Join(dir, "cold"))
			if err != nil {
				return nil, err
			}
			took[i] = append(took[i], t)
		}
	}
	beyond := make([]float64, times)
	for i := range beyond {
		beyond[i] = took[0][i] - took[1][i]
	}
	return beyond, nil
}

// firstAnswer starts workerd and asks at once.
func (p places) firstAnswer(ctx context.Context, build, entry, dir string) (float64, error) {
	began := time.Now()
	s, err := start(ctx, entry, false, dir, func(address, dir string) *exec.Cmd {
		config := filepath.Join(dir, "config.capnp")
		// workerd says what is wrong, should the file not be there.
		_ = os.WriteFile(config, []byte(workerdConfig(build, entry, address)), 0o600)
		return exec.Command(p.in("node_modules/workerd/bin/workerd"), "serve", "--experimental", "--import-path=/", config)
	})
	if err != nil {
		return 0, err
	}
	defer func() { s.kill(); _ = s.cmd.Wait() }()
	conn, err := dial(s.address)
	if err != nil {
		return 0, err
	}
	defer conn.Close()
	a, err := conn.do(request("GET", "localhost", "/healthz", "", ""), true)
	if err == nil && a.status != 200 {
		err = fmt.Errorf("cold start: status %d: %.200q", a.status, a.body)
	}
	return ms(time.Since(began)), err
}

// workerdConfig is a Worker of the modules in a folder, entry first.
func workerdConfig(folder, entry, address string) string {
	modules := []string{module(folder, entry)}
	for _, kind := range []string{"mjs", "js", "wasm"} {
		files, _ := filepath.Glob(filepath.Join(folder, "*."+kind))
		for _, file := range files {
			if name := filepath.Base(file); entry != "hello.mjs" && name != entry {
				modules = append(modules, module(folder, name))
			}
		}
	}
	durable := ""
	if entry != "hello.mjs" {
		durable = `durableObjectNamespaces = [(className = "Database", uniqueKey = "bench", enableSql = true)],
  durableObjectStorage = (inMemory = void),`
	}
	return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = .bench)],
  sockets = [(name = "http", address = "` + address + `", http = (), service = "main")]);
const bench :Workerd.Worker = (
  modules = [` + strings.Join(modules, ", ") + `],
  compatibilityDate = "2026-06-01",
  compatibilityFlags = ["nodejs_compat", "enable_request_signal"],
  ` + durable + `
  bindings = [(name = "DEV", text = "1"), (name = "BASE_DOMAIN", text = "localhost")]);
`
}

func module(folder, name string) string {
	kind := "esModule"
	if strings.HasSuffix(name, ".wasm") {
		kind = "wasm"
	}
	return fmt.Sprintf(`(name = %q, %s = embed %q)`, name, kind, filepath.Join(folder, name))
}
