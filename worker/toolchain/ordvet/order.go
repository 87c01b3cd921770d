package main

import (
	"go/ast"
	"go/token"
	"go/types"
)

// An evaluator goes through one statement in TinyGo's order, from left to right,
// and keeps the reads that gc would make later, after the calls.
type evaluator struct {
	info    *types.Info
	pending []read
	call    func(call *ast.CallExpr, before []read)
}

// A read is a place whose value is taken.
type read struct {
	path path
	expr ast.Expr
}

// statement evaluates the expressions of one statement, not of those within.
func (v *evaluator) statement(n ast.Node) {
	v.pending = nil
	switch n := n.(type) {
	case *ast.AssignStmt:
		v.assign(n)
	case *ast.ReturnStmt:
		v.values(n.Results...)
	case *ast.ValueSpec:
		v.values(n.Values...)
	case *ast.ExprStmt:
		v.value(n.X)
	case *ast.SendStmt:
		v.values(n.Chan, n.Value)
	case *ast.IfStmt:
		v.value(n.Cond)
	case *ast.ForStmt:
		v.value(n.Cond)
	case *ast.RangeStmt:
		v.value(n.X)
	case *ast.SwitchStmt:
		v.value(n.Tag)
	case *ast.DeferStmt:
		v.callee(n.Call)
		v.values(n.Call.Args...)
	case *ast.GoStmt:
		v.callee(n.Call)
		v.values(n.Call.Args...)
	}
}

// assign finds the places on the left before the values on the right.
func (v *evaluator) assign(n *ast.AssignStmt) {
	if n.Tok != token.DEFINE {
		for _, place := range n.Lhs {
			v.place(place)
		}
	}
	v.values(n.Rhs...)
}

func (v *evaluator) values(list ...ast.Expr) {
	for _, e := range list {
		v.value(e)
	}
}

// value takes the value of e.
func (v *evaluator) value(e ast.Expr) {
	if e == nil || v.info.Types[e].IsType() || v.info.Types[e].Value != nil {
		return
	}
	if p, ok := pathOf(v.info, e); ok {
		v.place(e)
		v.pending = append(v.pending, read{p, e})
		return
	}
	switch e := e.(type) {
	case *ast.ParenExpr:
		v.value(e.X)
	case *ast.UnaryExpr:
		v.unary(e)
	case *ast.BinaryExpr:
		v.binary(e)
	case *ast.CallExpr:
		v.called(e)
	case *ast.CompositeLit:
		v.literal(e)
	case *ast.SliceExpr:
		v.base(e.X)
		v.values(e.Low, e.High, e.Max)
	case *ast.TypeAssertExpr:
		v.settled(e.X)
	case *ast.IndexExpr, *ast.SelectorExpr, *ast.StarExpr:
		v.place(e)
	}
}

// place finds where e is, without taking its value: what it goes through is
// read.
func (v *evaluator) place(e ast.Expr) {
	switch e := e.(type) {
	case *ast.Ident:
	case *ast.ParenExpr:
		v.place(e.X)
	case *ast.StarExpr:
		v.value(e.X)
	case *ast.IndexExpr:
		v.base(e.X)
		v.value(e.Index)
	case *ast.SelectorExpr:
		if v.info.Selections[e] != nil {
			v.base(e.X)
		}
	default:
		v.value(e)
	}
}

// base goes to what has the field or element: read, where it is a pointer, slice
// or map; only found, where it is the memory itself.
func (v *evaluator) base(e ast.Expr) {
	switch v.info.TypeOf(e).Underlying().(type) {
	case *types.Struct, *types.Array:
		v.place(e)
	default:
		v.value(e)
	}
}

// settled takes a value that gc, too, takes in its turn.
func (v *evaluator) settled(list ...ast.Expr) {
	mark := len(v.pending)
	v.values(list...)
	v.pending = v.pending[:mark]
}

func (v *evaluator) unary(e *ast.UnaryExpr) {
	if e.Op == token.AND {
		v.place(e.X)
	} else {
		v.value(e.X)
	}
}

func (v *evaluator) binary(e *ast.BinaryExpr) {
	if e.Op == token.LAND || e.Op == token.LOR {
		v.settled(e.X)
		v.settled(e.Y)
		return
	}
	v.values(e.X, e.Y)
}

func (v *evaluator) literal(e *ast.CompositeLit) {
	_, isMap := v.info.TypeOf(e).Underlying().(*types.Map)
	for _, element := range e.Elts {
		pair, keyed := element.(*ast.KeyValueExpr)
		switch {
		case isMap:
			v.settled(pair.Key, pair.Value)
		case keyed:
			v.value(pair.Value)
		default:
			v.value(element)
		}
	}
}

// called evaluates a call: what it is given is its own from then on; what was
// read before it is what it may change.
func (v *evaluator) called(e *ast.CallExpr) {
	if v.info.Types[e.Fun].IsType() {
		v.values(e.Args...)
		return
	}
	mark := len(v.pending)
	v.callee(e)
	v.values(e.Args...)
	v.pending = v.pending[:mark]
	if builtin(v.info, e) == "" {
		v.call(e, v.pending)
	}
}

// callee evaluates what is called: a receiver, or a function value.
func (v *evaluator) callee(e *ast.CallExpr) {
	fun, ok := ast.Unparen(e.Fun).(*ast.SelectorExpr)
	switch {
	case !ok && builtin(v.info, e) == "":
		v.value(e.Fun)
	case ok && addressed(v.info, fun):
		v.place(fun.X)
	case ok && v.info.Selections[fun] != nil && v.info.Selections[fun].Kind() == types.MethodVal:
		v.value(fun.X)
	case ok:
		v.value(fun)
	}
}

// addressed reports whether the method takes the address of what stands before
// the dot.
func addressed(info *types.Info, fun *ast.SelectorExpr) bool {
	s := info.Selections[fun]
	if s == nil || s.Kind() != types.MethodVal {
		return false
	}
	_, wants := pointeeOf(s.Obj().Type().(*types.Signature).Recv().Type())
	_, has := pointeeOf(s.Recv())
	return wants && !has && !types.IsInterface(s.Recv())
}
