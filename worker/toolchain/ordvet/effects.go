package main

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/types/typeutil"
)

// effects are what a function may write, itself and in the functions it calls.
type effects struct {
	vars    map[*types.Var]bool // fields, and variables of packages
	targets map[string]bool     // types written through a pointer or in a slice, map or array
	unknown bool                // it calls what cannot be told from here
}

// effectsOf returns the effects of f and of all it reaches by static calls.
func (p *program) effectsOf(f *types.Func) *effects {
	if e, ok := p.known[f]; ok {
		return e
	}
	e := &effects{vars: map[*types.Var]bool{}, targets: map[string]bool{}}
	seen := map[*types.Func]bool{f: true}
	for queue := []*types.Func{f}; len(queue) > 0; queue = queue[1:] {
		fn, ok := p.functions[queue[0]]
		if !ok {
			continue
		}
		for _, callee := range e.collect(fn.pkg.TypesInfo, fn.decl.Body) {
			if !seen[callee] {
				seen[callee] = true
				queue = append(queue, callee)
			}
		}
	}
	p.known[f] = e
	return e
}

// collect adds what the code below n writes and returns the functions it calls.
func (e *effects) collect(info *types.Info, n ast.Node) (callees []*types.Func) {
	ast.Inspect(n, func(n ast.Node) bool {
		for _, place := range written(n) {
			e.write(info, place)
		}
		if call, ok := n.(*ast.CallExpr); ok {
			callee := staticCallee(info, call)
			if callee != nil {
				callees = append(callees, callee)
			}
			e.call(info, call, callee)
		}
		return true
	})
	return callees
}

// write notes that the place is written.
func (e *effects) write(info *types.Info, place ast.Expr) {
	p, ok := pathOf(info, place)
	if ok && p.global() && !leaps(p.steps) {
		e.vars[p.root] = true
	}
	switch x := ast.Unparen(place).(type) {
	case *ast.SelectorExpr:
		if s := info.Selections[x]; s != nil && s.Kind() == types.FieldVal {
			e.vars[s.Obj().(*types.Var).Origin()] = true
		}
	case *ast.IndexExpr, *ast.StarExpr:
		e.targets[key(info.TypeOf(place))] = true
	}
}

// call notes what the call itself does: a builtin that fills its argument, or a
// call that is not known before the program runs.
func (e *effects) call(info *types.Info, call *ast.CallExpr, callee *types.Func) {
	switch name := builtin(info, call); {
	case name == "copy", name == "clear", name == "delete":
		e.targets[key(elementOf(info.TypeOf(call.Args[0])))] = true
	case name == "" && callee == nil && !info.Types[call.Fun].IsType():
		e.unknown = true
	}
}

// touches reports whether one of the steps leads to what may be written.
func (e *effects) touches(steps []step) bool {
	for _, s := range steps {
		if e.vars[s.field] || s.field == nil && e.targets[key(s.to)] {
			return true
		}
	}
	return false
}

// overwrites reports whether the place of type t, given by its address, may be
// written as a whole.
func (e *effects) overwrites(t types.Type) bool { return e.unknown || e.targets[key(t)] }

// fills reports whether it may be written as a whole or in a part.
func (e *effects) fills(t types.Type) bool {
	if e.overwrites(t) {
		return true
	}
	switch t := t.Underlying().(type) {
	case *types.Array:
		return e.fills(t.Elem())
	case *types.Struct:
		for field := range t.Fields() {
			if e.vars[field.Origin()] || e.fills(field.Type()) {
				return true
			}
		}
	}
	return false
}

// written lists the places that the node itself assigns to. One whose address is
// taken counts: another function will write it.
func written(n ast.Node) []ast.Expr {
	switch n := n.(type) {
	case *ast.AssignStmt:
		if n.Tok != token.DEFINE {
			return n.Lhs
		}
	case *ast.IncDecStmt:
		return []ast.Expr{n.X}
	case *ast.UnaryExpr:
		if n.Op == token.AND {
			return []ast.Expr{n.X}
		}
	case *ast.RangeStmt:
		if n.Tok == token.ASSIGN {
			return []ast.Expr{n.Key, n.Value}
		}
	}
	return nil
}

// staticCallee returns the declared function that is called, generic or not.
func staticCallee(info *types.Info, call *ast.CallExpr) *types.Func {
	if f := typeutil.StaticCallee(info, call); f != nil {
		return f.Origin()
	}
	return nil
}

// builtin returns the name of the builtin function that is called, if one is.
func builtin(info *types.Info, call *ast.CallExpr) string {
	if name, ok := ast.Unparen(call.Fun).(*ast.Ident); ok {
		if _, ok := info.Uses[name].(*types.Builtin); ok {
			return name.Name
		}
	}
	return ""
}

func elementOf(t types.Type) types.Type {
	if e, ok := t.Underlying().(interface{ Elem() types.Type }); ok {
		return e.Elem()
	}
	return t
}

func key(t types.Type) string { return types.TypeString(t, nil) }
