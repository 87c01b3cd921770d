package handlers

import (
	"go/ast"
	"go/token"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"ringfence/domain"
)

var actionName = regexp.MustCompile(`^([a-z]+)\.[a-z]+(-[a-z]+)*$`)

// entered reports a text that may be the action of an entry: what makes one is
// given it, or it begins as one does.
func entered(name string, prefixes map[string]bool) bool {
	m := actionName.FindStringSubmatch(name)
	return m != nil && prefixes[m[1]] && !strings.HasSuffix(name, ".db")
}

// actions are those that the store writes, by where: every argument of Did, and
// every text that begins with the name of an entity and a dot.
func actions(t *testing.T) map[string]string {
	prefixes := map[string]bool{"auth": true, "settings": true, "subscription": true, "tenant": true}
	for _, table := range domain.Tables {
		prefixes[table.Entity] = true
	}
	found := map[string]string{}
	for _, s := range sources(t) {
		if s.dir != "store" && s.dir != "store/tenantdb" {
			continue
		}
		ast.Inspect(s.tree, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok && len(call.Args) > 0 && calls(call, "Did") {
				if name := literal(call.Args[0]); name != "" {
					found[name] = s.name
				}
			}
			if e, ok := n.(ast.Expr); ok && entered(literal(e), prefixes) {
				found[literal(e)] = s.name
			}
			return true
		})
	}
	return found
}

func calls(call *ast.CallExpr, name string) bool {
	switch f := call.Fun.(type) {
	case *ast.Ident:
		return f.Name == name
	case *ast.SelectorExpr:
		return f.Sel.Name == name
	}
	return false
}

func literal(e ast.Expr) string {
	lit, ok := e.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return ""
	}
	text, _ := strconv.Unquote(lit.Value)
	return text
}

// TestEveryActionHasWords: what the ledger records can be read as a sentence.
func TestEveryActionHasWords(t *testing.T) {
	t.Parallel()
	found := actions(t)
	for name, where := range found {
		entity, _, _ := strings.Cut(name, ".")
		if (domain.Deed{Action: name, Entity: entity}).Words() == "" {
			t.Errorf("%s: nobody has put %q into words (domain/activity.go)", where, name)
		}
	}
	if len(found) < 40 {
		t.Errorf("only %d actions were found", len(found))
	}
}
