package handlers

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// source is one file of the program: tests apart.
type source struct {
	name, dir string // dir is the package's, below the module's root
	tree      *ast.File
}

// imports are the file's, without the module's name: "store/db", or a path of
// somebody else's.
func (s source) imports() (list []string) {
	for _, i := range s.tree.Imports {
		name, _ := strconv.Unquote(i.Path.Value)
		if ours, ok := strings.CutPrefix(name, "ringfence/"); ok {
			list = append(list, ours)
		}
	}
	return list
}

// called is the name under which the file imports a package of ours: its
// folder's, or one of the file's choice.
func (s source) called(folder string) string {
	for _, i := range s.tree.Imports {
		if i.Path.Value == strconv.Quote("ringfence/"+folder) && i.Name != nil {
			return i.Name.Name
		}
	}
	return path.Base(folder)
}

// sources are the program's files.
func sources(t *testing.T) (list []source) {
	t.Helper()
	for _, dir := range []string{"domain", "store", "handlers", "worker"} {
		err := filepath.WalkDir(filepath.Join("..", dir), func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() && (d.Name() == "testdata" || strings.HasPrefix(d.Name(), "_")) {
				return errSkip(err)
			}
			if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
				return nil
			}
			tree, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
			below, _ := filepath.Rel("..", name)
			list = append(list, source{below, path.Dir(filepath.ToSlash(below)), tree})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if len(list) < 100 {
		t.Fatalf("only %d files were found", len(list))
	}
	return list
}

func errSkip(err error) error {
	if err != nil {
		return err
	}
	return filepath.SkipDir
}

var wings = []string{"handlers/identity", "handlers/hr", "handlers/console", "handlers/billing", "handlers/ledger", "handlers/ops", "handlers/public", "handlers/privacy"}

// allowed is what of ours a package may import, by its folder.
func allowed(dir, imported string) bool {
	within := func(folders ...string) bool {
		return slices.ContainsFunc(folders, func(f string) bool { return imported == f || strings.HasPrefix(imported, f+"/") })
	}
	switch {
	case dir == "domain" || strings.HasPrefix(dir, "domain/"):
		return within("domain")
	case dir == "store/tenantdb":
		return within("domain", "store/blob", "store/db", "store/ledger", "store/vault")
	case dir == "store/registry":
		return within("domain", "migrations", "store/db", "store/ledger", "store/vault") || imported == "store/tenantdb"
	case dir == "store" || strings.HasPrefix(dir, "store/"):
		return !within("handlers", "worker")
	case dir == "handlers/pages", dir == "handlers/assets", dir == "handlers/golden":
		return false
	case dir == "handlers/web":
		return within("domain", "handlers/pages", "handlers/assets", "store/vault") || imported == "store"
	case dir == "handlers/record":
		return within("domain", "handlers/web", "handlers/pages") || imported == "store"
	case slices.Contains(wings, dir):
		return within("domain", "handlers/web", "handlers/record", "handlers/pages", "handlers/assets", "store/pdf", "store/webauthn") || imported == "store"
	case dir == "handlers":
		return !within("worker")
	}
	return strings.HasPrefix(dir, "worker")
}

// TestWalls: the rules sit below, the store knows no HTTP, and a wing sees the
// kit and the tenant's methods: no other wing, no database, nothing of the
// registry. A folder that is not named here has no rights.
func TestWalls(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, s := range sources(t) {
		seen[s.dir] = true
		for _, imported := range s.imports() {
			if !allowed(s.dir, imported) {
				t.Errorf("%s imports %s", s.name, imported)
			}
		}
	}
	for _, dir := range wings {
		if !seen[dir] {
			t.Errorf("there is no wing %s", dir)
		}
	}
}

// TestStoreIsOutOfReach: only what puts the application together names the
// store as a whole. Everything else has one tenant.
func TestStoreIsOutOfReach(t *testing.T) {
	t.Parallel()
	named := map[string]bool{}
	for _, s := range sources(t) {
		ast.Inspect(s.tree, func(n ast.Node) bool {
			e, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			if pkg, ok := e.X.(*ast.Ident); ok && pkg.Name == s.called("store") && (e.Sel.Name == "Store" || e.Sel.Name == "New") {
				named[s.dir] = true
				if s.dir != "handlers" && s.dir != "worker" {
					t.Errorf("%s names store.%s", s.name, e.Sel.Name)
				}
			}
			return true
		})
	}
	if !named["handlers"] {
		t.Error("nobody makes a store: this test looks for the wrong name")
	}
}
