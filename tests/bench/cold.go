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
// beyond that of a Worker that says hello beside the same files, which workerd
// reads but does not compile: by itself, without Miniflare, started again and
// again, the two by turns.
func coldStart(ctx context.Context, p places, dir, build string, times int) ([]float64, error) {
	least := hello(p.in("tests", "bench", "edge"), p.built(build))
	beyond := make([]float64, times)
	for i := range beyond {
		ours, err1 := p.firstAnswer(ctx, program(p.built(build)), filepath.Join(dir, "cold"))
		none, err2 := p.firstAnswer(ctx, least, filepath.Join(dir, "cold"))
		if err := firstOf(err1, err2); err != nil {
			return nil, err
		}
		beyond[i] = ours - none
	}
	return beyond, nil
}

// firstAnswer starts workerd and asks at once.
func (p places) firstAnswer(ctx context.Context, worker, dir string) (float64, error) {
	began := time.Now()
	s, err := start(ctx, "workerd", false, dir, func(address, dir string) *exec.Cmd {
		config := filepath.Join(dir, "config.capnp")
		// workerd says what is wrong, should the file not be there.
		_ = os.WriteFile(config, []byte(workerdConfig(worker, address)), 0o600)
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

// program is the Worker of a folder's modules.
func program(folder string) string {
	return fmt.Sprintf(`modules = [%s],
  durableObjectNamespaces = [(className = "Database", uniqueKey = "bench", enableSql = true)],
  durableObjectStorage = (inMemory = void),`, modules(folder, "entry.mjs", "esModule", "wasm"))
}

// hello is the Worker hello.mjs of one folder beside another's files.
func hello(folder, beside string) string {
	return fmt.Sprintf("modules = [%s, %s],", module(folder, "hello.mjs", "esModule"), modules(beside, "entry.mjs", "data", "data"))
}

// modules are a folder's scripts and its program, as kinds that workerd knows,
// the entry first.
func modules(folder, entry, script, wasm string) string {
	list := []string{module(folder, entry, script)}
	for _, of := range []struct{ suffix, kind string }{{".mjs", script}, {".js", script}, {".wasm", wasm}} {
		files, _ := filepath.Glob(filepath.Join(folder, "*"+of.suffix))
		for _, file := range files {
			if name := filepath.Base(file); name != entry {
				list = append(list, module(folder, name, of.kind))
			}
		}
	}
	return strings.Join(list, ", ")
}

func module(folder, name, kind string) string {
	return fmt.Sprintf(`(name = %q, %s = embed %q)`, name, kind, filepath.Join(folder, name))
}

// workerdConfig has workerd serve one Worker.
func workerdConfig(worker, address string) string {
	return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = .bench)],
  sockets = [(name = "http", address = "` + address + `", http = (), service = "main")]);
const bench :Workerd.Worker = (
  ` + worker + `
  compatibilityDate = "2026-06-01",
  compatibilityFlags = ["nodejs_compat", "enable_request_signal"],
  bindings = [(name = "DEV", text = "1"), (name = "BASE_DOMAIN", text = "localhost")]);
`
}
