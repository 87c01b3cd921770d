package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"ringfence/store/db"
	"ringfence/store/db/file"
)

// fanOut has the command line migrate a registry of empty tenants, kills it
// half-way, and runs it again. It returns the seconds of both runs.
func fanOut(ctx context.Context, p places, dir string, tenants int) (float64, error) {
	dir = filepath.Join(dir, "fan-out")
	if out, err := p.migrate(ctx, dir).CombinedOutput(); err != nil { // makes the registry
		return 0, fmt.Errorf("migrate: %w: %s", err, out)
	}
	if err := register(ctx, filepath.Join(dir, "registry.db"), tenants); err != nil {
		return 0, err
	}
	began := time.Now()
	if err := killHalfWay(ctx, p.migrate(ctx, dir), filepath.Join(dir, "tenants"), tenants/2); err != nil {
		return 0, err
	}
	out, err := p.migrate(ctx, dir).CombinedOutput()
	took := time.Since(began).Seconds()
	if n := strings.Count(string(out), "\nb"); err != nil || n != tenants || strings.Contains(string(out), "    0  ") {
		return 0, fmt.Errorf("fan-out: %d of %d tenants are listed (%v): %.500s", n, tenants, err, out)
	}
	return took, nil
}

func (p places) migrate(ctx context.Context, dir string) *exec.Cmd {
	return exec.CommandContext(ctx, p.in("build", "ringfence"), "migrate", "--dev", "--data", dir)
}

// register writes tenants whose databases have yet to be made.
func register(ctx context.Context, path string, tenants int) error {
	d, err := file.Open(path)
	if err != nil {
		return err
	}
	var stmts []db.Stmt
	for i := range tenants {
		slug := fmt.Sprintf("b%05d", i)
		stmts = append(stmts, db.Q(`INSERT INTO tenants (id, slug, name, region, database, state, created_at) VALUES (?, ?, ?, 'uk', ?, 'active', 0)`,
			db.Text(slug), db.Text(slug), db.Text(slug), db.Text("file:tenants/"+slug+".db")))
	}
	_, err = d.Write(ctx, stmts, nil)
	return firstOf(err, d.Close())
}

// killHalfWay runs a migration until so many databases exist.
func killHalfWay(ctx context.Context, cmd *exec.Cmd, folder string, files int) error {
	if err := cmd.Start(); err != nil {
		return err
	}
	for ctx.Err() == nil {
		made, err := filepath.Glob(filepath.Join(folder, "*.db"))
		if err != nil {
			return err
		}
		if len(made) >= files {
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	if err := cmd.Process.Signal(syscall.SIGKILL); err != nil {
		return err
	}
	_ = cmd.Wait() // it was killed
	return ctx.Err()
}

// packed is what the files of an edge build weigh, in bytes of gzip -9.
func packed(folder string) (float64, error) {
	out, err := exec.Command("sh", "-c", `cat "$1"/app.wasm "$1"/*js | gzip -9 | wc -c`, "sh", folder).Output()
	if err != nil {
		return 0, err
	}
	var n float64
	_, err = fmt.Sscan(string(out), &n)
	return n, err
}

// workspace makes the folder of the state: a RAM disk's where there is one.
func workspace() (string, error) {
	if _, err := os.Stat("/dev/shm"); err == nil {
		return os.MkdirTemp("/dev/shm", "ringfence-bench-")
	}
	return os.MkdirTemp("", "ringfence-bench-")
}
