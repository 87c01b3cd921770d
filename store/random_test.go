package store_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"ringfence/domain"
	"ringfence/store"
)

// TestRandomness: nothing of the application takes random numbers from
// anywhere but crypto/rand (ASVS 6.5.3).
func TestRandomness(t *testing.T) {
	t.Parallel()
	read := 0
	for _, dir := range []string{"../domain", "../handlers", "../migrations", "../store", "../worker"} {
		err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err == nil && d.IsDir() && (d.Name() == "testdata" || d.Name() == "toolchain") {
				return fs.SkipDir
			}
			if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			read++
			file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
			if err != nil {
				return err
			}
			for _, i := range file.Imports {
				if strings.HasPrefix(i.Path.Value, `"math/rand`) {
					t.Errorf("%s imports %s", path, i.Path.Value)
				}
			}
			return nil
		})
		must(t, err)
	}
	if read < 100 {
		t.Errorf("only %d files were read", read)
	}
}

// TestSecretsDiffer: seeds of 160 bits and recovery codes of 120, of which no
// two are alike.
func TestSecretsDiffer(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	var seeds, codes []string
	for _, role := range []string{"hr", "finance", "clinical"} {
		req, seed := w.enrol(t, role)
		tenant := w.as(t, req)
		list, change, err := tenant.ConfirmTOTP(ctx, domain.TOTPCode(seed, domain.TOTPStep(w.now())))
		must(t, err)
		must(t, tenant.Commit(ctx, change, store.Answer{}))
		seeds, codes = append(seeds, string(seed)), append(codes, list...)
	}
	for _, seed := range seeds {
		if len(seed) != 20 {
			t.Errorf("a seed of %d bytes", len(seed))
		}
	}
	slices.Sort(seeds)
	slices.Sort(codes)
	if len(slices.Compact(seeds)) != 3 || len(codes) != 3*domain.RecoveryCodes || len(slices.Compact(codes)) != 3*domain.RecoveryCodes || domain.RecoveryCodeSize != 15 {
		t.Errorf("%d seeds, %d codes", len(seeds), len(codes))
	}
}
