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

	"ringfence/migrations"
	"ringfence/store/db"
	"ringfence/store/db/file"
	"ringfence/store/registry"
)

// fanOut has the command line migrate a registry of tenants that lack the
// newest step, and returns the seconds.
func fanOut(ctx context.Context, p places, dir string, tenants int) (float64, error) {
	dir = filepath.Join(dir, "fan-out")
	defer os.RemoveAll(dir)
	steps := migrations.Tenant()
	steps = steps[:len(steps)-1]
	if err := p.register(ctx, dir, tenants, steps[len(steps)-1].Version); err != nil {
		return 0, err
	}
	if err := older(ctx, filepath.Join(dir, "tenants"), tenants, steps); err != nil {
		return 0, err
	}
	began := time.Now()
	err := p.migrateAll(ctx, dir, tenants)
	return time.Since(began).Seconds(), err
}

// older makes one database of some steps, and copies of it.
func older(ctx context.Context, folder string, tenants int, steps []migrations.Migration) error {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	d, err := file.Open(filepath.Join(folder, slugOf(0)+".db"))
	if err != nil {
		return err
	}
	if err := firstOf(registry.Migrate(ctx, d, steps, 0), d.Close()); err != nil {
		return err
	}
	image, err := os.ReadFile(filepath.Join(folder, slugOf(0)+".db"))
	for i := 1; i < tenants && err == nil; i++ {
		err = os.WriteFile(filepath.Join(folder, slugOf(i)+".db"), image, 0o600)
	}
	return err
}

func slugOf(i int) string { return fmt.Sprintf("b%05d", i) }

// fanOutNew has the command line migrate a registry of tenants whose databases
// are empty, kills it half-way, and runs it again. It returns the seconds of
// both runs.
func fanOutNew(ctx context.Context, p places, dir string, tenants int) (float64, error) {
	dir = filepath.Join(dir, "fan-out-new")
	defer os.RemoveAll(dir)
	if err := p.register(ctx, dir, tenants, 0); err != nil {
		return 0, err
	}
	began := time.Now()
	if err := killHalfWay(ctx, p.migrate(ctx, dir), filepath.Join(dir, "tenants"), tenants/2); err != nil {
		return 0, err
	}
	err := p.migrateAll(ctx, dir, tenants)
	return time.Since(began).Seconds(), err
}

// migrateAll runs a migration, after which every tenant must be at the newest step.
func (p places) migrateAll(ctx context.Context, dir string, tenants int) error {
	steps := migrations.Tenant()
	newest := fmt.Sprintf(" %4d  ", steps[len(steps)-1].Version)
	out, err := p.migrate(ctx, dir).CombinedOutput()
	if n := strings.Count(string(out), newest); err != nil || n != tenants {
		return fmt.Errorf("fan-out: %d of %d tenants are at the newest step (%v): %.500s", n, tenants, err, out)
	}
	return nil
}

func (p places) migrate(ctx context.Context, dir string) *exec.Cmd {
	return exec.CommandContext(ctx, p.in("build", "ringfence"), "migrate", "--dev", "--data", dir)
}

// register makes a registry with tenants at a step.
func (p places) register(ctx context.Context, dir string, tenants int, step int64) error {
	if out, err := p.migrate(ctx, dir).CombinedOutput(); err != nil { // makes the registry
		return fmt.Errorf("migrate: %w: %s", err, out)
	}
	d, err := file.Open(filepath.Join(dir, "registry.db"))
	if err != nil {
		return err
	}
	var stmts []db.Stmt
	for i := range tenants {
		slug := slugOf(i)
		stmts = append(stmts, db.Q(`INSERT INTO tenants (id, slug, name, region, database, state, created_at, schema_version) VALUES (?, ?, ?, 'uk', ?, 'active', 0, ?)`,
			db.Text(slug), db.Text(slug), db.Text(slug), db.Text("file:tenants/"+slug+".db"), db.Int(step)))
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
