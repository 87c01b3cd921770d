package main

import (
	"go/ast"
	"go/types"
	"slices"
)

// closures are the function literals of one function by the variable that holds
// them.
type closures map[types.Object][]*ast.FuncLit

func closuresOf(info *types.Info, body ast.Node) closures {
	c := closures{}
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			if len(n.Lhs) == len(n.Rhs) {
				for i := range n.Lhs {
					c.note(info, n.Lhs[i], n.Rhs[i])
				}
			}
		case *ast.ValueSpec:
			for i := range n.Values {
				c.note(info, n.Names[min(i, len(n.Names)-1)], n.Values[i])
			}
		}
		return true
	})
	return c
}

func (c closures) note(info *types.Info, left, right ast.Expr) {
	name, ok := left.(*ast.Ident)
	literal, isLiteral := right.(*ast.FuncLit)
	if ok && isLiteral {
		object := info.ObjectOf(name)
		c[object] = append(c[object], literal)
	}
}

// change reports whether the call makes, is or is given a closure that writes
// the place.
func (c closures) change(info *types.Info, call *ast.CallExpr, place path) bool {
	return slices.ContainsFunc(c.in(info, call, map[*ast.FuncLit]bool{}), func(f *ast.FuncLit) bool {
		return writes(info, f.Body, place)
	})
}

// in lists the literals below n, and those held by the variables named there.
func (c closures) in(info *types.Info, n ast.Node, seen map[*ast.FuncLit]bool) (literals []*ast.FuncLit) {
	ast.Inspect(n, func(n ast.Node) bool {
		var here []*ast.FuncLit
		switch n := n.(type) {
		case *ast.FuncLit:
			here = []*ast.FuncLit{n}
		case *ast.Ident:
			here = c[info.ObjectOf(n)]
		}
		for _, f := range here {
			if !seen[f] {
				seen[f] = true
				literals = append(append(literals, f), c.in(info, f.Body, seen)...)
			}
		}
		return true
	})
	return literals
}

// writes reports whether the code below n writes the place, a part of it or what
// holds it.
func writes(info *types.Info, n ast.Node, place path) (found bool) {
	ast.Inspect(n, func(n ast.Node) bool {
		for _, e := range written(n) {
			p, ok := pathOf(info, e)
			found = found || ok && overlap(p, place)
		}
		return !found
	})
	return found
}

// overlap reports whether a write to p changes the value at place.
func overlap(p, place path) bool {
	if _, ok := place.after(p); ok {
		return true
	}
	rest, ok := p.after(place)
	return ok && !leaps(rest)
}
