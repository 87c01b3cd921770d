package web

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// TestProblemTypes: every code that a refusal is made with anywhere has its status
// and title; the OpenAPI document and the pages read them from there.
func TestProblemTypes(t *testing.T) {
	t.Parallel()
	codes := map[string]bool{}
	for _, dir := range []string{".", "..", "../identity", "../hr", "../ledger", "../ops", "../public", "../../domain", "../../store", "../../store/tenantdb", "../../store/registry"} {
		files, err := filepath.Glob(dir + "/*.go")
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: %v", dir, err)
		}
		for _, file := range files {
			refusalCodes(t, file, codes)
		}
	}
	if len(codes) < 20 {
		t.Errorf("only %d codes were found", len(codes))
	}
	for code := range codes {
		if k := problemTypes[code]; k.status < 400 || k.status > 599 || k.title == "" || k.about == "" {
			t.Errorf("%q has no type", code)
		}
	}
	for code := range problemTypes {
		if !codes[code] {
			t.Errorf("%q is no code of a refusal", code)
		}
	}
}

// refusalCodes collects the Code of every composite literal that has a
// Message and no Field: a domain.Error.
func refusalCodes(t *testing.T, file string, codes map[string]bool) {
	t.Helper()
	tree, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
	if err != nil || strings.HasSuffix(file, "_test.go") {
		return
	}
	ast.Inspect(tree, func(n ast.Node) bool {
		lit, ok := n.(*ast.CompositeLit)
		if !ok {
			return true
		}
		keys := map[string]ast.Expr{}
		for _, e := range lit.Elts {
			if kv, ok := e.(*ast.KeyValueExpr); ok {
				if name, ok := kv.Key.(*ast.Ident); ok {
					keys[name.Name] = kv.Value
				}
			}
		}
		if code, ok := keys["Code"].(*ast.BasicLit); ok && keys["Message"] != nil && keys["Field"] == nil {
			value, _ := strconv.Unquote(code.Value)
			codes[value] = true
		}
		return true
	})
}
