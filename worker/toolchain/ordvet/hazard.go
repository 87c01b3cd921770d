package main

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"slices"
)

// A finding is one read that a later call overtakes.
type finding struct {
	position token.Position
	pkg      string
	function string
	read     string
	call     string
}

func (f finding) String() string {
	return fmt.Sprintf("%s: %s.%s: %s is read before %s changes it", f.position, f.pkg, f.function, f.read, f.call)
}

// findings goes through every function of the program.
func (p *program) findings() (all []finding) {
	for _, fn := range p.functions {
		all = append(all, p.inspect(fn)...)
	}
	slices.SortFunc(all, func(a, b finding) int { return compare(a.position, b.position) })
	return slices.Compact(all)
}

func compare(a, b token.Position) int {
	if a.Filename != b.Filename {
		return slices.Compare([]byte(a.Filename), []byte(b.Filename))
	}
	return a.Offset - b.Offset
}

func (p *program) inspect(fn function) (found []finding) {
	info := fn.pkg.TypesInfo
	closures := closuresOf(info, fn.decl.Body)
	v := &evaluator{info: info, call: func(call *ast.CallExpr, before []read) {
		for _, r := range before {
			if p.changes(info, closures, call, r.path) {
				found = append(found, fn.finding(r, call))
			}
		}
	}}
	ast.Inspect(fn.decl.Body, func(n ast.Node) bool {
		v.statement(n)
		if clause, ok := n.(*ast.CaseClause); ok {
			for _, e := range clause.List {
				v.pending = nil
				v.value(e)
			}
		}
		return true
	})
	return found
}

func (fn function) finding(r read, call *ast.CallExpr) finding {
	name := fn.decl.Name.Name
	if fn.decl.Recv != nil {
		name = types.ExprString(fn.decl.Recv.List[0].Type) + "." + name
	}
	return finding{
		position: fn.pkg.Fset.Position(r.expr.Pos()),
		pkg:      fn.pkg.PkgPath,
		function: name,
		read:     types.ExprString(r.expr),
		call:     types.ExprString(call.Fun),
	}
}

// changes reports whether the call may change the place.
func (p *program) changes(info *types.Info, closures closures, call *ast.CallExpr, place path) bool {
	known := &effects{unknown: true}
	if f := staticCallee(info, call); f != nil {
		known = p.effectsOf(f)
	}
	if place.global() && known.vars[place.root] {
		return true
	}
	for _, given := range givenTo(info, call) {
		if given.reaches(known, place) {
			return true
		}
	}
	return closures.change(info, call, place)
}

// A gift is a place that a call is given: its address, or only its value.
type gift struct {
	path    path
	address bool
}

// reaches reports whether a function with these effects can write the place by
// what it is given.
func (g gift) reaches(known *effects, place path) bool {
	if rest, ok := g.path.after(place); ok {
		return g.address && !leaps(rest) && known.fills(g.path.to())
	}
	rest, ok := place.after(g.path)
	return ok && (known.touches(rest) && (g.address || leaps(rest)) || g.address && known.overwrites(g.path.to()))
}

// givenTo lists what a call is given, as receiver and in its arguments.
func givenTo(info *types.Info, call *ast.CallExpr) (gifts []gift) {
	if fun, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok && info.Selections[fun] != nil {
		if p, ok := pathOf(info, fun.X); ok {
			gifts = append(gifts, gift{p, addressed(info, fun)})
		}
	}
	for _, argument := range call.Args {
		ast.Inspect(argument, func(n ast.Node) bool {
			g, ok, more := given(info, n)
			if ok {
				gifts = append(gifts, g)
			}
			return more
		})
	}
	return gifts
}

// given returns the place that n gives, and whether to look inside n.
func given(info *types.Info, n ast.Node) (g gift, ok, more bool) {
	switch n := n.(type) {
	case *ast.FuncLit:
		return gift{}, false, false
	case *ast.CallExpr:
		return gift{}, false, info.Types[n.Fun].IsType()
	case *ast.UnaryExpr:
		if p, ok := pathOf(info, n.X); ok && n.Op == token.AND {
			return gift{p, true}, true, false
		}
	case *ast.SliceExpr:
		if p, ok := pathOf(info, n.X); ok {
			return gift{p, isArray(p.to())}, true, false
		}
	case ast.Expr:
		if p, ok := pathOf(info, n); ok {
			return gift{p, false}, true, false
		}
	}
	return gift{}, false, true
}
